#include "command/loop.h"

#include <algorithm>

#include <poll.h>

#include "campaign/timetable.h"
#include "command/log.h"
#include "command/notify.h"
#include "command/report.h"
#include "command/words.h"

namespace undersigned::command {
namespace {

using std::chrono::milliseconds;
using wire::SteadyInstant;

constexpr int batch = 500;  // mails read before the outbox has its turn
constexpr int moves_at_once = 500;
constexpr milliseconds look_open{1000};    // at the timetable, while it is not due
constexpr Seconds word_pause{30};          // between two lines for the service manager
constexpr milliseconds look_closing{100};  // between deadline and release
constexpr Seconds deadline_poll{5};        // asks for a poll until one is complete

SteadyInstant steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

Loop::Loop(const Desk& desk, const Clock& clock, std::vector<Watched> mailboxes,
           wire::Submission& submission, World world)
    : desk_(desk),
      clock_(clock),
      mailboxes_(std::move(mailboxes)),
      submission_(submission),
      world_(std::move(world)),
      outbox_(desk.store, submission, desk.config) {}

void Loop::trouble(const char* where, const Error& error, SteadyInstant steady) {
  rest_.begin(where, error, steady, clock_.now());
}

// The mailbox and those of the folders still to be read to which the same login leads.
// Mails that the store did not take are fetched again: the connection is dropped, and the next one
// starts where the store ends.
// True once all that is older than what lies unread was fetched, too.
void Loop::handle() {
  if (!more_to_read_ || rest_.why() || !gathered()) return;
  auto handled = handle_mails(desk_, batch, clock_.now());
  if (!handled) return trouble("handle", handled.error(), steady_now());
  more_to_read_ = *handled > 0;
  if (*handled == 0) return;
  check_ledger();
  move_handled();
}

// Every mail is in exactly one place of the ledger, after each batch.
void Loop::check_ledger() {
  const auto counts = desk_.store.mail_counts();
  if (!counts) return trouble("count", counts.error(), steady_now());
  if (!counts->balanced())
    log_error("the count of mails does not add up; nothing is released",
              {{"received", std::to_string(counts->received)}});
}

void Loop::move_handled() {
  auto moves = desk_.store.to_move(moves_at_once);
  if (!moves) return trouble("move", moves.error(), steady_now());
  if (moves->empty()) return;
  for (Watched& watched : mailboxes_) {
    if (!watched.connection) continue;
    std::map<std::pair<std::uint32_t, std::string>, std::vector<std::uint32_t>> by_folder;
    for (const auto& move : *moves) {
      if (move.mailbox != watched.name) continue;
      by_folder[{move.uidvalidity, move.folder}].push_back(move.uid);
    }
    for (auto& [where, uids] : by_folder) {
      watched.connection->move(where.first, std::move(uids), where.second);
    }
  }
  // Whether the server follows is a courtesy to people who look; nothing depends on it.
  if (auto done = desk_.store.moved(*moves); !done) trouble("move", done.error(), steady_now());
}

void Loop::watch_deadline(SteadyInstant steady, Instant now) {
  const auto poll = oldest_complete_poll();
  if (now < desk_.config.deadline || (poll && *poll >= desk_.config.deadline)) return;
  if (steady < next_deadline_poll_) return;
  next_deadline_poll_ = steady + deadline_poll;
  for (Watched& watched : mailboxes_) {
    if (watched.connection) watched.connection->poll_now();
  }
}

void Loop::timetable(SteadyInstant steady) {
  const Instant now = clock_.now();
  watch_deadline(steady, now);
  if (now < next_event_ && steady < next_look_) return;
  const bool closing = now >= desk_.config.deadline;
  next_event_ = campaign::next_event(desk_.config, now);
  next_look_ = steady + (closing ? look_closing : look_open);
  world_.oldest_complete_poll = gathering_ ? std::nullopt : oldest_complete_poll();
  world_.unreachable = unreachable();
  world_.ended_logins = ended_logins();
  world_.store_failed = rest_.over();
  world_.clock_ahead =
      std::chrono::round<std::chrono::milliseconds>(Clock::set_forward() * clock_.speed());
  world_.releases_under_way = outbox_.releases_under_way();
  untimely_.reset();
  if (auto kept = keep_timetable(desk_, world_, now); !kept) {
    log_error("the timetable could not be kept", {{"why", kept.error().text()}});
    untimely_ = kept.error();
    next_look_ = steady + Seconds(10);
  } else {
    rest_.told();
    tell_standing(steady, now);
  }
}

void Loop::tell_standing(SteadyInstant steady, Instant now) {
  if (steady < next_word_) return;
  next_word_ = steady + word_pause;
  const auto timeline = read_timeline(desk_.store);
  const auto signers = desk_.store.signature_counts();
  const auto mails = desk_.store.mail_counts();
  const auto letters = desk_.store.letter_counts();
  if (!timeline || !signers || !mails || !letters) return;
  std::string line = campaign::phase(desk_.config, *timeline, now) + ": " +
                     counted(signers->individuals, "individual", "individuals") + ", " +
                     counted(signers->organizations, "organization", "organizations") + "; " +
                     counted(mails->waiting, "mail", "mails") + " and " +
                     counted(letters->queued, "letter", "letters") + " wait";
  if (!world_.unreachable.empty()) line += "; the mailbox is out of reach";
  tell_status(line);
}

// What the server took is recorded before another letter is finished: a crash lets no more letters
// go out a second time than there are connections. So while nothing can be recorded, nothing is
// written to the server.
void Loop::submit(SteadyInstant steady) {
  submission_.receive(steady);
  const Instant now = clock_.now();
  if (auto recorded = outbox_.record(steady, now); !recorded) {
    return trouble("record", recorded.error(), steady);
  }
  if (auto sent = outbox_.submit(steady, now, caught_up_); !sent) {
    return trouble("submit", sent.error(), steady);
  }
  submission_.settle(steady);
}

void Loop::step() {
  const SteadyInstant steady = steady_now();
  tell_watchdog();
  renew(steady);
  if (rest_.goes_on(desk_.store, steady, clock_.now())) return;
  fetch(steady);
  handle();
  caught_up_ = caught_up_ || (!more_to_read_ && oldest_complete_poll());
  timetable(steady);
  if (!rest_.why()) submit(steady);
}

milliseconds Loop::patience(SteadyInstant steady) const {
  if (rest_.why()) return rest_.left(steady);
  if (more_to_read_ && !gathering_) return milliseconds(0);
  SteadyInstant wake = outbox_.wake(steady);
  for (const Watched* watched : watched_now()) {
    wake = std::min(wake, watched->connection ? watched->connection->interest().wake : steady);
  }
  for (const wire::Interest& interest : submission_.interests()) {
    wake = std::min(wake, interest.wake);
  }
  for (const Renewed& renewed : renewals_)
    wake = std::min(wake, renewed.renewal.interest(steady).wake);
  std::chrono::nanoseconds left = wake - steady;
  if (next_look_ != SteadyInstant{})  // the timetable was begun
    left = std::min(
        {left, std::chrono::nanoseconds(next_look_ - steady), clock_.real_until(next_event_)});
  return std::clamp(std::chrono::ceil<milliseconds>(left), milliseconds(0), milliseconds(60'000));
}

void Loop::wait(Signals& signals) {
  std::vector<pollfd> fds{{signals.fd(), POLLIN, 0}};
  const auto add = [&](const wire::Interest& interest) {
    if (interest.fd >= 0) fds.push_back({interest.fd, interest.events, 0});
  };
  if (!rest_.why()) {
    for (const Watched* watched : watched_now()) {
      if (watched->connection) add(watched->connection->interest());
    }
    for (const wire::Interest& interest : submission_.interests()) add(interest);
  }
  poll(fds.data(), fds.size(), static_cast<int>(patience(steady_now()).count()));
}

Result<Signals::Event> Loop::first_contact(Signals& signals, bool patient) {
  for (;;) {
    renew(steady_now());
    if (!rest_.goes_on(desk_.store, steady_now(), clock_.now())) fetch(steady_now());
    if (rest_.why() && !patient) return tl::unexpected(*rest_.why());
    bool all = !rest_.why();
    for (const Watched& watched : mailboxes_) {
      if (!watched.connection) continue;
      const auto error = watched.connection->last_error();
      if (error && (!patient || error->kind == Error::Kind::refused)) return tl::unexpected(*error);
      if (error) log_warning("mailbox out of reach", {{"why", error->text()}});
      all = all && (error || watched.connection->connected());
    }
    if (all) return Signals::Event::none;
    wait(signals);
    if (const Signals::Event event = signals.take(); event != Signals::Event::none) return event;
  }
}

Result<Signals::Event> Loop::run(Signals& signals) {
  auto contact = first_contact(signals, true);
  if (!contact || *contact != Signals::Event::none) return contact;
  more_to_read_ = true;  // what an earlier run kept and did not finish
  for (;;) {
    step();
    wait(signals);
    if (const Signals::Event event = signals.take(); event != Signals::Event::none) return event;
  }
}

bool Loop::done_for_now() {
  const bool fetched = std::all_of(mailboxes_.begin(), mailboxes_.end(), [](const Watched& w) {
    return w.connection && w.connection->at_rest() && w.connection->last_complete_poll().number > 0;
  });
  if (!fetched || more_to_read_ || !outbox_.empty() || !submission_.at_rest()) return false;
  if (outbox_.slowed(steady_now())) return true;  // what is due waits for the server
  const auto waiting = outbox_.waiting(clock_.now(), caught_up_);
  return waiting && !*waiting;
}

Result<void> Loop::run_once(Signals& signals) {
  auto contact = first_contact(signals, false);
  if (!contact) return tl::unexpected(contact.error());
  if (*contact == Signals::Event::stop) return {};
  more_to_read_ = true;
  for (;;) {
    step();
    if (rest_.why()) return tl::unexpected(*rest_.why());
    for (const Watched* watched : watched_now()) {
      if (!watched->connection) continue;  // a folder whose turn has just come
      if (auto error = watched->connection->last_error()) return tl::unexpected(*error);
    }
    if (auto error = submission_.last_error(); error && submission_.at_rest()) {
      return tl::unexpected(*error);
    }
    if (done_for_now()) {
      // A poll may have come to its end within this very step: one more look at the timetable.
      next_look_ = {};
      step();
      if (done_for_now() && untimely_) return tl::unexpected(*untimely_);
      if (done_for_now()) return {};
    }
    wait(signals);
    if (signals.take() == Signals::Event::stop) return {};
  }
}

Result<void> Loop::send_due(Signals& signals) {
  for (;;) {
    submit(steady_now());
    if (rest_.why()) return tl::unexpected(*rest_.why());
    if (auto error = submission_.last_error(); error && submission_.at_rest()) {
      return tl::unexpected(*error);
    }
    if (done_for_now()) return {};
    wait(signals);
    if (signals.take() == Signals::Event::stop) return {};
  }
}

void Loop::close(Seconds patience) {
  submission_.close(patience);
  if (auto done = outbox_.record(steady_now(), clock_.now()); !done) {
    log_error("answers of the submission server could not be recorded",
              {{"why", done.error().text()}});
  }
  for (Watched& watched : mailboxes_) {
    if (watched.connection) watched.connection->close();
  }
}

}  // namespace undersigned::command
