#include "letter/encode.h"

#include <algorithm>

namespace undersigned::letter {
namespace {

constexpr char hex[] = "0123456789ABCDEF";
constexpr std::size_t body_line = 76;

void append_hex(std::string& out, char lead, unsigned char octet) {
  out += lead;
  out += hex[octet >> 4];
  out += hex[octet & 15];
}

// RFC 2045, 6.7 (1) and (2): octets that stand for themselves wherever they are in a line.
bool literal_anywhere(char octet) {
  const auto c = static_cast<unsigned char>(octet);
  return c > 32 && c < 127 && c != '=' && c != '.' && c != 'F';
}

// The others: blanks but at the end, and what some programs on the way take for their own where a
// line begins with it (a lone dot, "From ").
bool literal_here(std::string_view line, std::size_t i, std::size_t column) {
  const char c = line[i];
  if (c == ' ' || c == '\t') return i + 1 < line.size();
  if (c == '.') return column > 0;
  if (c == 'F') return column > 0 || line.substr(i, 5) != "From ";
  return false;
}

void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size();) {
    // As many as need no look at their place, at once.
    std::size_t end = i;
    const std::size_t most = std::min(line.size() - 1, i + (body_line - 1 - column));
    while (end < most && literal_anywhere(line[end])) ++end;
    out += line.substr(i, end - i);
    column += end - i;
    i = end;
    const bool plain = literal_anywhere(line[i]) || literal_here(line, i, column);
    const std::size_t room = i + 1 == line.size() ? body_line : body_line - 1;
    if (column + (plain ? 1 : 3) > room) {
      out += "=\r\n";
      column = 0;
    }
    if (literal_anywhere(line[i]) || literal_here(line, i, column)) {
      out += line[i];
      column += 1;
    } else {
      append_hex(out, '=', static_cast<unsigned char>(line[i]));
      column += 3;
    }
    ++i;
  }
  out += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8 + 16);
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    append_quoted_line(out, line);
  }
  return out;
}

std::string base64(std::string_view octets) {
  static constexpr char digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve(octets.size() / 3 * 4 + octets.size() / 28 + 16);
  std::size_t column = 0;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, octets.size() - i);
    unsigned triple = 0;
    for (std::size_t k = 0; k < 3; ++k)
      triple = triple << 8 | (k < n ? static_cast<unsigned char>(octets[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= n ? digits[triple >> (18 - 6 * k) & 63] : '=';
    column += 4;
    if (column == body_line) {
      out += "\r\n";
      column = 0;
    }
  }
  if (column > 0) out += "\r\n";
  return out;
}

std::string percent_encoded(std::string_view octets, std::string_view keep) {
  const auto unreserved = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
  };
  std::string out;
  out.reserve(octets.size() + octets.size() / 2);
  for (char c : octets) {
    if (unreserved(c) || keep.find(c) != std::string_view::npos)
      out += c;
    else
      append_hex(out, '%', static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace undersigned::letter
