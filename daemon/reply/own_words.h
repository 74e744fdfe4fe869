#pragma once

#include <string>
#include <string_view>

#include "reply/quoted_mail.h"
#include "reply/sent.h"

namespace undersigned::reply {

// What the sender wrote anew, apart from what is quoted, forwarded, added by a program, or ours.
struct OwnWords {
  std::string text;      // the newest words; lines as they were written
  std::string shown;     // `text` with a short closing ("Thanks, Ana"), as it is shown to people
  std::string sign_off;  // the block behind "-- " or a closing: evidence for who, never for what
  std::string filled;    // "Label: value" lines inside quoted mail that we did not send so
  bool quoted = false;   // something was cut
  bool ours = false;     // a text that we sent stood in it unmarked
  bool below = false;    // they stand below a quote without marks: where it ends is a guess
  bool cut = false;      // more than is read stood there: what it says at its end is not known
};

// Linear in `text`, which is read up to 1 MB. The own words that come out are at most 48 KB.
OwnWords own_words(std::string_view text, const Answered& answered, const Sent& sent,
                   const Lexicon& lexicon);

}  // namespace undersigned::reply
