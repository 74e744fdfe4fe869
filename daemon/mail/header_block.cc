#include "mail/header_block.h"

#include <algorithm>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

bool is_field(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && line[i] > ' ' && line[i] < 127 && line[i] != ':') ++i;
  if (i == 0) return false;
  while (i < line.size() && is_blank(line[i])) ++i;
  return i < line.size() && line[i] == ':';
}

bool is_folded(std::string_view line) { return !line.empty() && is_blank(line.front()); }
bool is_mbox_line(std::string_view line) {
  return line.starts_with("From ") || line.starts_with(">From ");
}

std::string_view next_line(std::string_view rest) { return take_line(rest); }

void append(std::string& text, std::string_view line) {
  const auto start = static_cast<std::ptrdiff_t>(text.size());
  text += line;
  if (line.find_first_of(std::string_view("\0\r", 2)) != std::string_view::npos) {
    std::replace_if(
        text.begin() + start, text.end(), [](char c) { return c == '\0' || c == '\r'; }, ' ');
  }
  text += '\n';
}

}  // namespace

HeaderBlock split_header(std::string_view raw) {
  HeaderBlock block;
  block.text.reserve(std::min(raw.size(), std::size_t{4096}));
  std::string_view rest = raw;
  bool first = true;
  std::size_t field = 0;
  while (!rest.empty()) {
    std::string_view after = rest;
    const std::string_view line = take_line(after);
    if (line.empty()) {
      rest = after;
      break;
    }
    const bool follows = is_field(next_line(after)) || is_folded(next_line(after));
    if (is_folded(line) && !block.text.empty()) {
      if (trimmed(line).empty() && !follows) {
        rest = after;
        break;
      }
      field += line.size() + 2;
    } else if (is_field(line)) {
      field = line.size() + 2;
    } else if (!(first && is_mbox_line(line)) &&
               !(is_field(next_line(after)) && !block.text.empty())) {
      break;  // the body begins without an empty line
    } else {
      rest = after;
      first = false;
      continue;
    }
    append(block.text, line);
    block.longest_field = std::max(block.longest_field, field);
    rest = after;
    first = false;
  }
  block.whole = raw.substr(0, raw.size() - rest.size());
  block.body = rest;
  if (!block.text.empty()) block.text += '\n';
  return block;
}

}  // namespace undersigned::mail
