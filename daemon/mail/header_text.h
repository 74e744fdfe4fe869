#pragma once

#include <string>
#include <string_view>

namespace undersigned::mail {

// Text that may stand in a header field or on a list of names: UTF-8 in NFC, one line, no control
// character (C0, C1, DEL), no bidi override or isolate, no zero-width character but the joiners
// that Persian or Sinhala spell with (RFC 5892, A.1 and A.2), white space folded to single spaces
// and trimmed. Whatever is put in, no CR, LF or NUL comes out, so no value can add a line to a
// letter (RFC 5322, 2.2).
class HeaderText {
 public:
  HeaderText() = default;
  // Makes `utf8` fit: invalid bytes become U+FFFD, forbidden characters are dropped (line ends and
  // tabs become a space). Never fails.
  static HeaderText clean(std::string_view utf8);

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const HeaderText&) const = default;
  auto operator<=>(const HeaderText&) const = default;

 private:
  std::string text_;
};

}  // namespace undersigned::mail
