// Any bytes as the quoted text of a reply: text that stands only in the quote never signs at once,
// and 64 KB take no longer than 100 ms.

#include <chrono>
#include <cstdint>
#include <cstdlib>

#include "phrases.h"
#include "reply/read.h"

using namespace undersigned;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 64 << 10) return 0;
  mail::Message message;
  message.subject = "Re: Call for sign-ons";
  std::string quoted = "> ";
  for (std::size_t i = 0; i < size; ++i) {
    quoted += static_cast<char>(data[i]);
    if (data[i] == '\n') quoted += "> ";
  }
  reply::Context context;
  context.phrases = &phrases();
  for (const bool own : {false, true}) {
    message.text = own ? std::string(reinterpret_cast<const char*>(data), size) : quoted;
    const auto begin = std::chrono::steady_clock::now();
    const reply::Meaning meaning = reply::read(message, context);
    const auto took = std::chrono::steady_clock::now() - begin;
    const bool signs = meaning.kind == reply::Kind::sign || meaning.kind == reply::Kind::amend;
    if (!own && signs && meaning.certainty == reply::Certainty::clear) std::abort();
    if (took > std::chrono::seconds(2)) std::abort();  // 100 ms, with room for sanitizers
  }
  return 0;
}
