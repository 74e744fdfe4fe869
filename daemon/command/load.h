#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "campaign/config.h"
#include "command/command.h"
#include "letter/campaign_text.h"
#include "letter/template.h"
#include "result.h"

namespace undersigned::command {

// Where letters, phrases and the files that a config names are looked for, in this order: beside
// the config file (an organization's own wording), in the installed share directory, and for a
// binary in its build tree in the source tree. `config` may be "".
std::vector<std::filesystem::path> places(const std::string& config);
std::string listed(const std::vector<std::filesystem::path>& places);  // "config, /usr/share/…"

// Where a file that the config names was found: beside it, else in another of the places. As it is
// named where it is nowhere.
std::string file_named(const campaign::Config& config, const std::string& path);

// The places of letters among them: the example campaign words its own, which would be wrong in any
// other, so that of the source tree is left out unless the config file stands there.
std::vector<std::filesystem::path> for_letters(std::vector<std::filesystem::path> places);

// All files of `folder` in any place, by their path in it; of two with one name the first place's.
struct Found {
  std::string name;  // "en/confirmation.md"
  std::filesystem::path path;
};
std::vector<Found> find_all(const std::vector<std::filesystem::path>& places,
                            const std::string& folder, const std::string& extension);

// A campaign as its files describe it: read once, never changed. The members point at each other,
// so it stays where it was made.
struct Campaign {
  campaign::Config config;
  letter::Templates templates;
  letter::CampaignText text;
  std::vector<std::filesystem::path> places;

  Campaign() = default;
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;
};

// Errors: Kind::config with the file, and line and key where there are any. Touches no password,
// server or store.
Result<campaign::Config> load_config(const std::string& file);
Result<std::unique_ptr<const Campaign>> load_campaign(const std::string& file);
Result<letter::Templates> load_templates(const std::vector<std::filesystem::path>& places,
                                         const std::vector<std::string>& languages);
Result<std::vector<letter::PressContact>> load_press_list(const Campaign& campaign);
// Whether the store can stand where the config says, and be written there by whoever runs this:
// Kind::config where it cannot. Makes nothing.
Result<void> check_store_folder(const campaign::Config& config);
Result<void> check_store_rights(const campaign::Config& config);

}  // namespace undersigned::command
