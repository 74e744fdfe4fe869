#include "campaign/token.h"

#include <array>
#include <limits>

#include <sodium.h>

namespace undersigned::campaign {
namespace {

constexpr std::string_view prefix = "confirm-";
constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t claim_octets = 9;  // mail id: 5, expiry in minutes: 4
constexpr std::size_t mac_octets = 16;
using Octets = std::array<unsigned char, claim_octets + mac_octets>;  // 200 bits: 40 digits

std::string base32(const Octets& octets) {
  std::string text;
  unsigned buffer = 0;
  int bits = 0;
  for (unsigned char octet : octets) {
    buffer = (buffer << 8 | octet) & 0xFFFFFu;
    for (bits += 8; bits >= 5; bits -= 5) text += digits[buffer >> (bits - 5) & 31u];
  }
  return text;
}

std::optional<Octets> from_base32(std::string_view text) {
  if (text.size() != std::tuple_size_v<Octets> * 8 / 5) return std::nullopt;
  Octets octets{};
  std::size_t at = 0;
  unsigned buffer = 0;
  int bits = 0;
  for (char c : text) {
    const std::size_t value = digits.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 5 | static_cast<unsigned>(value)) & 0xFFFFFu;
    bits += 5;
    if (bits >= 8) {
      octets[at++] = static_cast<unsigned char>(buffer >> (bits - 8) & 0xFFu);
      bits -= 8;
    }
  }
  return octets;
}

// Lengths stand before the parts, so that no two different claims are the same octets.
std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac(std::string_view key,
                                                            std::string_view campaign,
                                                            const mail::Address& address,
                                                            const unsigned char* claim) {
  std::string message = std::to_string(campaign.size()) + ":" + std::string(campaign);
  const std::string owner = address.key();
  message += std::to_string(owner.size()) + ":" + owner;
  message.append(reinterpret_cast<const char*>(claim), claim_octets);

  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> out{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                              key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(message.data()),
                                message.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

std::uint32_t minutes(Instant at) {
  const auto count = std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count();
  if (count < 0) return 0;
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(count < most ? count : most);
}

}  // namespace

std::string make_token(std::string_view key, std::string_view campaign,
                       const mail::Address& address, std::int64_t mail, Instant expires) {
  Octets octets{};
  for (int i = 0; i < 5; ++i) octets[i] = static_cast<unsigned char>(mail >> (8 * (4 - i)));
  const std::uint32_t until = minutes(expires);
  for (int i = 0; i < 4; ++i) octets[5 + i] = static_cast<unsigned char>(until >> (8 * (3 - i)));
  const auto tag = mac(key, campaign, address, octets.data());
  std::copy_n(tag.begin(), mac_octets, octets.begin() + claim_octets);
  return std::string(prefix) + base32(octets);
}

std::optional<std::int64_t> read_token(std::string_view key, std::string_view campaign,
                                       const mail::Address& address, std::string_view token,
                                       Instant now) {
  if (token.substr(0, prefix.size()) != prefix) return std::nullopt;
  const std::optional<Octets> octets = from_base32(token.substr(prefix.size()));
  if (!octets) return std::nullopt;
  const auto tag = mac(key, campaign, address, octets->data());
  if (sodium_memcmp(tag.data(), octets->data() + claim_octets, mac_octets) != 0) {
    return std::nullopt;
  }
  std::uint32_t until = 0;
  for (int i = 0; i < 4; ++i) until = until << 8 | (*octets)[5 + i];
  if (minutes(now) > until) return std::nullopt;
  std::int64_t mail = 0;
  for (int i = 0; i < 5; ++i) mail = mail << 8 | (*octets)[i];
  return mail;
}

}  // namespace undersigned::campaign
