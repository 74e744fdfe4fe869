#pragma once

#include <string>
#include <vector>

#include "mail/message.h"
#include "reply/meaning.h"
#include "reply/phrases.h"
#include "reply/sent.h"

namespace undersigned::reply {

// What the campaign knows that bears on the meaning of a mail.
struct Context {
  const Phrases* phrases = nullptr;    // required
  std::vector<std::string> languages;  // the campaign's, first is the default
  Sent sent;  // texts that the campaign sent (call, letters), plain text: never taken for the
              // sender's words; made once, `push_back` adds one
  std::vector<mail::Address> organizers;
  std::vector<mail::Address> ours;  // our own addresses: mail from them is never a signature
};

// The whole of `undersigned read` for one mail, as a pure function: automatic? → own words →
// intention → signers → certainty. Linear in the size of the mail.
Meaning read(const mail::Message& message, const Context& context);

}  // namespace undersigned::reply
