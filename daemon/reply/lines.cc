#include "reply/lines.h"

#include <algorithm>
#include <array>

namespace undersigned::reply {

namespace {

constexpr std::size_t read_at_most = 1 << 20;
constexpr std::size_t most_lines = 50'000;  // a mail of that size has twenty octets in each

// Invisible characters of UTF-8 that stand at the ends of lines.
constexpr std::array<std::string_view, 13> invisible = {
    "\u00A0", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A",
    "\u202B", "\u202C", "\u202D", "\u202E", "\uFEFF", "\u1427"};

bool white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::size_t invisible_at_front(std::string_view text) {
  if (white(text.front())) return 1;
  if (ascii(text.front())) return 0;
  for (const auto& each : invisible)
    if (text.starts_with(each)) return each.size();
  return 0;
}

std::size_t invisible_at_back(std::string_view text) {
  if (white(text.back())) return 1;
  if (ascii(text.back())) return 0;
  for (const auto& each : invisible)
    if (text.ends_with(each)) return each.size();
  return 0;
}

// "JS> " and "C>": the mark of mail programs that quote with initials.
std::size_t initials_mark(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && n < 4 && text[n] >= 'A' && text[n] <= 'Z') ++n;
  if (n == 0 || n >= text.size() || text[n] != '>') return 0;
  return n + 1 == text.size() || text[n + 1] == ' ' || text[n + 1] == '>' ? n : 0;
}

Line line_of(std::string_view raw) {
  Line line;
  line.text = raw;
  while (!line.text.empty() && white(line.text.back())) line.text.remove_suffix(1);
  std::string_view rest = line.text;
  rest.remove_prefix(initials_mark(rest));
  while (true) {
    std::size_t spaces = 0;
    while (spaces < rest.size() && spaces < 4 && (rest[spaces] == ' ' || rest[spaces] == '\t'))
      ++spaces;
    if (spaces >= rest.size()) break;
    const bool bar = rest[spaces] == '|' && (spaces + 1 == rest.size() || rest[spaces + 1] == ' ');
    if (rest[spaces] != '>' && !bar) break;
    ++line.depth;
    rest.remove_prefix(spaces + 1);
  }
  line.own = trimmed(rest);
  return line;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const std::size_t n = invisible_at_front(text);
    if (n == 0) break;
    text.remove_prefix(n);
  }
  while (!text.empty()) {
    const std::size_t n = invisible_at_back(text);
    if (n == 0) break;
    text.remove_suffix(n);
  }
  return text;
}

std::string_view without_emphasis(std::string_view text) {
  text = trimmed(text);
  while (text.size() > 1 && (text.front() == '*' || text.front() == '_')) text.remove_prefix(1);
  while (text.size() > 1 && (text.back() == '*' || text.back() == '_')) text.remove_suffix(1);
  return trimmed(text);
}

std::vector<Line> lines(std::string_view text) {
  text = text.substr(0, read_at_most);
  std::vector<Line> out;
  while (!text.empty() && out.size() < most_lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.push_back(line_of(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool has_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  return !white(text[at - 1]) && !white(text[at + 1]);
}

bool has_year_or_time(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!digit(text[i]) || (i > 0 && digit(text[i - 1]))) continue;
    std::size_t n = 0;
    while (i + n < text.size() && digit(text[i + n])) ++n;
    const std::size_t behind = i + n;
    const bool year = n == 4 && (text.substr(i, 2) == "20" || text.substr(i, 2) == "19");
    const bool time = n <= 2 && behind + 2 < text.size() &&
                      (text[behind] == ':' || text[behind] == '.' || text[behind] == 'h') &&
                      digit(text[behind + 1]) && digit(text[behind + 2]);
    const bool date = n <= 2 && behind + 1 < text.size() &&
                      (text[behind] == '/' || text[behind] == '.' || text[behind] == '-') &&
                      digit(text[behind + 1]);
    if (year || time || date) return true;
  }
  return false;
}

bool contains_folded(std::string_view text, std::string_view needle) {
  if (needle.empty()) return false;
  const auto lower = [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); };
  return std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace undersigned::reply
