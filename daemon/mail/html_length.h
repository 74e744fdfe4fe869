#pragma once

#include <optional>
#include <string_view>

#include "mail/html_look.h"

namespace undersigned::mail {

// "-18pt", "1.5in", "50%" in pixels, a share as one of a thousand; nothing where it is no length.
std::optional<double> pixels(std::string_view length);
// "14px", "0.9em", "smaller"
std::optional<LetterSize> letter_size(std::string_view value);
// Of "italic 700 12px/1.5 Arial"; nothing where the declaration is none, or leaves the size as it
// is.
std::optional<LetterSize> font_size(std::string_view font);

}  // namespace undersigned::mail
