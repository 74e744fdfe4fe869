#pragma once

#include "command/load.h"
#include "reply/sent.h"

namespace undersigned::command {

// The statement and every letter that goes to supporters, in each of the campaign's languages and
// in both forms that a mail program quotes, so that their words are known where they are quoted
// without any mark. Names, places and organizations are open (Sent::open_value).
Result<reply::Sent> sent_texts(const Campaign& campaign);

}  // namespace undersigned::command
