#include "command/notify.h"

#include <chrono>
#include <cstdint>

#include <systemd/sd-daemon.h>

namespace undersigned::command {
namespace {

using Steady = std::chrono::steady_clock;

std::chrono::microseconds watchdog_interval() {
  std::uint64_t usec = 0;
  if (sd_watchdog_enabled(0, &usec) <= 0) return {};
  return std::chrono::microseconds(usec / 2);
}

}  // namespace

void tell_ready() { sd_notify(0, "READY=1"); }

void tell_stopping() { sd_notify(0, "STOPPING=1"); }

void tell_status(const std::string& line) { sd_notify(0, ("STATUS=" + line).c_str()); }

void tell_watchdog() {
  static const std::chrono::microseconds interval = watchdog_interval();
  static Steady::time_point next{};
  if (interval.count() == 0 || Steady::now() < next) return;
  next = Steady::now() + interval / 2;
  sd_notify(0, "WATCHDOG=1");
}

}  // namespace undersigned::command
