#include "reply/weigh.h"

namespace undersigned::reply {

namespace {

std::string quote(const Evidence* evidence) {
  return evidence == nullptr ? std::string() : "\"" + evidence->phrase + "\"";
}

Verdict verdict(Kind kind, Certainty certainty, std::string why) {
  return {kind, certainty, {std::move(why)}};
}

// What stands against a signature that the words give.
void doubts(const Intention& words, Verdict& out) {
  const auto doubt = [&](Says what, const std::string& why) {
    if (const Evidence* found = words.first(what); found != nullptr) {
      out.certainty = Certainty::review;
      out.why.push_back(why + " " + quote(found));
    }
  };
  doubt(Says::declines, "but it also says no:");
  doubt(Says::conditional, "but on a condition:");
  doubt(Says::later, "but speaks of later:");
  doubt(Says::sarcasm, "but it may be meant mockingly:");
  doubt(Says::unsubscribes, "and wants no more mail:");
  doubt(Says::amends, "and corrects something:");
  for (const Evidence& each : words.evidence)
    if (each.says == Says::signs && each.contrasted) {
      out.certainty = Certainty::review;
      out.why.push_back("but something is set against it");
      break;
    }
  if (words.others || words.both) {
    out.certainty = Certainty::review;
    out.why.emplace_back("it signs for more than one");
  }
}

Verdict signs(const Intention& words) {
  Verdict out = verdict(Kind::sign, Certainty::clear, "says " + quote(words.first(Says::signs)));
  doubts(words, out);
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
  if (const Evidence* found = words.first(Says::agrees); found != nullptr && about.answer)
    return verdict(Kind::sign, Certainty::review,
                   "agrees without saying \"I sign\": " + quote(found));
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

}  // namespace

Verdict weigh(const Intention& words, const Intention& subject, const Circumstances& about) {
  if (about.token && !words.says(Says::declines) && !words.says(Says::withdraws) &&
      !words.says(Says::unsubscribes) && !words.says(Says::asks))
    return verdict(Kind::confirm, Certainty::clear, "answers our request to confirm");
  if (!about.words) return silent(subject, about);
  if (const Evidence* found = words.first(Says::withdraws)) {
    const bool disputed = words.says(Says::signs) || words.says(Says::amends);
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
    return verdict(Kind::amend, words.says(Says::asks) ? Certainty::review : Certainty::clear,
                   "corrects an earlier entry: " + quote(words.first(Says::amends)));
  if (words.says(Says::signs)) return signs(words);
  Verdict out = other(words, about);
  const bool open = out.kind == Kind::question || out.kind == Kind::bulk;
  if (open && (about.form || subject.says(Says::signs)) && !words.says(Says::asks) &&
      !words.says(Says::conditional) && !words.says(Says::later)) {
    const bool both = about.form && subject.says(Says::signs);
    return verdict(Kind::sign, both ? Certainty::clear : Certainty::review,
                   about.form ? "the form is filled in"
                              : "the subject says " + quote(subject.first(Says::signs)));
  }
  if (out.kind == Kind::question && subject.says(Says::unsubscribes))
    return verdict(Kind::unsubscribe, Certainty::review,
                   "the subject says " + quote(subject.first(Says::unsubscribes)));
  return out;
}

}  // namespace undersigned::reply
