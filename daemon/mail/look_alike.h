#pragma once

#include <string_view>

namespace undersigned::mail {

// Whether a word of valid UTF-8 holds letters of two scripts that are drawn alike ("Mаria" with a
// Cyrillic "а"): it reads as another word and is none (Unicode Technical Standard 39, 5.1). Scripts
// that are written together, as in Japanese, and numbers and marks do not count.
bool mixes_look_alikes(std::string_view utf8);

}  // namespace undersigned::mail
