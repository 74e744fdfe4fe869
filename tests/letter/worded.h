#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/message.h"
#include "sample.h"

namespace undersigned::letter {

inline const Instant now = at("2015-12-10T20:00:00Z");

std::vector<campaign::LetterKind> to_supporters();  // kinds of letters
Ready worded(const campaign::LetterOrder& order);
Ready answer_to_orders();  // with everything that can come of orders by mail
mail::Message read_back(const Ready& ready);
bool has(const std::string& text, std::string_view part);
std::string flat(const std::string& text);  // without the ends of lines

}  // namespace undersigned::letter
