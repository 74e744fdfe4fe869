#pragma once

#include <memory>
#include <optional>
#include <string>

#include "campaign/config.h"
#include "command/refresh_token.h"
#include "wire/access_token.h"

namespace undersigned::command {

// An access token that was given, and when it must be given anew.
struct Lease {
  campaign::Token token;
  std::string table;  // "mailbox" or "submission"
  Seconds lifetime{3600};
  wire::SteadyInstant since{};
};

// Keeps one login good while the daemon runs: asks for a new access token when four fifths of the
// present one's life are over, and again after a while where the provider gives none. The secrets
// are read anew at each try, so that a person can mend them while it runs.
class Renewal {
 public:
  Renewal(const campaign::Config& config, Lease lease);

  // Goes on; a new access token, once. Never waits.
  std::optional<std::string> advance(wire::SteadyInstant now);
  wire::Interest interest(wire::SteadyInstant now) const;
  // The server took the present token no more: asks now, but at most once a minute.
  void hasten(wire::SteadyInstant now);
  // Why there is no new token, while there is none. Kind::refused: a person must sign in anew.
  const std::optional<Error>& trouble() const { return trouble_; }

 private:
  void ask(wire::SteadyInstant now);
  void failed(Error error, wire::SteadyInstant now);

  const campaign::Config& config_;
  Lease lease_;
  TokenSecrets secrets_;
  std::unique_ptr<wire::TokenRequest> request_;
  wire::SteadyInstant due_, asked_{};
  Seconds pause_{0};
  std::optional<Error> trouble_;
};

// The first access token; waits for the provider. Errors: as TokenRequest, and Kind::config.
struct Leased {
  std::string text;
  Lease lease;
};
Result<Leased> lease_token(const campaign::Config& config, const campaign::Token& token,
                           const std::string& table);

}  // namespace undersigned::command
