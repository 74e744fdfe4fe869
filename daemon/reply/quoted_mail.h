#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reply/lexicon.h"
#include "reply/lines.h"

namespace undersigned::reply {

// What is known of the mail that is being answered; helps where its language is unknown.
struct Answered {
  std::string subject;                 // of the reply, without "Re:" and its like
  std::vector<std::string> addresses;  // of To and Cc, lower case
  std::vector<std::string> names;      // their display names
  std::string sender, sender_name;     // of the reply itself: its address and display name
};

// The place where a mail program says that another mail follows.
struct Introduction {
  std::size_t lines = 0;   // how many lines it takes; 0: there is none here
  std::size_t before = 0;  // octets of its first line that stand before it: the reply was glued on
  bool by_sender = false;  // a header block that names the sender, or nobody: a mail of their own
};

// "On … wrote:", in any language of the phrases and in shapes that need none, over up to four
// lines, beginning at line `at`.
Introduction attribution(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                         const Lexicon& lexicon);

// "From: … Sent: … To: … Subject: …" at line `at`, with or without a separator before it.
Introduction header_block(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                          const Lexicon& lexicon);

// "-----Original Message-----", "Begin forwarded message:" at line `at`.
Introduction separator(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                       const Lexicon& lexicon);

// ">>> Ana Example <ana@example.org> 12/9/2015 10:31 AM >>>" at line `at`, in GroupWise's way: no
// quote mark, but the line that says that unmarked mail follows.
bool between_chevrons(const std::vector<Line>& all, std::size_t at);

// The first of these that holds at line `at`.
Introduction introduction(const std::vector<Line>& all, std::size_t at, const Answered& answered,
                          const Lexicon& lexicon);

}  // namespace undersigned::reply
