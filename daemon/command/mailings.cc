#include "command/mailings.h"

#include <map>

#include "campaign/zone.h"
#include "command/log.h"
#include "command/notify.h"
#include "command/report.h"
#include "command/tombstone.h"

namespace undersigned::command {
namespace {

using campaign::LetterKind;
using campaign::LetterOrder;

constexpr std::size_t batch = 500;  // letters a transaction
// Whoever was invited later than this still has the call before their eyes.
constexpr std::chrono::hours since_call{24};

// Words letters and puts them into the outbox, batch by batch, so that a large list takes no more
// memory than a small one and the service manager hears of us meanwhile.
class Mailing {
 public:
  Mailing(store::Store& store, Instant now) : store_(store), now_(now) {}

  Result<void> add(Result<letter::Ready> letter) {
    if (!letter) return tl::unexpected(letter.error());
    letters_.push_back(std::move(*letter));
    return letters_.size() < batch ? Result<void>() : flush();
  }
  Result<void> flush() {
    const auto put = store_.enqueue(letters_, now_);
    if (!put) return tl::unexpected(put.error());
    count_ += *put;
    letters_.clear();
    tell_watchdog();
    return {};
  }
  int count() const { return count_; }

 private:
  store::Store& store_;
  Instant now_;
  std::vector<letter::Ready> letters_;
  int count_ = 0;
};

// Ends a mailing: what is left of it goes to the outbox, then it is done for good.
Result<void> end(const Desk& desk, Mailing& mailing, const char* fact, Instant now) {
  if (auto done = mailing.flush(); !done) return done;
  log_event(fact, {{"letters", std::to_string(mailing.count())}});
  return desk.store.set_fact(fact, campaign::rfc3339(now));
}

// The same reader as of the call: name and language stand in the letter that was sent.
LetterOrder reminder_for(const Desk& desk, const store::Store::LetterLine& call,
                         const std::string& octets) {
  LetterOrder order;
  order.kind = LetterKind::reminder;
  order.to.address = call.to;
  order.language = desk.config.languages.front();
  const auto sent = mail::parse(octets);
  if (!sent) return order;
  if (!sent->to.empty()) order.to.name = sent->to.front().name;
  if (auto language = sent->decoded("Content-Language"); !language.empty())
    order.language = std::move(language);
  return order;
}

std::map<std::string, LetterOrder> thanks_by_address(
    const std::vector<campaign::Signature>& counted) {
  std::map<std::string, LetterOrder> orders;
  for (const auto& signature : counted) {
    auto& order = orders[signature.address.key()];
    order.kind = LetterKind::thank_you;
    order.to.address = signature.address;
    order.language = signature.language;
    order.signers.push_back(signature.signer);
  }
  return orders;
}

}  // namespace

Result<void> remind(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  if (!campaign::reminder_due(desk.config, timeline, now)) return {};
  const auto calls = desk.store.unanswered(LetterKind::call, now - since_call);
  if (!calls) return tl::unexpected(calls.error());
  Mailing mailing(desk.store, now);
  for (const auto& call : *calls) {
    const auto octets = desk.store.letter_octets(call.id);
    if (!octets) return tl::unexpected(octets.error());
    const auto added =
        mailing.add(letter::word_letter(desk.text, reminder_for(desk, call, *octets),
                                        mailing_seed(desk.key, "reminder", call.to), now));
    if (!added) return added;
  }
  return end(desk, mailing, fact::reminder, now);
}

Result<void> thank_signers(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  if (!campaign::thanks_due(desk.config, timeline)) return {};
  const auto counted = desk.store.signatures(false);
  if (!counted) return tl::unexpected(counted.error());
  const letter::Thanks thanks(desk.text, *counted);
  Mailing mailing(desk.store, now);
  for (const auto& [key, order] : thanks_by_address(*counted)) {
    const auto known = desk.store.known(order.to.address, now);
    if (!known) return tl::unexpected(known.error());
    if (known->unsubscribed || known->bounced) continue;
    if (auto added = mailing.add(
            thanks.word(order, mailing_seed(desk.key, "thank-you", order.to.address), now));
        !added)
      return added;
  }
  return end(desk, mailing, fact::thanks, now);
}

}  // namespace undersigned::command
