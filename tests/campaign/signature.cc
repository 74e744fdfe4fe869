#include "campaign/signature.h"

#include <catch2/catch.hpp>

using namespace undersigned::campaign;

TEST_CASE("names that differ only in honorifics, case or punctuation are one person") {
  struct Row {
    const char *a, *b;
    bool same;
  };
  const Row rows[] = {
      {"Maria Lopez", "MARIA  LOPEZ", true},
      {"Dr. Maria Lopez", "Maria Lopez", true},
      {"The Rev. Wilbur Grimes", "Wilbur Grimes", false},
      {"O'Brien, Pat", "O’Brien Pat", true},
      {"J. R. Smith", "JR Smith", false},
      {"王丽华", "王丽华", true},
      {"Maria Lopez", "Mario Lopez", false},
      {"Ｍａｒｉａ Lopez", "maria lopez", true},
      {"علی\u200Cرضا", "علیرضا", true},
      {"Dr.", "Dr", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.a, row.b);
    CHECK((person_key(row.a) == person_key(row.b)) == row.same);
  }
}

TEST_CASE("organizations are one with or without the article, '&' and 'and'") {
  CHECK(organization_key("The Casa Azul") == organization_key("casa azul"));
  CHECK(organization_key("Bread & Borders") == organization_key("Bread and Borders"));
  CHECK(organization_key("Local 12") != organization_key("Local 13"));
  CHECK(organization_key("The") == "the");
}

TEST_CASE("a name within a longer one is near, a single shared name is not") {
  CHECK(near_person("Maria Lopez", "Maria de los Angeles Lopez"));
  CHECK(near_person("Maria Lopez Garcia", "Maria Lopez"));
  CHECK_FALSE(near_person("Maria", "Maria Lopez"));
  CHECK_FALSE(near_person("Jorge Lopez", "Maria Lopez"));
}

TEST_CASE("a listing reads as it will be printed") {
  undersigned::reply::Signer s;
  s.name = "Maria Lopez";
  s.title = "Teacher";
  s.organization = "Casa Azul";
  s.place = "Oakland, CA";
  CHECK(listing(s) == "Maria Lopez, Teacher, Casa Azul, Oakland, CA");
  s.as = As::organization;
  CHECK(listing(s) == "Casa Azul (Maria Lopez, Teacher), Oakland, CA");
  s.name.reset();
  s.title.reset();
  CHECK(listing(s) == "Casa Azul, Oakland, CA");
}
