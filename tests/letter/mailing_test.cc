#include <regex>
#include <sstream>

#include <catch2/catch.hpp>

#include "letter/chart.h"
#include "letter/list.h"
#include "letter/markdown.h"
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

// The figure in the row of a table in plain text; "" where there is no such row.
std::string row(const std::string& text, const std::string& words) {
  const auto from = text.find("\n" + words + "  ");
  if (from == std::string::npos) return {};
  const auto line = text.substr(from + 1, text.find('\n', from + 1) - from - 1);
  return line.substr(line.rfind(' ') + 1);
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
        "11 new signatures, 60 in all, 3 days left: International Migrants Day 2015");
  CHECK(has(message.text, "42 individuals and 18 organizations"));
  CHECK(has(message.text, "17 · Signature from Sam Reed <sam@example.org>"));
  CHECK(has(message.text, "accept 17"));
  CHECK(has(message.text, "Refused by the receiving server"));
  CHECK_FALSE(has(message.text, "do not add up"));
  CHECK(has(message.text, "60 in all. The last days: Dec 8: 7, Dec 9: 7,"));
  CHECK(has(message.html, "<img src=\"cid:chart\" alt=\"60 in all. The last days: Dec 8: 7,"));
  CHECK(row(message.text, "Signatures") == "60");
  CHECK(row(message.text, "Received in all") == "70");
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
  CHECK(has(message.text, "Nobody has signed yet"));
  CHECK(has(message.text, "Nothing needs your attention"));
  CHECK_FALSE(has(message.text, "Decide"));
  CHECK(row(message.text, "Received in all") == "0");
  CHECK(row(message.text, "Declined").empty());
}

TEST_CASE("letters to organizers are worded right for none, one and more") {
  struct Case {
    std::string language;
    std::int64_t individuals, organizations, hidden;
    std::string heading, hidden_words;
  };
  const auto one = GENERATE(values<Case>({
      {"en", 1, 0, 0, "1 individual\n", ""},
      {"en", 0, 1, 0, "1 organization\n", ""},
      {"en", 2, 1, 1, "2 individuals and 1 organization\n", "Of all signers, one asked"},
      {"en", 1200, 2, 3, "1,200 individuals and 2 organizations\n", "Of all signers, 3 asked"},
      {"es", 1, 0, 0, "1 persona\n", ""},
      {"es", 2, 1, 1, "2 personas y 1 organización\n", "firmaron, una pidió"},
      {"es", 12, 2, 3, "12 personas y 2 organizaciones\n", "firmaron, 3 pidieron"},
  }));
  CAPTURE(one.language, one.individuals, one.organizations);
  auto config = sample().config;
  config.languages = {one.language};
  const CampaignText text{&config, sample().text.templates, sample().text.statement};
  Report report;
  report.now = at("2015-12-12T15:00:00Z");
  report.since = at("2015-12-11T15:00:00Z");
  report.phase = "open";
  report.signatures.individuals = one.individuals;
  report.signatures.organizations = one.organizations;
  report.signatures.individuals_private = one.hidden;
  const auto digest = read_back(*word_digest(text, report, address("o@example.org"), "1"));
  CHECK(has("\n" + digest.text, "\n" + one.heading));
  CHECK(has(std::regex_replace(digest.text, std::regex("\n"), " "), one.hidden_words));
  CHECK(one.hidden_words.empty() == !has(digest.text, one.language == "en" ? "asked" : "pid"));
}

TEST_CASE("the digest says how much of the goal is reached, and never more than is") {
  const struct {
    std::int64_t signers;
    const char *english, *spanish;
  } cases[] = {{0, "That is 0% of", "Se ha alcanzado el 0 % de"},
               {3, "That is less than 1% of", "Se ha alcanzado menos del 1 % de"},
               {10, "That is 1% of", "Se ha alcanzado el 1 % de"},
               {999, "That is 99% of", "Se ha alcanzado el 99 % de"},
               {1000, "That is 100% of", "Se ha alcanzado el 100 % de"}};
  for (const auto& one : cases)
    for (const auto& [language, words] :
         {std::pair{"en", one.english}, std::pair{"es", one.spanish}}) {
      CAPTURE(language, one.signers);
      auto config = sample().config;
      config.languages = {language};
      config.goal = 1000;
      const CampaignText text{&config, sample().text.templates, sample().text.statement};
      Report report;
      report.now = at("2015-12-12T15:00:00Z");
      report.since = at("2015-12-11T15:00:00Z");
      report.phase = "open";
      report.signatures.individuals = one.signers;
      const auto digest = read_back(*word_digest(text, report, address("o@example.org"), "1"));
      CHECK(has(std::regex_replace(digest.text, std::regex("[\\s]|\u00A0"), " "), words));
    }
}

TEST_CASE("reports say what accepting does to whoever wrote to be off the list") {
  for (const auto& [language, off, mail_off, both] :
       {std::tuple{"en", "“accept 3” takes it off the list", "“accept m7” takes number 4 and 5 off",
                   "`undersigned signatures amend 6`"},
        std::tuple{"es", "«aceptar 3» la retira de la lista", "«aceptar m7» retira de la lista",
                   "`undersigned signatures amend 6`"}}) {
    CAPTURE(language);
    auto config = sample().config;
    config.languages = {language};
    const CampaignText text{&config, sample().text.templates, sample().text.statement};
    Report report = letter::report(5);
    report.waiting = {{.id = 3,
                       .what = "signature",
                       .who = "Maria <m@example.org>",
                       .text = "Maria Lopez",
                       .why = {"the signer seems to withdraw"},
                       .leaving = true,
                       .words = "Perhaps take me off?"},
                      {.id = 7,
                       .what = "withdrawal",
                       .who = "o@example.org",
                       .text = "Take us off.",
                       .why = {},
                       .leaving = true,
                       .entries = {4, 5}},
                      {.id = 8,
                       .what = "correction",
                       .who = "p@example.org",
                       .text = "My name is wrong.",
                       .why = {},
                       .entries = {6}}};
    const auto to = address("o@example.org");
    const auto release = word_digest(text, report, to, "r");
    for (const auto& ready : {word_digest(text, report, to, "1"),
                              word_deadline_summary(text, report, *release, to, "1")}) {
      if (!ready) FAIL(ready.error().text());
      const auto said = std::regex_replace(read_back(*ready).text, std::regex("\\s+"), " ");
      CHECK(has(said, off));
      CHECK(has(said, mail_off));
      CHECK(has(said, std::string(both).substr(1, 30)));
      CHECK(has(said, "Perhaps take me off?"));
    }
  }
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
  CHECK(has(third.html, "of interest to Valley &quot;News&quot;"));
  CHECK_FALSE(has(second.text, "Dana Whitfield,\n"));
  CHECK(has(first.text, "FOR IMMEDIATE RELEASE"));
  CHECK(first.subject == sample().config.release.headline);
  CHECK(has(first.text, "Contact: Elena Morales, Migrants Day sign-on, +1 510 555 0118"));
  CHECK(
      has(first.text, "OAKLAND, Calif., December 18, 2015 — 18 organizations and 42 individuals"));
  CHECK(has(first.text, "no more fitting time"));
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

TEST_CASE("lines are wrapped with the names that stand in them") {
  const std::string outlet = "The Most Honorable Society of Harbor and Valley Newspapers";
  const std::vector<PressContact> long_name = {
      {address("news@tribune.example"), "Dana Whitfield-Montgomery of Upper Harbor", outlet}};
  const auto letters = word_release(sample().text, many(6), long_name, sample().config.release.at);
  REQUIRE(letters);
  std::istringstream lines(read_back(letters->at(0)).text);
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK((columns(line) <= 72 || line.find("http") != std::string::npos));
    all += line + " ";
  }
  CHECK(has(all, "of interest to " + outlet + ". If you would like"));
}

TEST_CASE("names with commas of their own are parted by semicolons") {
  const auto lead = [](const std::vector<std::string>& names, const char* language = "en") {
    std::vector<campaign::Signature> list;
    for (const auto& name : names) list.push_back(counted(organization(name)));
    auto config = sample().config;
    config.languages = {language};
    const CampaignText text{&config, sample().text.templates, sample().text.statement};
    const auto letters = word_release(text, list, press(), config.release.at);
    REQUIRE(letters);
    return read_back(letters->at(0)).html;
  };
  CHECK(has(lead({"Acme, Inc.", "Beacon", "Casa Azul"}), "Acme, Inc.; Beacon; and Casa Azul"));
  CHECK(has(lead({"Acme", "Beacon", "Casa Azul"}), "Acme, Beacon, and Casa Azul"));
  CHECK(
      has(lead({"Acme, S. A.", "Beacon", "Casa Azul"}, "es"), "Acme, S. A.; Beacon, y Casa Azul"));
  CHECK(has(lead({"Acme", "Beacon", "Casa Azul"}, "es"), "Acme, Beacon y Casa Azul"));
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
    CHECK(has(text, "One more person signed and asked not to be named"));
  }
  CHECK(has(message.text, "1 organization and 2 individuals"));
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
  REQUIRE(part_named(message, "release-to-the-press.eml"));
  CHECK(part_named(message, "release-to-the-press.eml")->content ==
        letters->at(0).composed.own + letters->at(0).composed.shared);
  CHECK(has(message.text, "undersigned release hold"));
  CHECK(has(message.text, "The release goes out on Friday, December 18, 2015 at 6:00 AM"));
  CHECK(row(message.text, "Withdrawn") == "2");
  CHECK(row(message.text, "After the deadline").empty());
}

TEST_CASE("the deadline summary asks for an approval until it is given") {
  auto config = sample().config;
  config.release.approval = campaign::ReleaseConfig::Approval::required;
  const CampaignText text{&config, sample().text.templates, sample().text.statement};
  const auto letters = word_release(text, many(3), press(), config.release.at);
  const auto said = [&](bool held, bool approved) {
    auto one = report(3);
    one.held = held;
    one.approved = approved;
    const auto summary =
        word_deadline_summary(text, one, letters->at(0), address("o@example.org"), "1");
    return read_back(*summary).subject.starts_with("Your approval is needed");
  };
  CHECK(said(false, false));
  CHECK_FALSE(said(false, true));
  CHECK(said(true, true));
}

TEST_CASE("the chart takes any campaign") {
  CHECK(chart_png({}, std::nullopt, "en").empty());
  CHECK(chart_png({{"2015-12-08", 0, 0}}, std::nullopt, "en").starts_with("\x89PNG"));
  CHECK(chart_png({{"2015-12-08", 1, 0}, {"2015-12-20", 100000, 3}}, 200000, "es")
            .starts_with("\x89PNG"));
  CHECK(chart_png({{"1970-01-01", 1, 0}, {"2015-12-20", 1, 3}}, 10, "ar").starts_with("\x89PNG"));
}

TEST_CASE("an embargo stands where else the release is for immediate use") {
  campaign::Config config = sample().config;
  config.release.embargo = "EMBARGOED UNTIL DEC. 18, 9 A.M. PST";
  CampaignText text = sample().text;
  text.config = &config;
  const auto letters = word_release(text, many(6), press(), config.release.at);
  REQUIRE(letters);
  const auto first = read_back(letters->at(0));
  CHECK(has(first.text, config.release.embargo));
  CHECK(has(first.html, config.release.embargo));
  CHECK_FALSE(has(first.text, "IMMEDIATE"));
}
