#include "command/ask_again.h"

#include <algorithm>

#include "command/log.h"
#include "command/tombstone.h"

namespace undersigned::command {
namespace {

constexpr std::chrono::hours patience{24};
constexpr int most_letters_ever = 3;
constexpr const char* looked = "looked for unanswered challenges";

bool allowed(const Desk& desk, const campaign::Known& known) {
  const auto within = [](int limit, int written) { return limit == 0 || written < limit; };
  const auto& trust = desk.config.trust;
  return !known.bounced && !known.unsubscribed && !known.erased && known.answers_today == 0 &&
         known.asked.mailbox_today == 0 &&
         std::max(known.answers_ever, known.asked.mailbox_ever) < most_letters_ever &&
         within(trust.letters_per_domain, known.asked.domain_this_hour) &&
         within(trust.letters_per_hour, known.asked.all_this_hour);
}

// The challenge as it was, with a token of its own, in answer to the same mail.
campaign::LetterOrder order_for(const Desk& desk, const campaign::Signature& entry,
                                const mail::Message& message, Instant now) {
  campaign::LetterOrder order;
  order.kind = campaign::LetterKind::challenge;
  order.to.address = entry.address;
  order.language = entry.language;
  order.answers = message.message_id;
  order.references = message.references;
  if (message.message_id) order.references.push_back(*message.message_id);
  order.subject_answered = message.subject;
  order.token = challenge_token(desk, entry.address, entry.mail, now);
  order.wish = campaign::Wish::sign;  // of those who are pending, nobody is on the list
  return order;
}

Result<bool> ask(const Desk& desk, const campaign::Signature& entry, Instant now) {
  auto known = desk.store.known(entry.address, now, tombstone(desk.key, entry.address));
  if (!known) return tl::unexpected(known.error());
  if (!allowed(desk, *known)) return false;
  auto mail = desk.store.mail(entry.mail);
  if (!mail) return tl::unexpected(mail.error());
  if (!*mail) return false;
  const auto message = mail::parse((*mail)->raw);
  if (!message) return false;
  auto ready = letter::word_letter(desk.text, order_for(desk, entry, *message, now),
                                   "ask again " + std::to_string(entry.mail), now);
  if (!ready) return tl::unexpected(ready.error());
  return desk.store.ask_again(entry.mail, {std::move(*ready)}, now);
}

}  // namespace

Result<void> ask_again(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  if (timeline.released || now >= desk.config.release.at) return {};
  const std::string hour =
      std::to_string(std::chrono::floor<std::chrono::hours>(now.time_since_epoch()).count());
  auto last = desk.store.fact(looked);
  if (!last) return tl::unexpected(last.error());
  if (last->value_or("") == hour) return {};
  auto waiting = desk.store.to_ask_again(now - patience);
  if (!waiting) return tl::unexpected(waiting.error());

  int letters = 0;
  for (auto first = waiting->begin(); first != waiting->end();) {
    const auto end = std::find_if(first, waiting->end(),
                                  [&](const auto& entry) { return entry.mail != first->mail; });
    auto asked = ask(desk, *first, now);
    if (!asked) return tl::unexpected(asked.error());
    letters += *asked ? 1 : 0;
    first = end;
  }
  if (letters > 0) log_event("asked again", {{"letters", std::to_string(letters)}});
  return desk.store.set_fact(looked, hour);
}

}  // namespace undersigned::command
