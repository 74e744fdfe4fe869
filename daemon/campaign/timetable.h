#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/config.h"
#include "instant.h"

namespace undersigned::campaign {

// What the store remembers of the timetable.
struct Timeline {
  Instant started{};                    // first run of the campaign
  std::string last_digest;              // "2015-12-09", "" before the first
  bool summary_sent = false;            // the organizers' deadline summary
  bool reminded = false;                // the call's list, before the deadline
  bool thanked = false;                 // the signers, after the release
  std::optional<Instant> released;      // when the release was put into the outbox
  bool held = false, approved = false;  // by a person
  std::optional<Instant> held_since;    // when a person last held it
  std::optional<Instant> resumed;       // when a person last let it go
  bool asked = false;                   // overdue, and the organizers were told
};

// The local day whose digest is due at `now` and was not sent; of several that were missed, only
// the last. Its moment is `digest_at` in the campaign's zone on that day; on a day whose clock
// skips that time it is the first moment after the gap, and of two the earlier.
std::optional<std::string> digest_due(const Config& config, const Timeline& timeline, Instant now);
Instant next_digest(const Config& config, Instant now);  // strictly after `now`

// Whether the call's list is to be reminded at `now`: once, from config.reminder before the
// deadline on, and never after it.
bool reminder_due(const Config& config, const Timeline& timeline, Instant now);
// Whether the signers are to be thanked: once, after the release, where the config says so.
bool thanks_due(const Config& config, const Timeline& timeline);

// Where the release stands at `now`. Exhaustive.
enum class ReleaseStep {
  not_yet,     // its time has not come
  incomplete,  // due, but no poll that began after the deadline is complete, mails are not all
               // read, or the ledger does not balance
  held,        // a person holds it
  unapproved,  // approval = "required" and none was given
  overdue,     // later than `latest`: a person must decide
  clock_set,   // the clock was set forward over its time: a person must decide
  go,
  done,
};
struct Readiness {
  std::optional<Instant> oldest_complete_poll;  // the earliest begin, over all mailboxes, of the
                                                // last complete poll; nothing where one has none
  bool all_read = false;
  bool balanced = false;
  // How far the machine's clock was set forward while the program ran; campaign time.
  std::chrono::milliseconds clock_ahead{0};
};
ReleaseStep release_step(const Config& config, const Timeline& timeline, const Readiness& ready,
                         Instant now);

// Whether letters of the release that lie in the outbox may go out at `now`: not while a person
// holds it, and no later than `latest` after its time, or after a person let it go.
bool release_may_go_on(const Config& config, const Timeline& timeline, Instant now);

// What an approval is worth that a mail brings which arrived at `arrived` and is read at `now`.
enum class Approval {
  granted,   // the release waits for one: that is required, a person holds it, or it is overdue
  early,     // the list is not closed yet; nobody approves what may still change
  outrun,    // a person has held it since the mail arrived
  needless,  // it goes by itself, or goes already
  gone,      // it has gone out
};
// `waiting`: how many letters of a release that has begun still wait.
Approval approval(const Config& config, const Timeline& timeline, int waiting, Instant arrived,
                  Instant now);

std::string phase(const Config& config, const Timeline& timeline,
                  Instant now);  // open, closed, released

// The next moment strictly after `now` at which something may fall due: digest, reminder, deadline,
// release.
Instant next_event(const Config& config, Instant now);

std::string local_date(const Config& config, Instant at);  // "2015-12-16"

}  // namespace undersigned::campaign
