#include "mail/transfer.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr std::array<std::int8_t, 256> base64_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr auto base64_value = base64_values();

// Prose has words between blanks on its lines; base64 has none.
bool is_prose(std::string_view text) {
  text = text.substr(0, 4096);
  std::size_t foreign = 0;
  std::size_t ours = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (base64_value[static_cast<unsigned char>(c)] >= 0 || c == '=') {
      ++ours;
    } else {
      ++foreign;
    }
  }
  return foreign * 12 > ours && foreign > 2;
}

// One line of quoted-printable without its line end. True: a soft line end follows.
bool append_quoted(std::string& out, std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto escape = std::min(line.find('=', i), line.size());
    out.append(line, i, escape - i);
    i = escape;
    if (i == line.size()) break;
    if (i + 1 == line.size()) {
      return true;
    } else if (i + 2 < line.size() && hex_value(line[i + 1]) >= 0 && hex_value(line[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(line[i + 1]) * 16 + hex_value(line[i + 2]));
      i += 2;
    } else {
      out += '=';
    }
  }
  return false;
}

void append_uu_line(std::string& out, std::string_view line) {
  const auto value = [&](std::size_t i) {
    return i < line.size() ? (static_cast<unsigned char>(line[i]) - 32u) & 63u : 0u;
  };
  const std::size_t count = value(0);
  std::size_t made = 0;
  for (std::size_t i = 1; made < count && i < line.size(); i += 4) {
    const std::uint32_t bits =
        value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
    for (int shift = 16; shift >= 0 && made < count; shift -= 8, ++made) {
      out += static_cast<char>(bits >> shift & 255u);
    }
  }
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = base64_value[static_cast<unsigned char>(c)];
    if (value < 0) {
      if (c == '=') held = 0;
      continue;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>(bits >> held & 255u);
    }
    // The last bits of a quantum that are no octet must not run into the next one.
    if (held == 0) bits = 0;
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const bool ends = text.ends_with('\n');
  while (!text.empty()) {
    const bool soft = append_quoted(out, take_line(text));
    if (!soft && (ends || !text.empty())) out += '\n';
  }
  return out;
}

std::string decode_q(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      out += ' ';
    } else if (text[i] == '=' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
               hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string decode_uuencode(std::string_view text) {
  std::string out;
  bool inside = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (!inside) {
      inside = starts_with(line, "begin ");
    } else if (line == "end") {
      break;
    } else if (!line.empty()) {
      append_uu_line(out, line);
    }
  }
  return out;
}

std::string decode_transfer(std::string_view body, std::string_view encoding) {
  encoding = trimmed(encoding);
  if (starts_with(encoding, "base64")) {
    return is_prose(body) ? std::string(body) : decode_base64(body);
  }
  if (starts_with(encoding, "quoted-printable")) return decode_quoted_printable(body);
  if (contains(encoding, "uuencode") || starts_with(encoding, "x-uue")) {
    std::string decoded = decode_uuencode(body);
    if (!decoded.empty()) return decoded;
  }
  return std::string(body);
}

}  // namespace undersigned::mail
