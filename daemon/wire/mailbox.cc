#include "wire/mailbox.h"

#include <algorithm>
#include <set>
#include <utility>

#include "wire/back_off.h"
#include "wire/fetch_plan.h"
#include "wire/imap_command.h"
#include "wire/imap_connection.h"
#include "wire/move_queue.h"

namespace undersigned::wire {

namespace {

constexpr Seconds kConnectPatience{20};
// Well below the 29 minutes of RFC 2177: also finds connections that died in silence.
constexpr Seconds kIdle{300};
constexpr std::size_t kHeaderOctets = 256 << 10;

ImapReader::Limits reader_limits(const Mailbox::Options& options) {
  ImapReader::Limits limits;
  // RFC822.SIZE is an estimate on some servers, so a mail may be somewhat larger than it says.
  limits.literal = limits.literals = options.mail_octets + options.mail_octets / 2 + (1 << 20);
  return limits;
}

std::string header_block(std::string mail) {
  const auto end = mail.find("\r\n\r\n");
  mail.resize(std::min({end == std::string::npos ? mail.size() : end + 4, kHeaderOctets}));
  return mail;
}

}  // namespace

struct Mailbox::State {
  enum class Step {
    offline,
    connecting,
    capability,
    separator,
    looking,  // whether the folder is there
    selecting,
    ready,  // no command under way
    noop,
    listing,
    fetching,
    moving,
    idling,
    leaving_idle,
  };

  State(Endpoint where, Options how, Position from)
      : endpoint(std::move(where)),
        options(how),
        uidvalidity(from.uidvalidity),
        plan(limits(), from.last_uid),
        back_off(how.retry) {}

  Endpoint endpoint;
  Options options;
  std::string mailbox = "INBOX";
  std::uint32_t uidvalidity = 0, selected_uidvalidity = 0;
  FetchPlan plan;
  MoveQueue moves;
  MoveQueue::Server server;
  bool can_idle = false, read_only = false;
  std::unique_ptr<ImapConnection> connection;
  Step step = Step::offline;
  BackOff back_off;
  SteadyInstant now{}, retry_at{}, next_poll{}, idle_until{};
  Instant real{};
  Poll poll, complete;
  bool polling = false;  // a poll began and is not complete
  bool there = false;    // the folder that was looked for
  bool again = false;    // the server told of new mails since the last listing
  bool asked = false;    // poll_now() was called since the last poll began
  bool accepting = true, closed = false, selected = false;
  std::vector<Mail> mails;
  std::size_t mails_octets = 0;
  std::optional<Error> error;
  std::optional<Instant> unreachable_since;

  FetchPlan::Limits limits() const {
    return {static_cast<std::size_t>(std::clamp(options.chunk, 1, 500)), options.chunk_octets,
            options.mail_octets};
  }
  bool has_room() const { return accepting && mails_octets <= options.chunk_octets; }

  void run();
  void connect();
  void lost(Error why);
  void command(std::string_view text, Step next);
  void handle(ImapResponse& response);
  void status(const ImapHead& head);
  void data(const ImapHead& head, ImapResponse& response);
  void fetched(ImapResponse& response);
  void hand_out(ImapFetch fetch);
  void answered(const ImapHead& head);
  void look_for_folder();
  void nothing_there();
  void select_answered(const ImapHead& head);
  bool decide();
  bool fetch_next();
  void begin_poll(std::string_view first_command, Step next);
  bool wants_to_leave_idle() const;
};

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

void Mailbox::State::handle(ImapResponse& response) {
  const auto head = read_head(response);
  if (connection->answers(head)) return answered(head);
  switch (head.kind) {
    case ImapHead::Kind::status:
      return status(head);
    case ImapHead::Kind::data:
      return data(head, response);
    case ImapHead::Kind::continuation:
      return;
    case ImapHead::Kind::tagged:
    case ImapHead::Kind::unknown:
      return lost({Error::Kind::unreachable, "The IMAP server answers what was not asked", "", 0});
  }
}

void Mailbox::State::status(const ImapHead& head) {
  const auto code = status_code(head.rest);
  if (head.word == "BYE")
    return lost({Error::Kind::unreachable,
                 "The IMAP server ended the connection: " + one_line(head.rest), "", 0});
  if (step != Step::selecting || !code.starts_with("UIDVALIDITY ")) return;
  selected_uidvalidity = read_number(code.substr(12)).value_or(0);
}

void Mailbox::State::data(const ImapHead& head, ImapResponse& response) {
  if (head.word == "EXISTS") again = true;
  if (head.word == "FETCH") return fetched(response);
  if (head.word == "LIST" && step == Step::separator)
    server.separator = read_separator(head.rest).value_or('\0');
  if (head.word == "LIST" && step == Step::looking) there = true;
  if (head.word != "CAPABILITY" || step != Step::capability) return;
  const std::string offered = " " + std::string(head.rest) + " ";
  const auto has = [&](std::string_view name) { return offered.find(name) != std::string::npos; };
  server.move = has(" MOVE ");
  server.uidplus = has(" UIDPLUS ");
  can_idle = options.idle && has(" IDLE ");
}

void Mailbox::State::fetched(ImapResponse& response) {
  auto fetch = read_fetch(response);
  if (!fetch)
    return lost(
        {Error::Kind::unreachable, "The IMAP server sends a FETCH that cannot be read", "", 0});
  if (!fetch->uid) return;  // flags that somebody changed
  if (step == Step::listing && fetch->size) return plan.list(*fetch->uid, *fetch->size);
  if (step == Step::fetching && (fetch->body || fetch->header)) hand_out(std::move(*fetch));
}

void Mailbox::State::hand_out(ImapFetch fetch) {
  if (!plan.take(*fetch.uid)) return;  // not asked for
  Mail mail;
  mail.uidvalidity = uidvalidity;
  mail.uid = *fetch.uid;
  mail.internal_date = fetch.internal_date.value_or(real);
  mail.oversized = !fetch.body || fetch.body->size() > options.mail_octets;
  if (!mail.oversized) {
    mail.raw = std::move(*fetch.body);
  } else {
    mail.raw = header_block(std::move(fetch.body ? *fetch.body : *fetch.header));
  }
  mails_octets += mail.raw.size();
  mails.push_back(std::move(mail));
  back_off.reset();
}

void Mailbox::State::select_answered(const ImapHead& head) {
  if (head.word != "OK" || selected_uidvalidity == 0)
    return lost({Error::Kind::unreachable,
                 "The mailbox \"" + mailbox + "\" cannot be opened (" + one_line(head.rest) +
                     "); check the path of the URL",
                 "", 0});
  if (selected_uidvalidity != uidvalidity) {
    plan = FetchPlan(limits(), 0);
    moves.clear();
    uidvalidity = selected_uidvalidity;
  }
  read_only = status_code(head.rest) == "READ-ONLY";
  selected = true;
  error.reset();
  unreachable_since.reset();
  step = Step::noop;  // a SELECT brings the mailbox up to date, as NOOP does
}

void Mailbox::State::look_for_folder() {
  mailbox = folder_name(mailbox, server.separator, options.folder);
  there = false;
  command("LIST \"\" " + imap_mailbox(mailbox), Step::looking);
}

void Mailbox::State::nothing_there() {
  complete = {real, real, 1};
  connection.reset();
  step = Step::offline;
  selected = closed = true;
}

void Mailbox::State::answered(const ImapHead& head) {
  const bool ok = head.word == "OK";
  switch (step) {
    case Step::capability:
      return command("LIST \"\" \"\"", Step::separator);
    case Step::separator:
      if (!options.folder.empty()) return look_for_folder();
      [[fallthrough]];
    case Step::looking:
      if (!options.folder.empty() && ok && !there) return nothing_there();
      selected_uidvalidity = 0;
      return begin_poll("SELECT " + imap_mailbox(mailbox), Step::selecting);
    case Step::selecting:
      select_answered(head);
      if (!selected) return;
      break;
    case Step::moving:
      moves.answer(ok, status_code(head.rest));
      step = Step::ready;
      return;
    case Step::idling:  // refused, or ended without our DONE: not again on this connection
      can_idle = false;
      next_poll = std::min(next_poll, now + options.poll);
      step = Step::ready;
      return;
    case Step::leaving_idle:
      step = Step::ready;
      return;
    default:
      break;
  }
  if (!ok)
    return lost(
        {Error::Kind::unreachable, "The IMAP server refuses: " + one_line(head.rest), "", 0});
  if (step == Step::noop) {
    again = false;
    plan.start_listing();
    const auto from = std::to_string(std::uint64_t{plan.floor()} + 1);
    return command("UID FETCH " + from + ":* (UID RFC822.SIZE)", Step::listing);
  }
  if (step == Step::listing) plan.end_listing();
  const bool all_came = step != Step::fetching || plan.end_portion();
  step = Step::ready;
  // Once more in the same poll: what is gone meanwhile will not be listed again.
  if (!all_came) command("NOOP", Step::noop);
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
