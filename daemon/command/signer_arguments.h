#pragma once

#include "campaign/signature.h"
#include "command/command.h"

namespace undersigned::command {

// `signer` with what was said changed; an empty text removes a value. Errors: Kind::usage where an
// individual would have no name or an organization no organization, or `as` is neither word.
Result<campaign::Signer> with_arguments(campaign::Signer signer, const SignerArguments& said);

}  // namespace undersigned::command
