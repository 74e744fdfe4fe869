#include "wire/imap_command.h"

#include <algorithm>
#include <optional>

namespace undersigned::wire {

namespace {

// The next code point; U+FFFD for what is no UTF-8.
char32_t next_code_point(std::string_view& utf8) {
  const auto lead = static_cast<unsigned char>(utf8.front());
  const int more = lead < 0x80       ? 0
                   : lead >> 5 == 6  ? 1
                   : lead >> 4 == 14 ? 2
                   : lead >> 3 == 30 ? 3
                                     : -1;
  utf8.remove_prefix(1);
  if (more <= 0) return more == 0 ? lead : U'\uFFFD';
  char32_t point = lead & (0x3f >> more);
  for (int i = 0; i < more; ++i) {
    if (utf8.empty() || (utf8.front() & 0xc0) != 0x80) return U'\uFFFD';
    point = point << 6 | (utf8.front() & 0x3f);
    utf8.remove_prefix(1);
  }
  return point;
}

void append_utf16(std::string& octets, char32_t point) {
  const auto unit = [&](unsigned value) {
    octets += static_cast<char>(value >> 8);
    octets += static_cast<char>(value & 0xff);
  };
  if (point < 0x10000) return unit(static_cast<unsigned>(point));
  unit(0xd800 + (static_cast<unsigned>(point - 0x10000) >> 10));
  unit(0xdc00 + (static_cast<unsigned>(point) & 0x3ff));
}

// Base64 with "," for "/" and without padding.
std::string modified_base64(std::string_view octets) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : octets) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) out += kDigits[bits >> (held - 6) & 0x3f];
  }
  if (held > 0) out += kDigits[bits << (6 - held) & 0x3f];
  return out;
}

}  // namespace

std::string folder_name(const std::string& mailbox, char separator, const std::string& folder) {
  return separator == '\0' ? folder : mailbox + separator + folder;
}

std::string imap_mailbox(std::string_view utf8) {
  std::string out = "\"", shifted;
  const auto unshift = [&] {
    if (!shifted.empty()) out += "&" + modified_base64(shifted) + "-";
    shifted.clear();
  };
  while (!utf8.empty()) {
    const char32_t point = next_code_point(utf8);
    if (point < 0x20 || point > 0x7e) {
      append_utf16(shifted, point);
      continue;
    }
    unshift();
    if (point == '"' || point == '\\') out += '\\';
    out += static_cast<char>(point);
    if (point == '&') out += '-';
  }
  unshift();
  return out + "\"";
}

std::vector<std::string> uid_sets(std::vector<std::uint32_t> uids, std::size_t longest) {
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < uids.size();) {
    std::size_t last = i;
    while (last + 1 < uids.size() && uids[last + 1] == uids[last] + 1) ++last;
    std::string range = std::to_string(uids[i]);
    if (last > i) range += ":" + std::to_string(uids[last]);
    if (sets.empty() || sets.back().size() + 1 + range.size() > longest) {
      sets.push_back(range);
    } else {
      sets.back() += "," + range;
    }
    i = last + 1;
  }
  return sets;
}

}  // namespace undersigned::wire
