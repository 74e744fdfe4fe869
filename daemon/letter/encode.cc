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

// RFC 2045, 6.7 (1): what need not be encoded at `i` of a line without its end.
bool literal_in_body(std::string_view line, std::size_t i) {
  const auto c = static_cast<unsigned char>(line[i]);
  const bool last = i + 1 == line.size();
  if (c == ' ' || c == '\t') return !last;
  if (c < 33 || c > 126 || c == '=') return false;
  if (i == 0 && c == '.' && last) return false;
  return !(i == 0 && line.substr(0, 5) == "From ");
}

void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool literal = literal_in_body(line, i);
    const std::size_t width = literal ? 1 : 3;
    const std::size_t room = i + 1 == line.size() ? body_line : body_line - 1;
    if (column + width > room) {
      out += "=\r\n";
      column = 0;
    }
    // After a soft break the dot or "From " rule can be met again.
    const bool exposed = column == 0 && (line[i] == '.' || line.substr(i, 5) == "From ");
    if (literal && !exposed) {
      out += line[i];
      column += 1;
    } else {
      append_hex(out, '=', static_cast<unsigned char>(line[i]));
      column += 3;
    }
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
  static constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (char c : octets) {
    if (unreserved.find(c) != std::string_view::npos || keep.find(c) != std::string_view::npos)
      out += c;
    else
      append_hex(out, '%', static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace undersigned::letter
