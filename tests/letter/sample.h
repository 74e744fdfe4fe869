#pragma once

#include <string>
#include <vector>

#include "letter/campaign_text.h"
#include "reply/read.h"

namespace undersigned::letter {

// The example campaign of config/ with the letters of templates/, as the program loads them.
struct Sample {
  campaign::Config config;
  Templates templates;
  CampaignText text;
  Sample();
  Sample(const Sample&) = delete;
};
const Sample& sample();

std::string file_text(const std::string& path);
Instant at(const std::string& rfc3339);
mail::Address address(const std::string& text);
mail::NamedAddress named(const std::string& name, const std::string& text);
campaign::Signer person(std::string name, std::string affiliation = {}, std::string title = {},
                        std::string place = {});
campaign::Signer organization(std::string organization, std::string contact = {},
                              std::string title = {}, std::string place = {});
campaign::Signature counted(campaign::Signer signer, std::string from = "a@example.org",
                            std::string arrived = "2015-12-09T18:00:00Z");
// An order of that kind with signers that fit.
campaign::LetterOrder order(campaign::LetterKind kind, std::string language = "en");
// A lively campaign: names of many scripts, private signers, organizations with and without people.
std::vector<campaign::Signature> many(std::size_t count);
Report report(std::size_t signatures);

// What reads replies to it in these languages, by the phrases of all; it knows of no sent text.
reply::Context context_in(const std::vector<std::string>& languages);

}  // namespace undersigned::letter
