#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/signature.h"
#include "letter/campaign_text.h"
#include "store/store.h"

namespace undersigned::command {

// A letter that tells a signer what a person did to their entry: confirmation, amended, withdrawn.
// None for an address that bounced, unsubscribed or was erased. `signatures`: one address's, one at
// least. `before`: as they were listed.
Result<std::vector<letter::Ready>> notice(const letter::CampaignText& text, store::Store& store,
                                          const std::string& key, campaign::LetterKind kind,
                                          const std::vector<campaign::Signature>& signatures,
                                          const std::optional<campaign::Signer>& before,
                                          Instant now);

}  // namespace undersigned::command
