#pragma once

#include "campaign/timetable.h"
#include "command/desk.h"

namespace undersigned::command {

// Removes the mails themselves when `[store] retention` has passed since the release, and says so
// in the log; those that come later go once a local day. The list of signers stays.
Result<void> forget_mails(const Desk& desk, const campaign::Timeline& timeline, Instant now);

}  // namespace undersigned::command
