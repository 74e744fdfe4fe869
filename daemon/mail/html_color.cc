#include "mail/html_color.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr int least_contrast = 16;  // of 255, in one of the three colors
constexpr int plain_contrast = 40;  // less than that is hard to see on many screens

// The names of CSS and those of the system's colors, in order.
constexpr std::array<std::pair<std::string_view, std::uint32_t>, 159> named{
    {{"activetext", 0xff0000},
     {"aliceblue", 0xf0f8ff},
     {"antiquewhite", 0xfaebd7},
     {"aqua", 0x00ffff},
     {"aquamarine", 0x7fffd4},
     {"azure", 0xf0ffff},
     {"beige", 0xf5f5dc},
     {"bisque", 0xffe4c4},
     {"black", 0x000000},
     {"blanchedalmond", 0xffebcd},
     {"blue", 0x0000ff},
     {"blueviolet", 0x8a2be2},
     {"brown", 0xa52a2a},
     {"burlywood", 0xdeb887},
     {"buttontext", 0x000000},
     {"cadetblue", 0x5f9ea0},
     {"canvas", 0xffffff},
     {"canvastext", 0x000000},
     {"chartreuse", 0x7fff00},
     {"chocolate", 0xd2691e},
     {"coral", 0xff7f50},
     {"cornflowerblue", 0x6495ed},
     {"cornsilk", 0xfff8dc},
     {"crimson", 0xdc143c},
     {"cyan", 0x00ffff},
     {"darkblue", 0x00008b},
     {"darkcyan", 0x008b8b},
     {"darkgoldenrod", 0xb8860b},
     {"darkgray", 0xa9a9a9},
     {"darkgreen", 0x006400},
     {"darkgrey", 0xa9a9a9},
     {"darkkhaki", 0xbdb76b},
     {"darkmagenta", 0x8b008b},
     {"darkolivegreen", 0x556b2f},
     {"darkorange", 0xff8c00},
     {"darkorchid", 0x9932cc},
     {"darkred", 0x8b0000},
     {"darksalmon", 0xe9967a},
     {"darkseagreen", 0x8fbc8f},
     {"darkslateblue", 0x483d8b},
     {"darkslategray", 0x2f4f4f},
     {"darkslategrey", 0x2f4f4f},
     {"darkturquoise", 0x00ced1},
     {"darkviolet", 0x9400d3},
     {"deeppink", 0xff1493},
     {"deepskyblue", 0x00bfff},
     {"dimgray", 0x696969},
     {"dimgrey", 0x696969},
     {"dodgerblue", 0x1e90ff},
     {"fieldtext", 0x000000},
     {"firebrick", 0xb22222},
     {"floralwhite", 0xfffaf0},
     {"forestgreen", 0x228b22},
     {"fuchsia", 0xff00ff},
     {"gainsboro", 0xdcdcdc},
     {"ghostwhite", 0xf8f8ff},
     {"gold", 0xffd700},
     {"goldenrod", 0xdaa520},
     {"gray", 0x808080},
     {"green", 0x008000},
     {"greenyellow", 0xadff2f},
     {"grey", 0x808080},
     {"honeydew", 0xf0fff0},
     {"hotpink", 0xff69b4},
     {"indianred", 0xcd5c5c},
     {"indigo", 0x4b0082},
     {"infotext", 0x000000},
     {"ivory", 0xfffff0},
     {"khaki", 0xf0e68c},
     {"lavender", 0xe6e6fa},
     {"lavenderblush", 0xfff0f5},
     {"lawngreen", 0x7cfc00},
     {"lemonchiffon", 0xfffacd},
     {"lightblue", 0xadd8e6},
     {"lightcoral", 0xf08080},
     {"lightcyan", 0xe0ffff},
     {"lightgoldenrodyellow", 0xfafad2},
     {"lightgray", 0xd3d3d3},
     {"lightgreen", 0x90ee90},
     {"lightgrey", 0xd3d3d3},
     {"lightpink", 0xffb6c1},
     {"lightsalmon", 0xffa07a},
     {"lightseagreen", 0x20b2aa},
     {"lightskyblue", 0x87cefa},
     {"lightslategray", 0x778899},
     {"lightslategrey", 0x778899},
     {"lightsteelblue", 0xb0c4de},
     {"lightyellow", 0xffffe0},
     {"lime", 0x00ff00},
     {"limegreen", 0x32cd32},
     {"linen", 0xfaf0e6},
     {"linktext", 0x0000ee},
     {"magenta", 0xff00ff},
     {"maroon", 0x800000},
     {"mediumaquamarine", 0x66cdaa},
     {"mediumblue", 0x0000cd},
     {"mediumorchid", 0xba55d3},
     {"mediumpurple", 0x9370db},
     {"mediumseagreen", 0x3cb371},
     {"mediumslateblue", 0x7b68ee},
     {"mediumspringgreen", 0x00fa9a},
     {"mediumturquoise", 0x48d1cc},
     {"mediumvioletred", 0xc71585},
     {"menutext", 0x000000},
     {"midnightblue", 0x191970},
     {"mintcream", 0xf5fffa},
     {"mistyrose", 0xffe4e1},
     {"moccasin", 0xffe4b5},
     {"navajowhite", 0xffdead},
     {"navy", 0x000080},
     {"oldlace", 0xfdf5e6},
     {"olive", 0x808000},
     {"olivedrab", 0x6b8e23},
     {"orange", 0xffa500},
     {"orangered", 0xff4500},
     {"orchid", 0xda70d6},
     {"palegoldenrod", 0xeee8aa},
     {"palegreen", 0x98fb98},
     {"paleturquoise", 0xafeeee},
     {"palevioletred", 0xdb7093},
     {"papayawhip", 0xffefd5},
     {"peachpuff", 0xffdab9},
     {"peru", 0xcd853f},
     {"pink", 0xffc0cb},
     {"plum", 0xdda0dd},
     {"powderblue", 0xb0e0e6},
     {"purple", 0x800080},
     {"rebeccapurple", 0x663399},
     {"red", 0xff0000},
     {"rosybrown", 0xbc8f8f},
     {"royalblue", 0x4169e1},
     {"saddlebrown", 0x8b4513},
     {"salmon", 0xfa8072},
     {"sandybrown", 0xf4a460},
     {"seagreen", 0x2e8b57},
     {"seashell", 0xfff5ee},
     {"sienna", 0xa0522d},
     {"silver", 0xc0c0c0},
     {"skyblue", 0x87ceeb},
     {"slateblue", 0x6a5acd},
     {"slategray", 0x708090},
     {"slategrey", 0x708090},
     {"snow", 0xfffafa},
     {"springgreen", 0x00ff7f},
     {"steelblue", 0x4682b4},
     {"tan", 0xd2b48c},
     {"teal", 0x008080},
     {"thistle", 0xd8bfd8},
     {"tomato", 0xff6347},
     {"turquoise", 0x40e0d0},
     {"violet", 0xee82ee},
     {"visitedtext", 0x551a8b},
     {"wheat", 0xf5deb3},
     {"white", 0xffffff},
     {"whitesmoke", 0xf5f5f5},
     {"window", 0xffffff},
     {"windowtext", 0x000000},
     {"yellow", 0xffff00},
     {"yellowgreen", 0x9acd32}}};

Color of_number(std::uint32_t rgb) {
  return {static_cast<int>(rgb >> 16 & 255), static_cast<int>(rgb >> 8 & 255),
          static_cast<int>(rgb & 255)};
}

int channel(double part) {
  return std::isfinite(part) ? static_cast<int>(std::lround(std::clamp(part, 0.0, 255.0))) : 0;
}

// What a color that is seen through looks like on white.
Color on_paper(const Color& color, double opaque) {
  const auto mixed = [&](int part) { return channel(part * opaque + 255 * (1 - opaque)); };
  return {mixed(color.red), mixed(color.green), mixed(color.blue)};
}

Color of_hex(std::string_view digits) {
  const bool brief = digits.size() == 3 || digits.size() == 4;
  if (!brief && digits.size() != 6 && digits.size() != 8) return {.unknown = true};
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return hex_value(c) >= 0; }))
    return {.unknown = true};
  const auto part = [&](std::size_t i) {
    return brief ? hex_value(digits[i]) * 17
                 : hex_value(digits[2 * i]) * 16 + hex_value(digits[2 * i + 1]);
  };
  const int opaque = digits.size() % 4 == 0 ? part(3) : 255;
  if (opaque == 0) return {.none = true};
  return on_paper({part(0), part(1), part(2)}, opaque / 255.0);
}

struct Number {
  double value = 0;
  bool percent = false;
};

// "255, 0, 0, 50%", "0 0 139 / 0.5", "120deg 100% 25%"; empty where something else stands there.
std::vector<Number> numbers(std::string_view text) {
  std::vector<Number> out;
  while (!text.empty()) {
    if (is_space(text.front()) || text.front() == ',' || text.front() == '/') {
      text.remove_prefix(1);
      continue;
    }
    Number one;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), one.value);
    if (error != std::errc{}) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    one.percent = text.starts_with('%');
    if (one.percent) text.remove_prefix(1);
    if (text.starts_with("deg")) text.remove_prefix(3);
    out.push_back(one);
  }
  return out;
}

Color of_hsl(double hue, double saturation, double lightness) {
  const double chroma = saturation * std::min(lightness, 1 - lightness);
  const auto part = [&](double n) {
    const double k = std::fmod(std::fmod(n + hue / 30, 12) + 12, 12);
    return channel(255 * (lightness - chroma * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}))));
  };
  return {part(0), part(8), part(4)};
}

// "rgb(255,255,255)", "rgba(0,0,0,0)", "hsl(0 0% 100%)"
Color of_function(std::string_view value) {
  const auto open = value.find('('), close = value.find(')');
  if (open == value.npos || close == value.npos || close < open) return {.unknown = true};
  const std::vector<Number> parts = numbers(value.substr(open + 1, close - open - 1));
  if (parts.size() != 3 && parts.size() != 4) return {.unknown = true};
  const double opaque = parts.size() == 3 ? 1 : parts[3].value / (parts[3].percent ? 100 : 1);
  if (opaque <= 0) return {.none = true};
  const auto rgb = [&](std::size_t i) {
    return channel(parts[i].percent ? parts[i].value * 2.55 : parts[i].value);
  };
  const Color full = value.starts_with("hsl")
                         ? of_hsl(parts[0].value, std::clamp(parts[1].value / 100, 0.0, 1.0),
                                  std::clamp(parts[2].value / 100, 0.0, 1.0))
                         : Color{rgb(0), rgb(1), rgb(2)};
  return on_paper(full, std::min(opaque, 1.0));
}

int contrast(const Color& a, const Color& b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

}  // namespace

Color color_of(std::string_view written) {
  const std::string value = lowered(trimmed(written));
  if (value.starts_with('#')) return of_hex(std::string_view(value).substr(1));
  if (value.starts_with("rgb") || value.starts_with("hsl")) return of_function(value);
  if (value == "transparent" || value == "none") return {.none = true};
  const auto found =
      std::lower_bound(named.begin(), named.end(), value,
                       [](const auto& one, std::string_view name) { return one.first < name; });
  if (found != named.end() && found->first == value) return of_number(found->second);
  return value.size() == 6 ? of_hex(value) : Color{.unknown = true};  // <font color=ffffff>
}

bool readable(const Color& text, const Color& background) {
  if (text.none) return false;
  if (text.unknown || background.unknown) return true;
  return contrast(text, background) >= least_contrast;
}

bool plainly_readable(const Color& text, const Color& background) {
  if (text.none || text.unknown) return false;
  return contrast(text, background.unknown ? Color{} : background) >= plain_contrast;
}

}  // namespace undersigned::mail
