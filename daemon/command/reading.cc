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
  std::future<Result<reply::Sent>> sent;
  if (campaign != nullptr) {
    reading->context.languages = campaign->config.languages;
    reading->context.organizers = campaign->config.organizers.addresses;
    reading->context.ours = campaign->config.own_addresses();
    sent = std::async(std::launch::async, [campaign] { return sent_texts(*campaign); });
  }
  auto phrases = load_phrases(campaign != nullptr ? campaign->places : places(""));
  if (!phrases) return tl::unexpected(phrases.error());
  reading->phrases = std::move(*phrases);
  reading->context.phrases = &reading->phrases;
  if (sent.valid()) {
    auto worded = sent.get();
    if (!worded) return tl::unexpected(worded.error());
    reading->context.sent = std::move(*worded);
  }
  return std::unique_ptr<const Reading>(std::move(reading));
}

}  // namespace undersigned::command
