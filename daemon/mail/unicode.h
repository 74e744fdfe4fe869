#pragma once

#include <string>
#include <string_view>

// What all rooms share about UTF-8.
namespace undersigned::mail {

// Octets before the first one of the upper half.
std::size_t ascii_prefix(std::string_view bytes);
bool is_ascii(std::string_view bytes);

// Well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);

// Invalid sequences become U+FFFD; valid text comes back unchanged.
std::string repair_utf8(std::string_view bytes);

// Full case folding of valid UTF-8, in NFC.
std::string folded(std::string_view utf8);

// A prefix of at most `limit` octets that does not cut a character.
std::string_view cut_utf8(std::string_view utf8, std::size_t limit);

}  // namespace undersigned::mail
