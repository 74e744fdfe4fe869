#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "campaign/config.h"
#include "instant.h"

namespace undersigned::command {

// What commands print for people, in English.

// "Thu 2015-12-17 17:00 PST", in the campaign's zone.
std::string when(const campaign::Config& config, Instant at);
// "2 days 3 hours", "5 minutes", "40 seconds": the two largest parts.
std::string span(std::chrono::milliseconds length);
// "1 mail", "2 mails"; `many` for all but 1.
std::string counted(std::int64_t number, std::string_view one, std::string_view many);
// Text of others, fit for a terminal: hidden and control characters but line ends are dropped, and
// each line stands behind `indent`.
std::string indented(std::string_view text, std::string_view indent);

}  // namespace undersigned::command
