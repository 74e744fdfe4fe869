#pragma once

#include "campaign/timetable.h"
#include "command/desk.h"

namespace undersigned::command {

// Names of facts in the store, agreed by run, release and status.
namespace fact {
inline constexpr const char* started = "started";          // RFC 3339, the first run
inline constexpr const char* last_digest = "last digest";  // "2015-12-09"
inline constexpr const char* digest_sent = "digest sent";  // RFC 3339, when the last one was made
inline constexpr const char* summary = "deadline summary";
inline constexpr const char* release = "release";    // RFC 3339, when it went to the outbox
inline constexpr const char* held = "release held";  // "yes" or "no"
inline constexpr const char* held_since = "release held since";  // RFC 3339, when a person held it
inline constexpr const char* approved = "release approved";
inline constexpr const char* resumed = "release resumed";  // RFC 3339, when a person last let it go
inline constexpr const char* list = "release list";        // Store::changes() that it shows
inline constexpr const char* reminder = "reminder";  // RFC 3339, when the call's list was reminded
inline constexpr const char* thanks = "thank-you";   // RFC 3339, when the signers were thanked
inline constexpr const char* copied = "copied";    // RFC 3339, when a backup was made; "": taken up
inline constexpr const char* folders = "folders";  // "to read": older than the mailbox's folders
inline constexpr const char* restored = "restored";        // RFC 3339, when a copy was taken up
inline constexpr const char* asked = "release asked";      // overdue, organizers were told
inline constexpr const char* forgotten = "mails removed";  // RFC 3339, when the last went
inline constexpr const char* forgotten_day = "mails removed day";  // "2016-01-18", looked that day
inline constexpr const char* store_tried = "store tried";  // RFC 3339, after the disk took nothing
}  // namespace fact

Result<campaign::Timeline> read_timeline(store::Store& store);
// The moment for a letter that is worded at `now`.
Result<letter::Moment> moment_of(store::Store& store, Instant now);

// What the digest, the deadline summary, `status` and `preview` say at `now`; news are those since
// `since`.
Result<letter::Report> make_report(const campaign::Config& config, store::Store& store,
                                   Instant since, Instant now);

}  // namespace undersigned::command
