#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace undersigned::mail {

template <std::size_t N>
bool one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Elements whose words are shown, and taken back.
inline constexpr std::array<std::string_view, 3> struck_elements{"s", "strike", "del"};

// Whether something may be struck through in a page: what is struck is taken back, and a plain form
// of the same mail does not show that. Looks for the words alone, so it may be wrong about their
// effect.
bool may_strike(std::string_view html_utf8);
// The same of words that are hidden by their style.
bool may_hide(std::string_view html_utf8);

}  // namespace undersigned::mail
