#pragma once

#include <cstddef>
#include <vector>

#include "reply/lexicon.h"
#include "reply/lines.h"

namespace undersigned::reply {

// "-- ", "—", "____", "* * *" alone on a line: a sign-off block follows.
bool sign_off_delimiter(std::string_view line);
// "-Ana", "— Ana Lopez": a name behind a dash.
bool dashed_name(std::string_view line);
// "Apologies for the typos. Please add my name": says something, in one word where that says who
// ("подписываю"); then it is no footer and no disclaimer, whatever else it says.
bool speaks(std::string_view line, const Lexicon& lexicon);
// "Sent from my iPhone", in any language of the phrases, and adverts of mail providers.
bool footer(std::string_view line, const Lexicon& lexicon);
// The first line of a legal disclaimer.
bool disclaimer(std::string_view line, const Lexicon& lexicon);
// "Best," "In solidarity," alone on a line.
bool closing(std::string_view line, const Lexicon& lexicon);
// Where the closing stands that ends the words of lines [0, size): the lines behind it are few,
// short and say nothing. `size` where there is none.
std::size_t closing_at(const std::vector<std::string_view>& lines, const Lexicon& lexicon);

}  // namespace undersigned::reply
