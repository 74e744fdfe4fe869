#include "campaign/timetable.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace undersigned::campaign {
namespace {

using Days = std::chrono::local_days;

Instant digest_instant(const Config& config, Days day) {
  return config.zone.instant_of_day(LocalTime(day) + config.organizers.digest_at);
}

Days local_day(const Config& config, Instant at) {
  return std::chrono::floor<std::chrono::days>(config.zone.local(at));
}

// Corrections of the system's clock are smaller.
constexpr std::chrono::minutes clock_tolerance{10};

std::string date_text(Days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int(date.year()),
                unsigned(date.month()), unsigned(date.day()));
  return text.data();
}

}  // namespace

std::string local_date(const Config& config, Instant at) {
  return date_text(local_day(config, at));
}

std::optional<std::string> digest_due(const Config& config, const Timeline& timeline, Instant now) {
  Days day = local_day(config, now);
  if (digest_instant(config, day) > now) day -= std::chrono::days(1);
  if (digest_instant(config, day) <= timeline.started) return std::nullopt;
  const std::string date = date_text(day);
  if (date <= timeline.last_digest) return std::nullopt;
  return date;
}

Instant next_digest(const Config& config, Instant now) {
  Days day = local_day(config, now);
  while (digest_instant(config, day) <= now) day += std::chrono::days(1);
  return digest_instant(config, day);
}

bool reminder_due(const Config& config, const Timeline& timeline, Instant now) {
  if (config.reminder <= Seconds(0) || timeline.reminded) return false;
  return now >= config.deadline - config.reminder && now < config.deadline;
}

bool thanks_due(const Config& config, const Timeline& timeline) {
  return config.release.thank_signers && timeline.released && !timeline.held && !timeline.thanked;
}

ReleaseStep release_step(const Config& config, const Timeline& timeline, const Readiness& ready,
                         Instant now) {
  if (timeline.released) return ReleaseStep::done;
  if (now < config.release.at) return ReleaseStep::not_yet;
  if (timeline.held) return ReleaseStep::held;
  const bool required = config.release.approval == ReleaseConfig::Approval::required;
  if (required && !timeline.approved) return ReleaseStep::unapproved;
  // An approval given after the release fell overdue is the answer to our asking.
  if (now > config.release.at + config.release.latest && !timeline.approved) {
    return ReleaseStep::overdue;
  }
  // Whoever lets it go when the clock stands behind its time has looked at a clock, too.
  const bool let_go = timeline.resumed && *timeline.resumed >= config.release.at;
  if (ready.clock_ahead >= clock_tolerance && now - ready.clock_ahead < config.release.at &&
      !let_go)
    return ReleaseStep::clock_set;
  const bool complete =
      ready.oldest_complete_poll && *ready.oldest_complete_poll >= config.deadline;
  if (!complete || !ready.all_read || !ready.balanced) return ReleaseStep::incomplete;
  return ReleaseStep::go;
}

bool release_may_go_on(const Config& config, const Timeline& timeline, Instant now) {
  const Instant from = std::max(config.release.at, timeline.resumed.value_or(config.release.at));
  return !timeline.held && now <= from + config.release.latest;
}

Approval approval(const Config& config, const Timeline& timeline, int waiting, Instant arrived,
                  Instant now) {
  if (timeline.released && waiting == 0) return Approval::gone;
  if (now < config.deadline) return Approval::early;
  if (timeline.held) {
    const bool since = timeline.held_since && *timeline.held_since > arrived;
    return since ? Approval::outrun : Approval::granted;
  }
  if (timeline.released) {
    return release_may_go_on(config, timeline, now) ? Approval::needless : Approval::granted;
  }
  if (timeline.approved) return Approval::needless;
  const bool required = config.release.approval == ReleaseConfig::Approval::required;
  const bool overdue = now > config.release.at + config.release.latest;
  return required || overdue ? Approval::granted : Approval::needless;
}

std::string phase(const Config& config, const Timeline& timeline, Instant now) {
  if (timeline.released) return "released";
  return now < config.deadline ? "open" : "closed";
}

Instant next_event(const Config& config, Instant now) {
  Instant next = next_digest(config, now);
  for (Instant at : {config.deadline - config.reminder, config.deadline, config.release.at}) {
    if (at > now) next = std::min(next, at);
  }
  return next;
}

}  // namespace undersigned::campaign
