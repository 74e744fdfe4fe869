#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace undersigned::mail {

// Text that grows as an HTML page is read: lines with a quote level each. White space is collapsed
// as a browser does; not part of the room's interface.
class HtmlLines {
 public:
  void text(std::string_view utf8, bool preformatted);
  void cell();        // a tab before all of a row but its first
  void end_line();    // nothing where the line is still empty
  void line_break();  // <br>: an empty line where the line is still empty
  void margin();      // an empty line before the next text, but only one
  void separator();   // what Outlook draws above the mail that it quotes

  void sign_off();  // "--" above the block that a program knows as one, where text precedes it

  void quote(int levels) { level_ += levels; }
  std::size_t count() const { return lines_.size(); }
  void raise(std::size_t first, std::size_t last);  // one quote level more for these lines

  std::string str() const;

 private:
  struct Line {
    int level;
    std::string text;
  };
  void space();
  void trim();
  void push(std::string text);

  std::vector<Line> lines_;
  std::string open_;
  bool space_due_ = false;
  bool margin_due_ = false;
  int level_ = 0;
};

}  // namespace undersigned::mail
