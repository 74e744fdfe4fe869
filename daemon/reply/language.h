#pragma once

#include <string>
#include <vector>

#include "reply/lexicon.h"

namespace undersigned::reply {

// The language of a text by its frequent small words and the phrases it uses; `otherwise` where
// nothing speaks for one. Two letters.
std::string language_of(const std::vector<Word>& text, const std::vector<Hit>& hits,
                        const Lexicon& lexicon, const std::string& otherwise);

}  // namespace undersigned::reply
