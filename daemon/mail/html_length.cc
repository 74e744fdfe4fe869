#include "mail/html_length.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

constexpr double letter = 16;   // pixels, where nothing else is said
constexpr double whole = 1000;  // pixels: how wide or high a page is taken to be

struct Measure {
  double value = 0;
  std::string_view unit;
};

std::optional<Measure> measure(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  Measure out;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  if (error != std::errc{}) return std::nullopt;
  out.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  return out;
}

std::optional<double> of_unit(std::string_view unit) {
  static constexpr std::array<std::pair<std::string_view, double>, 15> units{
      {{"px", 1},
       {"pt", 96.0 / 72},
       {"pc", letter},
       {"in", 96},
       {"cm", 96 / 2.54},
       {"mm", 9.6 / 2.54},
       {"em", letter},
       {"rem", letter},
       {"ex", letter / 2},
       {"ch", letter / 2},
       {"%", whole / 100},
       {"vw", whole / 100},
       {"vh", whole / 100},
       {"vmin", whole / 100},
       {"vmax", whole / 100}}};
  for (const auto& [name, size] : units)
    if (unit == name) return size;
  return std::nullopt;
}

}  // namespace

std::optional<double> pixels(std::string_view length) {
  const auto found = measure(length);
  if (!found) return std::nullopt;
  if (found->unit.empty()) return found->value;  // "0"; older programs leave "px" away
  const auto unit = of_unit(found->unit);
  return unit ? std::optional(found->value * *unit) : std::nullopt;
}

std::optional<LetterSize> letter_size(std::string_view value) {
  static constexpr std::array<std::pair<std::string_view, LetterSize>, 10> words{
      {{"xx-small", {9, false}},
       {"x-small", {10, false}},
       {"small", {13, false}},
       {"medium", {16, false}},
       {"large", {18, false}},
       {"x-large", {24, false}},
       {"xx-large", {32, false}},
       {"xxx-large", {48, false}},
       {"smaller", {0.83, true}},
       {"larger", {1.2, true}}}};
  for (const auto& [name, size] : words)
    if (value == name) return size;
  const auto found = measure(value);
  if (!found || found->value < 0) return std::nullopt;
  if (found->unit == "em") return LetterSize{found->value, true};
  if (found->unit == "%") return LetterSize{found->value / 100, true};
  const auto size = pixels(value);
  return size ? std::optional(LetterSize{*size, false}) : std::nullopt;
}

std::optional<LetterSize> font_size(std::string_view font) {
  while (!font.empty()) {
    const auto end = std::min(font.find(' '), font.size());
    const std::string_view one = font.substr(0, std::min(end, font.find('/')));
    const auto size = letter_size(one);
    const auto number = measure(one);
    const bool weight = number && number->unit.empty() && number->value != 0;
    if (size && !weight) return size;
    font.remove_prefix(std::min(end + 1, font.size()));
  }
  return std::nullopt;
}

}  // namespace undersigned::mail
