#pragma once

#include <optional>
#include <string>

#include "mail/message.h"

namespace undersigned::reply {

// The challenge token that a reply carries: "confirm-" and 40 characters of a–z2–7, looked for in
// the plus part of its recipients (To, Cc, Delivered-To), then in its subject; never in the body,
// where it could be somebody else's. campaign/token decides whether it is genuine.
std::optional<std::string> find_token(const mail::Message& message);

}  // namespace undersigned::reply
