#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "result.h"
#include "wire/endpoint.h"

namespace undersigned::wire {

// Drives one IMAP connection (RFC 3501; IDLE 2177, UIDPLUS 4315, MOVE 6851) over libcurl's
// connect-only session: connect, SELECT, bulk UID FETCH, IDLE or wait, MOVE; reconnects with
// back-off. Believes nothing a server says: a mail is handed out only when its literal arrived in
// full under the UID that was asked for.
class Mailbox {
 public:
  struct Options {
    Seconds poll{60};
    bool move = true;
    bool idle = true;  // false: `run --once`
    // Not the mailbox itself but a folder in it, to which move() brings mails. Where there is none,
    // it is read completely at once and the connection is ended.
    std::string folder = {};
    int chunk = 200;  // mails per FETCH
    std::size_t chunk_octets = 8u << 20;
    std::size_t mail_octets = 10u << 20;  // larger mails: header and size only, `oversized`
    Seconds silence{60};                  // no octet for so long while an answer is due: reconnect
    std::chrono::milliseconds retry{1000};  // first pause before a reconnect; doubled up to 5 min
  };
  // Where an earlier run ended: mails with uid > last_uid under this uidvalidity are new.
  struct Position {
    std::uint32_t uidvalidity = 0;
    std::uint32_t last_uid = 0;
  };
  struct Mail {
    std::uint32_t uidvalidity = 0, uid = 0;
    Instant internal_date{};  // real time; arrival at the mailbox
    std::string raw;
    bool oversized = false;  // raw holds the header block alone (its first 256 KB)
    // The server lists this mail and, asked for it again and again, does not give it; raw is empty
    // and internal_date is the time of giving up. Others came before it and after it all the same.
    bool withheld = false;
  };
  struct Poll {  // a poll is complete when every mail that the mailbox held at its start was taken
    Instant began{}, ended{};  // real time
    std::int64_t number = 0;   // 0: none yet
  };

  Mailbox(Endpoint endpoint, Options options, Position position);
  ~Mailbox();

  Interest interest() const;
  // Does all I/O that is possible without waiting. `real` is the wall clock.
  void advance(SteadyInstant now, Instant real);
  // Mails that arrived completely since the last call, each once, nearly always in the order of
  // their UIDs. Where INTERNALDATE cannot be read it is `real` of the fetch.
  std::vector<Mail> take();
  // Where another run would go on after all mails taken so far: everything up to last_uid was taken
  // or is gone. Keep this in the transaction that keeps the mails, not the highest UID among them:
  // a mail that a server fails to give is left for later and does not hold up the others.
  Position position() const;
  // False: no further mails are fetched until true again (the store has no room, or is behind).
  void accept_mails(bool yes);
  // Moves handled mails to a sub-folder of the mailbox, made where it is missing. Best effort.
  void move(std::uint32_t uidvalidity, std::vector<std::uint32_t> uids, const std::string& folder);
  Poll last_complete_poll() const;
  // Asks for a poll now, also where IDLE would tell (before the release, at the deadline).
  void poll_now();
  bool connected() const;
  // Nothing under way and nothing to take: for `run --once`. Also true while it waits to reconnect;
  // last_error() tells why.
  bool at_rest() const;
  std::optional<Error> last_error() const;  // nothing once connected again
  std::optional<Instant> unreachable_since() const;
  void replace_secret(std::string secret, bool oauth);
  void close();  // LOGOUT, at most 2 s

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// `check --online`: connects, logs in, looks without changing anything, logs out.
struct Tried {
  std::string words;                 // how many mails there are, and what the server can
  std::vector<std::string> headers;  // of the newest mails, at most `newest`, 64 KB each
};
Result<Tried> try_mailbox(const Endpoint& endpoint, Seconds timeout, int newest = 0);

}  // namespace undersigned::wire
