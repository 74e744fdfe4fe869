#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "campaign/config.h"
#include "campaign/ledger.h"
#include "campaign/letter_order.h"
#include "letter/compose.h"
#include "letter/forms.h"
#include "letter/template.h"

namespace undersigned::letter {

// What all letters of a campaign may say: loaded once by the shell, values only.
struct CampaignText {
  const campaign::Config* config = nullptr;
  const Templates* templates = nullptr;
  std::string statement;  // Markdown, as statement.md
  // What these letters were worded before; another campaign has its own.
  std::shared_ptr<Forms> forms = std::make_shared<Forms>();
};

// When a letter is written, and whether the release has gone out by then: what it says of deadline
// and release is in the tense of that moment.
struct Moment {
  Instant now{};
  bool released = false;
  Moment(Instant at, bool after_release = false) : now(at), released(after_release) {}
};

// A letter ready for the outbox.
struct Ready {
  campaign::LetterKind kind;
  mail::Address to;
  mail::MessageId id;
  bool empty_sender = false;  // envelope sender <> (challenges, answers: RFC 3834, 4)
  Composed composed;
};

// Words and composes one ordered letter (all answers to supporters, and the call). A thank-you
// knows no numbers here: see Thanks. `unique` makes the Message-ID: the same order with the same
// `unique` gives the same id.
Result<Ready> word_letter(const CampaignText& text, const campaign::LetterOrder& order,
                          std::string_view unique, Moment moment);

// The words of such a letter alone, to be known again where they come back; `open` stands for each
// number that is another one in the letters that go out.
Result<Rendered> words_of(const CampaignText& text, const campaign::LetterOrder& order,
                          Moment moment, std::string_view open);

// The letters that thank the signers once the release is out: the final numbers and, where the
// release has it, the list in print, made once for all of them.
class Thanks {
 public:
  // `counted` are all counted signatures.
  Thanks(const CampaignText& text, const std::vector<campaign::Signature>& counted);
  Result<Ready> word(const campaign::LetterOrder& order, std::string_view unique,
                     Instant now) const;

 private:
  const CampaignText& text_;
  Values numbers_;
  Enclosed enclosed_;
};

// What the digest, the deadline summary and `status` say.
struct Report {
  Instant now{}, since{};  // since: the last digest
  std::string phase;       // "open", "closed", "released"
  bool held = false;       // a person holds the release
  bool approved = false;   // a person has approved it
  campaign::MailCounts mails, mails_new;
  campaign::SignatureCounts signatures, signatures_new;
  campaign::LetterCounts letters;
  std::vector<campaign::Day> days;
  std::vector<campaign::Signature> counted;            // all, for the list attached
  std::vector<campaign::Signature> new_organizations;  // since the last digest
  std::vector<campaign::Waiting> waiting;
  std::vector<std::string> alarms;  // what an organizer must know, worded
};
Result<Ready> word_digest(const CampaignText& text, const Report& report, const mail::Address& to,
                          std::string_view unique);
Result<Ready> word_deadline_summary(const CampaignText& text, const Report& report,
                                    const Ready& release, const mail::Address& to,
                                    std::string_view unique);
// `what`: remarks (see Remarks), in English.
Result<Ready> word_alarm(const CampaignText& text, const std::vector<std::string>& what,
                         const mail::Address& to, std::string_view unique, Instant now);

// What came of an order that an organizer gave by mail.
struct CarriedOut {
  enum class What {
    held,          // the release: nothing more of it goes out
    gone,          // it has gone out; nothing can be held or approved
    approved,      // it goes at its time, or now
    early,         // see campaign::Approval
    outrun,        // …
    needless,      // …
    accepted,      // a signature: it counts, and the signer is told
    rejected,      // it does not count
    left,          // accepted: its signer wrote to be off the list, and is told that they are
    stays,         // rejected: … and is as they were before
    settled,       // a mail: it waits no more
    unknown,       // nothing with that number waits
    nameless,      // accepted, but there is no name to list
    twice,         // accepted, but the same signer counts already
    contradicted,  // the same mail orders the contrary
  } what;
  std::string number = {};   // "12", "m7"; "" where it is about the release
  std::string listing = {};  // of a signature
};
struct Answered {
  std::vector<CarriedOut> results;
  std::vector<std::string> unclear;  // lines that were not understood
  bool unproven = false;             // nobody vouches for the sender; nothing was carried out
  campaign::SignatureCounts signatures = {};  // after what was carried out
};
// Tells an organizer what was done at their orders. `order` says whom and what it answers.
Result<Ready> word_answer(const CampaignText& text, const campaign::LetterOrder& order,
                          const Answered& answered, std::string_view unique, Moment moment);

struct PressContact {
  mail::Address address;
  std::string name, outlet;
  int line = 0;                    // of the list, for what is found out later
  std::vector<int> repeated = {};  // further lines with the same address, which are left out
};
// The release for every contact, in the order of `contacts`; rendered once, personal greeting each.
// `counted` are all counted signatures: private ones are only counted, here and in the PDF.
Result<std::vector<Ready>> word_release(const CampaignText& text,
                                        const std::vector<campaign::Signature>& counted,
                                        const std::vector<PressContact>& contacts, Instant now);
Result<std::vector<PressContact>> read_press_list(std::string_view csv, const std::string& file);

}  // namespace undersigned::letter
