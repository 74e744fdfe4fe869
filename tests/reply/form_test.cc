#include "reply/form.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"

using namespace undersigned::reply;

TEST_CASE("A form is filled in where it names who signs") {
  const std::pair<const char*, bool> cases[] = {
      {"Name: Ana Example\nCity, State/Country: Oakland, CA\n", true},
      {"Organization: Example Alliance\nContact name:\n", true},
      {"Organization:\nContact name: Ana Example\n", true},
      {"Name:\nCity, State/Country: Oakland, CA\n", false},
      {"Contact name: Ana Example\nCity: Oakland\n", false},  // of a business letter
  };
  for (const auto& [text, filled] : cases) {
    INFO(text);
    const Form found = form(text, phrases_of_project().lexicon());
    CHECK(found.stands());
    CHECK(found.filled() == filled);
  }
}

TEST_CASE("What stands behind the labels is read, in whatever shape they are written") {
  const Form found = form(
      "*Name:* Ana Example\n"
      "City, State/Country:\nOakland, CA\n"
      "Affiliation (optional, for identification only): none\n"
      "I am glad to join.\n",
      phrases_of_project().lexicon());
  CHECK(found.name == "Ana Example");
  CHECK(found.place == "Oakland, CA");
  CHECK_FALSE(found.affiliation.has_value());
  CHECK(found.rest == "I am glad to join.\n");
}
