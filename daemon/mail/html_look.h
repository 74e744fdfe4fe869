#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mail/html_color.h"

namespace undersigned::mail {

// The size of letters: in pixels, or as a share of those around.
struct LetterSize {
  double value = 1;
  bool share = false;
};

// What style declarations say of whether an element can be seen.
struct Look {
  enum Trait : std::size_t {
    no_display,
    office_hidden,  // mso-hide
    faded,
    struck,
    flat,     // no height …
    propped,  // … or at least some
    clipped,  // what stands out of it is cut
    // What an element inside may take back:
    invisible,
    traits
  };
  template <typename T>
  struct Said {
    std::optional<T> value;
    bool important = false;
  };
  std::array<Said<bool>, traits> is{};
  Said<Color> color, background;
  Said<LetterSize> size;
  // It is moved, cut, faded or drawn over in a way that is not worked out here, or by a value that
  // is not read: nobody knows whether it can be seen.
  bool unsure = false;
  bool narrow = false;  // has hardly any width or height

  bool cut() const { return has(flat) && has(clipped) && !has(propped); }
  bool has(Trait trait) const { return is[trait].value.value_or(false); }
  bool hides() const;
  // In every program; of a box, where only its height takes it out of sight.
  bool hides_surely(bool box) const;
  // Whether it says anything that could hide text; whether it may do so.
  bool says() const;
  bool suspicious() const;
  // Later declarations go before earlier ones, important ones before others.
  void add(const Look& later);
};

// Declarations without blanks, in lower case, at most 4 KB of them.
std::string compact_style(std::string_view style);
// CSS in lower case, without comments, its escapes as what they stand for.
std::string plain_css(std::string_view css);
// "display: none; color: white !important"
Look look_of(std::string_view style);

}  // namespace undersigned::mail
