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
// Makes the Message-ID of a mailing's letter one that nobody else can guess: who knows it has had
// the letter in hand.
std::string mailing_seed(std::string_view key, std::string_view mailing, const mail::Address& to);

}  // namespace undersigned::command
