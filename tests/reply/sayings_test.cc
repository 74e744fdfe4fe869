// What people say when they answer, in their own words: sayings.jsonl holds texts with what they
// mean, written for this test by hand. Many are traps: opponents, jokes, conditions, third persons.
// Floors, not goals: a trap may still be fallen into, but no more of them than now.

#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "phrases_of_project.h"
#include "reply/read.h"

using namespace undersigned;
using namespace undersigned::reply;
using nlohmann::json;

namespace {

std::string raw(const json& row) {
  const bool challenged = row.value("challenge", false);
  const std::string token = challenged ? "+confirm-" + std::string(40, 'a') : std::string();
  const std::string subject = row["subject"];
  std::string mail = "From: \"" + row["name"].get<std::string>() + "\" <" +
                     row["address"].get<std::string>() + ">\r\nTo: <signon" + token +
                     "@example.org>\r\nSubject: " + subject + "\r\nMessage-ID: <a@example.org>\r\n";
  if (subject.starts_with("Re") || subject.starts_with("RE"))
    mail += "In-Reply-To: <call@example.org>\r\n";
  mail += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
  return mail + row["text"].get<std::string>() + "\r\n";
}

Meaning meaning(const json& row) {
  const auto message = mail::parse(raw(row));
  REQUIRE(message.has_value());
  Context context = context_of_project();
  return reply::read(*message, context);
}

struct Share {
  int right = 0, of = 0;
  std::string wrong;
  void count(bool good, const json& row) {
    ++of;
    right += good;
    if (!good) wrong += " " + std::to_string(row["id"].get<int>());
  }
  double share() const { return of == 0 ? 0 : static_cast<double>(right) / of; }
};

bool wants(const json& row, std::string_view kind) {
  return std::any_of(row["want"].begin(), row["want"].end(),
                     [&](const json& each) { return each == kind; });
}

bool only(const json& row, std::string_view kind) {
  return row["want"].size() == 1 && wants(row, kind);
}

bool at_once(const Meaning& got) {
  return got.kind == Kind::sign && got.certainty == Certainty::clear;
}

bool unlisted(const Meaning& got) {
  return !got.signers.empty() && std::none_of(got.signers.begin(), got.signers.end(),
                                              [](const Signer& signer) { return signer.listed; });
}

std::vector<json> rows() {
  std::ifstream in(TESTS_DIR "/reply/sayings.jsonl");
  std::vector<json> out;
  for (std::string line; std::getline(in, line);) out.push_back(json::parse(line));
  REQUIRE(out.size() > 800);
  return out;
}

}  // namespace

TEST_CASE("What people say is taken as they mean it, and traps are seen") {
  Share found, quick, traps, kinds, privacy;
  for (const json& row : rows()) {
    if (row.value("challenge", false)) continue;
    const Meaning got = meaning(row);
    kinds.count(wants(row, word(got.kind)), row);
    const bool clear = row["certainty"] == "clear";
    if (only(row, "sign") && clear) {
      found.count(got.kind == Kind::sign, row);
      quick.count(at_once(got), row);
    } else if (!only(row, "sign") && !only(row, "amend")) {
      traps.count(!at_once(got), row);
    }
    if (!row.value("listed", true)) privacy.count(!at_once(got) || unlisted(got), row);
  }
  const auto keeps = [](const char* what, const Share& share, double floor) {
    INFO(what << ": " << share.right << " of " << share.of << ", wrong:" << share.wrong);
    CHECK(share.share() >= floor);
  };
  keeps("not listed at once where a person should look", traps, 0.975);
  keeps("signatures found", found, 0.95);
  keeps("found at once", quick, 0.87);
  keeps("kinds", kinds, 0.96);
  keeps("privacy kept", privacy, 1.0);
}

TEST_CASE("A request to confirm is answered by a yes, and by nothing else") {
  Share yes, no;
  for (const json& row : rows()) {
    if (!row.value("challenge", false)) continue;
    const Meaning got = meaning(row);
    const bool confirms = got.kind == Kind::confirm && got.certainty == Certainty::clear;
    wants(row, "confirm") ? yes.count(confirms, row) : no.count(!confirms, row);
  }
  INFO("yes not seen:" << yes.wrong << ", no taken for yes:" << no.wrong);
  CHECK(no.right == no.of);
  CHECK(yes.share() >= 0.70);  // a yes with more is for a person
}
