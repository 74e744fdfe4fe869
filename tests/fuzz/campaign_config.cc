#include <cstdint>
#include <cstdlib>

#include "campaign/config.h"

using namespace undersigned;

// A configuration is read whole or refused with its file; a time that is read is written the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto config = campaign::read_config(text, "c.toml");
  if (!config && (config.error().file != "c.toml" || config.error().what.empty())) std::abort();
  if (config && (config->mailboxes.empty() || config->deadline >= config->release.at)) std::abort();
  const auto time = campaign::read_rfc3339(text);
  if (time && campaign::read_rfc3339(campaign::rfc3339(*time)).value() != *time) std::abort();
  return 0;
}
