#include "campaign/decide.h"

#include <algorithm>

#include "campaign/case.h"

namespace undersigned::campaign {
namespace {

// Letters to an address that nobody has proven to be the sender's could trouble a third person.
constexpr int plain_a_day = 1, plain_ever = 3;
constexpr int changes_a_day = 5, changes_ever = 20;  // challenge = "never"
// The owner of the address is answered, but two machines must not talk to each other for long.
constexpr int proven_plain_a_day = 4, proven_a_day = 20;
constexpr int most_pending_shown = 3;

void decide_bounce(Case& c) {
  for (const mail::Address& address : c.arrived.meaning.bounced) {
    c.decision.changes.emplace_back(MarkAddress{address, MarkAddress::Mark::bounced});
  }
  settle(c, "Automatic");
}

bool waits_or_counts(const Signature& s) {
  return s.state == State::counted || s.state == State::pending || s.state == State::review;
}

bool has_signed(const Case& c) {
  return std::any_of(c.known.signatures.begin(), c.known.signatures.end(), waits_or_counts);
}

// Somebody who is on the list and now says no is not published until a person has looked. A mail of
// which nobody knows who wrote it takes nobody off.
void decide_decline(Case& c) {
  if (!has_signed(c)) return settle(c, "Declined");
  if (standing(c) != Standing::trusted) {
    return leave_to_person(c, "Review",
                           "declines in the name of somebody who signed; nobody vouches for it");
  }
  bool counted = false;
  for (const Signature& s : c.known.signatures) {
    if (!waits_or_counts(s)) continue;
    counted = counted || s.state != State::pending;
    c.decision.changes.emplace_back(
        UpdateSignature{s.id,
                        s.signer,
                        s.state == State::pending ? State::withdrawn : State::review,
                        {std::string(declined_later)}});
  }
  if (!counted) return settle(c, "Declined");
  leave_to_person(c, "Review", "declines, but had signed");
}

void decide_question(Case& c) {
  if (is_organizer(c)) return settle(c, "Organizers");
  leave_to_person(c, "Questions", "a person writes something that a person must read");
  answer_that_it_waits(c, Wish::none);
}

void decide_empty(Case& c) {
  if (c.arrived.meaning.certainty == reply::Certainty::review)
    leave_to_person(c, "Unclear", "nothing that the program can read");
  else
    settle(c, "Unclear");
  if (!is_organizer(c)) ask_what_is_meant(c);
}

// Silence does a stranger no harm, but a signer must not lose the letters about their entry.
void decide_unsubscribe(Case& c) {
  const bool trusted = standing(c) == Standing::trusted;
  if (!trusted && (has_signed(c) || c.arrived.authenticated == mail::Authenticated::fail)) {
    return leave_to_person(c, "Review", "wants no letters any more; nobody vouches for it");
  }
  c.decision.changes.emplace_back(MarkAddress{c.sender.address, MarkAddress::Mark::unsubscribed});
  settle(c, "Unsubscribed");
}

void grant_confirmed(Case& c, const Arrived& confirmed) {
  switch (confirmed.meaning.kind) {
    case reply::Kind::sign:
      return decide_sign(c, confirmed);
    case reply::Kind::amend:
      return decide_amend(c, confirmed);
    case reply::Kind::withdraw:
      return decide_withdraw(c, confirmed);
    case reply::Kind::decline:
    case reply::Kind::confirm:
    case reply::Kind::unsubscribe:
    case reply::Kind::question:
    case reply::Kind::bounce:
    case reply::Kind::auto_reply:
    case reply::Kind::bulk:
    case reply::Kind::empty:
      return leave_to_person(c, "Review", "confirms a mail that asked for nothing");
  }
}

void decide_by_kind(Case& c, const Arrived* confirmed) {
  switch (c.arrived.meaning.kind) {
    case reply::Kind::sign:
      return decide_sign(c, c.arrived);
    case reply::Kind::amend:
      return decide_amend(c, c.arrived);
    case reply::Kind::withdraw:
      return decide_withdraw(c, c.arrived);
    case reply::Kind::confirm:
      if (confirmed != nullptr) return grant_confirmed(c, *confirmed);
      return leave_to_person(c, "Review", "confirms, but without a valid challenge code");
    case reply::Kind::decline:
      return decide_decline(c);
    case reply::Kind::unsubscribe:
      return decide_unsubscribe(c);
    case reply::Kind::question:
      return decide_question(c);
    case reply::Kind::empty:
      return decide_empty(c);
    case reply::Kind::bounce:
      return decide_bounce(c);
    case reply::Kind::auto_reply:
    case reply::Kind::bulk:
      return settle(c, "Automatic");
  }
}

std::string joined(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) {
    if (!text.empty()) text += "; ";
    text += reason;
  }
  return text;
}

bool automatic(reply::Kind kind) {
  return kind == reply::Kind::bounce || kind == reply::Kind::auto_reply ||
         kind == reply::Kind::bulk;
}

// A mail without any address to answer can bounce or be automatic, but never sign.
Decision decide_senderless(const Arrived& arrived, Decision decision) {
  for (const mail::Address& address : arrived.meaning.bounced) {
    decision.changes.push_back(MarkAddress{address, MarkAddress::Mark::bounced});
  }
  const bool machine = automatic(arrived.meaning.kind);
  decision.fate.folder = machine ? "Automatic" : "Review";
  decision.fate.needs_person = !machine;
  if (!machine) decision.fate.why = "From holds no address";
  return decision;
}

// Our own letters come back as copies, through forwarders and under every spelling.
bool from_ourselves(const Config& config, const mail::Message& message) {
  const auto own = config.own_addresses();
  return std::any_of(message.from.begin(), message.from.end(), [&](const auto& from) {
    return std::any_of(own.begin(), own.end(), [&](const mail::Address& address) {
      return address.mailbox_key() == from.address.mailbox_key();
    });
  });
}

}  // namespace

bool is_organizer(const Case& c) {
  const auto& addresses = c.config.organizers.addresses;
  return std::any_of(addresses.begin(), addresses.end(),
                     [&](const mail::Address& a) { return a.key() == c.sender.address.key(); });
}

std::optional<mail::NamedAddress> sender(const mail::Message& message) {
  if (message.from.empty()) return std::nullopt;
  return message.from.front();
}

Standing standing(const Case& c) {
  using Challenge = TrustConfig::Challenge;
  if (!c.arrived.message.from_is_plain || c.known.erased) return Standing::review;
  if (c.proven) return Standing::trusted;
  const Challenge rule = c.config.trust.challenge;
  switch (c.arrived.authenticated) {
    case mail::Authenticated::pass:
      return rule == Challenge::always ? Standing::challenge : Standing::trusted;
    case mail::Authenticated::fail:
      return rule == Challenge::never ? Standing::review : Standing::challenge;
    case mail::Authenticated::none:
    case mail::Authenticated::unknown:
      return rule == Challenge::never ? Standing::trusted : Standing::challenge;
  }
  return Standing::review;
}

bool is_own(const Case& c, const Signature& entry) {
  return c.proven && entry.mail != 0 && entry.mail == c.confirmed;
}

namespace {

bool may_write(const Case& c) { return c.arrived.message.from_is_plain && !c.known.erased; }

bool vouched_for(const Case& c) {
  return c.proven || c.arrived.authenticated == mail::Authenticated::pass;
}

bool within(int limit, int written) { return limit == 0 || written < limit; }

}  // namespace

bool may_answer(const Case& c, Answer answer) {
  if (!may_write(c)) return false;
  const Known& known = c.known;
  const bool plain = answer == Answer::plain;
  if (vouched_for(c)) {
    return known.answers_today < (plain ? proven_plain_a_day : proven_a_day);
  }
  const TrustConfig& trust = c.config.trust;
  return std::max(known.answers_today, known.asked.mailbox_today) <
             (plain ? plain_a_day : changes_a_day) &&
         std::max(known.answers_ever, known.asked.mailbox_ever) <
             (plain ? plain_ever : changes_ever) &&
         within(trust.letters_per_domain, known.asked.domain_this_hour) &&
         within(trust.letters_per_hour, known.asked.all_this_hour);
}

bool answer(Case& c, LetterKind kind, Answer what, std::vector<Signer> signers,
            std::vector<Signer> before) {
  if (!may_answer(c, what)) {
    c.decision.silenced = c.decision.silenced || (may_write(c) && !vouched_for(c));
    return false;
  }
  c.decision.unproven = !vouched_for(c);
  const mail::Message& message = c.arrived.message;
  LetterOrder order{.kind = kind,
                    .to = c.sender,
                    .language = c.arrived.meaning.language,
                    .signers = std::move(signers),
                    .before = std::move(before),
                    .answers = message.message_id,
                    .references = message.references,
                    .subject_answered = message.subject,
                    .token = {}};
  if (message.message_id) order.references.push_back(*message.message_id);
  c.decision.letters.push_back(std::move(order));
  return true;
}

void ask_what_is_meant(Case& c) {
  std::vector<Signer> listed;
  for (const Signature& s : c.known.signatures)
    if (s.state == State::counted) listed.push_back(s.signer);
  answer(c, LetterKind::not_understood, Answer::plain, std::move(listed));
}

void answer_that_it_waits(Case& c, Wish wish) {
  if (answer(c, LetterKind::question_received, Answer::plain))
    c.decision.letters.back().wish = wish;
}

void challenge(Case& c, std::int64_t mail, Wish wish) {
  if (answer(c, LetterKind::challenge, Answer::plain)) {
    c.decision.letters.back().wish = wish;
    c.decision.letters.back().token = c.token(c.sender.address, mail);
    return;
  }
  c.decision.fate.why +=
      "; no more letters go to this address for now, so it was not asked to confirm";
  const auto pending = std::count_if(c.known.signatures.begin(), c.known.signatures.end(),
                                     [](const Signature& s) { return s.state == State::pending; });
  // A flood of forged mails must not bury what a person has to look at.
  if (pending < most_pending_shown) c.decision.fate.needs_person = true;
}

void settle(Case& c, const char* folder) { c.decision.fate.folder = folder; }

void leave_to_person(Case& c, const char* folder, std::string why) {
  c.decision.fate.folder = folder;
  c.decision.fate.needs_person = true;
  if (!c.decision.fate.why.empty()) why += "; " + c.decision.fate.why;
  c.decision.fate.why = std::move(why);
}

Signer merged(const Signer& entry, const Signer& news) {
  Signer out = entry;
  const auto take = [](std::optional<std::string>& to, const std::optional<std::string>& from) {
    if (from && !from->empty()) to = from;
  };
  take(out.name, news.name);
  take(out.organization, news.organization);
  take(out.title, news.title);
  take(out.place, news.place);
  // A wish for privacy alone says nothing of who signs.
  if (news.listed) out.as = news.as;
  return out;
}

Decision decide(const Config& config, const Arrived& arrived, const Arrived* confirmed,
                const Known& known, const TokenMaker& token) {
  Decision blank;
  blank.fate.kind = arrived.meaning.kind;
  blank.fate.reply = arrived.meaning.reply;
  blank.fate.why = joined(arrived.meaning.why);

  const std::optional<mail::NamedAddress> from = sender(arrived.message);
  if (!from) return decide_senderless(arrived, std::move(blank));
  if (from_ourselves(config, arrived.message)) {
    if (!automatic(blank.fate.kind)) blank.fate.kind = reply::Kind::auto_reply;
    blank.fate.folder = "Automatic";
    blank.fate.why = "it comes from the campaign's own address";
    return blank;
  }
  Case c{config,
         arrived,
         known,
         token,
         *from,
         confirmed != nullptr,
         confirmed != nullptr ? confirmed->mail : 0,
         std::move(blank)};
  if (!decide_orders(c)) decide_by_kind(c, confirmed);
  return std::move(c.decision);
}

}  // namespace undersigned::campaign
