#include "mail/html_look.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "mail/ascii.h"
#include "mail/html_hints.h"
#include "mail/html_length.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_declarations = 4096;  // octets
constexpr double least_opacity = 0.3;
constexpr double small_move = 100;  // pixels; lists and raised letters move by less
constexpr double hardly_any = 8;    // pixels

// Properties that can take words out of sight, and the values that do not. With any other value
// nobody knows.
constexpr std::array<std::string_view, 22> drawing{
    "transform",  "translate",      "scale",         "rotate",      "clip",
    "clip-path",  "mask",           "mask-image",    "filter",      "mix-blend-mode",
    "animation",  "animation-name", "offset",        "offset-path", "content",
    "all",        "perspective",    "text-security", "contain",     "content-visibility",
    "line-clamp", "mask-size"};
constexpr std::array<std::string_view, 6> as_usual{"none",    "auto",    "normal",
                                                   "initial", "visible", "inherit"};
constexpr std::array<std::string_view, 13> moves{
    "left",        "top",        "right",        "bottom",        "inset",       "margin",
    "margin-left", "margin-top", "margin-right", "margin-bottom", "text-indent", "letter-spacing",
    "word-spacing"};
constexpr std::array<std::string_view, 8> extents{"width",           "height",        "max-width",
                                                  "max-height",      "inline-size",   "block-size",
                                                  "max-inline-size", "max-block-size"};
// What may stand behind "display:"; a browser skips anything else.
constexpr std::array<std::string_view, 29> displays{"block",
                                                    "inline",
                                                    "inline-block",
                                                    "flex",
                                                    "inline-flex",
                                                    "grid",
                                                    "inline-grid",
                                                    "flow-root",
                                                    "flow",
                                                    "table",
                                                    "inline-table",
                                                    "table-row",
                                                    "table-cell",
                                                    "table-column",
                                                    "table-caption",
                                                    "table-row-group",
                                                    "table-header-group",
                                                    "table-footer-group",
                                                    "table-column-group",
                                                    "list-item",
                                                    "contents",
                                                    "ruby",
                                                    "run-in",
                                                    "initial",
                                                    "inherit",
                                                    "unset",
                                                    "revert",
                                                    "-webkit-box",
                                                    "math"};

std::string_view without_vendor(std::string_view name) {
  for (const std::string_view vendor : {"-webkit-", "-moz-", "-ms-", "-o-"})
    if (name.starts_with(vendor)) return name.substr(vendor.size());
  return name;
}

// "calc(…)", "var(…)": worked out elsewhere.
bool worked_out(std::string_view value) {
  return value.find('(') != value.npos && !value.starts_with("rgb") && !value.starts_with("hsl") &&
         !value.starts_with("url(");
}

bool moves_far(std::string_view value) {
  while (!value.empty()) {
    const auto end = std::min(value.find(' '), value.size());
    const std::string_view one = value.substr(0, end);
    const auto length = pixels(one);
    if (!length && !one_of(one, as_usual)) return true;
    if (length && (*length < -small_move || *length > 10 * small_move)) return true;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return false;
}

// "none repeat scroll 0% 0% yellow"
std::optional<Color> color_among(std::string_view value) {
  const Color all = color_of(value);
  if (!all.unknown) return all;
  while (!value.empty()) {
    const auto end = std::min(value.find(' '), value.size());
    const std::string_view one = value.substr(0, end);
    const Color color = color_of(one);
    if (!color.unknown && one != "none") return color;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return std::nullopt;
}

class Declare {
 public:
  Declare(Look& look, bool important) : look_(look), important_(important) {}

  void operator()(std::string_view name, std::string_view value) {
    if (name == "mso-hide") return say(Look::office_hidden, value == "all");
    name = without_vendor(name);
    shown(name, value);
    letters(name, value);
    drawn(name, value);
  }

 private:
  void say(Look::Trait trait, bool is) { look_.is[trait] = {is, important_}; }

  void shown(std::string_view name, std::string_view value) {
    const bool elsewhere = worked_out(value);
    if (name == "display" && (value == "none" || one_of(value, displays)))
      say(Look::no_display, value == "none");
    if (name == "visibility" &&
        (value == "hidden" || value == "collapse" || one_of(value, as_usual)))
      say(Look::invisible, value == "hidden" || value == "collapse");
    if (name == "display" && elsewhere) say(Look::no_display, false);
    look_.unsure |= elsewhere && (name == "display" || name == "visibility");
    if (name != "opacity") return;
    const auto opaque = letter_size(value);
    if (opaque) say(Look::faded, opaque->value == 0);
    look_.unsure |= elsewhere || (opaque && opaque->value > 0 && opaque->value < least_opacity);
  }

  void letters(std::string_view name, std::string_view value) {
    if (name.starts_with("text-decoration"))
      say(Look::struck, value.find("line-through") != value.npos);
    if (name == "font-size" || name == "font") {
      if (const auto size = name == "font" ? font_size(value) : letter_size(value))
        look_.size = {*size, important_};
      look_.unsure |= worked_out(value);
    }
    if (value == "inherit" || value == "unset" || value == "currentcolor") return;
    if (name == "color" || name == "text-fill-color") color(value);
    if (name.starts_with("background")) background(name, value);
  }

  // A browser skips what is no color.
  void color(std::string_view value) {
    const Color color = color_of(value);
    look_.unsure |= color.unknown && worked_out(value);
    if (!color.unknown) look_.color = {color, important_};
  }

  void background(std::string_view name, std::string_view value) {
    const bool picture = value.find("url(") != value.npos;
    look_.unsure |= !picture && worked_out(value);
    if (picture || worked_out(value)) {
      look_.background = {Color{.unknown = true}, important_};
    } else if (name == "background" || name == "background-color") {
      if (const auto found = color_among(value))
        look_.background = {*found, important_};
      else if (name == "background")
        look_.background = {Color{.none = true}, important_};
    }
  }

  void drawn(std::string_view name, std::string_view value) {
    look_.unsure |= one_of(name, drawing) && !one_of(value, as_usual);
    look_.unsure |= one_of(name, moves) && moves_far(value);
    look_.unsure |=
        name == "position" && value != "static" && value != "relative" && !one_of(value, as_usual);
    look_.unsure |= name == "z-index" && value.starts_with('-');
    look_.unsure |=
        name == "zoom" && pixels(value).value_or(0) < least_opacity && value != "normal";
    look_.unsure |= name == "unicode-bidi" && value.find("override") != value.npos;
    if (name == "height" || name == "max-height") say(Look::flat, pixels(value) == 0.0);
    if (name == "min-height") say(Look::propped, pixels(value) != 0.0);
    if (name.starts_with("overflow"))
      say(Look::clipped, value.find("hidden") != value.npos || value.find("clip") != value.npos);
    if (!one_of(name, extents)) return;
    look_.narrow |= pixels(value).value_or(whole_page) <= hardly_any || worked_out(value);
  }

  static constexpr double whole_page = 1000;
  Look& look_;
  const bool important_;
};

template <typename T>
void override_with(Look::Said<T>& said, const Look::Said<T>& later) {
  if (later.value && (later.important || !said.important)) said = later;
}

// Past the escape at the head of `css`, and what it stands for; what could part declarations
// stands for nothing.
char unescaped(std::string_view& css) {
  css.remove_prefix(1);
  std::size_t digits = 0;
  unsigned code = 0;
  while (digits < 6 && digits < css.size() && hex_value(css[digits]) >= 0)
    code = code * 16 + static_cast<unsigned>(hex_value(css[digits++]));
  if (digits == 0 && !css.empty()) code = static_cast<unsigned char>(css[digits++]);
  css.remove_prefix(digits);
  if (digits > 0 && !css.empty() && is_space(css.front())) css.remove_prefix(1);
  const char c = code < 128 ? lower(static_cast<char>(code)) : '_';
  return is_alpha(c) || is_digit(c) || c == '-' ? c : '_';
}

}  // namespace

bool Look::hides() const {
  return has(no_display) || has(office_hidden) || has(faded) || has(struck) || cut();
}

bool Look::hides_surely(bool box) const {
  return has(no_display) || has(struck) || (!unsure && (has(faded) || (box && cut())));
}

bool Look::says() const {
  return unsure || narrow || color.value || background.value || size.value ||
         std::any_of(is.begin(), is.end(), [](const auto& said) { return said.value; });
}

bool Look::suspicious() const {
  constexpr double readable_size = 5;
  const bool small = size.value && size.value->value < (size.value->share ? 0.7 : readable_size);
  return unsure || narrow || hides() || has(invisible) || small ||
         (background.value && !plainly_readable({0, 0, 0}, *background.value)) ||
         (color.value && !plainly_readable(*color.value, {}));
}

void Look::add(const Look& later) {
  for (std::size_t i = 0; i < traits; ++i) override_with(is[i], later.is[i]);
  override_with(color, later.color);
  override_with(background, later.background);
  override_with(size, later.size);
  unsure |= later.unsure;
  narrow |= later.narrow;
}

std::string compact_style(std::string_view style) {
  std::string out;
  for (const char c : style.substr(0, most_declarations))
    if (!is_space(c)) out += lower(c);
  return out;
}

std::string plain_css(std::string_view css) {
  std::string out;
  while (!css.empty()) {
    if (css.starts_with("/*")) {
      css.remove_prefix(std::min(css.find("*/", 2), css.size() - 2) + 2);
    } else if (css.front() == '\\') {
      out += unescaped(css);
    } else {
      if (!is_space(css.front()))
        out += lower(css.front());
      else if (!out.empty() && out.back() != ' ')
        out += ' ';
      css.remove_prefix(1);
    }
  }
  return out;
}

Look look_of(std::string_view style) {
  Look out;
  out.unsure = style.size() > most_declarations;
  const std::string css = plain_css(style.substr(0, most_declarations));
  std::string_view rest = css;
  while (!rest.empty()) {
    auto end = std::min(rest.find(';'), rest.size());
    // "url(data:image/png;base64,…)"
    if (const auto open = rest.find('('); open < end)
      end = std::min(rest.find(';', std::min(rest.find(')', open), rest.size())), rest.size());
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto colon = one.find(':');
    if (colon == one.npos) continue;
    std::string_view value = trimmed(one.substr(colon + 1));
    const auto mark = value.find('!');
    const bool important = mark != value.npos && value.ends_with("important");
    if (important) value = trimmed(value.substr(0, mark));
    if (!value.empty()) Declare(out, important)(trimmed(one.substr(0, colon)), value);
  }
  return out;
}

}  // namespace undersigned::mail
