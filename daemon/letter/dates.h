#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/zone.h"
#include "instant.h"

namespace undersigned::letter {

// Times, numbers and enumerations in the words of a language. Local time is the zone's (system
// tzdata); ICU only words it.

// "December 17, 2015"
std::string worded_date(Instant at, const campaign::Zone& zone, std::string_view language);
// "Thursday, December 17, 2015"
std::string worded_day(Instant at, const campaign::Zone& zone, std::string_view language);
// "Thursday, December 17, 2015 at 5:00 PM Pacific Time"
std::string worded_time(Instant at, const campaign::Zone& zone, std::string_view language);
// "December 17 at 8:00 AM", of the days around.
std::string worded_moment(Instant at, const campaign::Zone& zone, std::string_view language);
// "Dec 17", for the chart. `date` as in campaign::Day.
std::string short_day(std::string_view date, std::string_view language);
// "9 days", "5 hours", "40 minutes", rounded down.
std::string worded_duration(std::chrono::milliseconds span, std::string_view language);
std::string worded_number(std::int64_t number, std::string_view language);
// Rounded down: no goal is said to be reached before it is.
std::string worded_percent(double share, std::string_view language);
std::string worded_list(const std::vector<std::string>& items, std::string_view language);

}  // namespace undersigned::letter
