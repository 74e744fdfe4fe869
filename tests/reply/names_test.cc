#include "reply/names.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/place.h"

using namespace undersigned::reply;

TEST_CASE("A place is written in the usual case, its codes as they are") {
  const Lexicon& lexicon = phrases_of_project().lexicon();
  const std::pair<const char*, const char*> cases[] = {
      {"NEW York, NY", "New York, NY"},
      {"BOSTON, MA", "Boston, MA"},
      {"SAN DIEGO CA", "San Diego CA"},
      {"new york, NY", "New York, NY"},
      {"NYC", "NYC"},
      {"Washington, D.C.", "Washington, D.C."},
      {"fresno", "Fresno"},
  };
  for (const auto& [written, wanted] : cases) {
    INFO(written);
    CHECK(place_case(written, lexicon) == wanted);
  }
}

TEST_CASE("A place ends without the sentence's full stop, and keeps an abbreviation's") {
  const std::pair<const char*, const char*> cases[] = {
      {"New York, NY.", "New York, NY"},
      {"Brookline, Mass.", "Brookline, Mass."},
      {"Washington, D.C.", "Washington, D.C."},
      {"Greeley, Colorado.", "Greeley, Colorado"},
      {"Boston.", "Boston"},
      {"Yakima, WA 98901", "Yakima, WA"},
  };
  for (const auto& [written, wanted] : cases) {
    INFO(written);
    CHECK(place_text(written) == wanted);
  }
}
