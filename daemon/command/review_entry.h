#pragma once

#include <string>
#include <vector>

#include "campaign/signature.h"
#include "letter/campaign_text.h"
#include "store/store.h"

namespace undersigned::command {

// What a person's decision about a signature came to.
struct ReviewedEntry {
  enum class What {
    done,
    already,   // it is in that state
    unknown,   // there is no such signature
    nameless,  // it cannot count: there is no name to list
    twice,     // it cannot count: the same signer does already
  } what = What::done;
  campaign::Signature entry = {};
  std::vector<letter::Ready> letters = {};  // that go out because of it
  std::string why = {};                     // twice: which one it is
};

// Signature `id` becomes `state`: counted, and its signer is told; or withdrawn, and nobody is. A
// mail whose signatures are all decided then waits no more.
Result<ReviewedEntry> review_entry(const letter::CampaignText& text, store::Store& store,
                                   const std::string& key, std::int64_t id, campaign::State state,
                                   Instant now);

}  // namespace undersigned::command
