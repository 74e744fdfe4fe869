// Any bytes as the text of a mail: nothing crashes, and own words are no longer than the text.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reply/own_words.h"
#include "reply/phrases.h"

using namespace undersigned::reply;

static const Phrases& phrases() {
  static const Phrases all = [] {
    Phrases out;
    for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases")) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      if (!out.add(text.str(), entry.path().string())) std::abort();
    }
    return out;
  }();
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const OwnWords own = own_words(text, {}, {}, phrases().lexicon());
  if (own.text.size() > 2 * size + 200) std::abort();
  return 0;
}
