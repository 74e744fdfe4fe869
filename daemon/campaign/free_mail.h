#pragma once

#include <string_view>

namespace undersigned::campaign {

// Whether anybody can have an address of that domain (lower case) for nothing, so that it says
// nothing of the organization that writes from it. By the domain's first word, in every country.
bool free_mail(std::string_view domain);

}  // namespace undersigned::campaign
