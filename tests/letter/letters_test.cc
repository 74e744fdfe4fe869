#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "letter/dates.h"
#include "mail/automatic.h"
#include "mail/message.h"
#include "reply/read.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

namespace {

const Instant now = at("2015-12-10T20:00:00Z");

std::vector<LetterKind> to_supporters() {
  return {LetterKind::call,      LetterKind::reminder,         LetterKind::confirmation,
          LetterKind::amended,   LetterKind::already_signed,   LetterKind::challenge,
          LetterKind::withdrawn, LetterKind::not_understood,   LetterKind::late,
          LetterKind::thank_you, LetterKind::question_received};
}

Ready worded(const campaign::LetterOrder& order) {
  auto ready = word_letter(sample().text, order, "1", now);
  if (!ready) FAIL(ready.error().text());
  return *ready;
}

mail::Message read_back(const Ready& ready) {
  auto message = mail::parse(ready.composed.own + ready.composed.shared);
  if (!message) FAIL(message.error().text());
  return *message;
}

// Everything that can come of orders by mail.
Answered everything_answered() {
  using What = CarriedOut::What;
  Answered answered;
  for (auto what : {What::held, What::gone, What::approved, What::early, What::outrun,
                    What::needless, What::contradicted})
    answered.results.push_back({what});
  for (auto what : {What::accepted, What::rejected, What::nameless, What::twice})
    answered.results.push_back({what, "12", "Maria López, Oakland"});
  for (auto what : {What::settled, What::unknown, What::contradicted})
    answered.results.push_back({what, "m7"});
  answered.signatures.individuals = 152;
  answered.signatures.organizations = 62;
  answered.unclear = {"hold [it](http://evil.example) **please** if you can"};
  return answered;
}

Ready answer_to_orders() {
  campaign::LetterOrder order;
  order.to.address = address("organizer@example.org");
  order.answers = mail::MessageId::parse("<order.1@example.org>");
  auto ready = word_answer(sample().text, order, everything_answered(), "1", now);
  if (!ready) FAIL(ready.error().text());
  return *ready;
}

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
  static const auto phrases = [] {
    reply::Phrases all;
    for (const auto& file : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases"))
      if (!all.add(file_text(file.path()), file.path())) FAIL(file.path());
    return all;
  }();
  reply::Context context;
  context.phrases = &phrases;
  context.languages = {"en"};
  context.ours = {sample().config.submission.from.address};
  for (const auto& text : sent) context.sent.push_back(text);
  return context;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Without the ends of lines.
std::string flat(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

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

TEST_CASE("another instance takes none of our letters for a person's") {
  for (const LetterKind kind : to_supporters()) {
    CAPTURE(campaign::word(kind));
    CHECK(mail::automatic(read_back(worded(order(kind)))));
  }
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

TEST_CASE("a challenge carries its token where a reply brings it back") {
  const auto one = order(LetterKind::challenge);
  const auto message = read_back(worded(one));
  CHECK(message.subject == "Please confirm: International Migrants Day 2015 [" + one.token + "]");
  CHECK(has(message.text, "<mailto:signon@example.org?subject=Re%3A%20Please%20confirm%3A"));
  CHECK(has(message.text, "%20%5B" + one.token + "%5D&body=Yes%2C%20I%20confirm."));
}

TEST_CASE("with plus addressing a challenge's token is in the address alone, out of sight") {
  auto config = sample().config;
  config.mailboxes.front().plus_addressing = true;
  auto text = sample().text;
  text.config = &config;
  const auto one = order(LetterKind::challenge);
  const auto message = read_back(*word_letter(text, one, "1", now));
  CHECK(message.subject == "Please confirm: International Migrants Day 2015");
  REQUIRE(message.reply_to.size() == 1);
  CHECK(message.reply_to[0].address.text() == "signon+" + one.token + "@example.org");
  CHECK(has(message.text, "<mailto:signon%2B" + one.token + "@example.org?subject=Re%3A"));
  CHECK(has(message.text, "A message to signon@example.org bore this address"));
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

TEST_CASE("every letter is true at the moment at which it is sent") {
  const auto& config = sample().config;
  const std::string deadline = "December 17, 2015", release = "December 18, 2015";
  const Moment open(config.deadline - Seconds(60)), closed(config.deadline),
      late(config.release.at + Seconds(60)), released(config.release.at + Seconds(60), true);
  const auto text = [&](LetterKind kind, const Moment& moment) {
    return flat(read_back(*word_letter(sample().text, order(kind), "1", moment)).text);
  };
  struct Case {
    LetterKind kind;
    const Moment& moment;
    std::vector<std::string> said, unsaid;
  };
  const std::vector<Case> cases = {
      {LetterKind::confirmation,
       open,
       {"until Thursday", "press on Friday"},
       {"closed", "had gone"}},
      {LetterKind::confirmation, closed, {"closed on Thursday", "press on Friday"}, {"had gone"}},
      {LetterKind::confirmation, late, {"closed on Thursday"}, {"press on", "had gone"}},
      {LetterKind::confirmation, released, {"had gone to the press"}, {"until", deadline, release}},
      {LetterKind::amended, open, {"until Thursday"}, {"press"}},
      {LetterKind::amended, closed, {"goes to the press on Friday"}, {deadline}},
      {LetterKind::amended, late, {"until the statement goes to the press."}, {deadline, release}},
      {LetterKind::amended, released, {"has gone to the press"}, {"until the", deadline, release}},
      {LetterKind::already_signed, released, {"has gone to the press"}, {deadline, release}},
      {LetterKind::already_signed, closed, {}, {"press", "will be listed"}},
      {LetterKind::withdrawn, open, {"will not be published", "before Thursday"}, {"gone"}},
      {LetterKind::withdrawn, closed, {"will not be published"}, {"before Thursday", "gone"}},
      {LetterKind::withdrawn, released, {"had gone to the press"}, {"will not be", deadline}},
      {LetterKind::late, closed, {"goes to the press on Friday"}, {"has gone"}},
      {LetterKind::late, late, {"after Thursday"}, {"to the press"}},
      {LetterKind::late, released, {"has gone to the press"}, {"goes to", release}},
      {LetterKind::not_understood, open, {"until Thursday"}, {"closed"}},
      {LetterKind::not_understood, closed, {"closed on Thursday"}, {"until"}},
      {LetterKind::challenge, open, {"before the statement goes to the press on Friday"}, {}},
      {LetterKind::challenge, late, {}, {"to the press"}}};
  for (const auto& one : cases) {
    CAPTURE(campaign::word(one.kind));
    const auto words = text(one.kind, one.moment);
    for (const auto& part : one.said) CHECK_THAT(words, Catch::Contains(part));
    for (const auto& part : one.unsaid) CHECK_THAT(words, !Catch::Contains(part));
  }
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

TEST_CASE("no letter names a day of the release that has passed, in any language") {
  const std::string language = GENERATE("en", "es", "fr", "pt", "de", "it", "tl", "ht", "zh", "ko",
                                        "vi", "ar", "ru", "am", "ja");
  const auto& config = sample().config;
  const auto day = worded_day(config.release.at, config.zone, language);
  for (auto kind : to_supporters()) {
    if (kind == LetterKind::call || kind == LetterKind::reminder) continue;
    CAPTURE(language, campaign::word(kind));
    const auto text = [&](const Moment& moment) {
      return read_back(*word_letter(sample().text, order(kind, language), "1", moment)).html;
    };
    CHECK_FALSE(has(text({config.release.at, true}), day));
    CHECK_FALSE(has(text({config.release.at}), day));
    if (kind == LetterKind::confirmation || kind == LetterKind::late) {
      CHECK(has(text({config.deadline}), day));
      CHECK(text({config.release.at}) != text({config.release.at, true}));
    }
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

TEST_CASE("a late signer reads when the list closed, in the campaign's own time") {
  const auto english = read_back(worded(order(LetterKind::late, "en")));
  CHECK(has(english.html, "Thursday, December 17, 2015 at 5:00 PM Pacific Time"));
  const auto spanish = read_back(worded(order(LetterKind::late, "es")));
  CHECK(has(spanish.html, "jueves, 17 de diciembre de 2015"));
}

// For the tests in Python and for people: every letter as a file under $LETTERS_OUT.
TEST_CASE("write letters", "[.write]") {
  const char* folder = std::getenv("LETTERS_OUT");
  REQUIRE(folder != nullptr);
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const Ready& ready) {
    std::ofstream(std::string(folder) + "/" + name + ".eml", std::ios::binary)
        << (ready.composed.own + ready.composed.shared);
  };
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/templates")) {
    if (!entry.is_directory()) continue;
    const auto language = entry.path().filename().string();
    for (auto kind : to_supporters())
      if (sample().templates.language_for(kind, language) == language)
        write(std::string(campaign::word(kind)) + "." + language, worded(order(kind, language)));
  }
  auto organization_order = order(LetterKind::confirmation);
  organization_order.signers = {
      organization("Casa Azul", "Maria López", "Director", "Oakland, CA")};
  write("confirmation-organization.en", worded(organization_order));
  organization_order.signers.push_back(person("Maria López", "Casa Azul", "", "Oakland, CA"));
  organization_order.signers.back().listed = false;
  write("confirmation-several.en", worded(organization_order));
  const auto one = report(214);
  const auto to = address("organizer@example.org");
  write("thank-you.en",
        *Thanks(sample().text, one.counted).word(order(LetterKind::thank_you), "1", now));
  write("digest.en", *word_digest(sample().text, one, to, "1"));
  write("alarm.en",
        *word_alarm(sample().text, {"The mailbox cannot be reached since 9:12."}, to, "1", now));
  const std::vector<PressContact> press = {
      {address("news@tribune.example"), "Dana Whitfield", "The Harbor Tribune"}};
  const auto release = *word_release(sample().text, one.counted, press, sample().config.release.at);
  write("release.en", release.at(0));
  write("answer.en", answer_to_orders());
  write("deadline-summary.en", *word_deadline_summary(sample().text, one, release.at(0), to, "1"));
}
