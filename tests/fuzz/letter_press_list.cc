#include <cstdint>
#include <string_view>

#include "letter/campaign_text.h"

// Any octets as a press list: contacts, or one error with a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  const auto contacts = undersigned::letter::read_press_list(csv, "press.csv");
  if (!contacts && contacts.error().line < 1) __builtin_trap();
  return 0;
}
