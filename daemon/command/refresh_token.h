#pragma once

#include <string>

#include "campaign/config.h"
#include "result.h"

namespace undersigned::command {

// The secrets of an OAuth2 login as they are now. `configured` names the token from which `refresh`
// came, which is itself until the provider gave another.
struct TokenSecrets {
  std::string client;
  std::string configured, refresh;
};

// Reads them from where the configuration says, and the refresh token that the provider gave last,
// where it gave one since then. A person who puts a new one where the configuration says replaces
// both. `table`: "mailbox" or "submission". Errors: Kind::config.
Result<TokenSecrets> load_token_secrets(const campaign::Config& config,
                                        const campaign::Token& token, const std::string& table);

// Keeps what the provider gave in place of the refresh token: beside the store in a file of mode
// 0600, there in whole or not at all. Errors: Kind::failed.
Result<void> keep_refresh_token(const campaign::Config& config, const campaign::Token& token,
                                const TokenSecrets& before, const std::string& fresh);

}  // namespace undersigned::command
