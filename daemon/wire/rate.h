#pragma once

#include <algorithm>
#include <chrono>

#include "wire/endpoint.h"

namespace undersigned::wire {

// A token bucket: `a_minute` letters a minute, evenly; a tenth of a second's worth may go at once.
class Rate {
 public:
  explicit Rate(int a_minute) : a_minute_(a_minute), tokens_(1) {}

  bool unlimited() const { return a_minute_ <= 0; }
  bool allows(SteadyInstant now) {
    refill(now);
    return unlimited() || tokens_ >= 1;
  }
  void spend() { tokens_ -= 1; }
  // When a letter may go, as far as is known now.
  SteadyInstant next() const {
    if (unlimited() || tokens_ >= 1) return {};
    const std::chrono::duration<double> wait((1 - tokens_) * 60.0 / a_minute_);
    return last_ + std::chrono::ceil<std::chrono::milliseconds>(wait);
  }

 private:
  // The half that is over makes up for a loop that comes late.
  double burst() const { return std::max(1.0, a_minute_ / 600.0) + 0.5; }
  void refill(SteadyInstant now) {
    if (last_ == SteadyInstant{}) last_ = now;
    const std::chrono::duration<double> passed = now - last_;
    last_ = std::max(last_, now);
    if (passed.count() > 0)
      tokens_ = std::min(burst(), tokens_ + passed.count() * a_minute_ / 60.0);
  }

  int a_minute_;
  double tokens_;
  SteadyInstant last_{};
};

}  // namespace undersigned::wire
