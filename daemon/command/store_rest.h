#pragma once

#include <chrono>
#include <optional>

#include "command/alarm.h"
#include "store/store.h"
#include "wire/endpoint.h"

namespace undersigned::command {

// A disk that is full or fails: until a write succeeds again the loop fetches, reads and sends
// nothing. What is there stays, what is not waits in the mailbox.
class StoreRest {
 public:
  // Something could not be written; `where` is for the log. Rests for a second, after each further
  // failure twice as long, half a minute at most.
  void begin(const char* where, const Error& error, wire::SteadyInstant steady, Instant now);
  // Whether it rests. After a rest a small write tells whether the disk takes more.
  bool goes_on(store::Store& store, wire::SteadyInstant steady, Instant now);
  // Why nothing can be written; nothing where all is well.
  const std::optional<Error>& why() const { return why_; }
  // How long it still rests.
  std::chrono::milliseconds left(wire::SteadyInstant steady) const;
  // The last rest that did not end at the first try, once it is over, until it was told.
  const std::optional<StoreFailed>& over() const { return over_; }
  void told() { over_.reset(); }

 private:
  std::optional<Error> why_;
  Instant since_{};
  bool lasting_ = false;  // it failed again after a rest
  wire::SteadyInstant until_{};
  std::chrono::milliseconds length_{};
  std::optional<StoreFailed> over_;
};

}  // namespace undersigned::command
