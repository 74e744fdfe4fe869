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

TEST_CASE("Cells of a table are labels and values, and its head is none") {
  const Form found = form(
      "Organization\tExample Alliance\n"
      "Contact name | Ana Example\n"
      "Name | City\n"
      "Ana | Oakland | CA\n",
      phrases_of_project().lexicon());
  CHECK(found.organization == "Example Alliance");
  CHECK(found.contact == "Ana Example");
  CHECK_FALSE(found.name.has_value());
  CHECK_FALSE(found.place.has_value());
}

TEST_CASE("A value that is none, or stands elsewhere, is no name") {
  struct Case {
    const char* value;
    const char* name;  // nothing: none is read
    bool elsewhere;
  };
  const Case cases[] = {
      {"n/a", nullptr, false},
      {"none", nullptr, false},
      {"keine", nullptr, false},
      {"----", nullptr, false},
      {"TBD", nullptr, true},
      {"see below", nullptr, true},
      {"See below for our names", nullptr, true},
      {"same as above", nullptr, true},
      {"[Your name]", nullptr, true},
      {"<name>", nullptr, true},
      {"siehe unten", nullptr, true},
      {"ver abajo", nullptr, true},
      {"同上", nullptr, true},
      {"[Ana Example]", "Ana Example", false},
      {"Same Sun Alliance", "Same Sun Alliance", false},
  };
  for (const Case& each : cases) {
    INFO(each.value);
    const Form found = form("Name: " + std::string(each.value) + "\nCity: Oakland, CA\n",
                            phrases_of_project().lexicon());
    CHECK(found.name.value_or("") == (each.name == nullptr ? "" : each.name));
    CHECK(found.elsewhere == each.elsewhere);
  }
}

TEST_CASE("A question that only begins like a label is none") {
  CHECK(form("이 성명은 누가 작성했나요?\n", phrases_of_project().lexicon()).labels == 0);
}
