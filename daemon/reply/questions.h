#pragma once

#include <vector>

#include "reply/lexicon.h"

namespace undersigned::reply {

// People leave question marks out. Marks the words of sentences that ask all the same: from an
// interrogative at the beginning of a clause ("how do I") to the sentence's end, and the whole
// sentence where a particle ends it.
void mark_questions(std::vector<Word>& words, const Lexicon& lexicon);

}  // namespace undersigned::reply
