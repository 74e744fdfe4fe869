#pragma once

#include <string_view>

#include "mail/message.h"

namespace undersigned::reply {

// Encrypted, a calendar's answer, an attachment alone: what it says may be anything.
bool unreadable(const mail::Message& message);

// A picture or document that was sent for its own sake, not as a part of a sign-off.
bool encloses(const mail::Message& message);

// The text file that was sent along; nullptr where there is none, or more than one.
const mail::Part* enclosed_text(const mail::Message& message);

// Whether a part of this type, which is no attachment, is longer than what is read of it.
bool cut_part(const mail::Message& message, std::string_view type);

}  // namespace undersigned::reply
