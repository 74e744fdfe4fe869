#include "mail/html_rough.h"

#include <algorithm>

#include "mail/ascii.h"
#include "mail/html_lines.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_attributes = 200;  // the parser compares each with all others

// The ">" of "-->"; a browser ends a comment at "--!>", too.
std::size_t comment_end(std::string_view html, std::size_t begin) {
  for (auto at = html.find("--", begin + 2); at != html.npos; at = html.find("--", at + 1)) {
    if (html.substr(at + 2).starts_with('>')) return at + 2;
    if (at >= begin + 4 && html.substr(at + 2).starts_with("!>")) return at + 3;
  }
  return html.npos;
}

}  // namespace

bool hostile(std::string_view html) {
  constexpr std::size_t most_tags = 60000;
  constexpr std::size_t most_ampersands = 60000;
  std::size_t tags = 0;
  std::size_t ampersands = 0;
  std::size_t breaks = 0;  // in the tag that is open
  bool inside = false;
  char quote = 0;
  for (const char c : html) {
    if (c == '<') ++tags;
    if (c == '&') ++ampersands;
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '<') {
      inside = true;
      breaks = 0;
    } else if (c == '>') {
      inside = false;
    } else if (inside && (c == '"' || c == '\'')) {
      quote = c;
    } else if (inside && (is_space(c) || c == '/' || c == '=') && ++breaks > most_attributes) {
      return true;
    }
  }
  return tags > most_tags || ampersands > most_ampersands;
}

void drop_comments(std::string& html) {
  std::string kept;
  std::size_t from = 0;
  for (auto at = html.find("<!"); at != std::string::npos; at = html.find("<!", at)) {
    const bool comment = html.compare(at, 4, "<!--") == 0;
    if (!comment && html.compare(at, 3, "<![") != 0) {
      at += 2;
      continue;
    }
    const auto end = comment ? comment_end(html, at) : html.find('>', at + 2);
    if (end == std::string::npos) break;
    kept.append(html, from, at - from);
    from = at = end + 1;
  }
  if (from > 0) html = kept.append(html, from);
}

std::string without_tags(std::string_view html) {
  HtmlLines lines;
  while (!html.empty()) {
    const auto open = std::min(html.find('<'), html.size());
    lines.text(html.substr(0, open), false);
    html.remove_prefix(open);
    if (html.empty()) break;
    const auto close = std::min(html.find('>'), html.size() - 1);
    const std::string_view tag = html.substr(0, close);
    if (starts_with(tag, "<br") || starts_with(tag, "<p") || starts_with(tag, "</div")) {
      lines.end_line();
    }
    html.remove_prefix(close + 1);
  }
  lines.end_line();
  return lines.str();
}

}  // namespace undersigned::mail
