#include "campaign/letter_order.h"

#include <algorithm>
#include <iterator>

namespace undersigned::campaign {

bool is_report(LetterKind kind) {
  return kind == LetterKind::digest || kind == LetterKind::alarm ||
         kind == LetterKind::deadline_summary || kind == LetterKind::answer;
}

std::string_view word(LetterKind kind) {
  switch (kind) {
    case LetterKind::call:
      return "call";
    case LetterKind::reminder:
      return "reminder";
    case LetterKind::confirmation:
      return "confirmation";
    case LetterKind::already_signed:
      return "already-signed";
    case LetterKind::amended:
      return "amended";
    case LetterKind::challenge:
      return "challenge";
    case LetterKind::not_understood:
      return "not-understood";
    case LetterKind::withdrawn:
      return "withdrawn";
    case LetterKind::late:
      return "late";
    case LetterKind::question_received:
      return "question-received";
    case LetterKind::digest:
      return "digest";
    case LetterKind::alarm:
      return "alarm";
    case LetterKind::deadline_summary:
      return "deadline-summary";
    case LetterKind::release:
      return "release";
    case LetterKind::thank_you:
      return "thank-you";
    case LetterKind::answer:
      return "answer";
  }
  return "";
}

std::optional<LetterKind> letter_kind_of(std::string_view text) {
  const auto found = std::find_if(std::begin(all_letters), std::end(all_letters),
                                  [&](LetterKind kind) { return word(kind) == text; });
  if (found == std::end(all_letters)) return std::nullopt;
  return *found;
}

std::optional<LetterKind> letter_kind_of(const mail::MessageId& id) {
  const std::string_view text = id.text();
  return letter_kind_of(text.substr(0, text.find('.')));
}

}  // namespace undersigned::campaign
