#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace undersigned::letter {

// Values never pass through Markdown: what is filled in is a slot (a number between two private-use
// characters, which Markdown takes for letters), and the value takes its place when the parsed
// text is written out. So no value can be read as markup, whatever it is.
class Slots {
 public:
  std::string put(std::string_view value);  // the slot that stands for it
  // The same for a mark of ours (see marks.h), which stays as it is.
  std::string put_mark(std::string mark);
  // Without U+E000 to U+E01F, which slots and marks are made of: text that comes from files or
  // people may hold none of its own.
  static std::string without_slots(std::string_view text);
  // The same on one line: line ends and other controls become blanks.
  static std::string on_one_line(std::string_view value);

  struct Piece {
    std::string_view text;
    bool value;  // filled in
  };
  std::vector<Piece> pieces(std::string_view text) const;
  std::string filled(std::string_view text) const;

 private:
  std::vector<std::string> values_;
};

}  // namespace undersigned::letter
