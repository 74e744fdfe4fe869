#pragma once

#include <string>
#include <vector>

#include "campaign/ledger.h"
#include "campaign/signature.h"
#include "letter/campaign_text.h"
#include "store/store.h"

namespace undersigned::command {

// What a person decides about something that waits.
enum class Verdict { accept, reject };

// What such a decision about a signature came to.
struct ReviewedEntry {
  enum class What {
    done,
    already,   // it is in that state
    unknown,   // there is no such signature
    nameless,  // it cannot count: there is no name to list
    twice,     // it cannot count: the same signer does already
    left,      // it cannot count: its signer took it off the list
  } what = What::done;
  campaign::Signature entry = {};  // as it is now
  bool was_leaving = false;        // the decision was about the signer's wish to be off the list
  std::string why = {};            // twice: which one it is
};

// All or nothing.
struct Reviewed {
  std::vector<ReviewedEntry> entries;  // one for each id, in that order
  std::vector<letter::Ready> letters;  // that go out because of it
};

// An accepted signature counts, and its signer is told; a rejected one is withdrawn, and nobody is.
// Where its signer wrote to be off the list, that is what is decided about: accepted, it is
// withdrawn; rejected, it becomes again what it was before; the signer is told of either. Whoever
// sent one mail for many gets one letter. A mail whose signatures are all decided then waits no
// more.
Result<Reviewed> review_entries(const letter::CampaignText& text, store::Store& store,
                                const std::string& key, const std::vector<std::int64_t>& ids,
                                Verdict verdict, Instant now);

// A mail waits no more. Where it asks to be off the list and that is accepted, all that its sender
// has there is withdrawn, and the sender is told.
Result<Reviewed> review_mail(const letter::CampaignText& text, store::Store& store,
                             const std::string& key, const campaign::Waiting& mail, Verdict verdict,
                             Instant now);

}  // namespace undersigned::command
