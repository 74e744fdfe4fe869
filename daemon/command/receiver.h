#pragma once

#include <string>
#include <vector>

#include "campaign/config.h"

namespace undersigned::command {

// What the newest mails of a mailbox show of [trust]: whether the provider's results of who wrote
// them are found, and else what to write so that they are.
struct Advice {
  bool good = false;  // nothing to change
  std::string text;
};
Advice advise_trust(const campaign::TrustConfig& trust, const std::vector<std::string>& headers);

}  // namespace undersigned::command
