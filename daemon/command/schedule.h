#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "campaign/timetable.h"
#include "command/alarm.h"
#include "command/desk.h"

namespace undersigned::command {

// What the timetable needs to know of the world beyond the store.
struct World {
  std::optional<Instant> oldest_complete_poll;  // campaign time at which it began; see Readiness
  std::vector<Unreachable> unreachable;
  std::vector<std::string> ended_logins;      // why; only a person who signs in anew mends them
  std::set<std::int64_t> releases_under_way;  // letters of the release whose answer is awaited
  std::optional<StoreFailed> store_failed;    // of late; the organizers were not told yet
  std::chrono::milliseconds clock_ahead{0};   // see Clock::set_forward(); campaign time
  double speed = 1;                           // campaign seconds in a real second
  // Reads the press list as it is now: an organizer may have mended it until the last minute.
  std::function<Result<std::vector<letter::PressContact>>()> press_list;
};

// Does all that is due at `now`: the digest, the reminder, the deadline summary, the release, the
// thanks. Letters go to the
// outbox in one transaction with the fact that they did, so each goes out once, whatever fails.
// Idempotent: nothing happens where nothing is due.
Result<void> keep_timetable(const Desk& desk, const World& world, Instant now);

// The release as it would go out at `now`, a letter for each press contact.
Result<std::vector<letter::Ready>> make_release(const Desk& desk,
                                                const std::vector<letter::PressContact>& contacts,
                                                Instant now);

}  // namespace undersigned::command
