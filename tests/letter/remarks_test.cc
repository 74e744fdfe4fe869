#include "letter/remarks.h"

#include <filesystem>
#include <regex>
#include <set>

#include <catch2/catch.hpp>
#include <toml++/toml.h>

#include "mail/message.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;

namespace {

Remarks of(const std::string& toml) {
  auto remarks = Remarks::read(toml, "remarks.toml");
  if (!remarks) FAIL(remarks.error().text());
  return *remarks;
}

// The sources of the rooms that say why something waits, as one text without its comments, line
// ends and parted literals.
std::string sources() {
  std::string all;
  for (const char* room : {"mail", "reply", "campaign", "store", "command"})
    for (const auto& file :
         std::filesystem::directory_iterator(SOURCE_DIR "/daemon/" + std::string(room)))
      if (file.path().extension() == ".cc") all += file_text(file.path());
  all = std::regex_replace(all, std::regex("//[^\n]*"), "");
  return std::regex_replace(all, std::regex("\"\\s+\""), "");
}

bool said(const std::string& source, std::string remark) {
  for (std::size_t at = 0; (at = remark.find('"', at)) != std::string::npos; at += 2)
    remark.insert(at, "\\");
  while (!remark.empty()) {
    const auto end = remark.find("{}");
    auto piece = remark.substr(0, end);
    // "Of 3 press contacts …": one word of two, and what stands around the choice.
    for (const char* choice : {" letters ", " letter ", " press contacts ", " press contact "}) {
      if (piece.starts_with(choice)) piece.erase(0, std::string(choice).size());
    }
    for (const char* choice : {"it. ", "them. ", " mails were", "1 mail was"})
      if (const auto at = piece.find(choice); at != std::string::npos) piece = piece.substr(0, at);
    while (piece.ends_with(' ')) piece.pop_back();
    if (source.find(piece) == std::string::npos) return false;
    if (end == std::string::npos) break;
    remark.erase(0, end + 2);
  }
  return true;
}

}  // namespace

TEST_CASE("a remark is put in words, with what the program filled in") {
  const auto remarks =
      of("\"says {}\" = \"dice {}\"\n"
         "\"says \\\"we\\\" and names no organization\" = \"dice nosotros\"\n"
         "\"signs; a person should look first\" = \"firma; véalo\"\n"
         "\"The {} to {} was refused: {}\" = \"Rechazada: {} a {}: {}\"\n"
         "\"late\" = \"cerrada\"\n");
  CHECK(remarks.worded("says \"I sign\"") == "dice \"I sign\"");
  CHECK(remarks.worded("says \"we\" and names no organization") == "dice nosotros");
  CHECK(remarks.worded("The late to a@b.example was refused: 550 no: no") ==
        "Rechazada: cerrada a a@b.example: 550 no: no");
  CHECK(remarks.worded("signs; a person should look first; says \"yes; please\"") ==
        "firma; véalo; dice \"yes; please\"");
  CHECK(remarks.worded("unheard of; says x; and more") == "unheard of; dice x; and more");
  CHECK(remarks.worded("") == "");
}

TEST_CASE("a line that is no remark, and a remark that is missing, are named with file and line") {
  for (const auto* wrong :
       {"\n\"a\" = 1\n", "\n\"a {}\" = \"b\"\n", "\n\"a\" = \"\"\n", "\na b\n"}) {
    CAPTURE(wrong);
    const auto read = Remarks::read(wrong, "es/remarks.toml");
    REQUIRE_FALSE(read);
    CHECK(read.error().text().starts_with("es/remarks.toml:2"));
  }
  const auto all = of("\"a\" = \"a\"\n\"b\" = \"b\"\n");
  CHECK(all.check_against(all));
  const auto missing = of("\"a\" = \"x\"\n").check_against(all);
  REQUIRE_FALSE(missing);
  CHECK_THAT(missing.error().text(), Catch::Contains("no line for \"b\", as in remarks.toml:2"));
  const auto unknown = of("\"a\" = \"x\"\n\"b\" = \"x\"\n\"c\" = \"x\"\n").check_against(all);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().line == 3);
}

TEST_CASE("English and Spanish have words for all that the program says, and for nothing else") {
  const std::string folder = SOURCE_DIR "/templates/";
  const auto english = *Remarks::read(file_text(folder + "en/remarks.toml"), "en");
  const auto spanish = Remarks::read(file_text(folder + "es/remarks.toml"), "es");
  if (!spanish) FAIL(spanish.error().text());
  const auto complete = spanish->check_against(english);
  if (!complete) FAIL(complete.error().text());
  const auto source = sources();
  for (const auto& [key, value] : toml::parse(file_text(folder + "en/remarks.toml"))) {
    const std::string remark(key.str());
    CAPTURE(remark);
    if (!campaign::letter_kind_of(remark)) CHECK(said(source, remark));
  }
  // Where reasons are given, in the source.
  const std::regex given(
      "(?:(?:why|doubts)\\.(?:push_back|emplace_back)\\(|doubt\\([^\"();]*,|"
      "leave_to_person\\(c, \"[A-Z][a-z]+\",\\s*|unclear_change\\(c, |Certainty::[a-z]+,\\s*)\\s*"
      "\"((?:[^\"\\\\]|\\\\.)*)\"");
  std::set<std::string> reasons;
  for (std::sregex_iterator at(source.begin(), source.end(), given), end; at != end; ++at)
    reasons.insert(std::regex_replace((*at)[1].str(), std::regex("\\\\\""), "\""));
  CHECK(reasons.size() > 70);
  for (auto reason : reasons) {
    if (reason.ends_with(':')) reason += ' ';
    if (reason == "but its clause has \"") reason += "x\": is it this statement that they sign?";
    if (reason.ends_with(' ') || reason.ends_with('"')) reason += "\"x\"";
    CAPTURE(reason);
    CHECK(spanish->worded(reason) != reason);
  }
}

TEST_CASE("Spanish reports give reasons and warnings in Spanish") {
  auto config = sample().config;
  config.languages = {"es"};
  const CampaignText text{&config, sample().text.templates, sample().text.statement};
  auto one = report(20);
  one.alarms = {"The confirmation to a@b.example was refused: 550 no such user"};
  for (auto& waiting : one.waiting)
    waiting.why = {"signs; a person should look first; the name is only initials"};
  const auto to = address("organizer@example.org");
  const auto digest = word_digest(text, one, to, "1");
  if (!digest) FAIL(digest.error().text());
  const auto read = mail::parse(digest->composed.own + digest->composed.shared);
  REQUIRE(read);
  CHECK_THAT(read->text, Catch::Contains("el nombre son solo iniciales"));
  CHECK_THAT(read->text, Catch::Contains("«confirmación»"));
  CHECK_THAT(read->text, !Catch::Contains("initials"));
}
