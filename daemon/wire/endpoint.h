#pragma once

#include <chrono>
#include <string>

#include <poll.h>

#include "campaign/config.h"
#include "instant.h"

namespace undersigned::wire {

using SteadyInstant = std::chrono::steady_clock::time_point;

// A server and what is needed to log in; the secret has been read from its file or credential.
struct Endpoint {
  campaign::Server server;
  std::string secret;  // password, or OAuth2 access token where `oauth`
  bool oauth = false;
};

// What a connection waits for: the loop polls `fd` for `events` (fd < 0: nothing to poll) and calls
// advance() when it is ready or when `wake` has come.
struct Interest {
  int fd = -1;
  short events = 0;  // POLLIN | POLLOUT
  SteadyInstant wake = SteadyInstant::max();
};

}  // namespace undersigned::wire
