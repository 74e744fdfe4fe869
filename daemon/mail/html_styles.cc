#include "mail/html_styles.h"

#include <algorithm>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_css = 64u << 10;
constexpr std::size_t most_rules = 128;
constexpr std::size_t most_parts = 6;
constexpr std::size_t most_classes = 64;
constexpr std::size_t longest_classes = 2048;  // octets
constexpr std::size_t most_depth = 16;

bool at_style(std::string_view html, std::size_t at) {
  if (html.size() < at + 6 || lower(html[at + 1]) != 's' || lower(html[at + 2]) != 't')
    return false;
  return lowered(html.substr(at, 6)) == "<style";
}

// Where a block of rules holds: wherever mail is read, on paper or aloud, or nobody knows.
enum class Holds { always, perhaps, never };

Holds holds(std::string_view media) {
  media = trimmed(media);
  if (media.empty() || media == "screen" || media == "all" || media == "only screen")
    return Holds::always;
  return media == "print" || media == "speech" ? Holds::never : Holds::perhaps;
}

// "@media …{"; "@font-face", "@page" and Word's "@list" have no rules for elements in them.
Holds holds_block(std::string_view head) {
  if (head.starts_with("@media")) return holds(head.substr(6));
  for (const std::string_view known : {"@supports", "@layer", "@container", "@scope", "@document",
                                       "@-moz-document", "@starting-style"})
    if (head.starts_with(known)) return Holds::perhaps;
  return Holds::never;
}

// The value of `media` in "<style type=text/css media=print>".
std::string media_of(std::string_view tag) {
  const std::string all = lowered(tag);
  const auto at = all.find("media");
  if (at == all.npos) return {};
  const auto from = all.find_first_not_of("= \"'", at + 5);
  if (from == all.npos) return {};
  return all.substr(from, all.find_first_of("\"'>", from) - from);
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
    text = trimmed(text);
    if (text.empty()) break;
    std::size_t end = 0;
    while (end < text.size() && !is_space(text[end])) ++end;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

// Selectors of a state that somebody must bring about, and of what is drawn beside an element.
bool never_of_words(std::string_view selector) {
  for (const std::string_view sort :
       {":hover", ":active", ":focus", ":visited", ":before", ":after", ":placeholder",
        ":selection", ":target", ":marker", ":backdrop"})
    if (selector.find(sort) != selector.npos) return true;
  return false;
}

}  // namespace

// What stands in the style elements; those in comments are for Outlook alone.
std::vector<HtmlStyles::Sheet> HtmlStyles::sheets(std::string_view html) {
  std::vector<Sheet> all;
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    if (html.compare(at, 4, "<!--") == 0) {
      at = html.find("-->", at + 2);
      if (at == html.npos) break;
    }
    if (!at_style(html, at)) continue;
    const auto begin = html.find('>', at);
    if (begin == html.npos) break;
    const auto end = std::min(html.find("</", begin), html.size());
    const Holds where = holds(media_of(html.substr(at, begin - at + 1)));
    if (where != Holds::never)
      all.push_back(
          {std::string(html.substr(begin + 1, end - begin - 1)), where == Holds::perhaps});
    at = begin;
  }
  return all;
}

HtmlStyles::HtmlStyles(std::string_view html) {
  std::size_t octets = 0;
  for (const Sheet& sheet : sheets(html)) {
    octets += sheet.css.size();
    more_ |= octets > most_css;
    if (!more_) read(plain_css(sheet.css), sheet.perhaps, 0);
  }
  const bool needed = std::any_of(rules_.begin(), rules_.end(),
                                  [](const Rule& rule) { return rule.look.suspicious(); });
  if (!needed) rules_.clear();
  std::stable_sort(rules_.begin(), rules_.end(),
                   [](const Rule& a, const Rule& b) { return a.weight < b.weight; });
}

void HtmlStyles::read(std::string_view css, bool perhaps, std::size_t depth) {
  std::size_t at = 0;
  while (at < css.size()) {
    const auto mark = css.find_first_of("{};", at);
    if (mark == css.npos) return;
    std::string_view head = trimmed(css.substr(at, mark - at));
    while (head.starts_with("<!--") || head.starts_with("-->"))
      head = trimmed(head.substr(head.starts_with("<!--") ? 4 : 3));
    at = mark + 1;
    if (css[mark] != '{') continue;  // "@import …;", the end of a block
    if (head.starts_with('@')) {
      const Holds where = holds_block(head);
      at = past_block(css, mark);
      if (where == Holds::never) continue;
      more_ |= depth == most_depth;
      if (depth < most_depth)
        read(css.substr(mark + 1, at - mark - 1), perhaps || where == Holds::perhaps, depth + 1);
      continue;
    }
    const auto end = std::min(css.find('}', mark), css.size());
    const Look look = look_of(css.substr(mark + 1, end - mark - 1));
    if (look.says()) add(head, look, perhaps);
    at = std::min(end + 1, css.size());
  }
}

void HtmlStyles::add(std::string_view selectors, const Look& look, bool perhaps) {
  while (!selectors.empty()) {
    const auto end = std::min(selectors.find(','), selectors.size());
    if (auto rule = rule_of(selectors.substr(0, end))) {
      more_ |= rules_.size() >= most_rules && look.suspicious();
      rule->look = look;
      rule->perhaps |= perhaps;
      if (rules_.size() < most_rules) rules_.push_back(std::move(*rule));
    }
    selectors.remove_prefix(std::min(end + 1, selectors.size()));
  }
}

// Of a selector that is not understood in full only the element's own name, id and classes count,
// so that it may match more than it does.
std::optional<HtmlStyles::Rule> HtmlStyles::rule_of(std::string_view selector) {
  selector = trimmed(selector);
  if (selector.empty() || never_of_words(selector)) return std::nullopt;
  Rule rule;
  auto all = tokens(selector, most_parts + 1);
  rule.perhaps = all.size() > most_parts || selector.find_first_of("+~:[(<\"") != selector.npos;
  if (rule.perhaps) all = {selector.substr(selector.find_last_of(" +~>") + 1)};
  for (const std::string_view token : all) {
    if (token == ">") continue;
    Part part;
    const std::string_view own = token.substr(0, token.find_first_of("[:(\"<"));
    std::size_t at = std::min(own.find_first_of(".#"), own.size());
    part.name = own.substr(0, at) == "*" ? std::string_view() : own.substr(0, at);
    rule.weight += part.name.empty() ? 0 : 1;
    while (at < own.size()) {
      const bool id = own[at] == '#';
      const auto end = std::min(own.find_first_of(".#", at + 1), own.size());
      const std::string_view name = own.substr(at + 1, end - at - 1);
      if (name.empty()) return std::nullopt;  // a browser skips it
      if (id)
        part.id = name;
      else
        part.classes.emplace_back(name);
      rule.weight += id ? 1u << 16 : 1u << 8;
      at = end;
    }
    rule.parts.push_back(std::move(part));
  }
  if (rule.parts.empty()) return std::nullopt;
  rule.around.resize(rule.parts.size() - 1);
  return rule;
}

bool HtmlStyles::matches(const Part& part, std::string_view name,
                         const std::vector<std::string_view>& classes, std::string_view id) {
  if (!part.name.empty() && part.name != name) return false;
  if (!part.id.empty() && part.id != id) return false;
  return std::all_of(part.classes.begin(), part.classes.end(), [&](const std::string& each) {
    return std::find(classes.begin(), classes.end(), each) != classes.end();
  });
}

Looks HtmlStyles::entered(std::string_view name, std::string_view classes, std::string_view id) {
  Looks looks;
  looks.otherwise.unsure = more_;
  if (rules_.empty()) return looks;
  const std::string folded = lowered(classes.substr(0, longest_classes)),
                    own = lowered(id.substr(0, 256));
  const auto all = tokens(folded, most_classes);
  looks.otherwise.unsure |= classes.size() > longest_classes || all.size() == most_classes;
  std::vector<Seen> seen;
  for (std::size_t r = 0; r < rules_.size(); ++r) {
    Rule& rule = rules_[r];
    const bool inside = std::all_of(rule.around.begin(), rule.around.end(),
                                    [](std::uint32_t open) { return open > 0; });
    if (inside && matches(rule.parts.back(), name, all, own)) {
      if (!rule.perhaps) looks.likely.add(rule.look);
      looks.otherwise.add(rule.look);
    }
    for (std::size_t p = 0; p < rule.around.size(); ++p) {
      if (!matches(rule.parts[p], name, all, own)) continue;
      ++rule.around[p];
      seen.push_back({static_cast<std::uint16_t>(r), static_cast<std::uint16_t>(p)});
    }
  }
  open_.push_back(std::move(seen));
  return looks;
}

void HtmlStyles::left() {
  if (rules_.empty() || open_.empty()) return;
  for (const Seen& each : open_.back()) --rules_[each.rule].around[each.part];
  open_.pop_back();
}

}  // namespace undersigned::mail
