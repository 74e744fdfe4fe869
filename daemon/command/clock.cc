#include "command/clock.h"

#include <algorithm>
#include <cmath>

#include <time.h>

namespace undersigned::command {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// A century is beyond every campaign; more would overflow nanoseconds.
constexpr double longest_wait_ms = 100.0 * 366 * 86400 * 1000;

milliseconds since_boot() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + milliseconds(now.tv_nsec / 1'000'000);
}

}  // namespace

Clock::Clock(Instant start_at, double speed, Instant real_start)
    : mapped_(true), start_at_(start_at), real_start_(real_start), speed_(speed) {}

Instant Clock::real_now() {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

milliseconds Clock::set_forward() {
  static const milliseconds at_first = real_now().time_since_epoch() - since_boot();
  return real_now().time_since_epoch() - since_boot() - at_first;
}

Instant Clock::map(Instant real) const {
  if (!mapped_) return real;
  const auto passed = static_cast<double>((real - real_start_).count()) * speed_;
  return start_at_ +
         milliseconds(std::llround(std::clamp(passed, -longest_wait_ms, longest_wait_ms)));
}

nanoseconds Clock::real_until(Instant campaign) const {
  const auto left = static_cast<double>((campaign - now()).count()) / speed_;
  // Rounded up, so that a sleep of that length never ends before its time.
  return milliseconds(std::llround(std::ceil(std::clamp(left, 0.0, longest_wait_ms))));
}

}  // namespace undersigned::command
