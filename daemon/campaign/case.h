#pragma once

#include "campaign/decide.h"

namespace undersigned::campaign {

// One mail on the table of the rules: what is known, and what is being decided. Shared by the files
// of decide alone.
struct Case {
  const Config& config;
  const Arrived& arrived;  // the mail that is answered
  const Known& known;
  const TokenMaker& token;
  mail::NamedAddress sender;
  bool proven = false;         // a genuine token shows that the sender owns the address
  std::int64_t confirmed = 0;  // the earlier mail that the token speaks for
  Decision decision{};
};

// How far the sender is believed to be who From says.
enum class Standing {
  trusted,    // acted upon
  challenge,  // asked to confirm by replying
  review,     // an organizer looks first
};
Standing standing(const Case& c);
// Made by the very mail that the sender's token speaks for: what it says is theirs.
bool is_own(const Case& c, const Signature& entry);

// Letters that answer. A plain answer tells the sender something; a letter of change says that the
// list was changed. Limits keep us from being used against a third person: one plain answer or
// challenge a day and three ever; letters of change are bounded, too.
enum class Answer { plain, change };
bool may_answer(const Case& c, Answer answer);
// Orders a letter to the sender if the limits allow; false where they do not.
bool answer(Case& c, LetterKind kind, Answer what, std::vector<Signer> signers = {},
            std::vector<Signer> before = {});
// Asks what the sender meant, and tells what of theirs is on the list.
void ask_what_is_meant(Case& c);
// Tells the sender that a person will look; `wish`: at what they asked for.
void answer_that_it_waits(Case& c, Wish wish);
// A challenge about what mail `mail` wishes; where the limits forbid it, a person must look.
void challenge(Case& c, std::int64_t mail, Wish wish);

void settle(Case& c, const char* folder);                            // handled; nobody must look
void leave_to_person(Case& c, const char* folder, std::string why);  // somebody must

// The rules by kind. `subject` is the mail whose wish is granted: c.arrived, or the earlier mail
// that a confirmation speaks for.
void decide_sign(Case& c, const Arrived& subject);
void decide_amend(Case& c, const Arrived& subject);
void decide_withdraw(Case& c, const Arrived& subject);

bool is_organizer(const Case& c);
// An organizer who answers a report gives orders. False where the mail is none of that: an
// organizer may sign, too.
bool decide_orders(Case& c);

// `entry` as it is once the words of `news` are taken over: what was not said stays.
Signer merged(const Signer& entry, const Signer& news);

}  // namespace undersigned::campaign
