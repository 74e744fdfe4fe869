#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/config.h"
#include "command/loop.h"
#include "result.h"
#include "wire/endpoint.h"
#include "wire/submission.h"

namespace undersigned::command {

// How to reach a server, and until when that holds.
struct Login {
  wire::Endpoint endpoint;
  std::optional<Lease> lease;  // OAuth2 alone
};

// Reads the password, or fetches an access token (OAuth2; waits for the provider). `table`:
// "mailbox" or "submission". Errors: Kind::config for a secret that cannot be read,
// Kind::unreachable or Kind::refused for a provider that gives no token.
Result<Login> make_login(const campaign::Config& config, const campaign::Server& server,
                         const std::string& table);

// What the outside world needs of one configuration, with the secrets read; nothing is connected.
struct Connections {
  std::vector<Watched> mailboxes;
  Login submission;
  wire::Submission::Options options;
};

// `once`: for a run that ends; mailboxes are polled and not watched. Errors: Kind::config for a
// secret that cannot be read.
Result<Connections> make_connections(const campaign::Config& config, bool once);

}  // namespace undersigned::command
