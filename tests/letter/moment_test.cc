// Letters say what is true when they are sent.

#include <chrono>

#include <catch2/catch.hpp>

#include "letter/dates.h"
#include "worded.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

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

TEST_CASE("a late signer reads when the list closed, in the campaign's own time") {
  const auto english = read_back(worded(order(LetterKind::late, "en")));
  CHECK(has(english.html, "Thursday, December 17, 2015 at 5:00 PM Pacific Time"));
  const auto spanish = read_back(worded(order(LetterKind::late, "es")));
  CHECK(has(spanish.html, "jueves, 17 de diciembre de 2015"));
}
