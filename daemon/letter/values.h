#pragma once

#include <string>
#include <vector>

#include "letter/campaign_text.h"

namespace undersigned::letter {

// The statement's parts: its first heading, and what stands below.
struct Statement {
  std::string title, body;
};
Statement statement_of(const CampaignText& text);
// The statement and its signers in print, in the campaign's first language; nothing where the
// config wants no attachments.
std::vector<Attachment> printed_list(const CampaignText& text,
                                     const std::vector<campaign::Signature>& counted);

// Values that every letter may use, in words of `language`.
Values common_values(const CampaignText& text, std::string_view language);
// "open", "closed" and the like: where the campaign stands when the letter is written. Exactly one
// of open, closed and released is true.
void set_tense(Values& values, const campaign::Config& config, const Moment& moment);
// "signers" and the like: as the list will show them.
Value signer_values(const std::vector<campaign::Signer>& signers);
// What the public list shows of a counted signer: an organization whose contact asked not to be
// named stands without the contact.
std::string public_listing(const campaign::Signer& signer);

// From, To, Reply-To, Date, Message-ID.
Envelope envelope_for(const CampaignText& text, const mail::NamedAddress& to,
                      campaign::LetterKind kind, std::string_view unique, Instant now);
std::string list_id_of(const CampaignText& text);

}  // namespace undersigned::letter
