#pragma once

#include <vector>

#include "campaign/config.h"
#include "campaign/letter_order.h"
#include "campaign/signature.h"
#include "letter/campaign_text.h"

namespace undersigned::command {

// Invented signers, people and organizations in several scripts, one of them not to be named: for
// previews and checks before anybody has signed. All counted, the last of them half a day before
// `now`.
std::vector<campaign::Signature> sample_signatures(const campaign::Config& config, Instant now);

// Adds them to a report that has nobody in it, as if each had written one mail.
void add_samples(letter::Report& report, const campaign::Config& config);

// A letter of that kind to `signature`'s address, as the rules would order it.
campaign::LetterOrder sample_order(campaign::LetterKind kind, const campaign::Signature& signature,
                                   const std::string& language);

}  // namespace undersigned::command
