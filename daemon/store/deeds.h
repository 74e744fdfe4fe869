#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "instant.h"
#include "store/connection.h"

namespace undersigned::store {

// Lines in the log of what persons did; each within the transaction of the deed, after it.
void note_add(Connection& connection, std::int64_t signature, Instant now);
void note_change(Connection& connection, std::int64_t signature, Instant now);
void note_settle(Connection& connection, std::int64_t mail, Instant now);
void note_resend(Connection& connection, const std::vector<std::int64_t>& letters, Instant now);
void note_erase(Connection& connection, const std::string& tombstone,
                const std::vector<std::int64_t>& signatures, const std::vector<std::int64_t>& mails,
                Instant now);
// Leaves of the deeds about a signature only that there were some.
void blank_deeds(Connection& connection, std::int64_t signature);

}  // namespace undersigned::store
