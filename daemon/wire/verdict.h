#pragma once

#include "wire/smtp_reply.h"
#include "wire/submission.h"

namespace undersigned::wire {

enum class SmtpStage { mail, rcpt, data, dot };

// What a reply to a letter's command makes of it, where the reply ends the transaction: anything
// but 2xx to MAIL and RCPT, anything but 354 to DATA, and all to the final dot.
//
// 4xx is for now, 5xx for good. Two exceptions, since a letter must not be given up for a fault
// that is not its own: what a server refuses at MAIL speaks of the sender, who is the same for all
// letters (unless it speaks of the size), and some providers say 5xx where a limit of letters a day
// is reached; both are try_again and slow_down.
Outcome judge(SmtpStage stage, const SmtpReply& reply, std::int64_t letter);

}  // namespace undersigned::wire
