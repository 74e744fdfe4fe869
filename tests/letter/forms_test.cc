#include <array>

#include <catch2/catch.hpp>

#include "mail/message.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

namespace {

const Instant now = at("2015-12-10T12:00:00Z");

constexpr std::array names = {"Ana",
                              "Maria López-Ñandú de la Cruz y Figueroa Santibáñez del Río",
                              "<b>&amp;\"'",
                              "محمد العربي",
                              "王小明",
                              "{{person}}",
                              "[x](http://evil)",
                              "\xEE\x80\x90"
                              "00",
                              "%41+&?body=",
                              "- 1. • x",
                              "# x",
                              "| a | b |"};

campaign::LetterOrder from(LetterKind kind, const std::string& language, const std::string& name) {
  auto one = order(kind, language);
  one.to = named(name, "someone@example.org");
  one.signers = {person(name, name, "", name), organization(name, "", name)};
  one.before = {person(name)};
  one.token = "confirm-" + std::string(20, 'a') + std::to_string(name.size());
  return one;
}

std::string octets(const CampaignText& text, const campaign::LetterOrder& one) {
  const auto ready = word_letter(text, one, "1", now);
  if (!ready) FAIL(ready.error().text());
  return ready->composed.own + ready->composed.shared;
}

// The campaign as it is before any letter was worded.
CampaignText fresh() {
  return {sample().text.config, sample().text.templates, sample().text.statement};
}

}  // namespace

TEST_CASE("a letter is the same whatever letters were worded before it") {
  const CampaignText used = fresh();
  for (const auto kind : {LetterKind::confirmation, LetterKind::already_signed,
                          LetterKind::challenge, LetterKind::late, LetterKind::question_received})
    for (const std::string language : {"en", "es", "ar", "zh"})
      for (const std::string name : names) {
        const auto one = from(kind, language, name);
        CHECK(octets(used, one) == octets(fresh(), one));
      }
}

TEST_CASE("nothing of one reader stands in the letter to another") {
  const CampaignText text = fresh();
  auto first = from(LetterKind::confirmation, "en", "Wilhelmina Quackenbush");
  first.token = "confirm-firsttokenfirsttoken";
  octets(text, first);
  const auto second = octets(text, from(LetterKind::confirmation, "en", "Ana"));
  for (const auto* word : {"Wilhelmina", "Quackenbush", "firsttoken"})
    CHECK(second.find(word) == std::string::npos);
}

TEST_CASE("lines are wrapped for the reader's own values, and links are not") {
  auto one = order(LetterKind::confirmation);
  one.signers = {person(std::string(names[1]),
                        "The Long Named Council for the Rights of All "
                        "Migrants and Their Families",
                        "Director")};
  const auto message = mail::parse(octets(fresh(), one));
  REQUIRE(message);
  std::string_view rest = message->text;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.find("mailto:") == std::string_view::npos) CHECK(line.size() <= 80);
    CHECK((line.empty() || line == "-- " || line.back() != ' '));
  }
  CHECK(message->text.find("Title%3A%20Director") != std::string::npos);
}

TEST_CASE("a letter with more values than there are marks is written all the same") {
  auto one = order(LetterKind::confirmation);
  one.signers.clear();
  for (int i = 0; i < 200; ++i)
    one.signers.push_back(organization("Council " + std::to_string(i), "Ana " + std::to_string(i)));
  const auto message = mail::parse(octets(fresh(), one));
  REQUIRE(message);
  CHECK(message->text.find("Council 199") != std::string::npos);
  CHECK(message->html.find("Council 0") != std::string::npos);
}
