#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace undersigned::mail {

struct Color {
  int red = 255, green = 255, blue = 255;
  bool unknown = false;  // a picture, a name that is not read, a see-through one
  bool none = false;     // nothing is drawn with it
};

// What style declarations say of whether an element can be seen.
struct Look {
  enum Trait : std::size_t {
    no_display,
    office_hidden,  // mso-hide
    faded,
    struck,
    flat,     // no height …
    clipped,  // … and what stands out of it is cut
    // What an element inside may take back:
    invisible,
    tiny,
    traits
  };
  template <typename T>
  struct Said {
    std::optional<T> value;
    bool important = false;
  };
  std::array<Said<bool>, traits> is{};
  Said<Color> color, background;

  bool has(Trait trait) const { return is[trait].value.value_or(false); }
  bool hides() const;
  // Whether it says anything that could hide text; whether it does.
  bool says() const;
  bool suspicious() const;
  // Later declarations go before earlier ones, important ones before others.
  void add(const Look& later);
};

// Declarations without blanks, in lower case, at most 4 KB of them.
std::string compact_style(std::string_view style);
// "display:none;color:white!important", compact.
Look look_of(std::string_view compact_style);
Color color_of(std::string_view value);

// Whether text in the one can be read on the other.
bool readable(const Color& text, const Color& background);

}  // namespace undersigned::mail
