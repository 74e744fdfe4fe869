#include "mail/html_style.h"

#include <algorithm>
#include <array>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t longest_sheet = 64u << 10;
constexpr std::size_t most_sheets = 20;

bool strikes(const std::string& style) {
  const auto decoration = style.find("text-decoration");
  return decoration != std::string::npos &&
         style.substr(decoration, style.find(';', decoration) - decoration).find("line-through") !=
             std::string::npos;
}

// What is declared for `property`; "" where nothing is.
std::string_view declared(std::string_view style, std::string_view property) {
  for (auto at = style.find(property); at != std::string_view::npos;
       at = style.find(property, at + 1)) {
    if (at != 0 && style[at - 1] != ';') continue;
    const auto from = at + property.size();
    return style.substr(from, style.find_first_of(";!", from) - from);
  }
  return {};
}

// "#fff", "white" and "rgb(255,255,255)" are one colour.
std::string colour(std::string_view written) {
  if (written == "white" || written == "rgb(255,255,255)") return "#ffffff";
  if (written == "black" || written == "rgb(0,0,0)") return "#000000";
  if (written.size() != 4 || written.front() != '#') return std::string(written);
  std::string out = "#";
  for (const char c : written.substr(1)) out.append(2, c);
  return out;
}

// Letters in the very colour of what is behind them.
bool invisible(std::string_view style) {
  const std::string letters = colour(declared(style, "color:"));
  return !letters.empty() && (letters == colour(declared(style, "background-color:")) ||
                              letters == colour(declared(style, "background:")));
}

void drop_between(std::string& text, std::string_view begin, std::string_view end) {
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    const auto close = text.find(end, at + begin.size());
    text.erase(at, close == std::string::npos ? close : close + end.size() - at);
  }
}

// Past the "}" that closes the block which begins at `open`.
std::size_t block_end(std::string_view sheet, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < sheet.size(); ++i) {
    if (sheet[i] == '{') ++depth;
    if (sheet[i] == '}' && --depth == 0) return i + 1;
  }
  return sheet.size();
}

bool is_class(std::string_view selector) {
  return selector.size() > 1 && selector.front() == '.' &&
         std::all_of(selector.begin() + 1, selector.end(),
                     [](char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '_'; });
}

void read_sheet(std::string_view written, std::set<std::string, std::less<>>& classes) {
  std::string all = compact_style(written, longest_sheet);
  drop_between(all, "/*", "*/");
  std::string_view sheet = all;
  while (true) {
    const auto open = sheet.find('{');
    if (open == std::string_view::npos) return;
    std::string_view selectors = sheet.substr(0, open);
    const auto end = block_end(sheet, open);
    const std::string body(sheet.substr(open + 1, end - open - 1));
    const bool hidden = !selectors.starts_with('@') && hides(body.substr(0, body.find('}')));
    sheet.remove_prefix(end);
    while (hidden && !selectors.empty()) {
      const auto comma = std::min(selectors.find(','), selectors.size());
      const auto selector = selectors.substr(0, comma);
      if (is_class(selector)) classes.emplace(selector.substr(1));
      selectors.remove_prefix(std::min(comma + 1, selectors.size()));
    }
  }
}

}  // namespace

std::string compact_style(std::string_view style, std::size_t most) {
  std::string out;
  for (const char c : style.substr(0, most)) {
    if (!is_space(c)) out += lower(c);
  }
  return out;
}

bool has_declaration(const std::string& style, std::string_view declaration) {
  for (auto at = style.find(declaration); at != std::string::npos;
       at = style.find(declaration, at + 1)) {
    const auto end = at + declaration.size();
    const bool starts = at == 0 || style[at - 1] == ';';
    if (starts && (end == style.size() || style[end] == ';' || style[end] == '!')) return true;
  }
  return false;
}

bool hides(const std::string& style) {
  static constexpr std::array<std::string_view, 7> ways{
      "display:none",  "visibility:hidden", "mso-hide:all", "font-size:0",
      "font-size:0px", "opacity:0",         "opacity:0.0"};
  const bool flat =
      has_declaration(style, "max-height:0") || has_declaration(style, "max-height:0px");
  return strikes(style) || invisible(style) ||
         (flat && has_declaration(style, "overflow:hidden")) ||
         std::any_of(ways.begin(), ways.end(),
                     [&](std::string_view way) { return has_declaration(style, way); });
}

std::set<std::string, std::less<>> hidden_classes(std::string_view html) {
  std::set<std::string, std::less<>> classes;
  std::size_t sheets = 0;
  for (auto at = html.find('<'); at != html.npos && sheets < most_sheets;
       at = html.find('<', at + 1)) {
    if (!starts_with(html.substr(at + 1), "style")) continue;
    const auto open = html.find('>', at);
    if (open == html.npos) break;
    read_sheet(html.substr(open + 1, html.find("</", open) - open - 1), classes);
    ++sheets;
  }
  return classes;
}

}  // namespace undersigned::mail
