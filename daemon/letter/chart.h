#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/ledger.h"

namespace undersigned::letter {

// Sign-ons in total as a line and per day as bars, against the goal where there is one: a PNG of
// 1072 × 600 pixels, to be shown at half that size. Days without sign-ons between the first and the
// last are drawn as such; of more than 60 days the last 60.
std::string chart_png(const std::vector<campaign::Day>& days, std::optional<int> goal,
                      std::string_view language);

}  // namespace undersigned::letter
