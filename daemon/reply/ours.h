#pragma once

#include <vector>

#include "reply/lexicon.h"
#include "reply/lines.h"
#include "reply/sent.h"

namespace undersigned::reply {

// What a line of a mail is.
enum class Place { own, quoted, dropped, closing, sign_off };

// Makes `quoted` what repeats a text that was sent, unmarked, in lines that are still `own`; a line
// that does so in part is parted. `places` are those of `lines`, before and after. Returns whether
// there was any. Where nothing was sent there is none.
bool subtract(std::vector<Line>& lines, std::vector<Place>& places, const Sent& sent,
              const Lexicon& lexicon);

// The line behind the last one, from line `from` on, that repeats a text that was sent; past the
// last line where none does.
std::size_t behind_ours(const std::vector<Line>& lines, std::size_t from, const Sent& sent);

}  // namespace undersigned::reply
