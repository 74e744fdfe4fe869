#pragma once

#include <chrono>

#include "instant.h"

namespace undersigned::command {

// The campaign's time: start_at + speed × (real time since start). Without --start-at and --speed
// it is real time. Arrival times of mails are mapped by the same line, so that a rehearsal of days
// in a minute closes and releases as the days would.
class Clock {
 public:
  Clock() = default;  // real
  // `speed` > 0: campaign seconds in a real second. At `real_start` it is `start_at`.
  Clock(Instant start_at, double speed, Instant real_start);

  Instant now() const { return map(real_now()); }
  // The campaign time of a real moment, before the start as well.
  Instant map(Instant real) const;
  // How long until it is `campaign`; zero where that has passed.
  std::chrono::nanoseconds real_until(Instant campaign) const;
  bool is_real() const { return !mapped_; }
  double speed() const { return speed_; }

  static Instant real_now();
  // How far the system's clock was set forward since the program's first look at it, by a clock
  // that nobody sets and that goes on while the machine sleeps (CLOCK_BOOTTIME); negative where it
  // was set back.
  static std::chrono::milliseconds set_forward();

 private:
  bool mapped_ = false;
  Instant start_at_{}, real_start_{};
  double speed_ = 1;
};

}  // namespace undersigned::command
