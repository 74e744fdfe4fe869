#pragma once

#include <algorithm>
#include <chrono>
#include <random>

#include "wire/endpoint.h"

namespace undersigned::wire {

// Pauses between tries: `first`, doubled each time up to 5 min, each shortened by up to a half at
// random so that many clients of a server that comes back do not come at once.
class BackOff {
 public:
  explicit BackOff(std::chrono::milliseconds first = std::chrono::seconds(1)) : first_(first) {}

  SteadyInstant next(SteadyInstant now) {
    const auto full = std::min(kLongest, first_ * (1 << std::min(tries_, 9)));
    ++tries_;
    std::uniform_int_distribution<long> part(full.count() / 2, full.count());
    return now + std::chrono::milliseconds(part(random_));
  }
  void reset() { tries_ = 0; }

 private:
  static constexpr std::chrono::milliseconds kLongest{300'000};
  std::chrono::milliseconds first_;
  int tries_ = 0;
  std::mt19937 random_{std::random_device{}()};
};

}  // namespace undersigned::wire
