#include <cstdint>
#include <cstdlib>

#include "mail/authentication.h"

using namespace undersigned::mail;

// A field that stands below a foreign Received never changes the answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Message message;
  message.from.push_back({{}, Address::parse("maria@example.org").value()});
  message.from_is_plain = true;
  message.fields = {{"Received", "from a.example.net by b.example.net"},
                    {"Authentication-Results", text}};
  if (authenticate(message, {"mx.example.org", {}, false}) != Authenticated::none) std::abort();
  message.fields.erase(message.fields.begin());
  const auto alone = authenticate(message, {"mx.example.org", {}, false});
  if (alone == Authenticated::unknown) std::abort();
  message.fields.insert(message.fields.begin(),
                        {"Authentication-Results", "mx.example.org; dmarc=fail"});
  if (authenticate(message, {"mx.example.org", {}, false}) != Authenticated::fail) std::abort();
  message.fields = {{"Received", text}, {"Authentication-Results", "other.example; dmarc=pass"}};
  if (authenticate(message, {"mx.example.org", {}, false}) != Authenticated::none) std::abort();
  return 0;
}
