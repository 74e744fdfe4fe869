#include <catch2/catch.hpp>

#include "worded.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

TEST_CASE("every letter to supporters is complete in English and Spanish") {
  for (const std::string language : {"en", "es"})
    for (auto kind : to_supporters()) {
      CAPTURE(language, campaign::word(kind));
      const auto ready = worded(order(kind, language));
      const auto message = read_back(ready);
      CHECK_FALSE(message.subject.empty());
      CHECK(message.text.size() > 150);
      CHECK(has(message.html, "<html lang=\"" + language + "\" dir=\"ltr\">"));
      for (const std::string* form : {&message.subject, &message.text, &message.html}) {
        CHECK_FALSE(has(*form, "{{"));
        CHECK_FALSE(has(*form, "}}"));
        CHECK_FALSE(has(*form, "\xEE\x80\x80"));
        CHECK_FALSE(has(*form, "**"));
      }
    }
}

TEST_CASE("every letter to supporters is there in each language that has a confirmation") {
  const std::string language =
      GENERATE("fr", "pt", "de", "it", "tl", "ht", "zh", "ko", "vi", "ar", "ru", "am", "ja");
  for (auto kind : to_supporters()) {
    CAPTURE(language, campaign::word(kind));
    const auto message = read_back(worded(order(kind, language)));
    const std::string direction = language == "ar" ? "rtl" : "ltr";
    CHECK(has(message.html, "<html lang=\"" + language + "\" dir=\"" + direction + "\">"));
    for (const std::string* form : {&message.subject, &message.text, &message.html})
      for (std::string_view mark : {"{{", "}}", "**", "\xEE\x80", "M12"})
        CHECK_FALSE(has(*form, mark));
    if (kind == LetterKind::challenge) CHECK(has(message.subject, order(kind).token));
    if (!order(kind).signers.empty() && kind != LetterKind::challenge)
      CHECK(has(message.text, "Maria López"));
  }
}

TEST_CASE("a confirmation shows exactly how the signer is listed and how to change it") {
  auto one = order(LetterKind::confirmation);
  const auto message = read_back(worded(one));
  CHECK(has(message.text, "Maria López, Executive Director, Casa Azul, Oakland, CA"));
  CHECK(has(message.html, "Maria López, Executive Director, Casa Azul, Oakland, CA"));
  CHECK(has(message.text, "<mailto:signon@example.org?subject=Withdraw%20my%20signature&body="));
  CHECK(
      has(message.html, "mailto:signon@example.org?subject=Keep%20my%20name%20private&amp;body="));
  CHECK(has(message.text, "Dear Maria López,"));

  one.signers = {organization("Casa Azul", "Maria López", "Director", "Oakland")};
  one.signers[0].listed = false;
  const auto for_organization = read_back(worded(one));
  CHECK(has(for_organization.text, "Casa Azul, Oakland"));
  CHECK(has(for_organization.text, "without a contact person"));
  CHECK_FALSE(has(for_organization.text, "Casa Azul (Maria"));
}

TEST_CASE("names are printed as typed, whatever they look like") {
  const std::string hostile = GENERATE(
      "[x](http://evil.example)", "<script>alert(1)</script>", "**bold** _it_ `code`", "{{token}}",
      "&amp; & &lt;", "# Heading", "1. First", "- item", "> quoted", "a | b | c", "\\*", "![i](u)",
      "<https://evil.example>", "{{{statement}}}", "+ + + +", "```mailto X");
  CAPTURE(hostile);
  auto one = order(LetterKind::confirmation);
  one.signers = {person(hostile, hostile, hostile, hostile)};
  const auto message = read_back(worded(one));
  const auto listing = hostile + ", " + hostile + ", " + hostile + ", " + hostile;
  std::string joined = message.text;
  for (auto& c : joined)
    if (c == '\n') c = ' ';
  std::string flat;
  for (char c : joined)
    if (c != ' ' || !flat.ends_with(' ')) flat += c;
  CHECK(has(flat, listing));
  CHECK_FALSE(has(message.html, "<script>"));
  CHECK_FALSE(has(message.html, "href=\"http://evil.example\""));
  CHECK_FALSE(has(message.html, "<img"));
}

TEST_CASE("answers thread, say that they are automatic, and have no envelope sender") {
  const auto ready = worded(order(LetterKind::confirmation));
  const auto message = read_back(ready);
  CHECK(ready.empty_sender);
  REQUIRE(message.in_reply_to.size() == 1);
  CHECK(message.in_reply_to[0].text() == "abc.1@mail.example.org");
  REQUIRE(message.references.size() == 2);
  CHECK(message.references[1].text() == "abc.1@mail.example.org");
  CHECK(message.decoded("Auto-Submitted") == "auto-replied");
  CHECK(message.decoded("X-Auto-Response-Suppress") == "All");
  CHECK(message.field("List-Id") == nullptr);
  REQUIRE(message.reply_to.size() == 1);
  CHECK(message.reply_to[0].address.text() == "signon@example.org");
}

TEST_CASE("an answer to the call keeps the call's subject, and no stranger's") {
  auto one = order(LetterKind::confirmation);
  one.subject_answered = "Re: Sign-on Now: Reaffirming Human Rights on Int'l Migrants Day";
  CHECK(read_back(worded(one)).subject == one.subject_answered);
  one.subject_answered = "Buy pills";
  CHECK_FALSE(has(read_back(worded(one)).subject, "pills"));
}

TEST_CASE("the call has both ways to sign, the statement, and how to leave the list") {
  const auto ready = worded(order(LetterKind::call));
  const auto message = read_back(ready);
  CHECK(message.subject == "Sign-on Now: Reaffirming Human Rights on Int'l Migrants Day");
  CHECK(has(message.text,
            "<mailto:signon@example.org?subject=I%20sign%20as%20an%20individual&body="
            "I%20sign%20the%20statement.%0D%0AName%3A%0D%0ACity%2C%20State/Country%3A%0D%0A"
            "Affiliation%20%28optional%2C%20for%20identification%20only%29%3A>"));
  CHECK(has(message.text,
            "<mailto:signon@example.org?subject=We%20sign%20as%20an%20organization&body="
            "We%20sign%20the%20statement.%0D%0AOrganization%3A%0D%0AContact%20name%3A%0D%0A"
            "Title%3A%0D%0ACity%2C%20State/Country%3A>"));
  CHECK(has(message.text, "• Ratify the International Convention"));
  CHECK_FALSE(ready.empty_sender);
  CHECK(message.field("Auto-Submitted") == nullptr);
  CHECK(message.decoded("List-Unsubscribe") == "<mailto:signon@example.org?subject=unsubscribe>");
  CHECK(message.decoded("List-Id") == "<international-migrants-day-2015.example.org>");
}

TEST_CASE("a signer whose signature waits for a person reads that it has arrived") {
  for (const auto& [wish, words] :
       {std::pair{campaign::Wish::sign, "has arrived, and nothing of it is lost"},
        {campaign::Wish::change, "about your entry on the list has arrived"},
        {campaign::Wish::withdraw, "should come off the list has arrived"},
        {campaign::Wish::none, "will read it and answer"}}) {
    auto one = order(LetterKind::question_received);
    one.wish = wish;
    CHECK(has(flat(read_back(worded(one)).text), words));
  }
}

TEST_CASE("an organizer reads what came of each order") {
  const auto ready = answer_to_orders();
  CHECK(ready.empty_sender);
  const auto message = read_back(ready);
  CHECK(message.decoded("Auto-Submitted") == "auto-replied");
  REQUIRE(message.in_reply_to.size() == 1);
  const auto text = flat(message.text);
  for (const char* part :
       {"The release is held back", "nothing of it can be held back or approved",
        "The release is approved, with 152 individuals and 62 organizations on the list. It goes "
        "out",
        "cannot be approved yet", "somebody held it after you had written",
        "needs no approval any more", "12, Maria López, Oakland: counted",
        "12, Maria López, Oakland: kept off the list", "m7: settled",
        "m7: nothing with this number waits", "there is no name to list",
        "the same signer is on the list already", "hold [it](http://evil.example) **please** if"})
    CHECK_THAT(text, Catch::Contains(part));
  CHECK(message.subject == "It is done: International Migrants Day 2015");
  CHECK_FALSE(has(message.html, "evil.example\""));

  campaign::LetterOrder order;
  order.to.address = address("organizer@example.org");
  const auto unproven = read_back(*word_answer(sample().text, order, {{}, {}, true}, "1", now));
  CHECK(message.subject != unproven.subject);
  CHECK_THAT(flat(unproven.text), Catch::Contains("does not vouch that you wrote it"));
}

TEST_CASE("who is on the list and is not understood reads that nothing of it has changed") {
  const std::string language = GENERATE("en", "es", "fr", "pt", "de", "it", "tl", "ht", "zh", "ko",
                                        "vi", "ar", "ru", "am", "ja");
  CAPTURE(language);
  auto one = order(LetterKind::not_understood, language);
  const auto stranger = read_back(worded(one));
  one.signers = {person("Maria López", "", "", "Oakland, CA"), organization("Casa Azul")};
  const auto signer = read_back(worded(one));
  CHECK(has(signer.text, "Maria López, Oakland, CA"));
  CHECK(has(signer.text, "Casa Azul"));
  CHECK_FALSE(has(stranger.text, "Casa Azul"));
  if (language != "en") return;
  CHECK_THAT(flat(signer.text), Catch::Contains("on the list already, and nothing of that has"));
  CHECK_THAT(flat(signer.text), !Catch::Contains("who should be listed"));
  CHECK_THAT(flat(stranger.text), Catch::Contains("who should be listed"));
}

TEST_CASE("a list that is too long for a letter is left out, and the digest says how to get it") {
  auto one = report(20);
  const auto to = address("organizer@example.org");
  const auto with_list = read_back(*word_digest(sample().text, one, to, "1"));
  CHECK(with_list.parts.size() == 5);  // text, HTML, picture, CSV, spreadsheet
  one.counted.resize(50'001, one.counted.front());
  const auto without = read_back(*word_digest(sample().text, one, to, "1"));
  CHECK(without.parts.size() == 3);
  CHECK_THAT(flat(without.text), Catch::Contains("undersigned signatures export --format xlsx"));
  CHECK_THAT(flat(without.text), !Catch::Contains("attached"));
}

TEST_CASE("the same letter gets the same Message-ID at every try, another one another") {
  const auto one = order(LetterKind::confirmation);
  const auto first = word_letter(sample().text, one, "7", now);
  const auto again = word_letter(sample().text, one, "7", now + Seconds(60));
  const auto other = word_letter(sample().text, one, "8", now);
  CHECK(first->id == again->id);
  CHECK(first->id != other->id);
  CHECK(first->id.text().ends_with("@example.org"));
}

TEST_CASE("a thank-you has the final numbers, the signer's own entry, and the list in print") {
  auto hidden = counted(person("Secret Person"), "secret@example.org");
  hidden.signer.listed = false;
  const Thanks thanks(sample().text, {counted(person("Ana Open")), hidden,
                                      counted(organization("Casa Azul"), "casa@example.org")});
  auto one = order(LetterKind::thank_you);
  const auto ready = thanks.word(one, "1", now);
  REQUIRE(ready);
  const auto message = read_back(*ready);
  CHECK(has(message.html, "<strong>1 organization and 2 individuals</strong> signed"));
  CHECK(has(message.text, "Maria López, Executive Director"));
  REQUIRE(message.parts.size() == 3);
  CHECK(message.parts.back().filename == "statement-and-signers.pdf");
  CHECK(message.decoded("List-Unsubscribe") == "<mailto:signon@example.org?subject=unsubscribe>");
  one.to = named("", "other@example.org");
  one.language = "es";
  const auto other = thanks.word(one, "2", now);
  CHECK(has(read_back(*other).text, "1 organización y 2 personas"));
  CHECK(&ready->composed.shared.text() == &other->composed.shared.text());

  auto config = sample().config;
  config.release.attach = false;
  const CampaignText text{&config, sample().text.templates, sample().text.statement};
  const auto plain = read_back(*Thanks(text, {}).word(one, "1", now));
  CHECK(plain.parts.size() == 2);
  CHECK(has(plain.text, "Ratify the International Convention"));
}

TEST_CASE("a letter says its language, so that a program can read it out") {
  CHECK(read_back(worded(order(LetterKind::late, "es"))).decoded("Content-Language") == "es");
  CHECK(read_back(worded(order(LetterKind::late, "xx"))).decoded("Content-Language") == "en");
}
