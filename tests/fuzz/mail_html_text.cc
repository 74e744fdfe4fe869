#include <cstdint>
#include <cstdlib>

#include "mail/html_text.h"
#include "mail/unicode.h"

using namespace undersigned::mail;

// Any octets give lines of UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string html(reinterpret_cast<const char*>(data), size);
  const std::string text = html_to_text(html);
  if (!is_utf8(text)) std::abort();
  if (text.find_first_of(std::string_view("\r\0", 2)) != std::string::npos) std::abort();
  if (!text.empty() && !text.ends_with('\n')) std::abort();
  if (text.find("\n\n\n") != std::string::npos) std::abort();
  return 0;
}
