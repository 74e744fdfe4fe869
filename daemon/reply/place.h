#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reply/fragments.h"

namespace undersigned::reply {

// A place as it would be printed: as written, without street, postal code, telephone.
std::string place_text(std::string_view written);

// The place that the fragments from `from` on give: neighbouring ones of a line are one place
// ("Houston, TX"). Without a known state or country only what stands right behind the name counts.
std::optional<std::string> place_after(std::string_view text,
                                       const std::vector<Fragment>& fragments, std::size_t from,
                                       const std::vector<bool>& taken);

}  // namespace undersigned::reply
