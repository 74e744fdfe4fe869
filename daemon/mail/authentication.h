#pragma once

#include <string_view>

#include "mail/message.h"

namespace undersigned::mail {

// Who says that From is true (RFC 8601; RFC 7489 for alignment).
enum class Authenticated {
  pass,     // dmarc=pass, or dkim=pass aligned with the domain of From
  fail,     // dmarc=fail: never falls back to anything
  none,     // the trusted host says neither
  unknown,  // nobody is trusted (no authserv_id given)
};

// Reads only Authentication-Results fields whose authserv-id is `authserv_id` and which stand above
// the first Received field that the receiving host did not write itself: a field further down came
// with the mail and proves nothing (RFC 8601, 5).
Authenticated authenticate(const Message& message, std::string_view authserv_id);

}  // namespace undersigned::mail
