#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace undersigned {

// A moment of campaign time, in UTC, to the millisecond. Without --start-at it is real time.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Seconds = std::chrono::seconds;

}  // namespace undersigned
