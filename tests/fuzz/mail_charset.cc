#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "mail/charset.h"
#include "mail/header_text.h"
#include "mail/parameters.h"
#include "mail/transfer.h"
#include "mail/unicode.h"

using namespace undersigned::mail;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// The first line is a label, the rest octets. All that comes out is UTF-8, and what was UTF-8
// stays as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto end = std::min(input.find('\n'), input.size());
  const std::string_view label = input.substr(0, end);
  const std::string_view bytes = input.substr(std::min(end + 1, input.size()));
  expect(is_utf8(to_utf8(bytes, label)));
  if (is_utf8(bytes) && !bytes.starts_with("\xEF\xBB\xBF") && bytes.find('\x1b') == bytes.npos) {
    expect(to_utf8(bytes, "utf-8") == bytes);
  }
  expect(is_utf8(decode_words(input)));
  const std::string clean = HeaderText::clean(input).text();
  expect(is_utf8(clean) && HeaderText::clean(clean).text() == clean);
  for (const auto& [name, value] : read_parameterized(input).parameters) expect(is_utf8(value));
  expect(decode_base64(input).size() <= input.size());
  expect(decode_quoted_printable(input).size() <= input.size());
  decode_uuencode(input);
  return 0;
}
