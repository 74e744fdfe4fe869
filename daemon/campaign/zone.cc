#include "campaign/zone.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <exception>

#include <date/tz.h>

namespace undersigned::campaign {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

date::local_seconds for_date(LocalTime local) {
  return date::local_seconds(local.time_since_epoch());
}

date::sys_seconds for_date(Instant at) {
  return date::sys_seconds(std::chrono::floor<seconds>(at).time_since_epoch());
}

Instant from_date(date::sys_seconds at) { return Instant(at.time_since_epoch()); }

std::string words(LocalTime local) {
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace

Result<Zone> Zone::load(const std::string& name) {
  try {
    Zone zone;
    zone.zone_ = date::locate_zone(name);
    zone.name_ = name;
    // The data is read when it is first used; a file without sense shows itself here.
    zone.zone_->get_info(date::sys_seconds{});
    return zone;
  } catch (const std::exception&) {
    return fail(Error::Kind::config,
                "there is no data for the time zone \"" + name +
                    "\"; give a name such as \"America/Los_Angeles\" (`timedatectl "
                    "list-timezones` shows them all) and see that the package tzdata is installed");
  }
}

Result<Instant> Zone::instant(LocalTime local) const {
  if (zone_ == nullptr) return Instant(local.time_since_epoch());
  const auto info = zone_->get_info(for_date(local));
  if (info.result == date::local_info::nonexistent) {
    return fail(Error::Kind::config, "the local time " + words(local) + " does not exist in " +
                                         name_ +
                                         ": clocks are put forward over it; take a time an hour "
                                         "earlier or later");
  }
  if (info.result == date::local_info::ambiguous) {
    return fail(Error::Kind::config, "the local time " + words(local) + " exists twice in " +
                                         name_ +
                                         ": clocks are put back over it; take a time an hour "
                                         "earlier or later");
  }
  return from_date(date::sys_seconds(local.time_since_epoch() - info.first.offset));
}

Instant Zone::instant_of_day(LocalTime local) const {
  if (zone_ == nullptr) return Instant(local.time_since_epoch());
  const auto info = zone_->get_info(for_date(local));
  if (info.result == date::local_info::nonexistent) return from_date(info.first.end);
  return from_date(date::sys_seconds(local.time_since_epoch() - info.first.offset));
}

LocalTime Zone::local(Instant at) const {
  const auto utc = for_date(at);
  if (zone_ == nullptr) return LocalTime(utc.time_since_epoch());
  return LocalTime((utc + zone_->get_info(utc).offset).time_since_epoch());
}

std::string Zone::abbreviation(Instant at) const {
  return zone_ == nullptr ? "UTC" : zone_->get_info(for_date(at)).abbrev;
}

std::string rfc3339(Instant at) {
  const auto whole = std::chrono::floor<seconds>(at);
  const auto rest = at - whole;
  std::string text = words(LocalTime(whole.time_since_epoch()));
  if (rest != milliseconds::zero()) {
    const std::string digits = std::to_string(rest.count());
    text += "." + std::string(3 - digits.size(), '0') + digits;
  }
  return text + "Z";
}

namespace {

// Takes what it reads off the front; false, and nothing taken, where it is not there.
bool number(std::string_view& text, std::size_t digits, int& value) {
  if (text.size() < digits) return false;
  const char* end = text.data() + digits;
  int read = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, read);
  if (error != std::errc() || stop != end || read < 0) return false;
  if (text.front() == '-') return false;
  value = read;
  text.remove_prefix(digits);
  return true;
}

bool one_of(std::string_view& text, std::string_view choices) {
  if (text.empty() || choices.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// "Z", "+01:00"; RFC 3339, 5.6 time-offset.
bool offset_of(std::string_view& text, std::chrono::minutes& offset) {
  if (one_of(text, "Zz")) return true;
  const bool west = !text.empty() && text.front() == '-';
  int hours = 0, minutes = 0;
  if (!one_of(text, "+-") || !number(text, 2, hours) || !one_of(text, ":") ||
      !number(text, 2, minutes) || hours > 23 || minutes > 59)
    return false;
  offset = std::chrono::minutes((west ? -1 : 1) * (hours * 60 + minutes));
  return true;
}

bool fraction(std::string_view& text, milliseconds& value) {
  if (!one_of(text, ".")) return true;
  int weight = 100;
  bool any = false;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    value += milliseconds((text.front() - '0') * weight);
    weight /= 10;
    any = true;
    text.remove_prefix(1);
  }
  return any;
}

bool date_of(std::string_view& text, std::chrono::sys_days& days) {
  int year = 0, month = 0, day = 0;
  if (!number(text, 4, year) || !one_of(text, "-") || !number(text, 2, month) ||
      !one_of(text, "-") || !number(text, 2, day))
    return false;
  const auto date = std::chrono::year(year) / month / day;
  days = date;
  return date.ok();
}

bool time_of(std::string_view& text, milliseconds& time) {
  int hours = 0, minutes = 0, secs = 0;
  if (!number(text, 2, hours) || !one_of(text, ":") || !number(text, 2, minutes) ||
      !one_of(text, ":") || !number(text, 2, secs) || hours > 23 || minutes > 59 || secs > 60)
    return false;
  time = std::chrono::hours(hours) + std::chrono::minutes(minutes) + seconds(secs);
  return fraction(text, time);
}

}  // namespace

Result<Instant> read_rfc3339(std::string_view text) {
  std::string_view rest = text;
  std::chrono::sys_days days;
  milliseconds time{};
  std::chrono::minutes offset{};
  if (!date_of(rest, days) || !one_of(rest, "Tt ") || !time_of(rest, time) ||
      !offset_of(rest, offset) || !rest.empty()) {
    return fail(Error::Kind::usage, "\"" + std::string(text) +
                                        "\" is not a time; write it like 2015-12-17T17:00:00-08:00 "
                                        "or 2015-12-18T01:00:00Z");
  }
  return Instant(days) + time - offset;
}

}  // namespace undersigned::campaign
