#include <algorithm>

#include "campaign/case.h"
#include "campaign/free_mail.h"

namespace undersigned::campaign {
namespace {

// More persons than this from one address are a list that somebody typed: a person looks.
constexpr std::size_t household = 6;

// What became of one signer of the mail.
enum class Placed { counted, pending, review, late, changed, unchanged };
struct Entry {
  Placed placed;
  Signer signer;                 // as listed now
  std::optional<Signer> before;  // as listed before
};

// The entry of this address that the signer already has; one that counts before others. A name that
// only adds to or leaves out of a known one is the same person; no name at all is the one person
// that signed.
const Signature* existing(const Known& known, const Signer& signer) {
  const Signature* found = nullptr;
  for (const Signature& s : known.signatures) {
    if (!same_signer(s.signer, signer)) continue;
    if (found == nullptr || s.state == State::counted) found = &s;
  }
  if (found != nullptr) return found;
  for (const Signature& s : known.signatures) {
    if (s.signer.as != As::individual || signer.as != As::individual || !s.signer.name) continue;
    if (signer.name && !near_person(*s.signer.name, *signer.name)) continue;
    if (found != nullptr) return nullptr;
    found = &s;
  }
  return found;
}

std::size_t individuals(const Known& known) {
  return static_cast<std::size_t>(
      std::count_if(known.signatures.begin(), known.signatures.end(), [](const Signature& s) {
        return s.signer.as == As::individual && s.state != State::withdrawn;
      }));
}

bool organization_counted(const Known& known, const Signer& signer) {
  return signer.as == As::organization &&
         std::any_of(known.same_organizations.begin(), known.same_organizations.end(),
                     [&](const Signature& s) { return same_signer(s.signer, signer); });
}

// An answer to what we wrote about the list, with a name that is not on it: a correction, or one
// more person? Only the sender can tell, so a person looks before there are two.
bool another_name_in_answer(const Case& c, const Signer& signer) {
  if (signer.as != As::individual || individuals(c.known) == 0) return false;
  return std::any_of(c.arrived.message.in_reply_to.begin(), c.arrived.message.in_reply_to.end(),
                     [](const mail::MessageId& id) {
                       const auto kind = letter_kind_of(id);
                       return kind == LetterKind::confirmation ||
                              kind == LetterKind::already_signed || kind == LetterKind::amended;
                     });
}

// Why a new entry must wait for a person; empty where it need not.
std::vector<std::string> doubts(const Case& c, const Arrived& subject, const Signer& signer) {
  std::vector<std::string> why;
  const bool named = signer.as == As::individual
                         ? signer.name && !signer.name->empty()
                         : signer.organization && !signer.organization->empty();
  if (subject.meaning.certainty == reply::Certainty::review) why = subject.meaning.why;
  if (!named) why.push_back("nobody knows who signs: no name was found");
  if (c.known.erased) why.push_back("the data of this address was erased on request");
  if (!c.arrived.message.from_is_plain) why.push_back("From does not hold exactly one address");
  if (standing(c) == Standing::review && why.empty()) {
    why.push_back("the sender's domain says that this mail is not theirs (DMARC fail)");
  }
  if (organization_counted(c.known, signer)) {
    why.push_back("this organization is already on the list, signed from another address");
  }
  if (c.config.trust.review_free_mail && signer.as == As::organization &&
      free_mail(c.sender.address.domain())) {
    why.push_back("an organization signs from a free-mail address");
  }
  if (another_name_in_answer(c, signer)) {
    why.push_back("answers our confirmation with another name: a correction, or one more person?");
  }
  if (signer.as == As::individual && individuals(c.known) >= household) {
    why.push_back("many persons have signed from this address");
  }
  return why;
}

Placed placed(State state) {
  switch (state) {
    case State::counted:
      return Placed::counted;
    case State::pending:
      return Placed::pending;
    case State::late:
      return Placed::late;
    case State::review:
    case State::withdrawn:
      break;
  }
  return Placed::review;
}

Signature made(const Case& c, const Arrived& subject, const Signer& signer, State state,
               std::vector<std::string> why) {
  return {.id = 0,
          .signer = signer,
          .address = c.sender.address,
          .state = state,
          .arrived = subject.arrived,
          .language = subject.meaning.language,
          .mail = subject.mail,
          .why = std::move(why)};
}

State state_of_new(const Case& c, const Arrived& subject, bool doubted) {
  if (subject.arrived >= c.config.deadline) return State::late;
  if (doubted) return State::review;
  return standing(c) == Standing::trusted ? State::counted : State::pending;
}

Entry add(Case& c, const Arrived& subject, const Signer& signer) {
  std::vector<std::string> why = doubts(c, subject, signer);
  const State state = state_of_new(c, subject, !why.empty());
  c.decision.changes.emplace_back(AddSignature{made(c, subject, signer, state, std::move(why))});
  return {placed(state), signer, std::nullopt};
}

// The owner of the address speaks for the first time, or anew, about an entry that does not count:
// what it said before may be a stranger's, so nothing of it stays.
Entry replace(Case& c, const Arrived& subject, const Signature& entry, const Signer& signer,
              std::vector<std::string> why) {
  const State state = state_of_new(c, subject, !why.empty());
  Signer now = signer;
  // A wish for privacy outlives whatever it was said with, also a withdrawal.
  if (is_own(c, entry) && !subject.meaning.show) now.listed = now.listed && entry.signer.listed;
  c.decision.changes.emplace_back(
      ReplaceSignature{entry.id, made(c, subject, now, state, std::move(why))});
  return {placed(state), now, entry.signer};
}

// A mail that nobody vouches for changes no entry: its sender is asked, or a person looks.
Entry leave_unproven(const Case& c, const Arrived& subject, const Signature& entry,
                     const Signer& signer) {
  if (subject.arrived >= c.config.deadline) return {Placed::late, signer, entry.signer};
  const bool ask = standing(c) == Standing::challenge && doubts(c, subject, signer).empty();
  return {ask ? Placed::pending : Placed::review, signer, entry.signer};
}

// "Leave out my employer", who is in the entry: that takes a person.
bool holds_left_out(const Arrived& subject, const Signer& entry, const Signer& news) {
  if (!subject.meaning.leaves_out) return false;
  return (entry.organization && !news.organization) || (entry.title && !news.title);
}

Entry update_counted(Case& c, const Arrived& subject, const Signature& entry,
                     const Signer& signer) {
  Signer now = merged(entry.signer, signer);
  if (!signer.listed) now.listed = false;
  const bool left_out = holds_left_out(subject, entry.signer, signer);
  if (now == entry.signer && !left_out) return {Placed::unchanged, now, entry.signer};
  const bool unclear = left_out || subject.meaning.certainty == reply::Certainty::review;
  if (unclear || standing(c) == Standing::review) {
    return {Placed::review, entry.signer, entry.signer};
  }
  if (standing(c) == Standing::challenge) return {Placed::pending, now, entry.signer};
  c.decision.changes.emplace_back(UpdateSignature{entry.id, now, State::counted, {}});
  return {Placed::changed, now, entry.signer};
}

// The sender confirms the very mail that made the entry, perhaps with more words.
Entry confirm(Case& c, const Arrived& subject, const Signature& entry, const Signer& signer) {
  if (subject.meaning.certainty == reply::Certainty::review) {
    return {Placed::review, entry.signer, entry.signer};
  }
  Signer now = merged(entry.signer, signer);
  if (!signer.listed) now.listed = false;
  c.decision.changes.emplace_back(UpdateSignature{entry.id, now, State::counted, {}});
  return {Placed::counted, now, entry.signer};
}

Entry update(Case& c, const Arrived& subject, const Signature& entry, const Signer& signer) {
  const bool trusted = standing(c) == Standing::trusted;
  switch (entry.state) {
    case State::counted:
      return update_counted(c, subject, entry, signer);
    case State::pending:
      if (is_own(c, entry)) return confirm(c, subject, entry, signer);
      if (!trusted) return leave_unproven(c, subject, entry, signer);
      return replace(c, subject, entry, signer, doubts(c, subject, signer));
    case State::review: {
      if (!trusted) return leave_unproven(c, subject, entry, signer);
      // What arrived in time is not made late by a later mail.
      if (subject.arrived >= c.config.deadline) return {Placed::review, signer, entry.signer};
      return replace(c, subject, entry, signer, doubts(c, subject, signer));
    }
    case State::withdrawn: {
      if (!trusted) return leave_unproven(c, subject, entry, signer);
      // Whoever withdrew may sign again, but an old challenge does not undo a withdrawal.
      std::vector<std::string> why = doubts(c, subject, signer);
      const bool replayed = &subject != &c.arrived;
      if (replayed || !why.empty()) why.push_back("signs again after a withdrawal");
      return replace(c, subject, entry, signer, std::move(why));
    }
    case State::late:
      break;
  }
  return {Placed::late, signer, entry.signer};
}

Entry place(Case& c, const Arrived& subject, const Signer& signer) {
  const Signature* entry = existing(c.known, signer);
  return entry != nullptr ? update(c, subject, *entry, signer) : add(c, subject, signer);
}

std::vector<Signer> signers_of(const std::vector<Entry>& entries,
                               std::initializer_list<Placed> of) {
  std::vector<Signer> out;
  for (const Entry& entry : entries) {
    if (std::find(of.begin(), of.end(), entry.placed) != of.end()) out.push_back(entry.signer);
  }
  return out;
}

std::vector<Signer> before_of(const std::vector<Entry>& entries, std::initializer_list<Placed> of) {
  std::vector<Signer> out;
  for (const Entry& entry : entries) {
    if (!entry.before) continue;
    if (std::find(of.begin(), of.end(), entry.placed) != of.end()) out.push_back(*entry.before);
  }
  return out;
}

// Whoever is on the list already wishes that their entry reads otherwise.
Wish wish_of(const Case& c, const std::vector<Signer>& signers) {
  const bool known = std::all_of(signers.begin(), signers.end(), [&](const Signer& signer) {
    const Signature* entry = existing(c.known, signer);
    return entry != nullptr && entry->state == State::counted;
  });
  return known ? Wish::change : Wish::sign;
}

// The letter tells what matters most of the mail's entries: good news first, then what the sender
// has to do.
void answer_entries(Case& c, const Arrived& subject, const std::vector<Entry>& entries) {
  const auto now = [&](std::initializer_list<Placed> of) { return signers_of(entries, of); };
  const auto counted = now({Placed::counted});
  const auto pending = now({Placed::pending});
  const auto review = now({Placed::review});
  const auto late = now({Placed::late});
  if (!pending.empty()) challenge(c, subject.mail, wish_of(c, pending));
  if (!counted.empty()) {
    answer(c, LetterKind::confirmation, Answer::change,
           now({Placed::counted, Placed::changed, Placed::unchanged}));
    return;
  }
  if (!pending.empty()) return;
  if (!late.empty()) {
    answer(c, LetterKind::late, Answer::plain, late);
  } else if (!review.empty()) {
    const bool nameless = std::none_of(review.begin(), review.end(), [](const Signer& s) {
      return s.name.has_value() || s.organization.has_value();
    });
    if (nameless)
      ask_what_is_meant(c);
    else
      answer_that_it_waits(c, wish_of(c, review));
  } else {
    const bool changed = !now({Placed::changed}).empty();
    answer(c, LetterKind::already_signed, changed ? Answer::change : Answer::plain,
           now({Placed::changed, Placed::unchanged}), before_of(entries, {Placed::changed}));
  }
}

}  // namespace

void decide_sign(Case& c, const Arrived& subject) {
  std::vector<Entry> entries;
  for (const Signer& signer : subject.meaning.signers) entries.push_back(place(c, subject, signer));
  if (entries.empty()) return leave_to_person(c, "Review", "signs, but nobody knows who");

  const auto any = [&](Placed placed) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const Entry& e) { return e.placed == placed; });
  };
  if (any(Placed::late)) {
    c.decision.fate.box = Fate::Box::late;
    settle(c, "Late");
  } else if (any(Placed::review)) {
    leave_to_person(c, "Review", "signs; a person should look first");
  } else {
    settle(c, any(Placed::pending) ? "Pending" : "Signed");
  }
  answer_entries(c, subject, entries);
}

}  // namespace undersigned::campaign
