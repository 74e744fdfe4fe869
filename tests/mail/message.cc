#include "mail/message.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "mail/unicode.h"

using namespace undersigned::mail;

namespace {

Message read(const std::string& raw) {
  auto message = parse(raw);
  REQUIRE(message);
  return *message;
}

}  // namespace

TEST_CASE("a plain mail is read") {
  const Message m = read(
      "From: =?UTF-8?Q?Mar=C3=ADa?= <maria@example.org>\r\nTo: signon@example.org\r\n"
      "Subject: =?UTF-8?B?TWUg?=\r\n =?UTF-8?B?dG9v?=\r\nMessage-ID: <1@example.org>\r\n"
      "In-Reply-To: <call@example.net>\r\nDate: Thu, 17 Dec 2015 16:59:59 -0800\r\n\r\nI "
      "sign.\r\n");
  CHECK(m.from_is_plain);
  CHECK(m.from.front().name.text() == "María");
  CHECK(m.subject == "Me too");
  CHECK(m.text == "I sign.\n");
  CHECK(m.message_id->text() == "1@example.org");
  CHECK(m.in_reply_to.front().text() == "call@example.net");
  using namespace std::chrono;
  CHECK(m.date == sys_days(2015y / December / 18) + 59min + 59s);
}

TEST_CASE("line ends of every kind give the same text") {
  const std::string lf = "From: a@example.org\nSubject: x\n\none\ntwo\n";
  std::string crlf, cr;
  for (const char c : lf) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
    cr += c == '\n' ? '\r' : c;
  }
  for (const auto& raw : {lf, crlf, cr}) {
    const Message m = read(raw);
    CHECK(m.text == "one\ntwo\n");
    CHECK(m.subject == "x");
  }
}

TEST_CASE("the text that a person reads is chosen") {
  struct Case {
    std::string name, header, body, text, html;
  };
  const std::string alternative =
      "--a\n\nplain\n--a\nContent-Type: text/html\n\n<p>html</p>\n--a--\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"alternative", "multipart/alternative; boundary=a", alternative, "plain\n", "<p>html</p>"},
      {"placeholder for HTML", "multipart/alternative; boundary=a",
       "--a\n\nYour program cannot display this mail.\n--a\nContent-Type: text/html\n\n<p>We sign "
       "as Grupo Vecinal of San Antonio, Texas, Rosa Diaz</p>\n--a--\n",
       "", "<p>We sign as Grupo Vecinal of San Antonio, Texas, Rosa Diaz</p>"},
      {"short answer, long page", "multipart/alternative; boundary=a",
       "--a\n\nI sign\n--a\nContent-Type: text/html\n\n<p>I sign</p><p>Sent from a telephone of "
       "some kind</p>\n--a--\n",
       "I sign\n", "<p>I sign</p><p>Sent from a telephone of some kind</p>"},
      {"no end boundary", "multipart/mixed; boundary=a", "--a\n\none\n--a\n\ntwo\n", "one\ntwo\n",
       ""},
      {"wrong boundary", "multipart/mixed; boundary=zzz",
       "--a\nContent-Type: text/plain\n\none\n--a--\n", "one\n", ""},
      {"no boundary named", "multipart/mixed", "--a\nContent-Type: text/plain\n\none\n--a--\n",
       "one\n", ""},
      {"no parts at all", "multipart/mixed; boundary=a", "just text\n", "just text\n", ""},
      {"attachment", "multipart/mixed; boundary=a",
       "--a\n\none\n--a\nContent-Type: text/plain; name=list.txt\nContent-Disposition: "
       "attachment\n\nI sign\n--a--\n",
       "one\n", ""},
      {"forwarded as attachment", "multipart/mixed; boundary=a",
       "--a\n\none\n--a\nContent-Type: message/rfc822\n\nSubject: x\n\nI sign\n--a--\n", "one\n",
       ""},
      {"signed", "multipart/signed; boundary=s; protocol=\"application/pgp-signature\"",
       "--s\nContent-Type: multipart/alternative; boundary=a\n\n" + alternative +
           "--s\nContent-Type: application/pgp-signature\n\nxx\n--s--\n",
       "plain\n", "<p>html</p>"},
      {"report", "multipart/report; boundary=a; report-type=delivery-status",
       "--a\n\nfailed\n--a\nContent-Type: message/delivery-status\n\nAction: "
       "failed\n\n--a\nContent-Type: text/rfc822-headers\n\nSubject: x\n--a--\n",
       "failed\n", ""},
      {"HTML body, plain footer", "multipart/mixed; boundary=a",
       "--a\nContent-Type: text/html\n\n<p>mine</p>\n--a\n\nfooter\n--a--\n", "mine\nfooter\n",
       "<p>mine</p><pre>footer</pre>"},
      {"boundaries that begin alike", "multipart/mixed; boundary=a",
       "--a\nContent-Type: multipart/alternative; boundary=ab\n\n--ab\n\nin\n--ab--\n--a\n\nout\n"
       "--a--\n",
       "in\nout\n", ""},
  }));
  INFO(c.name);
  const Message m = read("From: a@example.org\nContent-Type: " + c.header + "\n\n" + c.body);
  CHECK(m.text == c.text);
  CHECK(m.html == c.html);
}

TEST_CASE("limits hold before anything is parsed") {
  const std::string head = "From: a@example.org\n";
  std::string nested = head;
  for (int i = 0; i < 40000; ++i) nested += "Content-Type: message/rfc822\n\n";
  CHECK_FALSE(parse(nested));
  // Few enough to be parts, and too deep all the same.
  std::string deep = head;
  for (int i = 0; i < 30; ++i) deep += "Content-Type: message/rfc822\n\n";
  CHECK_FALSE(parse(deep));
  std::string many = head + "Content-Type: multipart/mixed; boundary=a\n\n";
  for (int i = 0; i < 300; ++i) many += "--a\n\nx\n";
  CHECK_FALSE(parse(many));
  CHECK_FALSE(parse(head + "X: " + std::string(70000, 'x') + "\n\nx"));
  std::string block = head;
  for (int i = 0; i < 5000; ++i) block += "X: " + std::string(60, 'x') + "\n";
  CHECK_FALSE(parse(block + "\nx"));
  CHECK_FALSE(parse(head + "\n" + std::string(11u << 20, 'x')));
  CHECK_FALSE(parse(""));
  CHECK_FALSE(parse("no header here\n"));
}

TEST_CASE("any bytes are a mail or an error, and text is UTF-8") {
  rc::prop("texts are UTF-8", [](const std::string& head, const std::string& body) {
    const auto m = parse("From: " + head + "\nContent-Type: multipart/mixed; boundary=a\n\n--a\n" +
                         body + "\n--a\nContent-Type: text/html\n\n" + body);
    if (!m) return;
    RC_ASSERT(is_utf8(m->text));
    RC_ASSERT(is_utf8(m->html));
    RC_ASSERT(is_utf8(m->subject));
  });
}
