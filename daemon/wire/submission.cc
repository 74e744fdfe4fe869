#include "wire/submission.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "wire/back_off.h"
#include "wire/rate.h"
#include "wire/smtp_connection.h"

namespace undersigned::wire {

namespace {

constexpr std::size_t kQueue = 1000;           // letters held where no rate limits them
constexpr std::size_t kQueueForAnother = 100;  // letters that are worth another connection
// Where a rate limits them, what goes out within a quarter of a second: an answer that is due only
// now waits no longer behind letters of a mass mailing.
constexpr std::size_t kPartOfAMinute = 240;

}  // namespace

struct Submission::State {
  State(Endpoint where, Options how)
      : endpoint(std::move(where)), options(how), rate(how.rate), back_off(how.retry) {}

  Endpoint endpoint;
  Options options;
  Rate rate;
  BackOff back_off, slow;
  SteadyInstant now{}, retry_at{}, slow_until{};
  std::deque<Outgoing> queue;
  std::vector<std::unique_ptr<SmtpConnection>> connections;
  std::size_t turn = 0;  // whose turn it is to take a letter
  std::vector<Outcome> outcomes;
  std::optional<Error> error;
  bool closing = false;

  bool paused(SteadyInstant at) const {
    return at < slow_until || (connections.empty() && at < retry_at);
  }
  void receive();
  void settle();
  void open();
  bool hand_out();
  void judge_new(std::size_t from);
  void bury();
  void give_back(const std::string& why, bool slow_down);
};

// More connections than one only where the queue is long.
void Submission::State::open() {
  if (queue.empty() || closing || now < retry_at || now < slow_until) return;
  const auto most = static_cast<std::size_t>(std::max(1, options.connections));
  if (connections.size() >= most) return;
  const bool one_is_coming = std::any_of(connections.begin(), connections.end(),
                                         [](const auto& c) { return !c->ready(); });
  if (!connections.empty() && (one_is_coming || queue.size() < kQueueForAnother)) return;
  connections.push_back(std::make_unique<SmtpConnection>(endpoint, options, now));
}

// In turn, so that the rate is shared evenly.
bool Submission::State::hand_out() {
  bool any = false;
  for (std::size_t i = 0; i < connections.size() && !queue.empty() && now >= slow_until; ++i) {
    auto& connection = *connections[(turn + i) % connections.size()];
    if (!connection.can_start()) continue;
    if (!rate.allows(now)) break;
    rate.spend();
    Outgoing letter = std::move(queue.front());
    queue.pop_front();
    connection.start(std::move(letter), now, outcomes);
    any = true;
  }
  if (any) ++turn;
  return any;
}

void Submission::State::give_back(const std::string& why, bool slow_down) {
  for (const auto& letter : queue)
    outcomes.push_back({letter.letter, Delivery::given_back, 0, why, slow_down});
  queue.clear();
}

void Submission::State::judge_new(std::size_t from) {
  bool slow_down = false;
  std::string why;
  for (std::size_t i = from; i < outcomes.size(); ++i) {
    if (outcomes[i].delivery == Delivery::accepted) slow.reset();
    if (!outcomes[i].slow_down) continue;
    slow_down = true;
    why = outcomes[i].answer;
  }
  if (!slow_down) return;
  slow_until = std::max(slow_until, slow.next(now));
  give_back(why, true);
}

void Submission::State::bury() {
  for (const auto& connection : connections) {
    if (connection->ready()) error.reset();
    if (!connection->ended()) continue;
    if (connection->accepted_any()) back_off.reset();
    if (!connection->error()) continue;
    error = connection->error();
    retry_at = back_off.next(now);
  }
  std::erase_if(connections, [](const auto& c) { return c->ended(); });
  if (connections.empty() && error && now < retry_at) give_back(error->what, true);
}

void Submission::State::receive() {
  open();
  const auto before = outcomes.size();
  for (auto& connection : connections) connection->receive(now, outcomes);
  judge_new(before);
}

void Submission::State::settle() {
  while (hand_out()) {
  }
  for (auto& connection : connections) connection->settle(now, outcomes);
  bury();
}

Submission::Submission(Endpoint endpoint, Options options)
    : state_(std::make_unique<State>(std::move(endpoint), options)) {}

Submission::~Submission() = default;

std::size_t Submission::room(SteadyInstant now) const {
  const State& s = *state_;
  if (s.closing || s.paused(now)) return 0;
  std::size_t most = kQueue;
  if (!s.rate.unlimited())
    most = std::clamp<std::size_t>(static_cast<std::size_t>(s.options.rate) / kPartOfAMinute, 1,
                                   kQueue);
  return most > s.queue.size() ? most - s.queue.size() : 0;
}

void Submission::send(std::vector<Outgoing> letters) {
  for (auto& letter : letters) state_->queue.push_back(std::move(letter));
}

std::size_t Submission::connections() const { return state_->connections.size(); }

std::vector<Interest> Submission::interests() const {
  const State& s = *state_;
  std::vector<Interest> interests;
  bool idle = s.connections.empty();
  for (const auto& connection : s.connections) {
    interests.push_back(connection->interest());
    idle = idle || connection->can_start();
  }
  if (!s.queue.empty() && idle)
    interests.push_back({-1, 0,
                         std::max({s.rate.next(), s.slow_until,
                                   s.connections.empty() ? s.retry_at : SteadyInstant{}})});
  return interests;
}

void Submission::receive(SteadyInstant now) {
  state_->now = now;
  state_->receive();
}

void Submission::settle(SteadyInstant now) {
  state_->now = now;
  state_->settle();
}

std::vector<Outcome> Submission::take() { return std::exchange(state_->outcomes, {}); }

bool Submission::at_rest() const {
  const State& s = *state_;
  return s.queue.empty() && s.outcomes.empty() &&
         std::all_of(s.connections.begin(), s.connections.end(),
                     [](const auto& connection) { return connection->empty(); });
}

std::optional<Error> Submission::last_error() const { return state_->error; }

void Submission::replace_secret(std::string secret, bool oauth) {
  state_->endpoint.secret = std::move(secret);
  state_->endpoint.oauth = oauth;
  state_->retry_at = {};
}

void Submission::close(Seconds patience) {
  State& s = *state_;
  s.closing = true;
  s.give_back("the program is ending", false);
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    s.now = std::chrono::steady_clock::now();
    for (auto& connection : s.connections) {
      connection->advance(s.now, s.outcomes);
      if (connection->empty()) connection->quit(s.now);
    }
    std::erase_if(s.connections, [](const auto& c) { return c->ended(); });
    if (s.connections.empty() || s.now >= end) break;
    std::vector<pollfd> waiting;
    for (const auto& connection : s.connections) {
      const auto interest = connection->interest();
      waiting.push_back({interest.fd, interest.events, 0});
    }
    ::poll(waiting.data(), waiting.size(), 50);
  }
  for (auto& connection : s.connections) connection->drop("the program is ending", s.outcomes);
  s.connections.clear();
}

}  // namespace undersigned::wire
