#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "instant.h"
#include "result.h"

namespace date {
class time_zone;
}

namespace undersigned::campaign {

using LocalTime = std::chrono::local_time<std::chrono::seconds>;

// The campaign's time zone, from the system's tzdata (through Howard Hinnant's date library; ICU's
// own zone data is years older).
class Zone {
 public:
  Zone() = default;  // UTC
  // Kind::config where the zone has no data (glibc would silently take UTC).
  static Result<Zone> load(const std::string& name);

  const std::string& name() const { return name_; }
  // Kind::config where that local time does not exist (spring forward) or exists twice (fall back).
  Result<Instant> instant(LocalTime local) const;
  // The same, but a time that does not exist is the first that does after it, and of two the
  // earlier: for daily work, which must happen once on every day.
  Instant instant_of_day(LocalTime local) const;
  LocalTime local(Instant at) const;
  std::string abbreviation(Instant at) const;  // "PST"

 private:
  std::string name_ = "Etc/UTC";
  const date::time_zone* zone_ = nullptr;
};

// "2015-12-18T01:00:00Z"; milliseconds only where there are some.
std::string rfc3339(Instant at);
// RFC 3339 date-time with any offset. Kind::usage with an example where it is not one.
Result<Instant> read_rfc3339(std::string_view text);

}  // namespace undersigned::campaign
