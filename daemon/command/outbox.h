#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "campaign/config.h"
#include "store/store.h"
#include "wire/submission.h"

namespace undersigned::command {

// Takes letters from the store to the submission server and its answers back. A letter of the
// release is `uncertain` in the store before its first octet goes out, so that no crash can send it
// twice; so few are under way at a time that a crash leaves no more of them uncertain than there
// are connections. All others stay queued until their answer is recorded, so that none is lost.
class Outbox {
 public:
  // All three outlive the outbox.
  Outbox(store::Store& store, wire::Submission& submission, const campaign::Config& config)
      : store_(store), submission_(submission), config_(config) {}

  // Hands due letters over, as many as the connections can soon send. Without `caught_up` none of
  // the release: a withdrawal may lie in the mailbox.
  Result<void> submit(wire::SteadyInstant steady, Instant now, bool caught_up);
  // Records what became of letters that were handed over. While the store cannot take it, the
  // letters stay in flight: nothing is handed over a second time, and the next call tries again.
  Result<void> record(wire::SteadyInstant steady, Instant now);
  // When submit() should be called again though nothing else happens.
  wire::SteadyInstant wake(wire::SteadyInstant steady) const;
  bool empty() const { return in_flight_.empty(); }
  // Whether the server asked for a pause, which is not over.
  bool slowed(wire::SteadyInstant steady) const { return steady < slow_until_; }
  // Whether a letter is due that submit() would hand over.
  Result<bool> waiting(Instant now, bool caught_up);
  // Letters of the release whose answer is awaited: uncertain in the store, and nothing is wrong.
  std::set<std::int64_t> releases_under_way() const;

 private:
  struct InFlight {
    int tries = 0;  // this one included
    Instant queued{};
    bool once = false;  // never sent a second time by itself
  };
  // Whether the release may go out now, and shows the list as it is.
  Result<bool> release_may_go(Instant now);
  // Marks them uncertain; false, and nothing is marked, where they may not go. Asked in the
  // transaction that marks them: whoever has held it back, or has withdrawn, was told so.
  Result<bool> begin_releases(const std::vector<std::int64_t>& letters, Instant now);
  void slow_down(wire::SteadyInstant steady, const std::string& why, int given_back);
  store::LetterResult result_of(const wire::Outcome& outcome, const InFlight& letter, Instant now);

  store::Store& store_;
  wire::Submission& submission_;
  const campaign::Config& config_;
  std::map<std::int64_t, InFlight> in_flight_;
  std::vector<store::LetterResult> unrecorded_;
  wire::SteadyInstant slow_until_{};  // the server asked for fewer letters
  Seconds slow_step_{0};
};

// When a letter that was refused for now is tried again: from a minute to an hour, with jitter.
// `tries` counts the tries so far, this one included; `jitter` is in [0, 1).
std::chrono::milliseconds retry_delay(int tries, double jitter);

}  // namespace undersigned::command
