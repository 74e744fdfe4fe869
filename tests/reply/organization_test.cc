#include "reply/organization.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"

using namespace undersigned::reply;

TEST_CASE("A place alone and a kind with an article name no organization") {
  const Lexicon& lexicon = phrases_of_project().lexicon();
  for (const auto* none :
       {"Virginia", "New Mexico", "the union", "Our Church", "L'association", ""}) {
    CAPTURE(none);
    CHECK(says_no_name(none, lexicon));
  }
  for (const auto* name :
       {"Caritas", "ACLU", "Virginia Organizing", "Casa Alianza", "Refugee Council",
        "Asylkreis Mittelhessen e.V.", "Radyo Solèy", "珠江劳工服务部", "Center for Justice"}) {
    CAPTURE(name);
    CHECK_FALSE(says_no_name(name, lexicon));
  }
}
