#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::letter {

// Marks stand for a reader's own values in words that are written once for many readers. They are
// made of private-use characters that no text of people or files keeps (see Slots), so a mark in a
// text is one of ours.

inline constexpr std::size_t most_marks = 256;

// The mark of the `i`th value; i < most_marks.
std::string personal_mark(std::size_t i);
bool holds_personal_mark(std::string_view text);
// Percent-encoded but for its marks: their values will be, too.
std::string url_with_marks(std::string_view text, std::string_view keep);
// Marks whose values are isolated in HTML where they run against the letter's direction.
std::string isolated_marks(std::string_view text);

// Whose values take the places of the marks, and in what they stand.
struct Reader {
  const std::vector<std::string>& personal;  // of one line each
  bool html = false;                         // escape
  bool rtl = false;                          // right-to-left letter
};
std::string with_values(std::string_view text, const Reader& reader);

}  // namespace undersigned::letter
