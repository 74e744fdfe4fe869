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

struct Correction {
  const Signature* entry;
  Signer now;
  // Whoever confirms the mail that made an entry counts; else a correction makes nobody count.
  State state() const { return entry->state == State::pending ? State::counted : entry->state; }
  bool changes_nothing() const { return now == entry->signer && state() == entry->state; }
};

Signer corrected_signer(const Arrived& subject, const Signature& entry, const Signer& news) {
  Signer now = subject.meaning.only_listing ? entry.signer : merged(entry.signer, news);
  // Only words take back a wish for privacy; a correction of something else does not.
  now.listed = news.listed && (entry.signer.listed || subject.meaning.show);
  return now;
}

void ask_first(Case& c, const Arrived& subject, const std::vector<Correction>& all) {
  settle(c, "Pending");
  // Whoever asks for it and never answers must not find their name in the paper.
  const bool hides = std::any_of(all.begin(), all.end(), [](const Correction& each) {
    return !each.now.listed && each.entry->signer.listed;
  });
  if (hides)
    leave_to_person(c, "Pending", "asks not to be named in public, and nobody vouches for it");
  challenge(c, subject.mail, Wish::change);
}

// What waits goes on waiting as it should read, and its signer is not told that they are listed.
void carry_out(Case& c, const std::vector<Correction>& all) {
  std::vector<Signer> now, before, late;
  bool waits = false;
  for (const Correction& each : all) {
    std::vector<std::string> why = each.entry->why;
    const State state = each.state();
    if (state == State::review) why.emplace_back("its signer has corrected it since");
    waits = waits || state == State::review;
    if (state == State::counted) {
      now.push_back(each.now);
      before.push_back(each.entry->signer);
    } else if (state == State::late) {
      late.push_back(each.now);
    }
    c.decision.changes.emplace_back(
        UpdateSignature{each.entry->id, each.now, state, std::move(why)});
  }
  settle(c, waits ? "Review" : "Signed");
  if (waits) leave_to_person(c, "Review", "corrects an entry that waits for a person");
  if (!now.empty())
    answer(c, LetterKind::amended, Answer::change, std::move(now), std::move(before));
  else if (waits)
    answer_that_it_waits(c, Wish::change);
  else
    answer(c, LetterKind::late, Answer::plain, std::move(late));
}

}  // namespace

void decide_amend(Case& c, const Arrived& subject) {
  const std::vector<const Signature*> entries = live(c.known);
  if (entries.empty()) return unclear_change(c, "corrects an entry, but none is of this address");
  if (subject.meaning.certainty == reply::Certainty::review || standing(c) == Standing::review) {
    return unclear_change(c, "asks for a correction that a person should look at");
  }
  std::vector<Correction> all;
  for (const Signer& news : subject.meaning.signers) {
    const Signature* entry = corrected(entries, news);
    if (entry == nullptr) return unclear_change(c, "corrects one of several entries; which one?");
    // What an unproven mail said is not the sender's to correct: it may be anybody's.
    if (entry->state == State::pending && !is_own(c, *entry)) {
      return unclear_change(c, "corrects an entry that nobody has confirmed");
    }
    all.push_back({entry, corrected_signer(subject, *entry, news)});
  }
  if (all.empty()) return unclear_change(c, "asks for a correction, but says no value");
  if (standing(c) == Standing::challenge) return ask_first(c, subject, all);
  const bool nothing = std::all_of(all.begin(), all.end(),
                                   [](const Correction& each) { return each.changes_nothing(); });
  if (nothing && !subject.meaning.only_listing)
    return unclear_change(c, "asks for a correction, but all that it says is listed so already");
  carry_out(c, all);
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
    std::string why(clear ? withdrew : seems_to_withdraw);
    c.decision.changes.emplace_back(UpdateSignature{s->id, s->signer, state, {std::move(why)}});
  }
  if (!clear) return unclear_change(c, "seems to withdraw; a person should look", Wish::withdraw);
  settle(c, "Withdrawn");
  answer(c, LetterKind::withdrawn, Answer::change, std::move(withdrawn));
}

}  // namespace undersigned::campaign
