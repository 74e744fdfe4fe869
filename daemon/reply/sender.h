#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/message.h"
#include "reply/lexicon.h"

namespace undersigned::reply {

// What is known of the sender besides the words.
struct Sender {
  std::string name;               // display name, as printed; empty where there is none
  std::vector<std::string> keys;  // its words (names.h)
  std::string domain;             // of the address, lower case
  bool organization = false;      // the display name is an organization's
};

Sender sender(const mail::Message& message, const Lexicon& lexicon);

// Whether a display name is nobody's: "Mom Cell", "Info", "Ana's iPhone", "asmith42".
bool names_nobody(std::string_view display_name, const Lexicon& lexicon);

}  // namespace undersigned::reply
