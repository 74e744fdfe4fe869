#include <catch2/catch.hpp>

#include "letter/chart.h"
#include "letter/list.h"
#include "mail/message.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;

namespace {

mail::Message read_back(const Ready& ready) {
  auto message = mail::parse(ready.composed.own + ready.composed.shared);
  if (!message) FAIL(message.error().text());
  return *message;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

const mail::Part* part_named(const mail::Message& message, std::string_view filename) {
  for (const auto& part : message.parts)
    if (part.filename == filename) return &part;
  return nullptr;
}

std::vector<PressContact> press() {
  return {{address("news@tribune.example"), "Dana Whitfield", "The Harbor Tribune"},
          {address("radio@kqbx.example"), "", ""},
          {address("desk@valley.example"), "A <b>&\xEE\x80\x91 Ray", "Valley \"News\""}};
}

}  // namespace

TEST_CASE("the digest says the numbers, names what waits, and accounts for every mail") {
  auto one = report(60);
  const auto message = read_back(*word_digest(sample().text, one, address("o@example.org"), "1"));
  CHECK(message.subject ==
        "+11 signatures, 60 in all, 3 days left: International Migrants Day 2015");
  CHECK(has(message.text, "42 individuals and 18 organizations"));
  CHECK(has(message.text, "17. signature: Sam Reed <sam@example.org>"));
  CHECK(has(message.text, "Received: 70"));
  CHECK(has(message.text, "Refused by the receiving server"));
  CHECK_FALSE(has(message.text, "do not add up"));
  CHECK(has(message.text, "60 signatures in all. By day: Dec 8: 7;"));
  CHECK(has(message.html, "<img src=\"cid:chart\" alt=\"60 signatures in all. By day:"));
  REQUIRE(part_named(message, "chart.png"));
  CHECK(part_named(message, "chart.png")->content.starts_with("\x89PNG"));
  REQUIRE(part_named(message, "signatures.csv"));
  REQUIRE(part_named(message, "signatures.xlsx"));
  CHECK(message.decoded("Auto-Submitted") == "auto-generated");
  one.mails.received += 1;
  CHECK(has(read_back(*word_digest(sample().text, one, address("o@example.org"), "1")).text,
            "do not add up"));
}

TEST_CASE("a digest goes out also when nothing happened") {
  Report nothing;
  nothing.now = at("2015-12-02T15:00:00Z");
  nothing.since = at("2015-12-01T15:00:00Z");
  nothing.phase = "open";
  const auto message =
      read_back(*word_digest(sample().text, nothing, address("o@example.org"), "1"));
  CHECK(message.subject == "Nothing new, 0 in all, 15 days left: International Migrants Day 2015");
  CHECK(message.parts.size() == 2);
}

TEST_CASE("a digest warns of organizations with free-mail addresses and of bursts") {
  auto one = report(0);
  one.counted = {counted(organization("Casa Azul"), "casa.azul@gmail.com")};
  for (int i = 0; i < 12; ++i)
    one.counted.push_back(
        counted(person("P" + std::to_string(i)), "p" + std::to_string(i) + "@corp.example"));
  const auto message = read_back(*word_digest(sample().text, one, address("o@example.org"), "1"));
  CHECK(has(message.text, "Casa Azul: casa.azul@gmail.com"));
  CHECK(has(message.text, "12 signatures on one day from corp.example"));
}

TEST_CASE("the release keeps the press's conventions") {
  const auto letters = word_release(sample().text, many(60), press(), sample().config.release.at);
  REQUIRE(letters);
  REQUIRE(letters->size() == 3);
  const auto first = read_back(letters->at(0)), second = read_back(letters->at(1));
  REQUIRE(first.to.size() == 1);
  CHECK(first.to[0].address.text() == "news@tribune.example");
  CHECK(has(first.text, "Dear Dana Whitfield,"));
  CHECK(has(second.text, "Dear editors,"));
  const auto third = read_back(letters->at(2));
  CHECK(has(third.text, "Dear A <b>&"));
  CHECK(has(third.html, "Dear A &lt;b&gt;&amp;"));
  CHECK(has(third.text, "readers of Valley \"News\""));
  CHECK_FALSE(has(second.text, "Dana Whitfield,\n"));
  CHECK(has(first.text, "FOR IMMEDIATE RELEASE"));
  CHECK(has(first.text, "42 individuals and 18 organizations"));
  CHECK(has(first.text, "• Ratify the International Convention"));
  CHECK(has(first.text, "\n###\n"));
  const auto organizations = first.text.find("\nOrganizations\n");
  const auto individuals = first.text.find("\nIndividuals\n");
  REQUIRE(organizations < individuals);
  CHECK(first.text.find("The Bridge Alliance", organizations) < individuals);
  CHECK(first.field("Auto-Submitted") == nullptr);
  CHECK(letters->at(0).id != letters->at(1).id);
  CHECK_FALSE(letters->at(0).empty_sender);
  REQUIRE(part_named(first, "statement-and-signers.pdf"));
  CHECK(part_named(first, "statement-and-signers.pdf")->content.starts_with("%PDF-"));
}

TEST_CASE("the release names nobody who asked not to be named") {
  auto hidden = counted(person("Secret Person", "Secret Employer"));
  hidden.signer.listed = false;
  auto half = counted(organization("Casa Azul", "Hidden Contact", "Director", "Oakland"));
  half.signer.listed = false;
  auto pending = counted(person("Not Yet"));
  pending.state = campaign::State::pending;
  const std::vector list = {counted(person("Ana Open")), hidden, half, pending};
  const auto letters = word_release(sample().text, list, press(), sample().config.release.at);
  REQUIRE(letters);
  const auto message = read_back(letters->at(0));
  for (const auto& text : {message.text, message.html}) {
    CHECK(has(text, "Ana Open"));
    CHECK(has(text, "Casa Azul"));
    CHECK_FALSE(has(text, "Secret"));
    CHECK_FALSE(has(text, "Hidden"));
    CHECK_FALSE(has(text, "Not Yet"));
    CHECK(has(text, "1 more signed and asked not to be named"));
  }
  CHECK(has(message.text, "2 individuals and 1 organization today"));
}

TEST_CASE("a long list is summarized in the letter, and complete where nothing is attached") {
  const auto all = many(2000);
  const auto letters = word_release(sample().text, all, press(), sample().config.release.at);
  const auto message = read_back(letters->at(0));
  CHECK(has(message.text, "more, in the list attached"));
  CHECK(&letters->at(0).composed.shared.text() == &letters->at(2).composed.shared.text());

  campaign::Config config = sample().config;
  config.release.attach = false;
  const CampaignText text{&config, sample().text.templates, sample().text.statement};
  const auto plain = read_back(word_release(text, all, press(), config.release.at)->at(0));
  CHECK(plain.parts.size() == 2);
  CHECK_FALSE(has(plain.text, "more, in the list attached"));
}

TEST_CASE("the deadline summary carries the exact release") {
  const auto letters = word_release(sample().text, many(30), press(), sample().config.release.at);
  const auto summary = word_deadline_summary(sample().text, report(30), letters->at(0),
                                             address("o@example.org"), "1");
  REQUIRE(summary);
  const auto message = read_back(*summary);
  REQUIRE(part_named(message, "release.eml"));
  CHECK(part_named(message, "release.eml")->content ==
        letters->at(0).composed.own + letters->at(0).composed.shared);
  CHECK(has(message.text, "undersigned release hold"));
}

TEST_CASE("the chart takes any campaign") {
  CHECK(chart_png({}, std::nullopt, "en").empty());
  CHECK(chart_png({{"2015-12-08", 0, 0}}, std::nullopt, "en").starts_with("\x89PNG"));
  CHECK(chart_png({{"2015-12-08", 1, 0}, {"2015-12-20", 100000, 3}}, 200000, "es")
            .starts_with("\x89PNG"));
  CHECK(chart_png({{"1970-01-01", 1, 0}, {"2015-12-20", 1, 3}}, 10, "ar").starts_with("\x89PNG"));
}
