// What a challenge says and carries, and how its answer is read.

#include <filesystem>
#include <set>

#include <catch2/catch.hpp>

#include "mail/automatic.h"
#include "reply/read.h"
#include "worded.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

namespace {

std::string percent_decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool code = text[i] == '%' && i + 2 < text.size();
    out += code ? static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)) : text[i];
    if (code) i += 2;
  }
  return out;
}

// What reads replies to letters: the phrases of all languages, and the texts that were sent.
reply::Context context_of(const std::vector<std::string>& sent) {
  reply::Context context = context_in({"en"});
  for (const auto& text : sent) context.sent.push_back(text);
  return context;
}

}  // namespace

TEST_CASE("a challenge carries its token where a reply brings it back") {
  const auto one = order(LetterKind::challenge);
  const auto message = read_back(worded(one));
  CHECK(message.subject == "Please confirm: International Migrants Day 2015 [" + one.token + "]");
  CHECK(has(message.text, "<mailto:signon@example.org?subject=Re%3A%20Please%20confirm%3A"));
  CHECK(has(message.text, "%20%5B" + one.token + "%5D&body=Yes%2C%20I%20confirm."));
}

TEST_CASE("with plus addressing a challenge's token is in the address, too") {
  auto config = sample().config;
  config.mailboxes.front().plus_addressing = true;
  auto text = sample().text;
  text.config = &config;
  const auto one = order(LetterKind::challenge);
  const auto message = read_back(*word_letter(text, one, "1", now));
  CHECK(has(message.subject, one.token));
  REQUIRE(message.reply_to.size() == 1);
  CHECK(message.reply_to[0].address.text() == "signon+" + one.token + "@example.org");
  CHECK(has(message.text, "<mailto:signon%2B" + one.token + "@example.org?subject=Re%3A"));
  CHECK(has(message.text, "A message to signon@example.org gave this address as its sender's"));
}

TEST_CASE("a challenge says what a yes will do, and nothing that the mail said") {
  const std::string language = GENERATE("en", "es", "fr", "pt", "de", "it", "tl", "ht", "zh", "ko",
                                        "vi", "ar", "ru", "am", "ja");
  CAPTURE(language);
  std::set<std::string> told;
  for (auto wish : {campaign::Wish::sign, campaign::Wish::change, campaign::Wish::withdraw}) {
    auto one = order(LetterKind::challenge, language);
    one.wish = wish;
    one.to.name = mail::HeaderText::clean("Buy Pills");
    one.signers = one.before = {person("Buy Pills", "Pills Inc", "Seller", "Pilltown")};
    one.subject_answered = "Pills";
    const auto ready = worded(one);
    CHECK_FALSE(has(ready.composed.own + ready.composed.shared, "Pill"));
    const auto message = read_back(ready);
    CHECK_FALSE(has(message.text, "Pill"));
    CHECK_FALSE(has(message.html, "Pill"));
    told.insert(message.text);
  }
  CHECK(told.size() == 3);
}

TEST_CASE("another instance takes none of our letters for a person's") {
  for (const LetterKind kind : to_supporters()) {
    CAPTURE(campaign::word(kind));
    CHECK(mail::automatic(read_back(worded(order(kind)))));
  }
}

TEST_CASE("what a challenge's button fills in is read as a confirmation, in each language") {
  const std::string language = GENERATE("en", "es", "fr", "pt", "de", "it", "tl", "ht", "zh", "ko",
                                        "vi", "ar", "ru", "am", "ja");
  CAPTURE(language);
  const auto asked = read_back(worded(order(LetterKind::challenge, language)));
  const std::string body = "&amp;body=";
  const auto from = asked.html.find(body) + body.size();
  REQUIRE(from > body.size());
  const auto filled_in =
      percent_decoded(asked.html.substr(from, asked.html.find('"', from) - from));
  CHECK(filled_in.size() > 5);
  const auto answer = mail::parse(
      "From: Maria <maria@example.org>\r\nTo: signon@example.org\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nSubject: Re: x [" +
      order(LetterKind::challenge).token + "]\r\n\r\n" + filled_in + "\r\n");
  REQUIRE(answer);
  const auto meaning = reply::read(*answer, context_of({asked.text}));
  CHECK(meaning.kind == reply::Kind::confirm);
}
