#include "command/log.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using undersigned::command::log_value;

TEST_CASE("what a sender wrote stays on its line and reaches no terminal") {
  const std::pair<std::string, std::string> cases[] = {
      {"plain", "plain"},
      {"", "\"\""},
      {"two words", "\"two words\""},
      {"a=b", "\"a=b\""},
      {"José Ñandú", "\"José Ñandú\""},
      {"x\ny", "x\\ny"},
      {"x\r\n level=error", "\"x\\r\\n level=error\""},
      {"\x1b[31mred", "\\x1b[31mred"},
      {"say \"hi\"", "\"say \\\"hi\\\"\""},
      {"back\\slash", "\"back\\\\slash\""},
      {"\xff\xfe", "\\xff\\xfe"},
      {"\xc2\x9b"
       "31m",
       "\\u009b31m"},
      {"a\xe2\x80\xae"
       "b",
       "a\\u202eb"},
      {"\xc0\xaf", "\\xc0\\xaf"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {std::string("\0", 1), "\\x00"},
  };
  for (const auto& [value, line] : cases) CHECK(log_value(value) == line);
}

TEST_CASE("an answer of a server names nobody in the log") {
  const std::pair<std::string, std::string> cases[] = {
      {"550 5.1.1 <desk@herald.example>: no such user", "550 5.1.1 <address>: no such user"},
      {"250 ok desk@herald.example, bye", "250 ok <address>, bye"},
      {"recipient=desk@herald.example", "recipient=<address>"},
      {"250 2.0.0 Ok: queued as 00001F", "250 2.0.0 Ok: queued as 00001F"},
      {"@", "<address>"},
      {"", ""},
  };
  for (const auto& [answer, shown] : cases)
    CHECK(undersigned::command::without_addresses(answer) == shown);
}

TEST_CASE("a long value is cut") {
  const auto line = log_value(std::string(100'000, 'a'));
  CHECK(line.size() < 400);
  CHECK(line.ends_with("…"));
}

TEST_CASE("no value of any octets adds a line or a control character") {
  rc::prop("log_value is one printable line", [](const std::string& value) {
    for (const char c : log_value(value)) {
      const auto octet = static_cast<unsigned char>(c);
      RC_ASSERT(octet >= 0x20);
      RC_ASSERT(octet != 0x7f);
    }
  });
}
