#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "campaign/timetable.h"
#include "command/desk.h"

namespace undersigned::command {

// A mailbox that cannot be reached, as the loop sees it.
struct Unreachable {
  std::string mailbox;
  Seconds since{0};  // how long, in real time
  std::string why;
};

// A disk that took nothing for a while and does again, in campaign time.
struct StoreFailed {
  Instant from{}, until{};
  std::string why;
};

// What does not work, as far as the loop sees it.
struct Troubles {
  const std::vector<Unreachable>& unreachable;
  const std::vector<std::string>& ended_logins;      // why the provider gives no access token
  const std::set<std::int64_t>& releases_under_way;  // uncertain only until their answer comes
  const std::optional<StoreFailed>& store_failed;
};

// Tells the organizers by letter what they would otherwise learn too late: a mailbox out of reach
// for an hour, a login that has ended, mails or letters that wait for more than a quarter of an
// hour near the deadline, letters that were refused, letters of the release of which nobody knows
// whether they arrived or that have waited for too long, a disk that took nothing, a ledger that
// does not add up. At most one letter a cause and local day. `speed`: campaign seconds in a real
// second; a rehearsal must not take its own haste for a backlog.
Result<void> raise_alarms(const Desk& desk, const campaign::Timeline& timeline,
                          const Troubles& troubles, double speed, Instant now);
// That the counters and what they count do not agree, so that nothing is released.
Result<void> raise_ledger_alarm(const Desk& desk, Instant now);

}  // namespace undersigned::command
