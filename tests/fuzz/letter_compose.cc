#include <cstdint>
#include <string>
#include <string_view>

#include "letter/compose.h"

// Any text in name, subject, body and file name: CRLF alone, no line beyond 998, ASCII.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace undersigned;
  using namespace undersigned::letter;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto word = mail::HeaderText::clean(text);
  const auto address = *mail::Address::parse("a@example.org");
  const Envelope envelope{.from = {word, address},
                          .to = {word, address},
                          .reply_to = std::nullopt,
                          .id = message_id(campaign::LetterKind::call, "example.org", {text}),
                          .date = {},
                          .in_reply_to = std::nullopt,
                          .references = {},
                          .automatic = Envelope::Automatic::replied,
                          .unsubscribe = address,
                          .list_id = {}};
  const auto composed = compose(envelope, {word.text(), text, text, "en"},
                                {{"application/octet-stream", word.text(), text, {}}});
  const std::string octets = composed.own + composed.shared;
  std::size_t line = 0;
  for (std::size_t i = 0; i < octets.size(); ++i, ++line) {
    const char c = octets[i];
    if (static_cast<unsigned char>(c) > 126 || line > 998) __builtin_trap();
    if (c == '\r' && (i + 1 == octets.size() || octets[i + 1] != '\n')) __builtin_trap();
    if (c == '\n') {
      if (i == 0 || octets[i - 1] != '\r') __builtin_trap();
      line = 0;
    }
  }
  return 0;
}
