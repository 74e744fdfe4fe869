#include "reply/phrases.h"

#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "phrases_of_project.h"

using namespace undersigned;
using namespace undersigned::reply;

namespace {

std::vector<std::string> found(const Phrases& phrases, const std::string& text, List list) {
  const std::vector<Word> all = words(text);
  std::vector<std::string> out;
  for (const Hit& hit : longest(phrases.lexicon().find(all)))
    if (hit.list == list)
      out.push_back(text.substr(all[hit.begin].begin, all[hit.end - 1].end - all[hit.begin].begin));
  return out;
}

}  // namespace

TEST_CASE("A phrase stands for all its wordings") {
  Phrases phrases;
  REQUIRE(
      phrases.add(R"t(signs = ["[please] (add|put [down]) (me|us)", "i ... sign"])t", "en.toml"));
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"Please add me!", {"Please add me"}},
      {"put us", {"put us"}},
      {"PUT DOWN ME", {"PUT DOWN ME"}},
      {"please me", {}},
      {"I gladly and proudly sign", {"I gladly and proudly sign"}},
      {"I would very much really like sign", {}},  // five words between
      {"I came. They sign", {}},                   // another sentence
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(found(phrases, text, List::signs) == wanted);
  }
}

TEST_CASE("Accents may be left away or added, where no phrase tells the words apart") {
  Phrases phrases;
  REQUIRE(phrases.add(R"t(signs = ["agréguenme", "firmo", "assino", "zuruck"]
reports = ["firmó"])t",
                      "es.toml"));
  CHECK(found(phrases, "Agreguenme", List::signs).size() == 1);
  CHECK(found(phrases, "Agréguenme", List::signs).size() == 1);
  CHECK(found(phrases, "zurück", List::signs).size() == 1);
  CHECK(found(phrases, "firmo", List::signs).size() == 1);
  CHECK(found(phrases, "ella firmó", List::signs).empty());
  CHECK(found(phrases, "ella firmó", List::reports).size() == 1);
}

TEST_CASE("An accent that one language writes takes no phrase from another that is typed without") {
  Phrases phrases;
  REQUIRE(phrases.add(R"t(signs = ["meu pais assina", "firmo"]
places = ["pais"])t",
                      "pt.toml"));
  REQUIRE(phrases.add(R"t(places = ["país vasco"]
reports = ["firmó"]
signs = ["firmo yo"])t",
                      "es.toml"));
  CHECK(found(phrases, "Meu país assina", List::signs).size() == 1);
  CHECK(found(phrases, "o país", List::places).size() == 1);
  CHECK(found(phrases, "Pais Vasco", List::places).size() >= 1);
  // Portuguese knows no "firmó", so it is "firmo" there; in Spanish it is nothing else.
  CHECK(found(phrases, "firmó", List::signs).size() == 1);
  CHECK(found(phrases, "firmó yo", List::signs) == std::vector<std::string>{"firmó"});
}

TEST_CASE("A longer phrase of meaning hides the shorter ones inside it") {
  Phrases phrases;
  REQUIRE(phrases.add(R"t(
signs = ["sign me"]
withdraws = ["un sign me"]
not = ["un"])t",
                      "en.toml"));
  CHECK(found(phrases, "un-sign me", List::signs).empty());
  CHECK(found(phrases, "un-sign me", List::withdraws).size() == 1);
  CHECK(found(phrases, "un-sign me", List::not_).size() == 1);  // small words are not hidden
}

TEST_CASE("A wrong phrase file is refused with its file and line") {
  const std::pair<const char*, int> cases[] = {
      {"signs = [\"i sign\"]\nsign = [\"x\"]", 2},
      {"signs = \"i sign\"", 1},
      {"signs = [\n\"i sign\",\n3]", 3},
      {"signs = [\n\"(i|we sign\"]", 2},
      {"signs = [\n\"i sign)\"]", 2},
      {"signs = [\n\"...i sign\"]", 2},
      {"signs = [\n\"i sign ...\"]", 2},
      {"signs = [\n\"!\"]", 2},
      {"signs = [\n", 1},
  };
  for (const auto& [text, line] : cases) {
    INFO(text);
    Phrases phrases;
    const auto result = phrases.add(text, "some/es.toml");
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == Error::Kind::config);
    CHECK(result.error().file == "some/es.toml");
    CHECK(result.error().line >= line);
    CHECK_FALSE(result.error().what.empty());
  }
}

TEST_CASE("Every phrase file of the project can be read") {
  Phrases phrases;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases")) {
    const auto result = phrases.add(read_file(entry.path().string()), entry.path().string());
    INFO((result ? std::string() : result.error().text()));
    CHECK(result.has_value());
  }
  const auto languages = phrases.languages();
  CHECK(std::find(languages.begin(), languages.end(), "en") != languages.end());
}
