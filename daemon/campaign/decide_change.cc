#include <algorithm>

#include "campaign/case.h"

namespace undersigned::campaign {
namespace {

std::vector<const Signature*> live(const Known& known) {
  std::vector<const Signature*> out;
  for (const Signature& s : known.signatures) {
    if (s.state != State::withdrawn) out.push_back(&s);
  }
  return out;
}

// The entry that a correction is about: the only one; else the one of the same signer; else the
// only one of the same sort. Nothing where that leaves a choice.
const Signature* corrected(const std::vector<const Signature*>& entries, const Signer& news) {
  if (entries.size() == 1) return entries.front();
  for (const Signature* s : entries) {
    if (same_signer(s->signer, news)) return s;
  }
  const Signature* found = nullptr;
  for (const Signature* s : entries) {
    if (s->signer.as != news.as) continue;
    if (found != nullptr) return nullptr;
    found = s;
  }
  return found;
}

void unclear_change(Case& c, std::string why, Wish wish = Wish::change) {
  leave_to_person(c, "Review", std::move(why));
  answer_that_it_waits(c, wish);
}

}  // namespace

void decide_amend(Case& c, const Arrived& subject) {
  const std::vector<const Signature*> entries = live(c.known);
  if (entries.empty()) return unclear_change(c, "corrects an entry, but none is of this address");
  if (subject.meaning.certainty == reply::Certainty::review || standing(c) == Standing::review) {
    return unclear_change(c, "asks for a correction that a person should look at");
  }
  std::vector<Signer> now, before;
  std::vector<Change> changes;
  for (const Signer& news : subject.meaning.signers) {
    const Signature* entry = corrected(entries, news);
    if (entry == nullptr) return unclear_change(c, "corrects one of several entries; which one?");
    // What an unproven mail said is not the sender's to correct: it may be anybody's.
    if (entry->state == State::pending && !is_own(c, *entry)) {
      return unclear_change(c, "corrects an entry that nobody has confirmed");
    }
    Signer changed = merged(entry->signer, news);
    // Only words take back a wish for privacy; a correction of something else does not.
    changed.listed = news.listed && (entry->signer.listed || subject.meaning.show);
    before.push_back(entry->signer);
    now.push_back(changed);
    const State state = entry->state == State::pending ? State::counted : entry->state;
    changes.push_back(UpdateSignature{entry->id, changed, state, entry->why});
  }
  if (now.empty()) return unclear_change(c, "asks for a correction, but says no value");
  if (standing(c) == Standing::challenge) {
    settle(c, "Pending");
    // Whoever asks for it and never answers must not find their name in the paper.
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (now[i].listed || !before[i].listed) continue;
      leave_to_person(c, "Pending", "asks not to be named in public, and nobody vouches for it");
      break;
    }
    return challenge(c, subject.mail, Wish::change);
  }
  for (Change& change : changes) c.decision.changes.push_back(std::move(change));
  settle(c, "Signed");
  answer(c, LetterKind::amended, Answer::change, std::move(now), std::move(before));
}

// Whoever writes that they did not sign, or no longer do, is not published from that moment on;
// what is not certain waits for a person in `review`. A mail that nobody vouches for takes nobody
// off the list.
void decide_withdraw(Case& c, const Arrived& subject) {
  const std::vector<const Signature*> entries = live(c.known);
  if (entries.empty())
    return unclear_change(c, "withdraws, but nothing of this address is listed", Wish::withdraw);
  std::vector<Signer> withdrawn;
  for (const Signature* s : entries) withdrawn.push_back(s->signer);

  const bool clear = subject.meaning.certainty == reply::Certainty::clear;
  if (standing(c) == Standing::challenge) {
    settle(c, "Pending");
    c.decision.fate.needs_person = true;
    return challenge(c, subject.mail, Wish::withdraw);
  }
  if (standing(c) == Standing::review) {
    return unclear_change(c, "withdraws in the name of somebody who signed; is it theirs?",
                          Wish::withdraw);
  }
  const State state = clear ? State::withdrawn : State::review;
  for (const Signature* s : entries) {
    std::vector<std::string> why;
    if (!clear) why.push_back("the signer seems to withdraw");
    c.decision.changes.push_back(UpdateSignature{s->id, s->signer, state, std::move(why)});
  }
  if (!clear) return unclear_change(c, "seems to withdraw; a person should look", Wish::withdraw);
  settle(c, "Withdrawn");
  answer(c, LetterKind::withdrawn, Answer::change, std::move(withdrawn));
}

}  // namespace undersigned::campaign
