#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reply/form.h"
#include "reply/fragments.h"
#include "reply/intention.h"
#include "reply/lexicon.h"
#include "reply/meaning.h"

namespace undersigned::reply {

// Where a mail says who signs.
struct Sources {
  std::string_view text;       // own words
  std::string_view sign_off;   // the block behind them
  const Form& form;            // of the own words, or filled in inside quoted mail
  const Intention& intention;  // of the own words
  const Intention& subject;    // of the subject; nothing where it is only our call's
  const Sender& sender;
  std::string_view subject_text = {};  // empty where it is only our call's
};

struct Signers {
  std::vector<Signer> signers;
  std::vector<std::string> doubts;  // why an organizer should look, for people; empty: none
  std::vector<std::string> why;     // where the names come from
};

// Who signs, from the form, the text, the sign-off block and the From field, in this order.
Signers signers(const Sources& from, const Lexicon& lexicon);

}  // namespace undersigned::reply
