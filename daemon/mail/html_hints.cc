#include "mail/html_hints.h"

#include <string>

#include "mail/ascii.h"
#include "mail/html_look.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t longest_property = 15;

// "#ffffff", "#fefefe", "white", "rgb(255, …": what is seldom read on paper.
bool pale(std::string_view color) {
  if (!color.empty() && (color.front() == '"' || color.front() == '\'')) color.remove_prefix(1);
  if (color.starts_with("#f") && color.size() > 3)
    return (color[2] == 'f' && color[3] == 'f') ||
           (color.size() > 5 && color[3] == 'f' && color[5] == 'f');
  return color.starts_with("white") || color.starts_with("rgb(2") || color.starts_with("rgba(") ||
         color.starts_with("transparent");
}

// The declarations that stand together with the one at `at`.
std::string_view declarations(std::string_view html, std::size_t at) {
  constexpr std::size_t reach = 300;
  const std::size_t from = at - std::min(at, reach);
  const auto open = html.substr(from, at - from).find_last_of("\"'{");
  const std::size_t begin = open == std::string_view::npos ? from : from + open + 1;
  return html.substr(begin, std::min(html.find_first_of("\"'}", at), at + reach) - begin);
}

// Whether the declaration around the colon at `at` may hide text; a button is white on a color.
bool may_hide_at(std::string_view html, std::size_t at) {
  if (at == 0 || std::string_view("yYeEtTrR").find(html[at - 1]) == std::string_view::npos)
    return false;
  const std::size_t from = at - std::min(at, longest_property);
  const std::string before = lowered(html.substr(from, at - from));
  const std::string value = compact_style(html.substr(at + 1, 14));
  const auto property = [&](std::string_view end) { return before.ends_with(end); };
  const bool size = property("opacity") || property("height") || property("font-size");
  const bool color = property("color") && !property("ground-color") && pale(value);
  const bool word = property("display") || property("visibility") || property("mso-hide");
  if (!word && !color && !(size && (value.starts_with('0') || value.starts_with("1p"))))
    return false;
  const Look look = look_of(compact_style(declarations(html, at)));
  return look.hides() || look.has(Look::invisible) ||
         (look.size.value && look.size.value->value <= (look.size.value->share ? 0 : 1)) ||
         (look.color.value &&
          !readable(*look.color.value, look.background.value.value_or(Color{})));
}

// <font color=white>
bool pale_font(std::string_view tag) {
  if (lowered(tag.substr(0, 5)) != "<font") return false;
  const std::string all = lowered(tag.substr(0, std::min<std::size_t>(tag.find('>'), 200)));
  const auto color = all.find("color=");
  return color != all.npos && pale(std::string_view(all).substr(color + 6));
}

}  // namespace

bool may_strike(std::string_view html) {
  if (html.find("line-through") != html.npos) return true;
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const std::string_view rest = html.substr(at + 1, 7);
    const auto end = rest.find_first_of(" >\t\r\n");
    if (end != rest.npos && one_of(lowered(rest.substr(0, end)), struck_elements)) return true;
  }
  return false;
}

bool may_hide(std::string_view html) {
  for (auto at = html.find(':'); at != html.npos; at = html.find(':', at + 1))
    if (may_hide_at(html, at)) return true;
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1))
    if (at + 1 < html.size() && lower(html[at + 1]) == 'f' && pale_font(html.substr(at)))
      return true;
  return false;
}

}  // namespace undersigned::mail
