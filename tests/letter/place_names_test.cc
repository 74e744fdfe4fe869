#include "letter/place_names.h"

#include <catch2/catch.hpp>

using namespace undersigned::letter;

TEST_CASE("a state or country is one, however it is written") {
  struct Case {
    const char *place, *name;
  };
  const auto one = GENERATE(values<Case>({
      {"Oakland, CA", "California"},
      {"Oakland, Calif.", "California"},
      {"oakland, california", "California"},
      {"Oakland, CA 94612", "California"},
      {"Oakland, CA 94612-1234, USA", "California"},
      {"Oakland, California, U.S.A.", "California"},
      {"Oakland CA", "California"},
      {"CA", "California"},
      {"Portland, ME USA", "Maine"},
      {"Salt Lake City Utah", "Utah"},
      {"Brooklyn, New York", "New York"},
      {"Brooklyn, N.Y.", "New York"},
      {"Washington, D.C.", "District of Columbia"},
      {"Washington DC", "District of Columbia"},
      {"Albuquerque, New Mexico", "New Mexico"},
      {"San Juan, PR", "Puerto Rico"},
      {"Vancouver, BC, Canada", "British Columbia"},
      {"Montréal, Québec", "Quebec"},
      {"Tijuana, México", "Mexico"},
      {"Tijuana, Mexico.", "Mexico"},
      {"Ciudad de México, Mexico", "Mexico"},
      {"Berlin, Deutschland", "Germany"},
      {"Москва, Россия", "Russia"},
      {"London, UK", "United Kingdom"},
      {"USA", "United States"},
      {"Kowloon, Hong Kong", "Hong Kong"},
      // What names neither stands for itself; words are no postal codes.
      {"Москва", "Москва"},
      {"Oakland", "Oakland"},
      {"Ask me", "Ask me"},
      {"  ", ""},
      {"", ""},
      {"Oakland,", ""},
  }));
  CAPTURE(one.place);
  CHECK(state_or_country(one.place, "en") == one.name);
}

TEST_CASE("countries are named in the reader's language") {
  CHECK(state_or_country("Tijuana, Mexico", "es") == "México");
  CHECK(state_or_country("Berlin, Germany", "es") == "Alemania");
  CHECK(state_or_country("Oakland, CA", "es") == "California");
}
