#include "command/loop.h"

#include <algorithm>

#include <poll.h>

#include "campaign/timetable.h"
#include "command/log.h"
#include "command/notify.h"
#include "command/report.h"

namespace undersigned::command {
namespace {

using std::chrono::milliseconds;
using wire::SteadyInstant;

constexpr int batch = 500;  // mails read before the outbox has its turn
constexpr int moves_at_once = 500;
constexpr milliseconds look_open{1000};    // at the timetable, while it is not due
constexpr milliseconds look_closing{100};  // between deadline and release
constexpr Seconds deadline_poll{5};        // asks for a poll until one is complete
constexpr milliseconds store_rest_first{1000}, store_rest_most{30'000};  // after a failing disk

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
  log_error("the store takes nothing for now", {{"where", where}, {"why", error.text()}});
  tell_status("The store takes nothing for now: " + error.text());
  if (ailing_) {
    ailing_->lasting = true;
  } else {
    ailing_ = Ailing{error, clock_.now(), false};
  }
  store_rest_ = std::clamp(store_rest_ * 2, store_rest_first, store_rest_most);
  store_rests_until_ = steady + store_rest_;
}

// After a rest a small write tells whether the disk takes more.
bool Loop::store_rests(SteadyInstant steady) {
  if (!ailing_) return false;
  if (steady < store_rests_until_) return true;
  const Instant now = clock_.now();
  if (auto tried = desk_.store.set_fact(fact::store_tried, campaign::rfc3339(now)); !tried) {
    trouble("try", tried.error(), steady);
    return true;
  }
  log_warning("the store takes mails and letters again",
              {{"since", campaign::rfc3339(ailing_->since)}, {"why", ailing_->error.text()}});
  tell_status("The store works again");
  if (ailing_->lasting) world_.store_failed = StoreFailed{ailing_->since, now, ailing_->error.what};
  ailing_.reset();
  store_rest_ = {};
  return false;
}

void Loop::renew_logins(const std::optional<Lease>& submission) {
  for (std::size_t i = 0; i < mailboxes_.size(); ++i)
    if (mailboxes_[i].lease) renewals_.push_back({i, Renewal(desk_.config, *mailboxes_[i].lease)});
  if (submission) renewals_.push_back({std::nullopt, Renewal(desk_.config, *submission)});
}

void Loop::renew(SteadyInstant steady) {
  for (Renewed& renewed : renewals_) {
    Watched* watched = renewed.mailbox ? &mailboxes_[*renewed.mailbox] : nullptr;
    const auto error = !watched              ? submission_.last_error()
                       : watched->connection ? watched->connection->last_error()
                                             : std::nullopt;
    if (error && error->kind == Error::Kind::refused) renewed.renewal.hasten(steady);
    const auto fresh = renewed.renewal.advance(steady);
    if (!fresh) continue;
    if (!watched) {
      submission_.replace_secret(*fresh, true);
      continue;
    }
    for (Watched* same : with_folders(*watched)) {
      same->endpoint.secret = *fresh;  // for a connection that is made anew
      if (same->connection) same->connection->replace_secret(*fresh, true);
    }
  }
}

// The mailbox and those of the folders still to be read to which the same login leads.
std::vector<Watched*> Loop::with_folders(Watched& watched) {
  std::vector<Watched*> same{&watched};
  for (Watched& folder : folders_) {
    if (folder.endpoint.server.url == watched.endpoint.server.url &&
        folder.endpoint.server.user == watched.endpoint.server.user)
      same.push_back(&folder);
  }
  return same;
}

void Loop::read_folders_first(std::vector<Watched> folders) {
  folders_ = std::move(folders);
  gathering_ = true;
}

std::vector<std::string> Loop::ended_logins() const {
  std::vector<std::string> out;
  for (const Renewed& renewed : renewals_) {
    const auto& trouble = renewed.renewal.trouble();
    if (trouble && trouble->kind == Error::Kind::refused) out.push_back(trouble->text());
  }
  return out;
}

// Mails that the store did not take are fetched again: the connection is dropped, and the next one
// starts where the store ends.
void Loop::reopen(Watched& watched) {
  auto position = desk_.store.position(watched.name);
  if (!position) return trouble("position", position.error(), steady_now());
  watched.connection = std::make_unique<wire::Mailbox>(
      watched.endpoint, watched.options,
      wire::Mailbox::Position{position->uidvalidity, position->last_uid});
}

Result<void> Loop::keep(Watched& watched, std::vector<wire::Mailbox::Mail> mails) {
  std::vector<store::Mail> kept;
  kept.reserve(mails.size());
  for (wire::Mailbox::Mail& mail : mails) {
    kept.push_back({.id = 0,
                    .mailbox = watched.name,
                    .uidvalidity = mail.uidvalidity,
                    .uid = mail.uid,
                    .arrived = clock_.map(mail.internal_date),
                    .raw = std::move(mail.raw),
                    .oversized = mail.oversized,
                    .tries = 0});
  }
  const wire::Mailbox::Position position = watched.connection->position();
  auto count =
      desk_.store.keep(kept, store::Store::Position{position.uidvalidity, position.last_uid});
  if (!count) return tl::unexpected(count.error());
  log_event("mails kept", {{"mailbox", watched.name},
                           {"new", std::to_string(count->fresh)},
                           {"again", std::to_string(count->again)}});
  if (count->fresh > 0) more_to_read_ = true;
  return {};
}

void Loop::fetch_one(Watched& watched, SteadyInstant steady) {
  if (!watched.connection) {
    if (ailing_) return;
    reopen(watched);
    if (!watched.connection) return;
  }
  watched.connection->advance(steady, Clock::real_now());
  std::vector<wire::Mailbox::Mail> mails = watched.connection->take();
  if (mails.empty()) return;
  if (auto kept = keep(watched, std::move(mails)); !kept) {
    trouble("keep", kept.error(), steady);
    watched.connection.reset();
  }
}

void Loop::fetch(SteadyInstant steady) {
  for (Watched& watched : mailboxes_) fetch_one(watched, steady);
  fetch_folders(steady);
}

void Loop::fetch_folders(SteadyInstant steady) {
  if (folders_.empty()) return;
  Watched& folder = folders_.front();
  if (!folder.connection && !ailing_) {
    if (auto known = desk_.store.expect_known(folder.name); !known)
      return trouble("folder", known.error(), steady);
  }
  fetch_one(folder, steady);
  if (!folder.connection || !folder.connection->at_rest()) return;
  if (folder.connection->last_complete_poll().number == 0) return;
  if (auto none = desk_.store.expect_none(folder.name); !none)
    return trouble("folder", none.error(), steady);
  folder.connection->close();
  folders_.erase(folders_.begin());
}

// True once all that is older than what lies unread was fetched, too.
bool Loop::gathered() {
  if (!gathering_) return true;
  if (!folders_.empty() || !oldest_complete_poll()) return false;
  if (auto done = desk_.store.set_fact(fact::folders, ""); !done) {
    trouble("folders", done.error(), steady_now());
    return false;
  }
  log_event("folders read");
  gathering_ = false;
  return true;
}

void Loop::handle() {
  if (!more_to_read_ || ailing_ || !gathered()) return;
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

std::optional<Instant> Loop::oldest_complete_poll() const {
  std::optional<Instant> oldest;
  for (const Watched& watched : mailboxes_) {
    if (!watched.connection) return std::nullopt;
    const wire::Mailbox::Poll poll = watched.connection->last_complete_poll();
    if (poll.number == 0) return std::nullopt;
    const Instant began = clock_.map(poll.began);
    oldest = oldest ? std::min(*oldest, began) : began;
  }
  return oldest;
}

std::vector<Unreachable> Loop::unreachable() const {
  std::vector<Unreachable> out;
  for (const Watched* watched : watched_now()) {
    if (!watched->connection) continue;
    const auto since = watched->connection->unreachable_since();
    if (!since) continue;
    const auto error = watched->connection->last_error();
    out.push_back({watched->name, std::chrono::floor<Seconds>(Clock::real_now() - *since),
                   error ? error->text() : "no answer"});
  }
  return out;
}

std::vector<const Watched*> Loop::watched_now() const {
  std::vector<const Watched*> now;
  for (const Watched& watched : mailboxes_) now.push_back(&watched);
  if (!folders_.empty()) now.push_back(&folders_.front());
  return now;
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
  world_.releases_under_way = outbox_.releases_under_way();
  untimely_.reset();
  if (auto kept = keep_timetable(desk_, world_, now); !kept) {
    log_error("the timetable could not be kept", {{"why", kept.error().text()}});
    untimely_ = kept.error();
    next_look_ = steady + Seconds(10);
  } else {
    world_.store_failed.reset();  // the organizers were told
  }
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
  if (store_rests(steady)) return;
  fetch(steady);
  handle();
  caught_up_ = caught_up_ || (!more_to_read_ && oldest_complete_poll());
  timetable(steady);
  if (!ailing_) submit(steady);
}

milliseconds Loop::patience(SteadyInstant steady) const {
  if (ailing_) {
    const auto rest = std::chrono::ceil<milliseconds>(store_rests_until_ - steady);
    return std::max(rest, milliseconds(0));
  }
  if (more_to_read_ && !gathering_) return milliseconds(0);
  SteadyInstant wake = std::min(next_look_, outbox_.wake(steady));
  for (const Watched* watched : watched_now()) {
    wake = std::min(wake, watched->connection ? watched->connection->interest().wake : steady);
  }
  for (const wire::Interest& interest : submission_.interests()) {
    wake = std::min(wake, interest.wake);
  }
  for (const Renewed& renewed : renewals_)
    wake = std::min(wake, renewed.renewal.interest(steady).wake);
  const auto event = clock_.real_until(next_event_);
  const auto left = std::min<std::chrono::nanoseconds>(wake - steady, event);
  return std::clamp(std::chrono::ceil<milliseconds>(left), milliseconds(0), milliseconds(60'000));
}

void Loop::wait(Signals& signals) {
  std::vector<pollfd> fds{{signals.fd(), POLLIN, 0}};
  const auto add = [&](const wire::Interest& interest) {
    if (interest.fd >= 0) fds.push_back({interest.fd, interest.events, 0});
  };
  if (!ailing_) {
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
    if (!store_rests(steady_now())) fetch(steady_now());
    if (ailing_ && !patient) return tl::unexpected(ailing_->error);
    bool all = !ailing_;
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
    if (ailing_) return tl::unexpected(ailing_->error);
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
    if (ailing_) return tl::unexpected(ailing_->error);
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
