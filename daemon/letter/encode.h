#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace undersigned::letter {

// Encodings of mail, outwards. Input is UTF-8 or any octets; output is ASCII with CRLF line ends.

// Text for a body (RFC 2045): LF or CRLF in, every line ended by CRLF, lines ≤ 76. "From " at the
// start of a line, lone dots and trailing white space are encoded, so no relay changes the text.
std::string quoted_printable(std::string_view text);
// Lines of 76 characters, each ended by CRLF.
std::string base64(std::string_view octets);

// A structured or unstructured field under construction: puts tokens on lines ≤ 78, folding before
// a token that would not fit (RFC 5322, 2.2.3). A token longer than a line stands on its own.
class Field {
 public:
  explicit Field(std::string_view name);
  // A token that must not be split, parted from what stands before it by one space.
  Field& add(std::string_view token);
  // Words of a person (RFC 2047): as they are where they are plain ASCII that nobody can take for
  // an encoded word, else as encoded words of whole characters.
  Field& text(std::string_view utf8);
  // A display name (RFC 5322 `phrase`): atoms, quoted string, or encoded words.
  Field& phrase(std::string_view utf8);
  // "; name=value" by RFC 2231: token or quoted string where it is ASCII and short, else
  // percent-encoded, in numbered pieces where it is long.
  Field& parameter(std::string_view name, std::string_view value);
  std::string line() const;  // with CRLF

 private:
  Field& encoded(std::string_view utf8);

  std::string done_;
  std::size_t column_ = 0;
};

// Percent-encoding (RFC 3986): all but unreserved characters and those in `keep`.
std::string percent_encoded(std::string_view octets, std::string_view keep = {});

}  // namespace undersigned::letter
