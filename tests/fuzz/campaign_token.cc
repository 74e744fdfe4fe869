// Any text as a challenge token, and a genuine one with any change: only the genuine one is taken,
// for its own address, campaign, key and time.
#include <cstdint>
#include <cstdlib>
#include <string>

#include <sodium.h>

#include "campaign/token.h"

using namespace undersigned;

namespace {

const std::string key(32, 'k'), other_key(32, 'x');
const std::string campaign_name = "Migrants Day";
constexpr std::int64_t mail_id = 4711;
const Instant now = Instant(std::chrono::hours(400'000));
const Instant expires = now + std::chrono::hours(24);

std::optional<std::int64_t> read(const std::string& token) {
  static const auto maria = mail::Address::parse("maria@example.net").value();
  return campaign::read_token(key, campaign_name, maria, token, now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int started = sodium_init();
  static const auto maria = mail::Address::parse("maria@example.net").value();
  static const std::string genuine =
      campaign::make_token(key, campaign_name, maria, mail_id, expires);
  if (started < 0 || read(genuine) != mail_id) std::abort();
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text != genuine && read(text)) std::abort();
  // Octets of the input laid over the genuine token.
  std::string changed = genuine;
  for (std::size_t i = 0; i < size && i < changed.size(); ++i)
    if (data[i] != 0) changed[i] = static_cast<char>(data[i]);
  if (changed != genuine && read(changed)) std::abort();
  if (campaign::read_token(other_key, campaign_name, maria, genuine, now)) std::abort();
  if (!text.empty() && campaign::read_token(key, campaign_name + text, maria, genuine, now))
    std::abort();
  const auto other = mail::Address::parse(text);
  if (other && other->key() != maria.key() &&
      campaign::read_token(key, campaign_name, *other, genuine, now))
    std::abort();
  return 0;
}
