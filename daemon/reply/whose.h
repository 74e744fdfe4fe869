#pragma once

#include <string_view>

#include "reply/fragments.h"

namespace undersigned::reply {

// Whether a name is the sender's: one word in common is enough, also a short form ("Teo" is
// Teodoro). False where the From field has no name.
bool names_sender(std::string_view name, const Sender& sender, const Lexicon& lexicon);

// A name in another script than the From field's cannot be compared with it.
bool same_script(std::string_view a, std::string_view b);

// Whether a text names an organization, or a person who is not its sender: "please withdraw
// Harbor House's signature".
bool names_another(std::string_view text, const Sender& sender, const Lexicon& lexicon);

}  // namespace undersigned::reply
