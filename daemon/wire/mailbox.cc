// One connection to one mailbox: when it is made, which command goes out next, how it ends.

#include "wire/mailbox.h"

#include <poll.h>

#include "wire/mailbox_state.h"

namespace undersigned::wire {

namespace {

constexpr Seconds kConnectPatience{20};
// Well below the 29 minutes of RFC 2177: also finds connections that died in silence.
constexpr Seconds kIdle{300};

ImapReader::Limits reader_limits(const Mailbox::Options& options) {
  ImapReader::Limits limits;
  // RFC822.SIZE is an estimate on some servers, so a mail may be somewhat larger than it says.
  limits.literal = limits.literals = options.mail_octets + options.mail_octets / 2 + (1 << 20);
  return limits;
}

}  // namespace

void Mailbox::State::connect() {
  const auto url = ServerUrl::parse(endpoint.server.url);
  if (url && !url->path.empty()) mailbox = url->path;
  connection =
      std::make_unique<ImapConnection>(endpoint, kConnectPatience, reader_limits(options), now);
  step = Step::connecting;
  selected = can_idle = read_only = false;
  server = {};
}

void Mailbox::State::lost(Error why) {
  if (step == Step::fetching) plan.portion_failed(connection->literal_too_large());
  moves.lost();
  connection.reset();
  step = Step::offline;
  selected = polling = false;
  error = std::move(why);
  if (!unreachable_since) unreachable_since = real;
  retry_at = back_off.next(now);
}

void Mailbox::State::command(std::string_view text, Step next) {
  step = next;
  connection->command(text, now);
}

// Goes on for as long as anything can be done without waiting.
void Mailbox::State::run() {
  if (step == Step::offline && now >= retry_at) connect();
  while (step != Step::offline) {
    connection->advance(now);
    if (step == Step::connecting && connection->open()) command("CAPABILITY", Step::capability);
    if (auto response = connection->next(now)) {
      handle(*response);
    } else if (connection->ended()) {
      lost(connection->error());
    } else if (wants_to_leave_idle()) {
      step = Step::leaving_idle;
      connection->write("DONE\r\n", now);
    } else if (step != Step::ready || !decide()) {
      break;
    }
  }
  const bool due = connection && connection->awaiting() && step != Step::idling;
  if (due && now - connection->last_octet() >= options.silence)
    lost({Error::Kind::unreachable, "The IMAP server of " + endpoint.server.user + " is silent", "",
          0});
}

bool Mailbox::State::wants_to_leave_idle() const {
  return step == Step::idling && (again || asked || now >= idle_until || !moves.empty());
}

// The time stamp is taken before the command that brings the mailbox up to date goes out.
void Mailbox::State::begin_poll(std::string_view first_command, Step next) {
  poll = {real, {}, 0};
  polling = true;
  asked = false;
  command(first_command, next);
}

// Sends the next command, if there is one to send now.
bool Mailbox::State::decide() {
  if (polling) {
    if (!has_room()) return false;
    if (fetch_next()) return true;
    polling = false;
    complete = {poll.began, real, complete.number + 1};
    next_poll = now + (can_idle ? kIdle : options.poll);
    back_off.reset();
  }
  if (read_only || !options.move) moves.clear();
  if (const auto move = moves.next(mailbox, server)) {
    command(*move, Step::moving);
    return true;
  }
  if (again || asked || now >= next_poll) {
    begin_poll("NOOP", Step::noop);
    return true;
  }
  if (!can_idle) return false;
  idle_until = next_poll;
  command("IDLE", Step::idling);
  return true;
}

bool Mailbox::State::fetch_next() {
  const auto portion = plan.next();
  if (!portion) return false;
  if (portion->what == FetchPlan::What::nothing) {
    for (const auto uid : portion->uids) {
      plan.take(uid);
      mails.push_back({uidvalidity, uid, real, "", false, true});
    }
    plan.end_portion();
    return true;
  }
  const std::string items = portion->what == FetchPlan::What::header
                                ? "BODY.PEEK[HEADER]<0." + std::to_string(kHeaderOctets) + ">"
                                : "BODY.PEEK[]";
  // A range is enough where the listing left out nothing between the first and the last.
  const auto& uids = portion->uids;
  const auto set = plan.gapless() && uids.size() > 1
                       ? std::to_string(uids.front()) + ":" + std::to_string(uids.back())
                       : uid_sets(uids, SIZE_MAX).front();
  command("UID FETCH " + set + " (UID INTERNALDATE " + items + ")", Step::fetching);
  return true;
}

Mailbox::Mailbox(Endpoint endpoint, Options options, Position position)
    : state_(std::make_unique<State>(std::move(endpoint), options, position)) {}

Mailbox::~Mailbox() = default;

Interest Mailbox::interest() const {
  const State& s = *state_;
  if (s.closed) return {};
  if (s.step == State::Step::offline) return {-1, 0, s.retry_at};
  Interest interest = s.connection->interest();
  const auto wake = [&](SteadyInstant at) { interest.wake = std::min(interest.wake, at); };
  if (s.step == State::Step::idling) {
    wake(s.again || s.asked || !s.moves.empty() ? SteadyInstant{} : s.idle_until);
  } else if (s.step == State::Step::ready) {
    const bool work = s.polling ? s.has_room() : s.again || s.asked || !s.moves.empty();
    if (!s.polling) wake(s.next_poll);
    if (work) wake(SteadyInstant{});
  } else {
    wake(s.connection->last_octet() + s.options.silence);
  }
  return interest;
}

void Mailbox::advance(SteadyInstant now, Instant real) {
  if (state_->closed) return;
  state_->now = now;
  state_->real = real;
  state_->run();
}

std::vector<Mailbox::Mail> Mailbox::take() {
  state_->mails_octets = 0;
  return std::exchange(state_->mails, {});
}

Mailbox::Position Mailbox::position() const { return {state_->uidvalidity, state_->plan.floor()}; }

void Mailbox::accept_mails(bool yes) { state_->accepting = yes; }

void Mailbox::move(std::uint32_t uidvalidity, std::vector<std::uint32_t> uids,
                   const std::string& folder) {
  if (uidvalidity == state_->uidvalidity) state_->moves.add(std::move(uids), folder);
}

Mailbox::Poll Mailbox::last_complete_poll() const { return state_->complete; }
void Mailbox::poll_now() { state_->asked = true; }
bool Mailbox::connected() const { return state_->selected; }

bool Mailbox::at_rest() const {
  const State& s = *state_;
  if (!s.mails.empty()) return false;
  if (s.closed || (s.step == State::Step::offline && s.error)) return true;
  const bool waiting = s.step == State::Step::idling || s.step == State::Step::ready;
  return waiting && !s.polling && !s.again && !s.asked && s.moves.empty();
}

std::optional<Error> Mailbox::last_error() const { return state_->error; }
std::optional<Instant> Mailbox::unreachable_since() const { return state_->unreachable_since; }

void Mailbox::replace_secret(std::string secret, bool oauth) {
  state_->endpoint.secret = std::move(secret);
  state_->endpoint.oauth = oauth;
  if (state_->step == State::Step::offline) state_->retry_at = state_->now;
}

void Mailbox::close() {
  State& s = *state_;
  if (std::exchange(s.closed, true) || !s.selected) return;
  const auto end = std::chrono::steady_clock::now() + Seconds(2);
  // A server in the middle of a large answer would not get to LOGOUT; no state is lost without it.
  const bool quiet = s.step == State::Step::idling || s.step == State::Step::ready;
  if (quiet) {
    s.connection->write(s.step == State::Step::idling ? "DONE\r\nz LOGOUT\r\n" : "z LOGOUT\r\n",
                        s.now);
    for (auto now = s.now; now < end && !s.connection->ended();
         now = std::chrono::steady_clock::now()) {
      s.connection->advance(now);
      while (s.connection->next(now)) {
      }
      const auto interest = s.connection->interest();
      pollfd waiting{interest.fd, interest.events, 0};
      if (!s.connection->ended()) ::poll(&waiting, 1, 50);
    }
  }
  s.connection.reset();
  s.selected = false;
  s.step = State::Step::offline;
}

}  // namespace undersigned::wire
