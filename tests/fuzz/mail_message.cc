#include <cstdint>
#include <cstdlib>

#include "mail/authentication.h"
#include "mail/automatic.h"
#include "mail/html_text.h"
#include "mail/message.h"
#include "mail/unicode.h"

using namespace undersigned::mail;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

bool one_line(std::string_view text) {
  return is_utf8(text) &&
         text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool lines(std::string_view text) {
  return is_utf8(text) && text.find_first_of(std::string_view("\r\0", 2)) == std::string_view::npos;
}

}  // namespace

// Whatever arrives is a message of clean values or an error with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = parse({reinterpret_cast<const char*>(data), size});
  if (!message) {
    expect(!message.error().what.empty() && one_line(message.error().what));
    return 0;
  }
  expect(!message->fields.empty());
  expect(one_line(message->subject) && lines(message->text) && lines(message->html));
  for (const auto& from : message->from) {
    expect(one_line(from.name.text()) && Address::parse(from.address.text()).has_value());
  }
  expect(!message->from_is_plain || message->from.size() == 1);
  for (const auto& part : message->parts) {
    expect(one_line(part.filename) && part.filename.find('/') == std::string::npos);
    expect(!part.type.starts_with("text/") || lines(part.content));
  }
  expect(lines(html_to_text(message->html)));
  expect(authenticate(*message, Receiver{}) == Authenticated::unknown);
  authenticate(*message, {"mx.example.org", {}, false});
  if (const auto found = automatic(*message)) {
    expect(!found->why.empty());
    for (const auto& address : found->failed) expect(Address::parse(address.text()).has_value());
  }
  return 0;
}
