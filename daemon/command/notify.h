#pragma once

#include <string>

namespace undersigned::command {

// What the service manager is told (sd_notify(3)); without one nothing happens.
void tell_ready();
void tell_stopping();
void tell_status(const std::string& line);
// At most as often as half the watchdog's time asks for.
void tell_watchdog();

}  // namespace undersigned::command
