#pragma once

#include <string>
#include <vector>

#include "letter/compose.h"

namespace undersigned::letter {

// One letter for many readers: encoded once, only the lines that hold a reader's own value (see
// marks.h and Templates::render_for_many) are written anew for each. What follows the last of them
// is shared by all letters.
class Mailing {
 public:
  Mailing(const Rendered& words, const Enclosed& enclosed);
  // `personal` are the reader's values, in the order of the marks.
  std::string subject(const std::vector<std::string>& personal) const;
  Composed letter(const Envelope& envelope, const std::string& subject,
                  const std::vector<std::string>& personal) const;

 private:
  struct Run {
    std::string text;  // encoded, or raw where it is personal
    bool personal = false;
  };
  // A part that is mostly escapes would be in quoted-printable goes out in base64, which knows no
  // lines: it is one raw run.
  struct Part {
    std::vector<Run> runs;
    bool printable = true;
  };
  static Part part_of(const std::string& text);
  std::string text_part(const std::vector<std::string>& personal) const;
  std::string html_part(const std::vector<std::string>& personal) const;

  std::string subject_, language_;
  bool rtl_ = false;
  std::string begin_;  // from the Content-Type to the text part
  Part text_;
  std::string middle_;  // between text and HTML
  Part html_;           // up to the last personal run
  std::string end_;     // behind the HTML, where it is not shared
  SharedOctets shared_;
};

}  // namespace undersigned::letter
