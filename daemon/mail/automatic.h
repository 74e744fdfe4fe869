#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mail/address.h"
#include "mail/message.h"

namespace undersigned::mail {

// Mail that no person wrote to us, by what its headers and structure say (RFC 3464, 3834, 5965,
// 8098, 2369,
// 5546). Words of a language (out-of-office subjects and bodies) are not looked at here: see
// reply/, which has the phrases.
struct Automatic {
  enum class Kind { bounce, auto_reply, bulk };
  Kind kind;
  std::string why;              // for people: "a delivery report (RFC 3464)"
  std::vector<Address> failed;  // recipients that a bounce names
  bool permanent = false;       // a bounce that says 5.x.x or "failed"
  // A person may have written into it all the same: a group's address that answers through its
  // list, a comment to a meeting.
  bool may_hold_words = false;
};

// Nothing where a person may have written it. `X-Auto-Response-Suppress` alone, or
// `Auto-Submitted: no`, is a person.
std::optional<Automatic> automatic(const Message& message);

}  // namespace undersigned::mail
