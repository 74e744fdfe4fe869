#include "mail/bounce_words.h"

#include <algorithm>
#include <array>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

template <std::size_t N>
bool any(std::string_view text, const std::array<std::string_view, N>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return text.find(phrase) != std::string_view::npos;
  });
}

constexpr std::array<std::string_view, 50> subjects{"undeliver",
                                                    "undelivered",
                                                    "delivery status notification",
                                                    "failure notice",
                                                    "delivery failure",
                                                    "delivery failed",
                                                    "delivery has failed",
                                                    "delivery error",
                                                    "delivery problem",
                                                    "delivery report",
                                                    "delivery notification",
                                                    "non-delivery",
                                                    "nondeliver",
                                                    "returned mail",
                                                    "mail returned",
                                                    "returned to sender",
                                                    "returning message",
                                                    "could not be delivered",
                                                    "not delivered",
                                                    "can't be delivered",
                                                    "cannot be delivered",
                                                    "message status",
                                                    "mail system error",
                                                    "error sending your mail",
                                                    "delivery delayed",
                                                    "delayed mail",
                                                    "message delayed",
                                                    "delayed delivery",
                                                    "user unknown",
                                                    "host unknown",
                                                    "mailbox full",
                                                    "bounced",
                                                    "no entregado",
                                                    "no se pudo entregar",
                                                    "no se ha podido entregar",
                                                    "devuelto al remitente",
                                                    "non remis",
                                                    "échec de la remise",
                                                    "échec de remise",
                                                    "courrier non distribué",
                                                    "unzustellbar",
                                                    "nicht zugestellt",
                                                    "zustellung fehlgeschlagen",
                                                    "não entregue",
                                                    "falha na entrega",
                                                    "mancata consegna",
                                                    "не доставлено",
                                                    "недоставлен",
                                                    "配信不能",
                                                    "退信"};

constexpr std::array<std::string_view, 52> texts{"could not be delivered",
                                                 "couldn't be delivered",
                                                 "cannot be delivered",
                                                 "can't be delivered",
                                                 "was not delivered",
                                                 "wasn't delivered",
                                                 "were not delivered",
                                                 "not be delivered",
                                                 "unable to deliver",
                                                 "undeliverable",
                                                 "undelivered",
                                                 "unable to be delivered",
                                                 "delivery to the following",
                                                 "delivery failed",
                                                 "delivery has failed",
                                                 "failed to deliver",
                                                 "failed recipient",
                                                 "delivery of the mail failed",
                                                 "not deliver your",
                                                 "error delivering",
                                                 "delivery attempt",
                                                 "delivering your m",
                                                 "returned to sender",
                                                 "user unknown",
                                                 "unknown user",
                                                 "no such user",
                                                 "recipient unknown",
                                                 "unknown recipient",
                                                 "mailbox unavailable",
                                                 "mailbox is full",
                                                 "mailbox full",
                                                 "over quota",
                                                 "quota exceeded",
                                                 "account has been disabled",
                                                 "permanent error",
                                                 "permanent fatal error",
                                                 "fatal errors",
                                                 "did not reach the following",
                                                 "no se pudo entregar",
                                                 "no se ha podido entregar",
                                                 "no ha podido ser entregad",
                                                 "n'a pas pu être remis",
                                                 "n'a pu être remis",
                                                 "konnte nicht zugestellt",
                                                 "nicht zugestellt werden",
                                                 "não pôde ser entregue",
                                                 "non è stato possibile consegnare",
                                                 "kon niet worden",
                                                 "не может быть доставлен",
                                                 "не доставлено",
                                                 "配信できません",
                                                 "无法投递"};

constexpr std::array<std::string_view, 16> delays{"delay",
                                                  "still being retried",
                                                  "warning only",
                                                  "will be retried",
                                                  "will retry",
                                                  "still trying",
                                                  "not yet been delivered",
                                                  "do not need to resend",
                                                  "keep trying",
                                                  "will continue to",
                                                  "temporarily deferred",
                                                  "retardad",
                                                  "retrasad",
                                                  "verzögert",
                                                  "retardé",
                                                  "задерж"};

constexpr std::array<std::string_view, 12> dialogue{"rcpt to:",
                                                    "smtp error from",
                                                    "remote server said",
                                                    "remote host said",
                                                    "remote mail server",
                                                    "error from remote",
                                                    "the error that the other server returned",
                                                    "diagnostic-code:",
                                                    "smtp; 5",
                                                    "smtp;5",
                                                    "<<< 5",
                                                    "while talking to"};

// "5.1.1" or "#5.1.1": class 4 or 5, two numbers of one to three digits.
std::size_t enhanced_code(std::string_view text, std::size_t at) {
  if (text[at] != '4' && text[at] != '5') return 0;
  std::size_t i = at + 1;
  for (int part = 0; part < 2; ++part) {
    if (i >= text.size() || text[i] != '.') return 0;
    const std::size_t start = ++i;
    while (i < text.size() && is_digit(text[i])) ++i;
    if (i == start || i - start > 3) return 0;
  }
  return i < text.size() && (text[i] == '.' && i + 1 < text.size() && is_digit(text[i + 1]))
             ? 0
             : i - at;
}

// "550 " or "550-", as a reply line of SMTP has it, with words after it.
bool basic_code(std::string_view text, std::size_t at) {
  return (text[at] == '4' || text[at] == '5') && at + 4 < text.size() && text[at + 1] >= '0' &&
         text[at + 1] <= '7' && is_digit(text[at + 2]) &&
         (text[at + 3] == ' ' || text[at + 3] == '-') && text[at + 4] > ' ';
}

constexpr std::array<std::string_view, 30> near_code{
    "user",    "mailbox",     "recipient",      "address",  "reject",   "denied",
    "unknown", "unavailable", "does not exist", "relay",    "blocked",  "spam",
    "quota",   "full",        "refused",        "disabled", "delivery", "deliver",
    "invalid", "host",        "domain",         "account",  "error",    "smtp",
    "message", "transaction", "temporar",       "deferred", "verify",   "policy"};

}  // namespace

bool says_not_delivered_in_subject(std::string_view folded) { return any(folded, subjects); }
bool says_not_delivered_in_text(std::string_view folded) { return any(folded, texts); }
bool says_delayed(std::string_view folded) { return any(folded, delays); }

Diagnosis read_diagnosis(std::string_view folded) {
  Diagnosis diagnosis;
  diagnosis.found = any(folded, dialogue);
  while (!folded.empty()) {
    const std::string_view line = take_line(folded);
    if (line.starts_with('>') && !line.starts_with(">>>")) continue;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool starts = i == 0 || !(is_digit(line[i - 1]) || is_alpha(line[i - 1]) ||
                                      line[i - 1] == '.' || line[i - 1] == '$');
      if (!starts || !is_digit(line[i])) continue;
      if (enhanced_code(line, i) == 0 && !basic_code(line, i)) continue;
      if (!any(line, near_code)) continue;
      diagnosis.found = true;
      diagnosis.permanent |= line[i] == '5';
    }
  }
  return diagnosis;
}

}  // namespace undersigned::mail
