#include "command/tombstone.h"

#include <array>

#include <sodium.h>

namespace undersigned::command {

std::string keyed_hash(std::string_view key, std::string_view text) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size());
  std::array<char, 2 * crypto_generichash_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

std::string tombstone(std::string_view key, const mail::Address& address) {
  return keyed_hash(key, "erased " + address.key());
}

std::string mailing_seed(std::string_view key, std::string_view mailing, const mail::Address& to) {
  return keyed_hash(key, std::string(mailing) + " " + to.key());
}

}  // namespace undersigned::command
