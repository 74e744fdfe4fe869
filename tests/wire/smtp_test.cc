#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "wire/rate.h"
#include "wire/smtp_letter.h"
#include "wire/smtp_reply.h"
#include "wire/verdict.h"

namespace undersigned::wire {

namespace {

std::vector<SmtpReply> read_in_cuts(const std::string& octets, std::size_t cut,
                                    SmtpReader& reader) {
  std::vector<SmtpReply> replies;
  for (std::size_t i = 0; i < octets.size(); i += cut) {
    reader.feed(std::string_view(octets).substr(i, cut));
    while (auto reply = reader.next()) replies.push_back(std::move(*reply));
  }
  return replies;
}

SmtpReply reply(const std::string& text) {
  SmtpReader reader;
  reader.feed(text + "\r\n");
  return reader.next().value();
}

// What a receiver makes of what follows DATA (RFC 5321, 4.5.2); nothing where the end does not come
// exactly at the end.
std::optional<std::string> unstuffed(std::string_view sent) {
  std::string text;
  while (true) {
    const auto end = sent.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    auto line = sent.substr(0, end);
    sent.remove_prefix(end + 2);
    if (line == ".") return sent.empty() ? std::optional(text) : std::nullopt;
    if (line.starts_with('.')) line.remove_prefix(1);
    text.append(line).append("\r\n");
  }
}

}  // namespace

TEST_CASE("replies are the same in whatever cuts they come") {
  const std::string stream = "220 here\r\n250-a\r\n250-b c\r\n250 d\r\n354\r\n550 5.1.1 no\n";
  for (std::size_t cut = 1; cut <= stream.size(); ++cut) {
    SmtpReader reader;
    const auto replies = read_in_cuts(stream, cut, reader);
    REQUIRE(replies.size() == 4);
    CHECK(replies[1].lines == std::vector<std::string>{"a", "b c", "d"});
    CHECK(replies[2].code == 354);
    CHECK(replies[3].enhanced() == "5.1.1");
  }
}

TEST_CASE("what is no reply breaks the stream") {
  for (const std::string text : {"hello\r\n", "25 ok\r\n", "150 ok\r\n", "650 ok\r\n",
                                 "250-a\r\n251 b\r\n", "250_a\r\n", "\r\n", "2500 x\r\n"}) {
    INFO(text);
    SmtpReader reader;
    CHECK(read_in_cuts(text, 3, reader).empty());
    CHECK_FALSE(reader.broken().empty());
  }
  SmtpReader endless;
  endless.feed("250 " + std::string(10000, 'x'));
  CHECK_FALSE(endless.broken().empty());
  SmtpReader many;
  for (int i = 0; i < 1000; ++i) many.feed("250-x\r\n");
  CHECK_FALSE(many.broken().empty());
}

TEST_CASE("what a reply makes of a letter") {
  using S = SmtpStage;
  using D = Delivery;
  struct Case {
    S stage;
    std::string text;
    D delivery;
    bool slow_down;
  };
  const std::vector<Case> cases = {
      {S::dot, "250 2.0.0 queued", D::accepted, false},
      {S::dot, "354 more", D::uncertain, false},
      {S::dot, "451 4.3.0 later", D::try_again, false},
      {S::dot, "554 5.7.1 spam", D::refused, false},
      {S::rcpt, "550 5.1.1 no such user", D::refused, false},
      {S::rcpt, "552 5.2.2 mailbox full", D::refused, false},
      {S::rcpt, "450 4.2.0 greylisted", D::try_again, false},
      {S::rcpt, "450 4.7.1 slow down", D::try_again, true},
      {S::rcpt, "421 4.7.0 try later", D::try_again, true},
      {S::rcpt, "452 4.5.3 Too many recipients", D::try_again, true},
      {S::dot, "554 5.4.6 Too many hops", D::refused, false},
      {S::rcpt, "550 5.4.5 Daily user sending limit exceeded", D::try_again, true},
      {S::dot, "550 5.7.233 too many messages today", D::try_again, true},
      {S::mail, "530 5.7.0 Authentication required", D::try_again, true},
      {S::mail, "553 5.7.1 sender not owned by user", D::try_again, true},
      {S::mail, "552 5.3.4 Message size exceeds fixed limit", D::refused, false},
      {S::mail, "451 4.3.0 later", D::try_again, false},
      {S::data, "250 what", D::try_again, false},
      {S::data, "554 5.5.1 no valid recipients", D::refused, false},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    const auto outcome = judge(one.stage, reply(one.text), 7);
    CHECK(outcome.letter == 7);
    CHECK(outcome.delivery == one.delivery);
    CHECK(outcome.slow_down == one.slow_down);
    CHECK(outcome.answer == one.text);
  }
}

TEST_CASE("EHLO's offers") {
  const auto offer =
      read_offer(reply("250-here PIPELINING\r\n250-pipelining\r\n250-SIZE "
                       "35882577\r\n250-8BITMIME\r\n250 SMTPUTF8"));
  CHECK(offer.pipelining);
  CHECK(offer.eight_bit);
  CHECK(offer.utf8);
  CHECK(offer.size);
  CHECK(offer.largest == 35882577);
  const auto nothing = read_offer(reply("250-PIPELINING\r\n250 SIZE"));
  CHECK_FALSE(nothing.pipelining);  // that is its name
  CHECK(nothing.size);
  CHECK(nothing.largest == 0);
}

TEST_CASE("a letter is stuffed so that nothing in it ends it") {
  struct Case {
    std::string octets, sent;
  };
  const std::vector<Case> cases = {
      {"", ".\r\n"},
      {"a", "a\r\n.\r\n"},
      {"a\r\n", "a\r\n.\r\n"},
      {".\r\n", "..\r\n.\r\n"},
      {"..a\r\n\r\n.b\r\n", "...a\r\n\r\n..b\r\n.\r\n"},
      {"a\n.\nb\r.\rc", "a\r\n..\r\nb\r\n..\r\nc\r\n.\r\n"},
      {"a\r\r\n.\r\n", "a\r\n\r\n..\r\n.\r\n"},
  };
  for (const auto& one : cases) {
    std::string sent;
    append_stuffed(sent, one.octets);
    CHECK(sent == one.sent);
  }
  rc::prop("any octets", [] {
    const auto octets = *rc::gen::container<std::string>(rc::gen::element('.', '\r', '\n', 'a'));
    std::string sent;
    append_stuffed(sent, octets);
    const auto text = unstuffed(sent);
    RC_ASSERT(text.has_value());
    const auto letters = [](char c) { return c == 'a' || c == '.'; };
    RC_ASSERT(std::count_if(text->begin(), text->end(), letters) ==
              std::count_if(octets.begin(), octets.end(), letters));
    for (std::size_t i = 0; i < sent.size(); ++i) {
      if (sent[i] == '\n') RC_ASSERT(i > 0 && sent[i - 1] == '\r');
      if (sent[i] == '\r') RC_ASSERT(sent[i + 1] == '\n');
    }
  });
}

TEST_CASE("no mix of line ends around a dot ends a letter, whatever a server takes for one") {
  const std::string ends[] = {"\r\n", "\n", "\r", "\n\r"};
  for (const auto& before : ends) {
    for (const auto& after : ends) {
      std::string sent;
      append_stuffed(sent, "a" + before + "." + after + "MAIL FROM:<x@example.org>\r\n");
      std::size_t found = 0, last = 0;
      for (std::size_t i = 1; i + 1 < sent.size(); ++i) {
        const auto ends_line = [](char c) { return c == '\r' || c == '\n'; };
        if (sent[i] != '.' || !ends_line(sent[i - 1]) || !ends_line(sent[i + 1])) continue;
        ++found;
        last = i;
      }
      INFO(sent);
      CHECK(found == 1);
      CHECK(last == sent.size() - 3);
    }
  }
}

TEST_CASE("an envelope beyond ASCII") {
  SmtpOffer offer;
  Outgoing letter{1, std::nullopt, mail::Address::parse("p@bücher.example").value(),
                  "Subject: x\r\n\r\n"};
  CHECK(envelope(letter, offer)->rcpt == "RCPT TO:<p@xn--bcher-kva.example>\r\n");
  letter.to = mail::Address::parse("jürgen@example.com").value();
  CHECK_FALSE(envelope(letter, offer));
  offer.utf8 = true;
  CHECK(envelope(letter, offer)->mail == "MAIL FROM:<> SMTPUTF8\r\n");
}

TEST_CASE("the rate holds over every minute and wastes little of it") {
  const int a_minute = GENERATE(1, 7, 60, 600, 6000);
  Rate rate(a_minute);
  SteadyInstant now{Seconds(1000)};
  int sent = 0;
  for (int i = 0; i < 6000; ++i, now += std::chrono::milliseconds(10))
    while (rate.allows(now)) {
      rate.spend();
      ++sent;
    }
  CHECK(sent >= a_minute * 98 / 100);
  CHECK(sent <= a_minute + std::max(1, a_minute / 600));
  const auto next = rate.next();
  CHECK(next > now - std::chrono::milliseconds(10));
  CHECK(rate.allows(next));
}

}  // namespace undersigned::wire
