#include "letter/compose.h"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "letter/encode.h"
#include "mail/message.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;

namespace {

Envelope envelope() {
  return {.from = named("Migrants Day sign-on", "signon@example.org"),
          .to = named("Maria López", "maria@example.org"),
          .reply_to = std::nullopt,
          .id = message_id(campaign::LetterKind::call, "example.org", {"1"}),
          .date = at("2015-12-18T01:02:03Z"),
          .in_reply_to = std::nullopt,
          .references = {},
          .automatic = Envelope::Automatic::no,
          .unsubscribe = std::nullopt,
          .list_id = {}};
}

mail::Message read_back(const Composed& composed) {
  auto message = mail::parse(composed.own + composed.shared);
  if (!message) FAIL(message.error().text());
  return *message;
}

// RFC 5322, 2.1 and 2.3; lines over 78 only where one token is longer than a line.
void check_wire(const std::string& octets) {
  std::size_t from = 0;
  bool header = true;
  while (from < octets.size()) {
    const auto end = octets.find("\r\n", from);
    REQUIRE(end != std::string::npos);
    const auto line = octets.substr(from, end - from);
    REQUIRE(line.find_first_of("\r\n") == std::string::npos);
    REQUIRE(line.size() <= 998);
    if (line.size() > 78) {
      CAPTURE(line);
      const auto token = line.find_last_of(' ');
      REQUIRE(header);
      REQUIRE((token == std::string::npos || token == 0 || line.size() - token > 60));
    }
    if (header && !line.empty() && line.find_first_not_of(" \t") == std::string::npos)
      FAIL("a folded line of white space alone");
    if (line.empty()) header = false;
    for (char c : line) REQUIRE(static_cast<unsigned char>(c) < 127);
    from = end + 2;
  }
}

std::string header_of(const Composed& composed) {
  return composed.own.substr(0, composed.own.find("\r\n\r\n") + 2);
}

}  // namespace

TEST_CASE("a letter has one of each field, and the dates and ids of the protocol") {
  auto one = envelope();
  one.automatic = Envelope::Automatic::generated;
  const auto header = header_of(compose(one, {"Hello", "text\n", "<p>text</p>\n", "en"}));
  CHECK(
      header.starts_with("Date: Fri, 18 Dec 2015 01:02:03 +0000\r\n"
                         "From: Migrants Day sign-on <signon@example.org>\r\n"
                         "To: =?utf-8?Q?Maria_L=C3=B3pez?= <maria@example.org>\r\n"
                         "Subject: Hello\r\nMessage-ID: <"));
  CHECK(header.find("\r\nAuto-Submitted: auto-generated\r\n") != std::string::npos);
  CHECK(header.find("\r\nMIME-Version: 1.0\r\n") != std::string::npos);
}

TEST_CASE("text stands before HTML, pictures beside the HTML, files behind both") {
  const std::vector<Attachment> attachments = {
      {"text/csv; charset=utf-8", "Liste der Unterzeichner – März.csv", "a,b", {}},
      {"image/png", "chart.png", std::string("\x89PNG\0\r\n", 7), "chart"}};
  const auto composed =
      compose(envelope(), {"Hello", "text\n", "<img src=\"cid:chart\">\n", "en"}, attachments);
  check_wire(composed.own + composed.shared);
  const auto message = read_back(composed);
  REQUIRE(message.parts.size() == 4);
  CHECK(message.parts[0].type == "text/plain");
  CHECK(message.parts[0].content == "text\n");
  CHECK(message.parts[1].type == "text/html");
  CHECK(message.parts[2].type == "image/png");
  CHECK(message.parts[2].disposition == "inline");
  CHECK(message.parts[2].content == attachments[1].content);
  CHECK(message.parts[3].filename == attachments[0].filename);
  CHECK(message.parts[3].disposition == "attachment");
  CHECK(message.parts[3].content == attachments[0].content);
}

TEST_CASE("letters of one mailing hold their attachments once") {
  const Enclosed enclosed({{"application/pdf", "release.pdf", std::string(5000, 'x'), {}}});
  auto one = envelope(), other = envelope();
  other.to = named("", "other@example.org");
  other.id = message_id(campaign::LetterKind::call, "example.org", {"2"});
  const Rendered words{"Hello", "text\n", "<p>text</p>\n", "en"};
  const auto first = compose(one, words, enclosed), second = compose(other, words, enclosed);
  CHECK(first.own != second.own);
  CHECK(&first.shared.text() == &second.shared.text());
  CHECK(read_back(second).parts.back().content == std::string(5000, 'x'));
}

TEST_CASE("an address beyond ASCII goes with an A-label where that is enough") {
  auto one = envelope();
  one.to = named("", "maria@bücher.example");
  CHECK(
      header_of(compose(one, {"x", "x", "x", "en"})).find("To: maria@xn--bcher-kva.example\r\n") !=
      std::string::npos);
}

TEST_CASE("a Message-ID is the same for the same parts, and tells parts apart") {
  CHECK(message_id(campaign::LetterKind::call, "example.org", {"ab", "c"}) ==
        message_id(campaign::LetterKind::call, "example.org", {"ab", "c"}));
  CHECK(message_id(campaign::LetterKind::call, "example.org", {"ab", "c"}) !=
        message_id(campaign::LetterKind::call, "example.org", {"a", "bc"}));
  CHECK(message_id(campaign::LetterKind::call, "bücher.example", {"a"})
            .text()
            .ends_with("@xn--bcher-kva.example"));
}

TEST_CASE("no Message-ID that is answered makes a line longer than lines may be") {
  for (std::size_t length = 980; length < 1010; ++length) {
    CAPTURE(length);
    const auto id = mail::MessageId::parse(std::string(length - 2, 'x') + "@y");
    if (!id) continue;
    auto answer = envelope();
    answer.in_reply_to = id;
    answer.references = {*id, *id};
    check_wire(
        compose(answer, {"s", "text\n", "<p>text</p>", "en"}, std::vector<Attachment>()).own);
  }
}

TEST_CASE("quoted-printable keeps what relays change") {
  CHECK(quoted_printable("From here\n") == "=46rom here\r\n");
  CHECK(quoted_printable(".\n") == "=2E\r\n");
  CHECK(quoted_printable("end \n") == "end=20\r\n");
  CHECK(quoted_printable("a=b\n") == "a=3Db\r\n");
  CHECK(quoted_printable("ñ") == "=C3=B1\r\n");
  const auto text = std::string(75, 'x') + ".\n";
  CHECK(quoted_printable(text) == std::string(75, 'x') + ".\r\n");
  CHECK(quoted_printable(std::string(75, 'x') + ".y\n") == std::string(75, 'x') + "=\r\n=2Ey\r\n");
}

TEST_CASE("base64 has its padding and lines of 76") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==\r\n");
  CHECK(base64("fo") == "Zm8=\r\n");
  CHECK(base64("foo") == "Zm9v\r\n");
  CHECK(base64(std::string(57, '\0')) == std::string(76, 'A') + "\r\n");
  CHECK(base64(std::string(58, '\0')) == std::string(76, 'A') + "\r\nAA==\r\n");
}

TEST_CASE("names, subjects and file names of any kind come back as they were") {
  const bool holds =
      rc::check([](const std::string& name, const std::string& subject, const std::string& file) {
        auto one = envelope();
        one.to.name = mail::HeaderText::clean(name);
        const auto title = mail::HeaderText::clean("x" + subject).text();
        auto filename = mail::HeaderText::clean("x" + file).text();
        for (auto& c : filename)
          if (c == '/' || c == '\\') c = '_';
        const auto composed = compose(one, {title, "a\n", "b\n", "en"},
                                      {{"text/plain; charset=utf-8", filename, "c", {}}});
        check_wire(composed.own + composed.shared);
        const auto message = read_back(composed);
        RC_ASSERT(message.subject == title);
        RC_ASSERT(message.to.size() == 1u);
        RC_ASSERT(message.to[0] == one.to);
        RC_ASSERT(message.parts.back().filename == filename);
      });
  CHECK(holds);
}

TEST_CASE("texts of any kind come back as they were, in quoted-printable and in base64") {
  const bool holds = rc::check([](const std::vector<std::string>& lines, bool foreign) {
    std::string text = foreign ? "声明声明声明声明声明声明声明\n" : "";
    for (const auto& line : lines) text += mail::HeaderText::clean(line).text() + "\n";
    const auto composed = compose(envelope(), {"x", text, "<p>" + text + "</p>", "en"});
    check_wire(composed.own + composed.shared);
    const auto message = read_back(composed);
    RC_ASSERT(message.parts[0].content == text);
    RC_ASSERT(message.parts[1].content == "<p>" + text + "</p>");
  });
  CHECK(holds);
}
