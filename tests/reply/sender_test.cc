#include "reply/sender.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"

using namespace undersigned;
using namespace undersigned::reply;

TEST_CASE("A display name is used where it is somebody's") {
  struct Case {
    const char *display, *name;
    bool organization;
  };
  const Case cases[] = {
      {"Ana Example", "Ana Example", false},
      {"Example, Ana", "Ana Example", false},
      {"Papa Sarr", "Papa Sarr", false},
      {"Maria Sales", "Maria Sales", false},
      {"Example Alliance", "Example Alliance", true},
      {"St. Columba Parish Office", "St. Columba Parish Office", true},
      {"Mom Cell", "", false},
      {"Info", "", false},
      {"iPhone", "", false},
      {"Ana's iPhone", "", false},
      {"Admin", "", false},
      {"Family Account", "", false},
      {"Familia Example", "", false},
      {"aexample42", "", false},
      {"ana@example.org", "", false},
      {"", "", false},
  };
  for (const Case& each : cases) {
    INFO(each.display);
    const auto message =
        mail::parse("From: \"" + std::string(each.display) + "\" <ana@example.org>\n\nI sign.\n");
    REQUIRE(message.has_value());
    const Sender found = sender(*message, phrases_of_project().lexicon());
    CHECK(found.name == each.name);
    CHECK(found.organization == each.organization);
    CHECK(found.domain == "example.org");
  }
}
