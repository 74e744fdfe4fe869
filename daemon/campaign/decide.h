#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "campaign/config.h"
#include "campaign/letter_order.h"
#include "campaign/signature.h"
#include "mail/authentication.h"
#include "mail/message.h"
#include "reply/meaning.h"

namespace undersigned::campaign {

// How often we wrote to senders for whom nobody vouches: to this mailbox (whatever "+tag" stands in
// the address), to its domain, and to all.
struct Asked {
  int mailbox_today = 0, mailbox_ever = 0;
  int domain_this_hour = 0, all_this_hour = 0;
};

// What is known of the sender when a mail is decided upon.
struct Known {
  std::vector<Signature> signatures;  // of this address, all states
  // Of other addresses: counted organizations that the mail's signers name, too.
  std::vector<Signature> same_organizations;
  bool bounced = false, unsubscribed = false, erased = false;
  int answers_today = 0, answers_ever = 0;  // letters that answered this address
  Asked asked;
  bool answers_report = false;  // the mail answers a report that we sent to this very address
};

// Sub-folders of the mailbox to which handled mails are moved, so that people can look.
inline constexpr std::array folders{
    "Signed",  "Pending", "Review",    "Automatic",    "Declined",  "Questions", "Organizers",
    "Unclear", "Late",    "Withdrawn", "Unsubscribed", "Duplicate", "Unreadable"};

// What became of a mail: its place in the ledger, exactly one.
struct Fate {
  enum class Box { kind, duplicate, late, quarantined } box = Box::kind;
  reply::Kind kind = reply::Kind::question;  // what it means; for `late` what it would have been
  std::string folder;                        // sub-folder of the mailbox, one of `folders`
  std::string reply;                         // own words, for the digest
  std::string why;                           // for people
  bool needs_person = false;                 // an organizer must look
};

struct AddSignature {
  Signature signature;
};
struct UpdateSignature {
  std::int64_t id = 0;
  Signer signer;
  State state = State::review;
  std::vector<std::string> why;
};
// The entry becomes what this signature says and keeps nothing but its number: what an unproven
// mail said is gone.
struct ReplaceSignature {
  std::int64_t id = 0;
  Signature signature;
};
struct MarkAddress {
  mail::Address address;
  enum class Mark { bounced, unsubscribed } mark;
};
using Change = std::variant<AddSignature, UpdateSignature, ReplaceSignature, MarkAddress>;

// What an organizer ordered by answering a report. The shell carries it out, and the letter
// `answer` tells what came of it.
struct OrderedByMail {
  std::vector<reply::Order> orders;   // to be carried out
  std::vector<reply::Order> refused;  // that contradict others of the same mail
  std::vector<std::string> unclear;   // lines that were not understood; but for a hold nothing is
                                      // carried out where there are any
  bool unproven = false;              // nobody vouches for the sender; nothing is carried out
};

// The outcome of one mail; the shell makes all of it true in one transaction.
struct Decision {
  Fate fate;
  std::vector<Change> changes;
  std::vector<LetterOrder> letters;
  bool unproven = false;  // the letters go to somebody for whom nobody vouches
  bool silenced = false;  // a letter was left out, because too many went there already
  std::optional<OrderedByMail> ordered;
};

// A mail that was read.
struct Arrived {
  const mail::Message& message;
  const reply::Meaning& meaning;
  mail::Authenticated authenticated;
  Instant arrived;
  std::int64_t mail = 0;
};

// The rules' view of the mail's sender; nothing where From holds no address that can be answered.
std::optional<mail::NamedAddress> sender(const mail::Message& message);

// The campaign's rules for one mail: pure, and the only place where a signature comes into being
// by mail. `confirmed` is the earlier mail that a genuine challenge token of this mail speaks for
// (campaign/token), nothing where there is none; the shell looks it up. `token` makes the token for
// a challenge about a mail (see campaign/token).
using TokenMaker = std::function<std::string(const mail::Address&, std::int64_t mail)>;
Decision decide(const Config& config, const Arrived& arrived, const Arrived* confirmed,
                const Known& known, const TokenMaker& token);

}  // namespace undersigned::campaign
