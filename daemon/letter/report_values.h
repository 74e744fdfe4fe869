#pragma once

#include <string>
#include <vector>

#include "letter/campaign_text.h"

namespace undersigned::letter {

// What the digest and the deadline summary say of a report.
Values report_values(const CampaignText& text, const Report& report, std::string_view language);
// The list as CSV and spreadsheet unless it is too long for a letter, and the picture that the
// digest shows.
std::vector<Attachment> report_attachments(const CampaignText& text, const Report& report,
                                           std::string_view language);

// Says whether the list is among the letter's attachments.
void set_attached(Values& values, const Report& report, const std::vector<Attachment>& attached);

// Signers by the state or country of their place, the most first.
std::vector<std::pair<std::string, std::int64_t>> by_place(
    const std::vector<campaign::Signature>& counted, std::string_view language);
// Organizations that signed from an address that anybody can have.
std::vector<campaign::Signature> from_free_mail(const std::vector<campaign::Signature>& counted);
struct Burst {
  std::string domain;
  std::int64_t count = 0;
  Instant day{};  // a moment of it
};
// Domains (but for free mail) from which very many have signed on one day.
std::vector<Burst> bursts(const std::vector<campaign::Signature>& counted,
                          const campaign::Zone& zone);

std::string release_headline(const campaign::Config& config);

}  // namespace undersigned::letter
