#pragma once

#include <string_view>
#include <vector>

#include "reply/signers.h"

namespace undersigned::reply {

// Several signers, one to a line ("* Example Alliance, Oakland"): nothing where the text has no
// such list. `all` are the text's fragments.
std::vector<Signer> signer_list(std::string_view text, const std::vector<Fragment>& all,
                                const Sources& from, const Lexicon& lexicon);

}  // namespace undersigned::reply
