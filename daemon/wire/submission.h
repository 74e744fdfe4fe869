#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mail/address.h"
#include "result.h"
#include "wire/endpoint.h"

namespace undersigned::wire {

// What the server made of one letter. Exhaustive: nothing else can become of it.
enum class Delivery {
  accepted,    // 2xx after the final dot
  try_again,   // 4xx, or the connection ended before the final dot went out
  refused,     // 5xx
  uncertain,   // the final dot went out and no answer came
  given_back,  // as if it had never been handed over: the server takes none for now (slow_down), or
               // we end before its final dot went out
};

struct Outgoing {
  std::int64_t letter = 0;
  std::optional<mail::Address> sender;  // nothing: <>
  mail::Address to;
  std::string octets;  // CRLF lines, not dot-stuffed
};

struct Outcome {
  std::int64_t letter = 0;
  Delivery delivery = Delivery::try_again;
  int code = 0;            // SMTP reply code; 0: none came
  std::string answer;      // first line of the reply, cleaned, for people
  bool slow_down = false;  // 421, 450 4.7.x, "too many": the server, not the letter, is the reason
};

// Drives up to `connections` SMTP connections (RFC 5321; PIPELINING 2920, 8BITMIME, SMTPUTF8 6531,
// SIZE 1870) over libcurl's connect-only session. One recipient a transaction, dot-stuffed, at most
// `rate` letters a minute. Opens connections when there are letters and closes idle ones.
class Submission {
 public:
  struct Options {
    int connections = 2;
    int rate = 600;                         // letters a minute; 0: no limit
    Seconds idle{30};                       // then QUIT
    Seconds silence{300};                   // for answers before the final dot (RFC 5321, 4.5.3.2)
    Seconds dot_silence{600};               // for the answer to the final dot
    std::chrono::milliseconds retry{1000};  // first pause before a reconnect; doubled up to 5 min
  };
  Submission(Endpoint endpoint, Options options);
  ~Submission();

  // How many letters it would take now without queueing more than it can soon send.
  std::size_t room(SteadyInstant now) const;
  void send(std::vector<Outgoing> letters);
  std::size_t connections() const;  // that are open or being opened
  std::vector<Interest> interests() const;
  // Reads what the server said, then writes what is to go out. advance() does both; between the two
  // outcomes can be recorded before another letter's final dot leaves.
  void receive(SteadyInstant now);
  void settle(SteadyInstant now);
  void advance(SteadyInstant now) {
    receive(now);
    settle(now);
  }
  std::vector<Outcome> take();  // each letter that was sent appears exactly once
  bool at_rest() const;
  std::optional<Error> last_error() const;
  void replace_secret(std::string secret, bool oauth);
  // Ends within `patience`: letters not begun are given back, letters past their final dot get
  // their answer or are uncertain. All outcomes can be taken afterwards.
  void close(Seconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// `check --online`: connects, logs in, says what the server offers, quits; sends nothing.
Result<std::string> try_submission(const Endpoint& endpoint, Seconds timeout);

}  // namespace undersigned::wire
