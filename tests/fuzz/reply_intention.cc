// Any bytes as words: each piece of evidence stands where it says, and 64 KB take no longer than
// 100 ms.

#include <chrono>
#include <cstdint>
#include <cstdlib>

#include "phrases.h"
#include "reply/intention.h"

using namespace undersigned::reply;

static void expect(bool holds) {
  if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 64 << 10) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<Word> all = words(text);
  const std::vector<Hit> hits = longest(phrases().lexicon().find(all));
  const Intention found = intention(text, all, hits, phrases().lexicon());
  const auto took = std::chrono::steady_clock::now() - begin;
  for (std::size_t i = 0; i < all.size(); ++i) {
    expect(all[i].begin < all[i].end && all[i].end <= text.size() && !all[i].folded.empty());
    expect(i == 0 || all[i - 1].end <= all[i].begin);
  }
  for (const Hit& hit : hits) expect(hit.begin < hit.end && hit.end <= all.size());
  for (const Evidence& each : found.evidence) {
    expect(each.begin < each.end && each.end <= all.size());
    expect(text.find(each.phrase) != std::string::npos);
  }
  expect(took < std::chrono::seconds(2));  // 100 ms, with room for sanitizers
  return 0;
}
