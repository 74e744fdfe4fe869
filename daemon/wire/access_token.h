#pragma once

#include <string>

#include "campaign/config.h"
#include "instant.h"
#include "result.h"

namespace undersigned::wire {

// What a provider gives for a refresh token (RFC 6749, 6): a password for XOAUTH2 that soon ends.
struct AccessToken {
  std::string text;
  Seconds lifetime{3600};
};

// Asks `token.token_url` and waits for the answer, at most `timeout`. Errors: Kind::unreachable
// with what the provider said; never a secret.
Result<AccessToken> fetch_access_token(const campaign::Token& token,
                                       const std::string& client_secret,
                                       const std::string& refresh_token, Seconds timeout);

}  // namespace undersigned::wire
