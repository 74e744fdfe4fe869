#include "every_language.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <regex>
#include <sstream>

#include <catch2/catch.hpp>

namespace undersigned {
namespace {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::vector<std::string> all_languages() {
  std::vector<std::string> out = {"en"};
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/templates"))
    if (entry.is_directory() && entry.path().filename() != "en")
      out.push_back(entry.path().filename());
  return out;
}

const command::Campaign& campaign_of_all_languages() {
  static const std::unique_ptr<const command::Campaign> loaded = [] {
    std::string languages;
    for (const auto& each : all_languages())
      languages += (languages.empty() ? "\"" : ", \"") + each + "\"";
    const std::string source = file_text(SOURCE_DIR "/config/campaign.toml");
    const auto folder = std::filesystem::temp_directory_path() /
                        ("quote-back-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(folder);
    std::filesystem::copy_file(SOURCE_DIR "/config/statement.md", folder / "statement.md");
    std::ofstream(folder / "campaign.toml") << std::regex_replace(
        source, std::regex("\nlanguages = [^\n]*"), "\nlanguages = [" + languages + "]");
    auto campaign = command::load_campaign((folder / "campaign.toml").string());
    std::filesystem::remove_all(folder);
    INFO((campaign ? std::string() : campaign.error().text()));
    REQUIRE(campaign.has_value());
    return std::move(*campaign);
  }();
  return *loaded;
}

const reply::Context& reading_of_all_languages() {
  static const std::unique_ptr<const command::Reading> loaded = [] {
    auto reading = command::load_reading(&campaign_of_all_languages());
    REQUIRE(reading.has_value());
    return std::move(*reading);
  }();
  return loaded->context;
}

}  // namespace undersigned
