#pragma once

#include <string_view>

namespace undersigned::reply {

// Whether the HTML form of a mail begins with the words of its plain form: `own`, and what follows
// them. A cheap look that errs to the safe side: where it says no, both have to be read. Linear.
bool shows_the_same(std::string_view plain, std::string_view own, std::string_view html);

}  // namespace undersigned::reply
