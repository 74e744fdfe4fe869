#include <cstdint>
#include <cstdlib>

#include "mail/address.h"
#include "mail/message_id.h"

using namespace undersigned::mail;

// Each address that is read can stand in an envelope, and reads again as itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& entry : read_address_list(text).entries) {
    const std::string& written = entry.address.text();
    if (written.find_first_of(std::string_view("\r\n\0<>", 5)) != std::string::npos) std::abort();
    const auto again = Address::parse(written);
    if (!again || again->text() != written) std::abort();
    if (again->key() != entry.address.key()) std::abort();
    entry.address.organizational_domain();
    if (HeaderText::clean(entry.name.text()).text() != entry.name.text()) std::abort();
  }
  for (const auto& id : read_message_ids(text)) {
    if (MessageId::parse(id.bracketed()) != id) std::abort();
  }
  return 0;
}
