#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "mail/date.h"
#include "mail/flowed.h"
#include "mail/message_id.h"
#include "mail/parameters.h"
#include "mail/transfer.h"

using namespace undersigned::mail;

TEST_CASE("base64 is read exactly, whatever stands between") {
  const auto [in, out] = GENERATE(table<std::string, std::string>({
      {"SSBzaWdu", "I sign"},
      {"SSBz\r\naWdu", "I sign"},
      {"SSBzaWdu|||~\x80", "I sign"},
      {"SQ==SQ==", "II"},
      {"SSBzaWd", "I sig"},
      {"", ""},
      {"=", ""},
  }));
  CHECK(decode_base64(in) == out);
}

TEST_CASE("quoted-printable is read as mail programs do") {
  const auto [in, out] = GENERATE(table<std::string, std::string>({
      {"caf=C3=A9\r\n", "café\n"},
      {"soft=\r\nbreak", "softbreak"},
      {"soft= \nbreak\n", "softbreak\n"},
      {"trailing \t\nnext", "trailing\nnext"},
      {"=ZZ =4 =", "=ZZ =4 "},
      {"=c3=a9", "é"},
      {"a\n\nb\n", "a\n\nb\n"},
  }));
  CHECK(decode_quoted_printable(in) == out);
}

TEST_CASE("other transfer encodings are read") {
  CHECK(decode_transfer("I am plain text, with words and so on.\n", "base64") ==
        "I am plain text, with words and so on.\n");
  CHECK(decode_transfer("begin 644 x\n&22!S:6=N\n`\nend\n", "x-uuencode") == "I sign");
  CHECK(decode_transfer("x=41", "8bit") == "x=41");
}

TEST_CASE("flowed text is joined and keeps its quote marks") {
  const auto [in, out] = GENERATE(table<std::string, std::string>({
      {"one \ntwo\n", "one two\n"},
      {"one\ntwo\n", "one\ntwo\n"},
      {">> a \n>> b\n", ">> a b\n"},
      {"> a \nmine\n", "> a \nmine\n"},
      {" >not a quote\n From x\n", ">not a quote\nFrom x\n"},
      {"mine \n-- \nMaria\n", "mine \n-- \nMaria\n"},
  }));
  CHECK(join_flowed(in, false) == out);
  CHECK(join_flowed("wo \nrd\n", true) == "word\n");
}

TEST_CASE("parameters are read as they are written") {
  const auto [in, name, value] = GENERATE(table<std::string, std::string, std::string>({
      {"text/plain; charset=utf-8", "charset", "utf-8"},
      {"text/plain; CHARSET = \"utf-8\" (x)", "charset", "utf-8"},
      {"x; name*=UTF-8''caf%C3%A9.txt", "name", "café.txt"},
      {"x; name*0*=UTF-8''caf%C3; name*1*=%A9; name*2=\".txt\"", "name", "café.txt"},
      {"x; name*1=b; name*0=a", "name", "ab"},
      {"x; name=\"=?utf-8?Q?caf=C3=A9?=\"", "name", "café"},
      {"x; name=my file.txt; y=z", "name", "my file.txt"},
      {"x; name=\"a;b\\\"c\"", "name", "a;b\"c"},
      {"x; name=\"C:\\dir\\a.txt\"", "name", "C:\\dir\\a.txt"},
      {"x;; ;name=a", "name", "a"},
      {"x; boundary=\"open", "boundary", "open"},
  }));
  CAPTURE(in);
  CHECK(read_parameterized(in).parameters[name] == value);
  CHECK(read_parameterized("Text/Plain (c); x").value == "text/plain");
}

TEST_CASE("dates are read with their obsolete zones and years") {
  using namespace std::chrono;
  const auto day = sys_days(2015y / December / 18);
  const auto [in, seconds] = GENERATE(table<std::string, int>({
      {"Thu, 17 Dec 2015 17:00:00 -0800", 3600},
      {"17 Dec 2015 17:00 PST", 3600},
      {"Fri, 18 Dec 15 01:00:01 GMT (x)", 3601},
      {"Fri,18 December 2015 06:30:00 +0530", 3600},
  }));
  CHECK(read_date(in) == day + std::chrono::seconds(seconds));
  for (const auto* wrong : {"", "x", "31 Feb 2015 00:00:00", "1 Jan 2015", "1 Jan 2015 25:00:00"}) {
    CHECK_FALSE(read_date(wrong));
  }
}

TEST_CASE("message ids are read, and nothing else") {
  const auto ids = read_message_ids("text <a@b> <no at> <<c@d>\r\n\t<e@f> <@> <g@h");
  std::vector<std::string> got;
  for (const auto& id : ids) got.push_back(id.text());
  CHECK(got == std::vector<std::string>{"a@b", "c@d", "e@f"});
  CHECK_FALSE(MessageId::parse("a b@c"));
  CHECK_FALSE(MessageId::parse("a@b\r\nX: y"));
  CHECK(MessageId::parse("a@b")->bracketed() == "<a@b>");
}

TEST_CASE("decoders are total") {
  rc::prop("nothing grows", [](const std::string& bytes) {
    RC_ASSERT(decode_base64(bytes).size() <= bytes.size());
    RC_ASSERT(decode_quoted_printable(bytes).size() <= bytes.size());
    RC_ASSERT(decode_q(bytes).size() <= bytes.size());
    decode_uuencode(bytes);
    join_flowed(bytes, true);
    read_parameterized(bytes);
    read_date(bytes);
  });
}
