#pragma once

#include <string>

#include "campaign/config.h"
#include "result.h"

namespace undersigned::command {

// The password or token itself: the content of $CREDENTIALS_DIRECTORY/NAME (systemd's
// LoadCredential=), of a file, or of an environment variable, without one line end at its end.
// `key` names it for errors, "mailbox.password". Errors: Kind::config with the config's file and
// line; never the secret. A file that everybody may read gets a warning in the log.
Result<std::string> load_secret(const campaign::Config& config, const std::string& key,
                                const campaign::Secret& secret);

}  // namespace undersigned::command
