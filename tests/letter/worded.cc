#include "worded.h"

#include <sstream>

#include <catch2/catch.hpp>

namespace undersigned::letter {

using campaign::LetterKind;

namespace {

Answered everything_answered() {
  using What = CarriedOut::What;
  Answered answered;
  for (auto what : {What::held, What::gone, What::approved, What::early, What::outrun,
                    What::needless, What::contradicted})
    answered.results.push_back({what});
  for (auto what : {What::accepted, What::rejected, What::nameless, What::twice})
    answered.results.push_back({what, "12", "Maria López, Oakland"});
  for (auto what : {What::settled, What::unknown, What::contradicted})
    answered.results.push_back({what, "m7"});
  answered.signatures.individuals = 152;
  answered.signatures.organizations = 62;
  answered.unclear = {"hold [it](http://evil.example) **please** if you can"};
  return answered;
}

}  // namespace

std::vector<LetterKind> to_supporters() {
  return {LetterKind::call,      LetterKind::reminder,         LetterKind::confirmation,
          LetterKind::amended,   LetterKind::already_signed,   LetterKind::challenge,
          LetterKind::withdrawn, LetterKind::not_understood,   LetterKind::late,
          LetterKind::thank_you, LetterKind::question_received};
}

Ready worded(const campaign::LetterOrder& order) {
  auto ready = word_letter(sample().text, order, "1", now);
  if (!ready) FAIL(ready.error().text());
  return *ready;
}

mail::Message read_back(const Ready& ready) {
  auto message = mail::parse(ready.composed.own + ready.composed.shared);
  if (!message) FAIL(message.error().text());
  return *message;
}

Ready answer_to_orders() {
  campaign::LetterOrder order;
  order.to.address = address("organizer@example.org");
  order.answers = mail::MessageId::parse("<order.1@example.org>");
  auto ready = word_answer(sample().text, order, everything_answered(), "1", now);
  if (!ready) FAIL(ready.error().text());
  return *ready;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string flat(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace undersigned::letter
