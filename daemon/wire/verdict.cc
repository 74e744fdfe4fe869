#include "wire/verdict.h"

#include <algorithm>

namespace undersigned::wire {

namespace {

std::string lower_text(const SmtpReply& reply) {
  std::string text;
  for (const auto& line : reply.lines) text += line + "\n";
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

// The words of providers for: you send too much. "Too many hops" is a loop.
bool says_too_much(const SmtpReply& reply) {
  const std::string text = lower_text(reply);
  const auto has = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  if (has("hop") || has("size")) return false;
  return has("too many") || has("rate limit") || has("sending limit") || has("sending quota") ||
         has("too fast") || has("too quickly") || has("throttl") || reply.enhanced() == "5.4.5" ||
         reply.enhanced() == "4.4.5";
}

bool speaks_of_size(const SmtpReply& reply) {
  return reply.code == 552 || reply.enhanced() == "5.3.4" || reply.enhanced() == "5.2.3";
}

bool asks_to_slow_down(const SmtpReply& reply) {
  if (reply.code == 421 || says_too_much(reply)) return true;
  return reply.code == 450 && reply.enhanced().starts_with("4.7.");
}

}  // namespace

Outcome judge(SmtpStage stage, const SmtpReply& reply, std::int64_t letter) {
  Outcome outcome{letter, Delivery::try_again, reply.code, reply.first_line(), false};
  switch (reply.code / 100) {
    case 2:
      if (stage == SmtpStage::dot) outcome.delivery = Delivery::accepted;
      break;  // 2xx to DATA: nothing was sent
    case 4:
      outcome.slow_down = asks_to_slow_down(reply);
      break;
    case 5:
      outcome.slow_down =
          says_too_much(reply) || (stage == SmtpStage::mail && !speaks_of_size(reply));
      if (!outcome.slow_down) outcome.delivery = Delivery::refused;
      break;
    default:  // 3xx to the final dot: nobody knows what that means
      if (stage == SmtpStage::dot) outcome.delivery = Delivery::uncertain;
  }
  return outcome;
}

}  // namespace undersigned::wire
