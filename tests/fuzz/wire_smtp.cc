// Octets of an SMTP server, in two different cuts; and a letter of any octets, which must not end
// before its end.
#include <cstdint>
#include <cstdlib>

#include "wire/smtp_letter.h"
#include "wire/verdict.h"

using namespace undersigned::wire;

namespace {

std::string read(std::string_view octets, std::size_t cut) {
  SmtpReader reader;
  std::string seen;
  for (std::size_t at = 0; at < octets.size(); at += cut) {
    reader.feed(octets.substr(at, cut));
    while (const auto reply = reader.next()) {
      const auto outcome = judge(static_cast<SmtpStage>(reply->code % 4), *reply, 1);
      if (outcome.delivery == Delivery::accepted && reply->code / 100 != 2) std::abort();
      seen += outcome.answer + std::to_string(read_offer(*reply).largest);
    }
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (read(octets, octets.size() + 1) != read(octets, data[0] % 16 + 1)) std::abort();
  std::string sent;
  append_stuffed(sent, octets);
  if (("\r\n" + sent).find("\r\n.\r\n") != sent.size() - 3) std::abort();
  return 0;
}
