#pragma once

#include "campaign/decide.h"
#include "store/connection.h"

namespace undersigned::store {

// How often we wrote to somebody for whom nobody vouches.
campaign::Asked asked(Connection& connection, const mail::Address& address, Instant now);
void note_asked(Connection& connection, const mail::Address& address, int letters, Instant now);
// One letter more was left out.
void note_silenced(Connection& connection, Instant now);
void forget_asked(Connection& connection, const mail::Address& address);

}  // namespace undersigned::store
