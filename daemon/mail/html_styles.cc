#include "mail/html_styles.h"

#include <algorithm>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_css = 64u << 10;
constexpr std::size_t most_rules = 64;
constexpr std::size_t most_parts = 6;
constexpr std::size_t most_classes = 16;
constexpr std::size_t most_depth = 16;

bool at_style(std::string_view html, std::size_t at) {
  if (html.size() < at + 6 || lower(html[at + 1]) != 's' || lower(html[at + 2]) != 't')
    return false;
  return lowered(html.substr(at, 6)) == "<style";
}

// What stands in the style elements; those in comments are for Outlook alone.
std::string styles_of(std::string_view html) {
  std::string all;
  for (auto at = html.find('<'); at != html.npos && all.size() < most_css;
       at = html.find('<', at + 1)) {
    if (html.compare(at, 4, "<!--") == 0) {
      at = html.find("-->", at + 2);
      if (at == html.npos) break;
    }
    if (!at_style(html, at)) continue;
    const auto begin = html.find('>', at);
    if (begin == html.npos) break;
    const auto end = std::min(html.find("</", begin), html.size());
    all += lowered(html.substr(begin + 1, std::min(end - begin - 1, most_css)));
    all += '\n';
    at = begin;
  }
  return all;
}

std::string without_comments(std::string_view css) {
  std::string out;
  std::size_t from = 0;
  for (auto at = css.find("/*"); at != css.npos; at = css.find("/*", from)) {
    out.append(css, from, at - from);
    const auto end = css.find("*/", at + 2);
    from = end == css.npos ? css.size() : end + 2;
  }
  return out.append(css.substr(from));
}

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// "@media screen" holds wherever mail is read; of "(max-width: 600px)" and of paper nobody knows.
bool always(std::string_view condition) {
  condition = without_space(condition.substr(std::string_view("@media").size()));
  return condition == "screen" || condition == "all" || condition == "only screen";
}

// Past the "}" that closes what the "{" at `open` opens.
std::size_t past_block(std::string_view css, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < css.size(); ++i) {
    if (css[i] == '{') ++depth;
    if (css[i] == '}' && --depth == 0) return i + 1;
  }
  return css.size();
}

std::vector<std::string_view> tokens(std::string_view text, std::size_t most) {
  std::vector<std::string_view> out;
  while (out.size() < most) {
    text = without_space(text);
    if (text.empty()) break;
    std::size_t end = 0;
    while (end < text.size() && !is_space(text[end])) ++end;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

HtmlStyles::HtmlStyles(std::string_view html) {
  read(without_comments(styles_of(html)));
  const bool needed = std::any_of(rules_.begin(), rules_.end(),
                                  [](const Rule& rule) { return rule.look.suspicious(); });
  if (!needed) rules_.clear();
}

void HtmlStyles::read(std::string_view css) {
  std::size_t at = 0;
  for (std::size_t depth = 0; at < css.size() && rules_.size() < most_rules;) {
    const auto mark = css.find_first_of("{};", at);
    if (mark == css.npos) return;
    std::string_view head = without_space(css.substr(at, mark - at));
    while (head.starts_with("<!--") || head.starts_with("-->"))
      head = without_space(head.substr(head.starts_with("<!--") ? 4 : 3));
    at = mark + 1;
    if (css[mark] != '{') continue;  // "@import …;", the end of a block
    if (head.starts_with('@')) {
      if (head.starts_with("@media") && always(head) && ++depth < most_depth) continue;
      at = past_block(css, mark);
      continue;
    }
    const auto end = std::min(css.find('}', mark), css.size());
    const Look look = look_of(compact_style(css.substr(mark + 1, end - mark - 1)));
    if (look.says()) add(head, look);
    at = std::min(end + 1, css.size());
  }
}

void HtmlStyles::add(std::string_view selectors, const Look& look) {
  while (!selectors.empty() && rules_.size() < most_rules) {
    const auto end = std::min(selectors.find(','), selectors.size());
    Rule rule;
    if (parse(selectors.substr(0, end), rule.parts)) {
      rule.look = look;
      rule.around.resize(rule.parts.size() - 1);
      rules_.push_back(std::move(rule));
    }
    selectors.remove_prefix(std::min(end + 1, selectors.size()));
  }
}

bool HtmlStyles::parse(std::string_view selector, std::vector<Part>& parts) {
  if (selector.find_first_of("+~:[*\"\\") != selector.npos) return false;
  for (const std::string_view token : tokens(selector, most_parts + 1)) {
    if (token == ">") continue;
    Part part;
    std::size_t at = std::min(token.find_first_of(".#"), token.size());
    part.name = token.substr(0, at);
    while (at < token.size()) {
      const char sort = token[at];
      const auto end = std::min(token.find_first_of(".#", at + 1), token.size());
      const std::string_view name = token.substr(at + 1, end - at - 1);
      if (sort == '#')
        part.id = name;
      else
        part.classes.emplace_back(name);
      at = end;
    }
    parts.push_back(std::move(part));
  }
  return !parts.empty() && parts.size() <= most_parts;
}

bool HtmlStyles::matches(const Part& part, std::string_view name,
                         const std::vector<std::string_view>& classes, std::string_view id) {
  if (!part.name.empty() && part.name != name) return false;
  if (!part.id.empty() && part.id != id) return false;
  return std::all_of(part.classes.begin(), part.classes.end(), [&](const std::string& each) {
    return std::find(classes.begin(), classes.end(), each) != classes.end();
  });
}

Look HtmlStyles::entered(std::string_view name, std::string_view classes, std::string_view id) {
  Look look;
  if (rules_.empty()) return look;
  const std::string folded = lowered(classes.substr(0, 1024)), own = lowered(id.substr(0, 256));
  const auto all = tokens(folded, most_classes);
  std::vector<Seen> seen;
  for (std::size_t r = 0; r < rules_.size(); ++r) {
    Rule& rule = rules_[r];
    const bool inside = std::all_of(rule.around.begin(), rule.around.end(),
                                    [](std::uint32_t open) { return open > 0; });
    if (inside && matches(rule.parts.back(), name, all, own)) look.add(rule.look);
    for (std::size_t p = 0; p < rule.around.size(); ++p) {
      if (!matches(rule.parts[p], name, all, own)) continue;
      ++rule.around[p];
      seen.push_back({static_cast<std::uint16_t>(r), static_cast<std::uint16_t>(p)});
    }
  }
  open_.push_back(std::move(seen));
  return look;
}

void HtmlStyles::left() {
  if (rules_.empty() || open_.empty()) return;
  for (const Seen& each : open_.back()) --rules_[each.rule].around[each.part];
  open_.pop_back();
}

}  // namespace undersigned::mail
