#pragma once

#include <string>

#include "result.h"

namespace undersigned::command {

// The secret of a store: 32 octets in "STORE.key" beside it (mode 0600), made at the first call.
// Challenge tokens and the tombstones of erased persons are keyed with it, so whoever copies the
// database alone can neither forge the one nor guess the other.
Result<std::string> store_key(const std::string& store);

}  // namespace undersigned::command
