#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "instant.h"
#include "mail/address.h"

namespace undersigned::campaign {

// A challenge token says: the owner of this address may make true what mail `mail` asked for. It is
// mail id, expiry and a 128-bit HMAC-SHA-256 over them, the campaign and the address, so that it
// opens nothing for another campaign, address or mail, and nothing has to be stored for it.
// Form: "confirm-" and 40 characters of base32 in lower case (RFC 4648, 6), fit for a subject and
// for the plus part of an address.
std::string make_token(std::string_view key, std::string_view campaign,
                       const mail::Address& address, std::int64_t mail, Instant expires);

// The mail that the token speaks for; nothing where it was not made with this key for this campaign
// and address, or has expired at `now`.
std::optional<std::int64_t> read_token(std::string_view key, std::string_view campaign,
                                       const mail::Address& address, std::string_view token,
                                       Instant now);

}  // namespace undersigned::campaign
