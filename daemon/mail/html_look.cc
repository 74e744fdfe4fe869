#include "mail/html_look.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_declarations = 4096;  // octets
constexpr int least_contrast = 16;               // of 255, in one of the three colors

std::optional<double> number(std::string_view value) {
  double out = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (error != std::errc{}) return std::nullopt;
  return out;
}

// "1px" is not read by anybody; "0.9em" is a size of the text around it.
std::optional<bool> tiny(std::string_view size) {
  const auto value = number(size);
  if (!value) return false;
  if (*value == 0) return true;
  if (size.ends_with("px") || size.ends_with("pt")) return *value <= 1;
  if (size.ends_with("rem")) return *value * 16 <= 1;
  return std::nullopt;
}

std::optional<int> hex(std::string_view digits) {
  int out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

Color of_hex(std::string_view digits) {
  const bool brief = digits.size() == 3 || digits.size() == 4;
  const std::size_t each = brief ? 1 : 2;
  if (!brief && digits.size() != 6 && digits.size() != 8) return {.unknown = true};
  int parts[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto part = hex(digits.substr(i * each, each));
    if (!part) return {.unknown = true};
    parts[i] = brief ? *part * 17 : *part;
  }
  return {parts[0], parts[1], parts[2]};
}

// "rgb(255,255,255)", "rgba(0,0,0,0)"
Color of_function(std::string_view value) {
  const auto open = value.find('(');
  double parts[4] = {0, 0, 0, 1};
  std::string_view rest = value.substr(open + 1);
  for (double& part : parts) {
    const auto found = number(rest);
    if (!found) break;
    part = *found;
    const auto comma = rest.find(',');
    if (comma == rest.npos) break;
    rest.remove_prefix(comma + 1);
  }
  if (parts[3] == 0) return {.none = true};
  if (parts[3] < 1) return {.unknown = true};
  const auto channel = [](double part) { return static_cast<int>(std::clamp(part, 0.0, 255.0)); };
  return {channel(parts[0]), channel(parts[1]), channel(parts[2])};
}

void declare(Look& look, std::string_view name, std::string_view value, bool important) {
  const auto say = [&](Look::Trait trait, std::optional<bool> is) {
    if (is) look.is[trait] = {is, important};
  };
  const bool zero = number(value) == 0.0;
  if (name == "display") say(Look::no_display, value == "none");
  if (name == "visibility") say(Look::invisible, value == "hidden" || value == "collapse");
  if (name == "mso-hide") say(Look::office_hidden, value == "all");
  if (name == "opacity") say(Look::faded, zero);
  if (name.starts_with("text-decoration"))
    say(Look::struck, value.find("line-through") != value.npos);
  if (name == "max-height" || name == "height") say(Look::flat, zero);
  if (name == "overflow") say(Look::clipped, value == "hidden");
  if (name == "font-size") say(Look::tiny, tiny(value));
  if (name == "color" && value != "inherit") look.color = {color_of(value), important};
  if ((name == "background" || name == "background-color") && value != "inherit")
    look.background = {color_of(value), important};
}

template <typename T>
void override_with(Look::Said<T>& said, const Look::Said<T>& later) {
  if (later.value && (later.important || !said.important)) said = later;
}

}  // namespace

bool Look::hides() const {
  return has(no_display) || has(office_hidden) || has(faded) || has(struck) ||
         (has(flat) && has(clipped));
}

bool Look::says() const {
  return color.value || background.value ||
         std::any_of(is.begin(), is.end(), [](const auto& said) { return said.value; });
}

bool Look::suspicious() const {
  return hides() || has(invisible) || has(tiny) || (color.value && !readable(*color.value, {}));
}

void Look::add(const Look& later) {
  for (std::size_t i = 0; i < traits; ++i) override_with(is[i], later.is[i]);
  override_with(color, later.color);
  override_with(background, later.background);
}

std::string compact_style(std::string_view style) {
  std::string out;
  for (const char c : style.substr(0, most_declarations))
    if (!is_space(c)) out += lower(c);
  return out;
}

Look look_of(std::string_view rest) {
  Look out;
  while (!rest.empty()) {
    auto end = std::min(rest.find(';'), rest.size());
    // "url(data:image/png;base64,…)"
    if (const auto open = rest.find('('); open < end)
      end = std::min(rest.find(';', std::min(rest.find(')', open), rest.size())), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto colon = one.find(':');
    if (colon == one.npos) continue;
    std::string_view value = one.substr(colon + 1);
    const bool important = value.ends_with("!important");
    if (important) value.remove_suffix(std::string_view("!important").size());
    declare(out, one.substr(0, colon), value, important);
  }
  return out;
}

Color color_of(std::string_view written) {
  const std::string value = compact_style(written);
  if (value.starts_with('#')) return of_hex(std::string_view(value).substr(1));
  if (value.starts_with("rgb")) return of_function(value);
  if (value == "white") return {};
  if (value == "black") return {0, 0, 0};
  if (value == "transparent" || value == "none") return {.none = true};
  const bool bare = value.size() == 6 && hex(value);  // <font color=ffffff>
  return bare ? of_hex(value) : Color{.unknown = true};
}

bool readable(const Color& text, const Color& background) {
  if (text.none) return false;
  if (text.unknown || background.unknown) return true;
  return std::abs(text.red - background.red) >= least_contrast ||
         std::abs(text.green - background.green) >= least_contrast ||
         std::abs(text.blue - background.blue) >= least_contrast;
}

}  // namespace undersigned::mail
