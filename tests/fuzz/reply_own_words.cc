// Any bytes as the text of a mail, and as what it quotes: own words are no longer than the text,
// and what stands only in the quote is none of them.

#include <cstdint>
#include <cstdlib>

#include "phrases.h"
#include "reply/own_words.h"

using namespace undersigned::reply;

static const Sent& sent() {
  static const Sent all = {
      "Dear Undersignedvalue,\n\nYour name is now among the signers, exactly so:\n\n"
      "Undersignedvalue\n\nIs anything not right? Reply in your own words.\n\n"
      "Keep my name private\nWithdraw\n"};
  return all;
}

static void expect(bool holds) {
  if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Answered answered{
      "Call", {"signon@example.org"}, {"The committee"}, "a@b.org", "Ana Example"};
  const OwnWords own = own_words(text, answered, sent(), phrases().lexicon());
  expect(own.text.size() <= 2 * size + 200 && own.sign_off.size() <= size + 1);

  std::string quoting = "Zebra yes\n\n> ";
  for (const char c : text) {
    quoting += c;
    if (c == '\n') quoting += "> ";
  }
  const OwnWords alone = own_words(quoting, answered, sent(), phrases().lexicon());
  expect(alone.text == "Zebra yes" && alone.shown == "Zebra yes" && alone.sign_off.empty());
  return 0;
}
