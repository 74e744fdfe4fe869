#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "reply/words.h"

namespace undersigned::reply {

// "Inc": what stands behind a company's name.
bool firm_form(std::string_view text, const Word& word);

// "P.C.", "A.C.": an organization's, where it stands behind one.
bool firm_letters(const std::vector<Word>& all, std::uint32_t begin, std::uint32_t end);

// "Jr." behind a person's name.
bool name_suffix(const Word& word);

}  // namespace undersigned::reply
