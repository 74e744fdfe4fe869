#pragma once

#include <string>
#include <vector>

#include "command/desk.h"

namespace undersigned::command {

// Records that come from a backup are older than the world: replies that came since lie in folders
// of the mailbox, and letters that they do not know of have gone out. Before anything else happens
// with such records, in one transaction:
// - a release that may have gone out since is held, and letters of it that waited are uncertain;
// - a reminder and thanks that may have gone out since are taken for sent;
// - the mailbox's folders are to be read, once (fact::folders);
// - the organizers are told.
// Nothing where the records are the campaign's own.
Result<void> take_up_copy(const Desk& desk, Instant now);

}  // namespace undersigned::command
