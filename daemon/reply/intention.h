#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"
#include "reply/words.h"

namespace undersigned::reply {

// What one sentence says about signing.
enum class Says : std::uint8_t {
  signs,         // "I sign", "add us"
  agrees,        // "happy to": a signature only by its circumstances
  declines,      // "I decline", or a signing phrase that is denied
  withdraws,     // "take my name off the statement"
  amends,        // "my title should be …"
  unsubscribes,  // "take me off your list"
  asks,          // a question, also one with a signing phrase in it
  confirms,      // "I confirm"
  reports,       // "I signed last week": of the past, or of another thing
  later,         // "I will sign tomorrow"
  conditional,   // "if the board agrees"
  sarcasm,       // "yeah, right"
  doubts,        // "under protest", "not!": what is said may not be meant
};

// One piece of evidence: words [begin, end) of the text it was found in.
struct Evidence {
  Says says;
  std::string phrase;  // as the sender wrote it
  std::uint32_t begin = 0, end = 0;
  std::uint32_t sentence = 0;  // its sentence begins at this word
  std::uint8_t language = 0;
  bool we = false, i = false;  // the phrase, or its sentence, speaks of us or me
  bool contrasted = false;     // "… but": what follows may take it back
  bool anywhere = false;       // of `doubts`: weighs wherever it stands
  bool stray = false;          // of `doubts`: a word of signing that signs nothing
  bool organization = false;   // "… voted to endorse": somebody other than the writer signs
  // Of `signs`: the words behind the phrase, in its clause, that are no usual object of signing
  // ("put me on the list of *opponents*"), folded; see Signing::beyond.
  std::vector<std::string> beyond;
  bool story = false;         // of denials and plans: no more than what led to the signature
  bool of_employer = false;   // of denials: of whom the writer names for identification only
  bool hardly_known = false;  // of `signs`: they are words of a language with few phrases
  // Of `signs`: they may be somebody else's words, or mere talk; see Signing::framed, label.
  bool framed = false;
  std::vector<std::string> label;
};

// Everything that a text says about signing, in order, before anything is weighed.
struct Intention {
  std::vector<Evidence> evidence;
  bool individual = false;            // "in my own name"
  bool for_organization = false;      // "on behalf of"
  bool identification = false;        // "for identification only"
  bool hide = false;                  // "do not publish my name"
  bool show = false;                  // "you may use my name"
  bool organization_only = false;     // "only the organization's name, not mine"
  bool first_name_only = false;       // "first name only, please"
  bool initials_only = false;         // "use my initials"
  bool without_organization = false;  // "leave out my employer"
  bool without_title = false;         // "no titles, please"
  bool others = false;                // "my wife and I", "so do my sisters"
  bool both = false;                  // "my church and I"
  bool mentions = false;              // a signing phrase between quotation marks
  bool question = false;              // a question stands beside what signs

  // Wishes hold wherever in a mail they stand.
  void take_wishes(const Intention& of_other_text);
  bool leaves_out() const;  // wishes that the entry lack something that it could hold
  bool says(Says what) const;
  const Evidence* first(Says what) const;
};

// Pure: `hits` are those of `longest(lexicon.find(text_words))`.
Intention intention(std::string_view text, const std::vector<Word>& text_words,
                    const std::vector<Hit>& hits, const Lexicon& lexicon);

}  // namespace undersigned::reply
