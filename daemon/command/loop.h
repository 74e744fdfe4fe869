#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command/clock.h"
#include "command/desk.h"
#include "command/outbox.h"
#include "command/renewal.h"
#include "command/schedule.h"
#include "command/signals.h"
#include "command/store_rest.h"
#include "wire/mailbox.h"
#include "wire/submission.h"

namespace undersigned::command {

// One mailbox of the campaign: how to reach it, and its connection while there is one.
struct Watched {
  std::string name;  // "user@host/INBOX", as the store knows it
  wire::Endpoint endpoint;
  wire::Mailbox::Options options;
  std::optional<Lease> lease;                 // where it logs in by OAuth2
  std::unique_ptr<wire::Mailbox> connection;  // nothing while the store takes no mails
};

// The picture of the design, turned once by each step: fetch → store → read → decide → one
// transaction → outbox → submit. One thread; it waits in poll() alone.
class Loop {
 public:
  Loop(const Desk& desk, const Clock& clock, std::vector<Watched> mailboxes,
       wire::Submission& submission, World world);

  // For records that are older than the mailboxes: nothing is read before these folders of theirs,
  // one after the other, and the mailboxes themselves were fetched completely.
  void read_folders_first(std::vector<Watched> folders);
  // From now on access tokens are renewed before they end: those of the mailboxes, and the
  // submission's. What a provider refuses, the organizers are told.
  void renew_logins(const std::optional<Lease>& submission);
  // Until a signal comes; returns which. Errors: Kind::refused where at the start a mailbox will
  // not have us, which only a person can mend; nothing was sent then.
  Result<Signals::Event> run(Signals& signals);
  // All that is due now, then ends. Errors: Kind::unreachable where a server was not.
  Result<void> run_once(Signals& signals);
  // Only the letters that are due: nothing is fetched and no timetable is kept.
  Result<void> send_due(Signals& signals);
  // Ends the connections: letters past their final dot get their answer, within `patience`.
  void close(Seconds patience);

 private:
  // Tries each mailbox before anything is sent: a wrong password or certificate ends it here, a
  // server that is down does not (`patient`), or does.
  Result<Signals::Event> first_contact(Signals& signals, bool patient);
  void step();
  void renew(wire::SteadyInstant steady);
  void fetch(wire::SteadyInstant steady);
  Result<void> keep(Watched& watched, std::vector<wire::Mailbox::Mail> mails);
  void fetch_one(Watched& watched, wire::SteadyInstant steady);
  void fetch_folders(wire::SteadyInstant steady);
  bool gathered();
  void handle();
  void move_handled();
  void timetable(wire::SteadyInstant steady);
  // For `systemctl status`: one line, now and then.
  void tell_standing(wire::SteadyInstant steady, Instant now);
  void submit(wire::SteadyInstant steady);
  void reopen(Watched& watched);
  void watch_deadline(wire::SteadyInstant steady, Instant now);
  std::optional<Instant> oldest_complete_poll() const;
  std::vector<Unreachable> unreachable() const;
  std::vector<const Watched*> watched_now() const;
  std::vector<Watched*> with_folders(Watched& watched);
  std::vector<std::string> ended_logins() const;
  void wait(Signals& signals);
  std::chrono::milliseconds patience(wire::SteadyInstant steady) const;
  bool done_for_now();
  void trouble(const char* where, const Error& error, wire::SteadyInstant steady);
  void check_ledger();

  const Desk& desk_;
  const Clock& clock_;
  std::vector<Watched> mailboxes_;
  std::vector<Watched> folders_;  // still to be read; the first is under way
  bool gathering_ = false;        // see read_folders_first()
  wire::Submission& submission_;
  World world_;
  Outbox outbox_;
  // One for each login that ends; `mailbox`: its place in mailboxes_, nothing for the submission.
  struct Renewed {
    std::optional<std::size_t> mailbox;
    Renewal renewal;
  };
  std::vector<Renewed> renewals_;
  Instant next_event_{};             // of the timetable, campaign time
  wire::SteadyInstant next_look_{};  // at the timetable, for what persons did meanwhile
  wire::SteadyInstant next_deadline_poll_{};
  StoreRest rest_;
  wire::SteadyInstant next_word_{};  // of tell_standing()
  std::optional<Error> untimely_;  // why the timetable could not be kept when it was last looked at
  bool more_to_read_ = false;
  bool caught_up_ = false;  // all that the mailboxes held at the start was read
};

}  // namespace undersigned::command
