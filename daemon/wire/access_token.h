#pragma once

#include <memory>
#include <optional>
#include <string>

#include "campaign/config.h"
#include "instant.h"
#include "result.h"
#include "wire/endpoint.h"

namespace undersigned::wire {

// What a provider gives for a refresh token (RFC 6749, 6): a password for XOAUTH2 that soon ends.
struct AccessToken {
  std::string text;
  Seconds lifetime{3600};
  std::string refresh;  // takes the place of the one that was handed in; "": that one stays
};

// Asks `token.token_url`, without waiting: the loop polls interest() and calls advance().
class TokenRequest {
 public:
  TokenRequest(const campaign::Token& token, const std::string& client_secret,
               const std::string& refresh_token, Seconds timeout);
  ~TokenRequest();
  TokenRequest(const TokenRequest&) = delete;
  TokenRequest& operator=(const TokenRequest&) = delete;

  // Goes on; gives the answer once, nothing while it is still to come. Errors: Kind::refused where
  // the provider takes this refresh token no more (invalid_grant; RFC 6749, 5.2), so that a person
  // must sign in anew; Kind::unreachable for all else, with what it said; never a secret.
  std::optional<Result<AccessToken>> advance();
  Interest interest(SteadyInstant now) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The same, waiting for the answer, at most `timeout`.
Result<AccessToken> fetch_access_token(const campaign::Token& token,
                                       const std::string& client_secret,
                                       const std::string& refresh_token, Seconds timeout);

}  // namespace undersigned::wire
