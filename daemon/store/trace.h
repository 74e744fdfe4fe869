#pragma once

#include <string>
#include <string_view>

#include "store/connection.h"

namespace undersigned::store {

// True where `address` stands in `octets` in plain text, whatever the case of its ASCII letters.
bool names(std::string_view octets, std::string_view address);
// Writes x over each place where it does, "@" and length kept, so that the mail stays readable.
void redact(std::string& octets, std::string_view address);

// Brings the write-ahead log into the file and empties it; then, where free places of the file
// still hold the address, writes the file anew without them. Outside of a transaction.
void wipe_free_places(Connection& connection, const std::string& address);
// The same whatever they hold.
void wipe_free_places(Connection& connection);

}  // namespace undersigned::store
