#include "mail/unicode.h"

#include <cstdint>
#include <cstring>

#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "mail/ascii.h"
#include "mail/charset.h"

namespace undersigned::mail {

std::size_t ascii_prefix(std::string_view bytes) {
  std::size_t at = 0;
  for (std::uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  while (at < bytes.size() && (bytes[at] & 0x80) == 0) ++at;
  return at;
}

bool is_ascii(std::string_view bytes) { return ascii_prefix(bytes) == bytes.size(); }

bool is_utf8(std::string_view bytes) {
  const auto* text = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto length = static_cast<int64_t>(bytes.size());
  int64_t at = 0;
  while (at < length) {
    at += static_cast<int64_t>(ascii_prefix(bytes.substr(static_cast<std::size_t>(at))));
    if (at == length) break;
    UChar32 point = 0;
    U8_NEXT(text, at, length, point);
    if (point < 0) return false;
  }
  return true;
}

std::string repair_utf8(std::string_view bytes) {
  if (is_utf8(bytes)) return std::string(bytes);
  const auto* text = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto length = static_cast<int64_t>(bytes.size());
  std::string repaired;
  repaired.reserve(bytes.size() + 16);
  for (int64_t at = 0; at < length;) {
    const int64_t start = at;
    UChar32 point = 0;
    U8_NEXT(text, at, length, point);
    if (point < 0) {
      repaired += "\xEF\xBF\xBD";
    } else {
      repaired.append(
          bytes.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start)));
    }
  }
  return repaired;
}

std::string folded(std::string_view utf8) {
  if (is_ascii(utf8)) return lowered(utf8);
  std::string out;
  icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())})
      .foldCase()
      .toUTF8String(out);
  return to_nfc(out);
}

std::string_view cut_utf8(std::string_view utf8, std::size_t limit) {
  if (utf8.size() <= limit) return utf8;
  while (limit > 0 && (static_cast<unsigned char>(utf8[limit]) & 0xC0) == 0x80) --limit;
  return utf8.substr(0, limit);
}

}  // namespace undersigned::mail
