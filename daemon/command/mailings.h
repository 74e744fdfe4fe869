#pragma once

#include "campaign/timetable.h"
#include "command/desk.h"

namespace undersigned::command {

// The mailings of the timetable. Each letter goes to an address once, ever, whatever fails: begun
// again they add only what is missing. Nothing happens where nothing is due.

// Reminds those of the call's list of whom nothing was heard, in the language of their call.
Result<void> remind(const Desk& desk, const campaign::Timeline& timeline, Instant now);
// Thanks every signer who is counted, one letter for all that an address signed for.
Result<void> thank_signers(const Desk& desk, const campaign::Timeline& timeline, Instant now);

}  // namespace undersigned::command
