#include "command/outbox.h"

#include <algorithm>
#include <random>

#include "campaign/timetable.h"
#include "command/log.h"
#include "command/report.h"

namespace undersigned::command {
namespace {

constexpr std::chrono::hours give_up{72};
constexpr std::size_t worth_a_look = 100;
constexpr Seconds slow_first{5}, slow_most{300};

double random_share() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

const char* delivery_word(wire::Delivery delivery) {
  switch (delivery) {
    case wire::Delivery::accepted:
      return "accepted";
    case wire::Delivery::try_again:
      return "try-again";
    case wire::Delivery::refused:
      return "refused";
    case wire::Delivery::uncertain:
      return "uncertain";
    case wire::Delivery::given_back:
      return "given-back";
  }
  return "uncertain";
}

bool once_only(campaign::LetterKind kind) { return kind == campaign::LetterKind::release; }

}  // namespace

std::chrono::milliseconds retry_delay(int tries, double jitter) {
  constexpr std::chrono::milliseconds first = std::chrono::minutes(1);
  constexpr std::chrono::milliseconds most = std::chrono::hours(1);
  const int doublings = std::clamp(tries - 1, 0, 6);
  const auto delay = std::min(first * (1 << doublings), most);
  return delay + std::chrono::milliseconds(
                     static_cast<std::int64_t>(jitter * 0.2 * static_cast<double>(delay.count())));
}

Result<bool> Outbox::release_may_go(Instant now) {
  const auto timeline = read_timeline(store_);
  const auto shown = store_.fact(fact::list);
  const auto version = store_.list_version();
  if (!timeline) return tl::unexpected(timeline.error());
  if (!shown) return tl::unexpected(shown.error());
  if (!version) return tl::unexpected(version.error());
  return *shown == *version && campaign::release_may_go_on(config_, *timeline, now);
}

Result<bool> Outbox::begin_releases(const std::vector<std::int64_t>& letters, Instant now) {
  bool begun = false;
  const auto done = store_.together([&]() -> Result<void> {
    const auto may = release_may_go(now);
    if (!may) return tl::unexpected(may.error());
    begun = *may;
    return begun ? store_.mark_uncertain(letters) : Result<void>();
  });
  if (!done) return tl::unexpected(done.error());
  return begun;
}

Result<bool> Outbox::waiting(Instant now, bool caught_up) {
  const auto may = release_may_go(now);
  if (!may) return tl::unexpected(may.error());
  const auto due = store_.due(1, now, {}, *may && caught_up ? 1 : 0);
  if (!due) return tl::unexpected(due.error());
  return !due->empty();
}

Result<void> Outbox::submit(wire::SteadyInstant steady, Instant now, bool caught_up) {
  const std::size_t room = steady < slow_until_ ? 0 : submission_.room(steady);
  // While plenty is under way, a few more are not worth a look into the store.
  if (room == 0 || (room < worth_a_look && in_flight_.size() > worth_a_look)) return {};
  std::set<std::int64_t> under_way;
  for (const auto& [id, letter] : in_flight_) under_way.insert(under_way.end(), id);
  const int connections = std::max(1, static_cast<int>(submission_.connections()));
  const int releases = caught_up ? connections - static_cast<int>(releases_under_way().size()) : 0;
  auto due = store_.due(static_cast<int>(room), now, under_way, releases);
  if (!due) return tl::unexpected(due.error());

  std::vector<std::int64_t> once;
  for (const store::OutboxLetter& letter : *due)
    if (once_only(letter.kind)) once.push_back(letter.id);
  if (!once.empty()) {
    const auto begun = begin_releases(once, now);
    if (!begun) return tl::unexpected(begun.error());
    if (!*begun) std::erase_if(*due, [](const auto& letter) { return once_only(letter.kind); });
  }
  std::vector<wire::Outgoing> outgoing;
  for (store::OutboxLetter& letter : *due) {
    wire::Outgoing out{letter.id, std::nullopt, letter.to, std::move(letter.octets)};
    if (!letter.empty_sender) out.sender = config_.submission.from.address;
    outgoing.push_back(std::move(out));
    in_flight_[letter.id] = {letter.tries + 1, letter.queued, once_only(letter.kind)};
  }
  if (!outgoing.empty()) submission_.send(std::move(outgoing));
  return {};
}

store::LetterResult Outbox::result_of(const wire::Outcome& outcome, const InFlight& letter,
                                      Instant now) {
  store::LetterResult result{outcome.letter, store::LetterState::queued, now, outcome.answer};
  const auto later = [&] { return now + retry_delay(letter.tries, random_share()); };
  switch (outcome.delivery) {
    case wire::Delivery::accepted:
      result.state = store::LetterState::sent;
      break;
    case wire::Delivery::refused:
      result.state = store::LetterState::failed;
      break;
    case wire::Delivery::uncertain:
      if (letter.once) {
        result.state = store::LetterState::uncertain;
      } else {
        result.next_try = later();
      }
      break;
    case wire::Delivery::try_again:
      result.next_try = later();
      break;
    case wire::Delivery::given_back:
      result.next_try = {};  // as soon as the server takes any, whatever the clock says then
      result.tried = false;
      break;
  }
  const bool refused = outcome.delivery == wire::Delivery::try_again || outcome.slow_down;
  if (refused && result.state == store::LetterState::queued && now - letter.queued >= give_up) {
    result.state = store::LetterState::failed;
    result.answer += " (given up after 72 hours)";
  }
  return result;
}

// What the server says of letters that it was not even offered concerns all of them.
void Outbox::slow_down(wire::SteadyInstant steady, const std::string& why, int given_back) {
  slow_step_ = std::clamp(slow_step_ * 2, slow_first, slow_most);
  slow_until_ = steady + slow_step_;
  log_warning("letters wait", {{"letters", std::to_string(given_back)},
                               {"seconds", std::to_string(slow_step_.count())},
                               {"why", without_addresses(why)}});
}

Result<void> Outbox::record(wire::SteadyInstant steady, Instant now) {
  const wire::Outcome* slow = nullptr;
  int given_back = 0;
  const std::vector<wire::Outcome> outcomes = submission_.take();
  for (const wire::Outcome& outcome : outcomes) {
    const auto letter = in_flight_.find(outcome.letter);
    if (letter == in_flight_.end()) continue;
    if (outcome.slow_down) slow = &outcome;
    store::LetterResult result = result_of(outcome, letter->second, now);
    if (outcome.delivery == wire::Delivery::given_back) {
      ++given_back;
      // The store knows nothing else of it: it is due.
      if (!letter->second.once && result.state == store::LetterState::queued) {
        in_flight_.erase(letter);
        continue;
      }
    }
    unrecorded_.push_back(std::move(result));
    log_event("letter submitted", {{"letter", std::to_string(outcome.letter)},
                                   {"delivery", delivery_word(outcome.delivery)},
                                   {"code", std::to_string(outcome.code)},
                                   {"answer", without_addresses(outcome.answer)}});
  }
  if (slow != nullptr) slow_down(steady, slow->answer, given_back);
  if (unrecorded_.empty()) return {};
  if (slow == nullptr) slow_step_ = Seconds(0);
  // While others are under way the disk is not waited for. The release is never told twice.
  const bool last = unrecorded_.size() >= in_flight_.size();
  const bool wait = last || std::any_of(unrecorded_.begin(), unrecorded_.end(), [&](auto& result) {
                      const auto letter = in_flight_.find(result.letter);
                      return letter != in_flight_.end() && letter->second.once;
                    });
  using Wait = store::Store::Wait;
  if (Result<void> recorded = store_.record(unrecorded_, now, wait ? Wait::for_disk : Wait::later);
      !recorded)
    return recorded;
  for (const store::LetterResult& result : unrecorded_) in_flight_.erase(result.letter);
  unrecorded_.clear();
  return {};
}

std::set<std::int64_t> Outbox::releases_under_way() const {
  std::set<std::int64_t> letters;
  for (const auto& [id, letter] : in_flight_) {
    if (letter.once) letters.insert(id);
  }
  return letters;
}

wire::SteadyInstant Outbox::wake(wire::SteadyInstant steady) const {
  return slow_until_ > steady ? slow_until_ : wire::SteadyInstant::max();
}

}  // namespace undersigned::command
