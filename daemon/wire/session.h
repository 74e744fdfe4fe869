#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "result.h"
#include "wire/endpoint.h"

namespace undersigned::wire {

// A URL of a server, taken apart. Errors: Kind::config.
struct ServerUrl {
  std::string base;  // scheme://host[:port]/
  std::string host;
  std::string path;  // percent-decoded, without the leading slash
  static Result<ServerUrl> parse(const std::string& url);
};

// What a server says, fit for a message: its first line, shortened, printable ASCII.
std::string one_line(std::string_view text);

// One connection to an IMAP or SMTP server, opened by libcurl (CURLOPT_CONNECT_ONLY): greeting,
// TLS from the start or by STARTTLS, and login, without blocking; then raw octets both ways.
//
// TLS is at least 1.2, host and chain are verified, and with Tls::required nothing but the greeting
// goes out in the clear. What the server sent in the same segment as its answer to the login is
// lost inside libcurl, so a protocol must ask anew for whatever it wants to know.
class Session {
 public:
  enum class Phase { connecting, open, ended };

  // Starts to connect; all of it has to be done within `patience`.
  Session(const Endpoint& endpoint, Seconds patience, SteadyInstant now);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Phase phase() const;
  // Goes on with connecting, or writes what is queued. Never waits.
  void advance(SteadyInstant now);
  Interest interest() const;

  // Appends what has arrived, about `most` octets at most. False: nothing more is there now, and
  // poll() tells when there is (TLS keeps octets that poll() does not see, so read until false).
  bool read(std::string& into, std::size_t most);
  // Queues octets; advance() and this write them.
  void write(std::string_view octets);
  // Octets queued and octets handed to TLS or the kernel since the start: an octet at position n
  // of all that was queued is out as soon as n < written().
  std::uint64_t queued() const;
  std::uint64_t written() const;

  // The server said that a login succeeded (SMTP: 235; IMAP: the tagged OK). libcurl goes on
  // without one when nobody asks for it, so protocols check.
  bool logged_in() const;
  std::string local_address() const;  // "" where unknown
  // Why the phase is `ended`; says what to do.
  const Error& error() const;
  // Ends it with this reason, unless it has ended.
  void end(Error why);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace undersigned::wire
