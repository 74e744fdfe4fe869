#pragma once

#include <string>
#include <vector>

#include "letter/compose.h"

namespace undersigned::letter {

// A character that stands for the `i`th personal value in words that were rendered for many
// readers (see Templates::render_for_many).
std::string personal_mark(std::size_t i);

// Whether one of these stands in the text.
bool holds_personal_mark(std::string_view text);

// One letter for many readers: encoded once, only the lines that hold a personal value are written
// anew for each. What follows the last of them is shared by all letters.
class Mailing {
 public:
  Mailing(const Rendered& words, const Enclosed& enclosed);
  // `personal` are the reader's values, in the order of the marks.
  Composed letter(const Envelope& envelope, const std::vector<std::string>& personal) const;

 private:
  struct Run {
    std::string text;  // encoded, or raw where it is personal
    bool personal = false;
  };
  static std::vector<Run> runs_of(const std::string& text);

  std::string subject_, language_;
  std::string begin_;  // from the Content-Type to the text part
  std::vector<Run> text_;
  std::string middle_;     // between text and HTML
  std::vector<Run> html_;  // up to the last personal run
  SharedOctets shared_;
};

}  // namespace undersigned::letter
