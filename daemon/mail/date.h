#pragma once

#include <optional>
#include <string_view>

#include "instant.h"

namespace undersigned::mail {

// A date-time (RFC 5322, 3.3, with the obsolete years and zones of 4.3). Nothing where a field is
// missing or out of range; an unknown zone is UTC.
std::optional<Instant> read_date(std::string_view body);

}  // namespace undersigned::mail
