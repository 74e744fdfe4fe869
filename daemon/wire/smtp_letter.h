#pragma once

#include <string>
#include <string_view>

#include "wire/smtp_reply.h"
#include "wire/submission.h"

namespace undersigned::wire {

// The commands of one transaction (RFC 5321, 4.1.1), each with its line end.
struct SmtpEnvelope {
  std::string mail, rcpt;
};
// Errors: why this server cannot take this letter at all (SIZE, 8BITMIME, SMTPUTF8).
Result<SmtpEnvelope> envelope(const Outgoing& letter, const SmtpOffer& offer);

// The mail as it goes out after DATA, with its final dot: every line ends in CRLF, also where
// `octets` had a CR or LF alone, and a dot at the start of a line is doubled (4.5.2), so that
// nothing in a letter ends it.
void append_stuffed(std::string& out, std::string_view octets);

}  // namespace undersigned::wire
