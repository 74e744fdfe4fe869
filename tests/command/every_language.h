#pragma once

#include <string>
#include <vector>

#include "command/reading.h"

namespace undersigned {

std::vector<std::string> all_languages();  // that have any letters, English first
// The example campaign, with letters in every language that has any.
const command::Campaign& campaign_of_all_languages();
const reply::Context& reading_of_all_languages();  // of replies to it

}  // namespace undersigned
