// Octets of an IMAP server: read in two different cuts they give the same responses, and none of
// them upsets a reader of responses.
#include <cstdint>
#include <cstdlib>

#include "wire/imap_response.h"

using namespace undersigned::wire;

namespace {

std::string read(std::string_view octets, std::size_t cut) {
  ImapReader::Limits limits;
  limits.text = 4096;
  limits.literal = limits.literals = 8192;
  ImapReader reader(limits);
  std::string seen;
  for (std::size_t at = 0; at < octets.size(); at += cut) {
    reader.feed(octets.substr(at, cut));
    while (auto response = reader.next()) {
      seen += response->text + "\n";
      for (const auto& literal : response->literals) seen += literal + "\n";
      const auto head = read_head(*response);
      status_code(head.rest);
      read_separator(head.rest);
      read_internal_date(head.rest);
      if (const auto fetch = read_fetch(*response)) seen += std::to_string(fetch->uid.value_or(0));
    }
  }
  return seen + reader.broken();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (read(octets, octets.size() + 1) != read(octets, data[0] % 16 + 1)) std::abort();
  return 0;
}
