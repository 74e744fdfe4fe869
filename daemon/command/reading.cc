#include "command/reading.h"

#include <future>

#include "command/file.h"
#include "command/sent_texts.h"

namespace undersigned::command {

namespace fs = std::filesystem;

Result<reply::Phrases> load_phrases(const std::vector<fs::path>& places) {
  reply::Phrases phrases;
  const auto files = find_all(places, "phrases", ".toml");
  if (files.empty())
    return fail(Error::Kind::config,
                "there is no phrases/*.toml in any of " + listed(places) +
                    "; install the program anew, or copy them from its source");
  for (const auto& file : files) {
    const auto text = read_file(file.path.string(), Error::Kind::config, 4u << 20);
    if (!text) return tl::unexpected(text.error());
    const auto added = phrases.add(*text, file.path.string());
    if (!added) return tl::unexpected(added.error());
  }
  return phrases;
}

Result<std::unique_ptr<const Reading>> load_reading(const Campaign* campaign) {
  auto reading = std::make_unique<Reading>();
  reading->context.phrases = &reading->phrases;
  const auto places_of_phrases = campaign != nullptr ? campaign->places : places("");
  auto phrases = std::async(std::launch::async, load_phrases, places_of_phrases);
  if (campaign != nullptr) {
    reading->context.languages = campaign->config.languages;
    reading->context.organizers = campaign->config.organizers.addresses;
    reading->context.ours = campaign->config.own_addresses();
    auto sent = sent_texts(*campaign);
    if (!sent) return tl::unexpected(sent.error());
    reading->context.sent = std::move(*sent);
  }
  auto loaded = phrases.get();
  if (!loaded) return tl::unexpected(loaded.error());
  reading->phrases = std::move(*loaded);
  return std::unique_ptr<const Reading>(std::move(reading));
}

}  // namespace undersigned::command
