#include "reply/sign_off.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"

using namespace undersigned::reply;

TEST_CASE("A rule alone on a line begins a sign-off") {
  for (const char* line : {"--", "-- ", "---", "_____", "* * *", "=====", "\u2014", "~~~"}) {
    INFO(line);
    CHECK(sign_off_delimiter(line));
  }
  for (const char* line : {"", "-", "- Ana", "-- Ana", "a -- b", "+1"}) {
    INFO(line);
    CHECK_FALSE(sign_off_delimiter(line));
  }
}

TEST_CASE("A name behind a dash closes a mail") {
  CHECK(dashed_name("-Ana"));
  CHECK(dashed_name("- Ana Example"));
  CHECK_FALSE(dashed_name("Ana"));
  CHECK_FALSE(dashed_name("- we sign"));
  CHECK_FALSE(dashed_name("-"));
}

TEST_CASE("A closing stands alone on its line, and what is behind it says nothing") {
  const Lexicon& lexicon = phrases_of_project().lexicon();
  for (const char* line : {"Best,", "Best regards", "In solidarity,", "Saludos,", "Cordialement",
                           "Mit freundlichen Grüßen", "Thanks!"}) {
    INFO(line);
    CHECK(closing(line, lexicon));
  }
  for (const char* line : {"Best of all we sign the statement today", "I sign", ""}) {
    INFO(line);
    CHECK_FALSE(closing(line, lexicon));
  }
  CHECK(closing_at({"I sign.", "", "Best,", "Ana"}, lexicon) == 2);
  CHECK(closing_at({"I sign.", "Ana"}, lexicon) == 2);
  // Behind a closing somebody says what matters.
  CHECK(closing_at({"Hello.", "Thanks,", "I sign.", "Ana"}, lexicon) == 4);
}
