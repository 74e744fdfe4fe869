#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace undersigned::reply {

// One line of a mail's text.
struct Line {
  std::string_view text;  // as it came, without line end and trailing space
  std::string_view own;   // behind the quote marks, trimmed
  int depth = 0;          // quote marks in front: ">", "> >", "|"
  bool blank() const { return own.empty(); }
};

// Splits at LF; views into `text`. Reads at most 1 MB and 50,000 lines.
std::vector<Line> lines(std::string_view text);

// Without white space, NBSP, zero-width and direction marks at both ends.
std::string_view trimmed(std::string_view text);

// Text in one of the shapes that mail programs put around words: "*From:*" is "From:".
std::string_view without_emphasis(std::string_view text);

bool has_address(std::string_view text);  // "x@y"
bool has_year_or_time(std::string_view text);
bool contains_folded(std::string_view text, std::string_view needle);  // ASCII case ignored

}  // namespace undersigned::reply
