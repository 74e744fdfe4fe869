#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/lock.h"
#include "store/store.h"

namespace undersigned::store {

struct Store::State {
  Lock lock;
  Connection connection;
  std::set<std::int64_t> begun;  // mails whose reading was begun here and is not known to be over
};

// Pieces of transactions that several methods have in common. All throw SQLite::Exception and leave
// beginning and committing to their caller.

// The row of an address; made where there is none.
std::int64_t address_row(Connection& connection, const mail::Address& address);
// Puts letters in the outbox; how many were not there already.
int put_letters(Connection& connection, const std::vector<letter::Ready>& letters, Instant now);
// What the letter of that row says, in place of what it said.
void put_words(Connection& connection, std::int64_t letter, const letter::Ready& ready);
// Shared octets that no letter has any more.
void remove_unused_tails(Connection& connection);
// An address as it was written into the store by us. Throws where it cannot be read.
mail::Address stored_address(const std::string& text);

}  // namespace undersigned::store
