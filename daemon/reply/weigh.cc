#include "reply/weigh.h"

#include <algorithm>
#include <optional>

namespace undersigned::reply {

namespace {

std::string quote(const Evidence* evidence) {
  return evidence == nullptr ? std::string() : "\"" + evidence->phrase + "\"";
}

Verdict verdict(Kind kind, Certainty certainty, std::string why) {
  return {kind, certainty, {std::move(why)}};
}

// A single word that says no in another language than the signature does is a name or a chance
// likeness ("Mai").
void denial(const Intention& words, Verdict& out) {
  const Evidence* signs = words.first(Says::signs);
  for (const Evidence& each : words.evidence) {
    if (each.says != Says::declines || each.of_employer ||
        (each.story && each.begin < signs->begin))
      continue;
    if (each.end - each.begin == 1 && signs != nullptr && each.language != signs->language)
      continue;
    out.certainty = Certainty::review;
    out.why.push_back("but it also says no: " + quote(&each));
    return;
  }
}

// One phrase that says nothing else is enough, in a language that is known well.
void beyond(const Intention& words, Verdict& out) {
  const Evidence* odd = nullptr;
  bool plain = false;
  for (const Evidence& each : words.evidence) {
    if (each.says != Says::signs) continue;
    plain |= each.beyond.empty();
    if (!each.beyond.empty() && (odd == nullptr || each.hardly_known)) odd = &each;
  }
  if (odd == nullptr || (plain && !odd->hardly_known)) return;
  out.certainty = Certainty::review;
  out.why.push_back("but its clause has \"" + odd->beyond.front() +
                    "\": is it this statement that they sign?");
}

bool framed(const Intention& words) {
  return std::any_of(words.evidence.begin(), words.evidence.end(),
                     [](const Evidence& each) { return each.says == Says::signs && each.framed; });
}

// "Bob: I sign", "he wrote that I sign".
void of_others(const Intention& words, Verdict& out) {
  for (const Evidence& each : words.evidence) {
    if (each.says != Says::signs || (!each.framed && each.label.empty())) continue;
    out.certainty = Certainty::review;
    out.why.push_back(each.framed ? "but that may be told or supposed, or asked about"
                                  : "but it stands behind \"" + each.label.front() +
                                        ":\", and may be somebody else's word");
    return;
  }
}

// What stands against a signature that the words give.
void doubts(const Intention& words, Verdict& out) {
  // What stands in a sentence before the signature is the story that leads to it.
  const Evidence* signs = words.first(Says::signs);
  const std::uint32_t from = signs->sentence;
  const auto doubt = [&](Says what, const std::string& why) {
    const auto found =
        std::find_if(words.evidence.begin(), words.evidence.end(), [&](const Evidence& each) {
          // A correction behind the signature only says how to be listed.
          if (what == Says::amends && each.begin > signs->begin) return false;
          const bool leads = what == Says::doubts ? !each.anywhere : what == Says::later;
          // A word alone, of another language, is a chance likeness ("pero", "men").
          const bool foreign = what == Says::doubts && each.end - each.begin == 1 &&
                               each.language != signs->language;
          const bool story = what == Says::later && each.story;
          return each.says == what && !foreign && !story && !(leads && each.begin < from);
        });
    if (found == words.evidence.end()) return;
    out.certainty = Certainty::review;
    out.why.push_back(why + " " + quote(&*found));
  };
  denial(words, out);
  doubt(Says::doubts, "but says what may take it back:");
  doubt(Says::conditional, "but on a condition:");
  doubt(Says::later, "but speaks of later:");
  doubt(Says::sarcasm, "but it may be meant mockingly:");
  doubt(Says::unsubscribes, "and wants no more mail:");
  doubt(Says::amends, "and corrects something:");
  for (const Evidence& each : words.evidence) {
    if (each.says != Says::signs) continue;
    if (each.contrasted) {
      out.certainty = Certainty::review;
      out.why.emplace_back("but something is set against it");
    }
  }
  beyond(words, out);
  of_others(words, out);
  if (signs->organization && words.says(Says::asks)) {
    out.certainty = Certainty::review;
    out.why.emplace_back("but asks, and speaks of others who sign");
  }
  if (words.others || words.both) {
    out.certainty = Certainty::review;
    out.why.emplace_back("it signs for more than one");
  }
}

// The subject of a new mail is the sender's, too: "DRAFT", "not yet".
void doubts_of_subject(const Intention& subject, Verdict& out) {
  for (const Evidence& each : subject.evidence) {
    const bool against = each.says == Says::declines || each.says == Says::conditional ||
                         each.says == Says::later || each.says == Says::sarcasm ||
                         (each.says == Says::doubts && !each.stray);
    if (!against) continue;
    out.certainty = Certainty::review;
    out.why.push_back("but the subject says " + quote(&each));
    return;
  }
}

// No phrase that signs stands alone: each has words beside it that may make it something else.
bool faint(const Intention& words) {
  return std::all_of(words.evidence.begin(), words.evidence.end(), [](const Evidence& each) {
    return each.says != Says::signs || !each.beyond.empty();
  });
}

// What is said plainly besides weighs more than a faint signature: "Please don't add us. We sign
// only statements that our members wrote."
std::optional<Verdict> plainer(const Intention& words) {
  if (!faint(words)) return std::nullopt;
  for (const Evidence& each : words.evidence)
    if (each.says == Says::declines && each.end - each.begin > 1 && !each.story)
      return verdict(Kind::decline, Certainty::review, "says no: " + quote(&each));
  if (words.question && !words.others)
    return verdict(Kind::question, Certainty::review,
                   "asks, and says " + quote(words.first(Says::signs)) + " of something else");
  return std::nullopt;
}

Verdict signs(const Intention& words, const Intention& subject) {
  if (auto other = plainer(words)) return std::move(*other);
  Verdict out = verdict(Kind::sign, Certainty::clear, "says " + quote(words.first(Says::signs)));
  doubts(words, out);
  doubts_of_subject(subject, out);
  return out;
}

// No signing phrase in the sender's own words: what else they say, the strongest first.
Verdict other(const Intention& words, const Circumstances& about) {
  if (const Evidence* found = words.first(Says::declines))
    return verdict(Kind::decline, Certainty::clear, "says no: " + quote(found));
  if (const Evidence* found = words.first(Says::sarcasm))
    return verdict(Kind::decline, Certainty::review, "may be meant mockingly: " + quote(found));
  if (const Evidence* found = words.first(Says::conditional))
    return verdict(Kind::question, Certainty::review, "would sign on a condition: " + quote(found));
  if (const Evidence* found = words.first(Says::later))
    return verdict(Kind::question, Certainty::review, "speaks of later: " + quote(found));
  if (const Evidence* found = words.first(Says::reports))
    return verdict(Kind::question, Certainty::review,
                   "speaks of a signature given before or elsewhere: " + quote(found));
  if (const Evidence* found = words.first(Says::asks))
    return verdict(Kind::question, Certainty::review, "asks: " + quote(found));
  if (const Evidence* found = words.first(Says::agrees); found != nullptr && about.answer) {
    if (words.question && !about.form)
      return verdict(Kind::question, Certainty::review, "asks, and agrees: " + quote(found));
    // A form that was filled in says what is agreed to.
    const bool plain = about.form && !words.question && !words.says(Says::doubts);
    return verdict(Kind::sign, plain ? Certainty::clear : Certainty::review,
                   "agrees without saying \"I sign\": " + quote(found));
  }
  if (about.names_only && about.answer)
    return verdict(Kind::sign, Certainty::review, "gives only a name and a place in answer");
  return verdict(Kind::question, Certainty::review, "says nothing that a rule knows");
}

// Without own words the subject alone can speak: the links of the call fill it in.
Verdict silent(const Intention& subject, const Circumstances& about) {
  if (about.form_in_quote)
    return verdict(Kind::sign, Certainty::review, "the form was filled in inside the quoted mail");
  if (const Evidence* found = subject.first(Says::unsubscribes))
    return verdict(Kind::unsubscribe, Certainty::clear, "the subject says " + quote(found));
  if (const Evidence* found = subject.first(Says::withdraws))
    return verdict(Kind::withdraw, Certainty::clear, "the subject says " + quote(found));
  if (const Evidence* found = subject.first(Says::declines))
    return verdict(Kind::decline, Certainty::clear, "the subject says " + quote(found));
  if (const Evidence* found = subject.first(Says::signs))
    return verdict(Kind::sign, Certainty::clear, "the subject says " + quote(found));
  return verdict(Kind::empty, Certainty::clear, "no new words");
}

const Evidence* agreement(const Intention& words) {
  for (const Says says : {Says::confirms, Says::signs, Says::reports, Says::agrees})
    if (const Evidence* found = words.first(says)) return found;
  return nullptr;
}

// Only a plain yes answers a challenge: whoever did not sign answers it, too.
bool confirms(const Intention& words) {
  return agreement(words) != nullptr &&
         std::none_of(words.evidence.begin(), words.evidence.end(), [](const Evidence& each) {
           return each.says != Says::confirms && each.says != Says::signs &&
                  each.says != Says::agrees && each.says != Says::reports;
         });
}

bool same_words(const Intention& words, const Evidence& one, Says says) {
  return std::any_of(words.evidence.begin(), words.evidence.end(), [&](const Evidence& each) {
    return each.says == says && each.begin == one.begin && each.end == one.end;
  });
}

// "Please remove me" may mean the statement or the mailing list, unless more is said of either.
const Evidence* takes_back(const Intention& words) {
  const Evidence* either = nullptr;
  bool mailing = false;
  for (const Evidence& each : words.evidence) {
    mailing |= each.says == Says::unsubscribes && !same_words(words, each, Says::withdraws);
    if (each.says != Says::withdraws) continue;
    if (!same_words(words, each, Says::unsubscribes)) return &each;
    either = &each;
  }
  return mailing ? nullptr : either;
}

}  // namespace

Verdict weigh(const Intention& words, const Intention& subject, const Circumstances& about) {
  if (about.token && confirms(words) && about.more)
    return verdict(Kind::question, Certainty::review,
                   "answers our request to confirm with more than a yes");
  if (about.token && confirms(words) && words.hide)
    return verdict(Kind::amend, Certainty::clear,
                   "says yes to our request to confirm, and asks not to be named in public");
  if (about.token && confirms(words))
    return verdict(Kind::confirm, Certainty::clear,
                   "says yes to our request to confirm: " + quote(agreement(words)));
  if (!about.words) return silent(subject, about);
  if (const Evidence* found = takes_back(words)) {
    const bool disputed = same_words(words, *found, Says::unsubscribes) ||
                          words.says(Says::signs) || words.says(Says::amends);
    return verdict(Kind::withdraw, disputed ? Certainty::review : Certainty::clear,
                   "takes a signature back: " + quote(found));
  }
  if (about.bulk_words && !words.says(Says::amends) && !words.says(Says::declines))
    return verdict(Kind::bulk, Certainty::review, "reads like a circular, and answers nothing");
  if (words.says(Says::unsubscribes) && !words.says(Says::signs))
    return verdict(Kind::unsubscribe, Certainty::clear,
                   "wants no more mail: " + quote(words.first(Says::unsubscribes)));
  if (words.says(Says::amends) &&
      (!words.says(Says::signs) || words.says(Says::reports) ||
       words.first(Says::amends)->begin < words.first(Says::signs)->begin))
    return verdict(Kind::amend,
                   words.says(Says::asks) || framed(words) ? Certainty::review : Certainty::clear,
                   "corrects an earlier entry: " + quote(words.first(Says::amends)));
  // The subject of a new mail: that of a button, or the person's. It must agree with the words.
  if (const Evidence* found = subject.first(Says::withdraws))
    return verdict(Kind::withdraw, Certainty::review, "the subject says " + quote(found));
  if (const Evidence* found = subject.first(Says::amends);
      found != nullptr && (about.form || words.says(Says::signs)))
    return verdict(
        Kind::amend,
        words.says(Says::signs) || words.says(Says::asks) ? Certainty::review : Certainty::clear,
        "corrects an earlier entry, the subject says: " + quote(found));
  if (words.says(Says::signs)) return signs(words, subject);
  if (words.hide && !words.says(Says::declines) && !about.form)
    return verdict(Kind::amend, about.answer ? Certainty::clear : Certainty::review,
                   "asks not to be named in public");
  if (words.show && !words.says(Says::declines) && !about.form)
    return verdict(Kind::amend, about.answer ? Certainty::clear : Certainty::review,
                   "says that the name may be public");
  Verdict out = other(words, about);
  const bool open = out.kind == Kind::question || out.kind == Kind::bulk;
  if (open && about.form_in_quote && !about.form && !words.says(Says::asks))
    return verdict(Kind::sign, Certainty::review, "the form was filled in inside the quoted mail");
  if (open && (about.form || subject.says(Says::signs)) && !words.says(Says::asks) &&
      !words.says(Says::conditional) && !words.says(Says::later)) {
    const bool both = subject.says(Says::signs) && (about.form || !about.more);
    Verdict found = verdict(Kind::sign, both ? Certainty::clear : Certainty::review,
                            about.form ? "the form is filled in"
                                       : "the subject says " + quote(subject.first(Says::signs)));
    doubts_of_subject(subject, found);
    return found;
  }
  if (out.kind == Kind::question && subject.says(Says::unsubscribes))
    return verdict(Kind::unsubscribe, Certainty::review,
                   "the subject says " + quote(subject.first(Says::unsubscribes)));
  return out;
}

}  // namespace undersigned::reply
