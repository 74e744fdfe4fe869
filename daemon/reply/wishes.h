#pragma once

#include "reply/signers.h"

namespace undersigned::reply {

// Leaves out of each signer what the sender asked to be left out ("not my employer"), and doubts
// where that may not be what they meant. Who asks for a part of the name alone is not named in
// public until a person has looked.
void leave_out(Signers& found, const Intention& wishes, const Lexicon& lexicon);

}  // namespace undersigned::reply
