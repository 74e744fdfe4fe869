#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/signature.h"
#include "mail/address.h"
#include "mail/message_id.h"

namespace undersigned::campaign {

// Every letter that the daemon can send. Each has one template a language.
enum class LetterKind {
  call,
  reminder,
  confirmation,
  already_signed,
  amended,
  challenge,
  not_understood,
  withdrawn,
  late,
  question_received,
  digest,
  alarm,
  deadline_summary,
  release,
  thank_you,
  answer
};
// A report is what organizers get and may give orders in answer to.
bool is_report(LetterKind kind);
std::string_view word(LetterKind kind);  // "not-understood"; also the template's file name
std::optional<LetterKind> letter_kind_of(std::string_view word);
// A letter's Message-ID begins with its word and a dot, so that an answer tells what it answers.
// Anybody can write such an id: it may make a rule more careful, never more trusting.
std::optional<LetterKind> letter_kind_of(const mail::MessageId& id);
inline constexpr LetterKind all_letters[] = {LetterKind::call,
                                             LetterKind::reminder,
                                             LetterKind::confirmation,
                                             LetterKind::already_signed,
                                             LetterKind::amended,
                                             LetterKind::challenge,
                                             LetterKind::not_understood,
                                             LetterKind::withdrawn,
                                             LetterKind::late,
                                             LetterKind::question_received,
                                             LetterKind::digest,
                                             LetterKind::alarm,
                                             LetterKind::deadline_summary,
                                             LetterKind::release,
                                             LetterKind::thank_you,
                                             LetterKind::answer};

// What a mail asked for, as far as a letter says it to somebody who may not have written it.
enum class Wish {
  none,
  sign,      // to be listed
  change,    // that an entry reads otherwise
  withdraw,  // to be taken off
};

// A letter that the rules ask for, before it is worded. One letter has one recipient.
struct LetterOrder {
  LetterKind kind;
  mail::NamedAddress to;
  std::string language = "en";
  std::vector<Signer> signers;              // that it is about, as they are listed now (of
                                            // not_understood: what of the sender's is on the list)
  std::vector<Signer> before;               // as they were listed before (already_signed, amended)
  std::optional<mail::MessageId> answers;   // In-Reply-To
  std::vector<mail::MessageId> references;  // of the mail that it answers
  std::string subject_answered;             // subject of the mail that it answers, for threading
  std::string token = {};                   // challenge only
  Wish wish = Wish::none;                   // that waits for an answer or a person
  bool by_hand = false;                     // an organizer put the signers on the list
};

}  // namespace undersigned::campaign
