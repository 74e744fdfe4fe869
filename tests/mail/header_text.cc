#include "mail/header_text.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "mail/unicode.h"

using undersigned::mail::HeaderText;

TEST_CASE("header text is one clean line, whatever is put in") {
  const auto [in, out] = GENERATE(table<std::string, std::string>({
      {"Maria Lopez", "Maria Lopez"},
      {"  Maria \t\r\n  Lopez ", "Maria Lopez"},
      {"a\r\nBcc: x@example.org", "a Bcc: x@example.org"},
      {std::string("a\0b", 3), "ab"},
      {"Mar\u200Bia", "Maria"},
      {"\u202Eevil\u202C", "evil"},
      {"\u2066isolated\u2069", "isolated"},
      {"e\u0301", "\u00E9"},
      {"a\u0085b\u2028c\u3000d", "a b c d"},
      {"bad \xFF byte", "bad \uFFFD byte"},
      {"\u845B\U000E0100\u57CE", "\u845B\U000E0100\u57CE"},
      {"\u2800\u3164", ""},
      // Zero-width joiners stand where a word is spelled with them, and nowhere else.
      {"علی\u200Cرضا", "علی\u200Cرضا"},  // Persian: Ali-Reza
      {"ශ්\u200Dරී", "ශ්\u200Dරී"},          // Sinhala: Sri
      {"क्\u200Dष", "क्\u200Dष"},          // Devanagari, half form
      {"علی\u200C\u200Cرضا", "علی\u200Cرضا"},
      {"علی\u200C رضا", "علی رضا"},
      {"رضا\u200C", "رضا"},
      {"Mar\u200Cia\u200D Lo\u200Dpez", "Maria Lopez"},
      {"علی\u200Dرضا", "علیرضا"},
      {"ا\u200Cب", "اب"},  // alef joins nothing behind it
      {"", ""},
  }));
  CHECK(HeaderText::clean(in).text() == out);
}

TEST_CASE("header text of any bytes holds no line end, is UTF-8, and stays as it is") {
  rc::prop("clean is safe and idempotent", [](const std::string& bytes) {
    const std::string once = HeaderText::clean(bytes).text();
    RC_ASSERT(once.find_first_of(std::string("\r\n\t\0", 4)) == std::string::npos);
    RC_ASSERT(undersigned::mail::is_utf8(once));
    RC_ASSERT(HeaderText::clean(once).text() == once);
  });
}
