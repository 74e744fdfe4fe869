#pragma once

#include <string>
#include <vector>

#include "reply/intention.h"
#include "reply/meaning.h"

namespace undersigned::reply {

// What besides the words bears on the meaning.
struct Circumstances {
  bool words = false;          // the sender wrote anything at all
  bool form = false;           // our form stands in the mail, with a name or organization filled in
  bool form_in_quote = false;  // … only inside quoted mail
  bool token = false;          // a challenge token came back
  bool more = false;           // beside a token, or a subject that signs, words that no rule knows
  bool answer = false;         // the mail answers one of ours
  bool names_only = false;     // the words are just who and where
  bool bulk_words = false;     // "click here", "view in browser" in a mail that answers nothing
};

struct Verdict {
  Kind kind = Kind::question;
  Certainty certainty = Certainty::review;
  std::vector<std::string> why;
};

// The one place where evidence becomes a kind. The rule of thumb stands at the head of
// config/phrases/en.toml for organizers: what is plain and undisputed is clear, all else waits.
Verdict weigh(const Intention& words, const Intention& subject, const Circumstances& about);

}  // namespace undersigned::reply
