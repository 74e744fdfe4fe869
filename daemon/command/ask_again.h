#pragma once

#include "campaign/timetable.h"
#include "command/desk.h"

namespace undersigned::command {

// Asks those who were asked to confirm and have not answered for a day, once more and never again,
// until the release. Within the limits of letters to senders for whom nobody vouches: who could not
// be asked at first for that reason is asked so, too. Nothing happens where nothing is due.
Result<void> ask_again(const Desk& desk, const campaign::Timeline& timeline, Instant now);

}  // namespace undersigned::command
