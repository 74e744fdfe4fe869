#include "letter/list.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "letter/csv.h"
#include "letter/print.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::State;

namespace {

std::vector<campaign::Signature> mixed() {
  auto shown = counted(person("Maria López", "Casa Azul", "Director", "Oakland, CA"));
  auto hidden = counted(person("Secret Person"), "secret@example.org");
  hidden.signer.listed = false;
  auto half = counted(organization("Casa Azul", "Hidden Contact", "Director", "Oakland"));
  half.signer.listed = false;
  auto pending = counted(person("Not Yet"));
  pending.state = State::pending;
  auto withdrawn = counted(person("Gone Away"));
  withdrawn.state = State::withdrawn;
  return {shown, hidden, half, pending, withdrawn};
}

std::vector<std::string> sorted(std::vector<campaign::Signature> list) {
  sort_for_print(list, "en");
  std::vector<std::string> names;
  for (const auto& one : list)
    names.push_back(one.signer.as == campaign::As::organization ? *one.signer.organization
                                                                : *one.signer.name);
  return names;
}

}  // namespace

TEST_CASE("organizers see in the list as text who is private, and the public sees none of it") {
  campaign::Signature person, group;
  person.signer.name = "Maria Lopez";
  person.signer.listed = group.signer.listed = false;
  group.signer.as = campaign::As::organization;
  group.signer.organization = "Casa Azul";
  group.signer.name = "Rosa Marin";
  person.state = group.state = campaign::State::counted;
  CHECK(list_text(visible({person, group}, {})) ==
        "Maria Lopez (private)\nCasa Azul (Rosa Marin) (private)\n");
  CHECK(list_text(visible({person, group}, {.all = false, .public_only = true})) == "Casa Azul\n");
}

TEST_CASE("who is counted, and who may be seen") {
  CHECK(visible(mixed(), {}).size() == 3);
  CHECK(visible(mixed(), {.all = true, .public_only = false}).size() == 5);
  for (bool all : {false, true}) {
    const auto shown = visible(mixed(), {.all = all, .public_only = true});
    REQUIRE(shown.size() == 2);
    CHECK(*shown[0].signer.name == "Maria López");
    CHECK(*shown[1].signer.organization == "Casa Azul");
    CHECK_FALSE(shown[1].signer.name);
    CHECK_FALSE(shown[1].signer.title);
  }
}

TEST_CASE("no public form of the list holds a private name or an address") {
  const ListOptions options{.all = false, .public_only = true};
  const auto shown = visible(mixed(), options);
  for (const auto& text : {list_csv(shown, options), list_json(shown, options), list_text(shown)}) {
    CHECK(text.find("Maria López") != std::string::npos);
    CHECK(text.find("Secret") == std::string::npos);
    CHECK(text.find("Hidden") == std::string::npos);
    CHECK(text.find("@") == std::string::npos);
  }
}

TEST_CASE("CSV has the contract's columns, and no cell that a spreadsheet would run") {
  auto list = std::vector{counted(person("=cmd|' /C calc'!A0", "A \"quoted\", name", "+1", "@x"))};
  CHECK(list_csv(list, {}) ==
        "\xEF\xBB\xBFid,as,name,organization,title,place,listed,address,state,arrived,language\r\n"
        "1,individual,\"'=cmd|' /C calc'!A0\",\"A \"\"quoted\"\", name\",\"'+1\",\"'@x\",true,"
        "a@example.org,counted,2015-12-09T18:00:00Z,en\r\n");
}

TEST_CASE("JSON has the contract's names and null for what is not known") {
  const auto all = nlohmann::json::parse(list_json({counted(person("Ana"))}, {}));
  REQUIRE(all.size() == 1);
  CHECK(all[0]["id"] == 1);
  CHECK(all[0]["as"] == "individual");
  CHECK(all[0]["name"] == "Ana");
  CHECK(all[0]["organization"].is_null());
  CHECK(all[0]["listed"] == true);
  CHECK(all[0]["address"] == "a@example.org");
  CHECK(all[0]["state"] == "counted");
  CHECK(all[0]["arrived"] == "2015-12-09T18:00:00Z");
  CHECK(nlohmann::json::parse(list_json({}, {})) == nlohmann::json::array());
}

TEST_CASE("print order: organizations without The, then people by family name") {
  CHECK(sorted({counted(person("Maria Zamora")), counted(organization("Zebra House")),
                counted(person("John O'Neill Jr.")), counted(organization("The Bridge")),
                counted(person("Ana Álvarez, Ph.D.")), counted(organization("Árbol")),
                counted(person("Bob Brown")), counted(organization("thermal Unit"))}) ==
        std::vector<std::string>{"Árbol", "The Bridge", "thermal Unit", "Zebra House",
                                 "Ana Álvarez, Ph.D.", "Bob Brown", "John O'Neill Jr.",
                                 "Maria Zamora"});
}

TEST_CASE("print order: one surname stands before two, whatever the given names") {
  auto both = counted(person("Ana López García"));
  both.language = "es";
  CHECK(sorted({both, counted(person("Zoe López")), counted(person("Li Lopata"))}) ==
        std::vector<std::string>{"Li Lopata", "Zoe López", "Ana López García"});
}

TEST_CASE("CSV is read by RFC 4180, with the line of what is wrong") {
  const auto rows = read_csv(
      "\xEF\xBB\xBF"
      "a,\"b \"\"c\"\"\",\r\n\r\n\"x\ny\",z\n1",
      "f");
  REQUIRE(rows);
  REQUIRE(rows->size() == 3);
  CHECK((*rows)[0].cells == std::vector<std::string>{"a", "b \"c\"", ""});
  CHECK((*rows)[1].cells == std::vector<std::string>{"x\ny", "z"});
  CHECK((*rows)[1].line == 3);
  CHECK((*rows)[2].line == 5);
  CHECK(read_csv("a;b\n1;2", "f")->at(1).cells.size() == 2);
  const auto open = read_csv("a\n\"b\nc", "f");
  REQUIRE_FALSE(open);
  CHECK(open.error().line == 2);
  CHECK_FALSE(read_csv("\"a\"b\n", "f"));
}

TEST_CASE("a press list names its columns in any order; wrong lines are named") {
  const auto contacts = read_press_list(
      "Outlet,Address,name\nThe Times,a@times.example,Ann\n,b@x.example,\nTwice,A@times.example,\n",
      "press.csv");
  REQUIRE(contacts);
  REQUIRE(contacts->size() == 2);
  CHECK((*contacts)[0].outlet == "The Times");
  CHECK((*contacts)[0].name == "Ann");
  struct Wrong {
    std::string csv;
    int line;
  };
  for (const auto& wrong :
       {Wrong{"", 1}, Wrong{"name,outlet\nA,B\n", 1}, Wrong{"address\na@b.example\nnobody\n", 3},
        Wrong{"address,name\na@b.example,Doe, Jane\n", 2}, Wrong{"address\n\"a@b.example\n", 2}}) {
    CAPTURE(wrong.csv);
    const auto refused = read_press_list(wrong.csv, "press.csv");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::config);
    CHECK(refused.error().line == wrong.line);
  }
}

TEST_CASE("paper is what the config says, else what the country of the campaign's zone prints on") {
  campaign::Config config;
  const auto in = [&](const char* zone) {
    config.timezone = zone;
    return paper_of(config);
  };
  for (const char* zone : {"America/Los_Angeles", "America/Mexico_City", "America/Toronto"})
    CHECK(in(zone) == Paper::us_letter);
  for (const char* zone : {"Europe/Madrid", "America/Argentina/Buenos_Aires", "Asia/Tokyo", "UTC"})
    CHECK(in(zone) == Paper::a4);
  config.release.paper = campaign::ReleaseConfig::Paper::a4;
  CHECK(in("America/Los_Angeles") == Paper::a4);
  config.release.paper = campaign::ReleaseConfig::Paper::letter;
  CHECK(in("Europe/Madrid") == Paper::us_letter);
}

TEST_CASE("what is bold or italic in the statement is so in print") {
  const auto blocks = statement_blocks("We *urge* all\nto **act *now***.\n\n- `one`\n");
  REQUIRE(blocks.size() == 2);
  CHECK(blocks[0].text == "We urge all to act now.");
  std::string set_off;
  for (const auto& one : blocks[0].emphases)
    set_off += blocks[0].text.substr(one.begin, one.end - one.begin) + (one.bold ? " bold" : "") +
               (one.italic ? " italic" : "") + ";";
  CHECK(set_off == "urge italic;now italic;act now bold;");
  CHECK(blocks[1].text == "one");
}
