#pragma once

#include <optional>

#include "mail/automatic.h"

namespace undersigned::mail {

// Reports on a mail of ours: delivery (RFC 3464), reading (RFC 8098), complaint (RFC 5965), and the
// plain-text ones of older servers, by what several signs together say.
std::optional<Automatic> read_bounce(const Message& message);

}  // namespace undersigned::mail
