#pragma once

#include <string>
#include <string_view>

#include "mail/address.h"

namespace undersigned::command {

// BLAKE2b under the store's key, hex.
std::string keyed_hash(std::string_view key, std::string_view text);
// What is left of an erased address: a keyed hash (BLAKE2b, hex), so that a mail which comes again
// is recognized and nobody without the store's key can find out whose it was.
std::string tombstone(std::string_view key, const mail::Address& address);

}  // namespace undersigned::command
