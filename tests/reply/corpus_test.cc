// Keeps the figures of the corpus: how well the mails of tests/replies are understood, without a
// configuration, as `undersigned read` sees them.

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "phrases_of_project.h"
#include "reply/read.h"

using namespace undersigned;
using namespace undersigned::reply;
using nlohmann::json;

namespace {

Meaning read_mail(const std::string& name) {
  const auto message = mail::parse(read_file(std::string(TESTS_DIR "/replies/") + name));
  REQUIRE(message.has_value());
  Context context = context_of_project();
  return reply::read(*message, context);
}

// Case, quotation marks, punctuation at the ends, honorifics and degrees do not count.
std::string plain(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string out;
  fold->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
  static const std::regex marks("“|”|\"|«|»|'|’|‘|`"), spaces("\\s+"),
      ends("^([ .,;:()-]|–|—)+|([ .,;:()-]|–|—)+$");
  out = std::regex_replace(out, marks, "");
  out = std::regex_replace(out, spaces, " ");
  return std::regex_replace(out, ends, "");
}

std::string person(const std::string& text) {
  static const std::regex honorific(
      "^((the\\s+)?(rev|reverend|dr|mr|mrs|ms|mx|sr|sra|srta|fr|father|sister|prof|professor|rabbi|"
      "imam|hon)\\.?\\s+)+",
      std::regex::icase);
  static const std::regex postnominal(
      "(,?\\s+(ph\\.?\\s?d\\.?|m\\.?d\\.?|j\\.?d\\.?|esq\\.?|m\\.?a\\.?|lcsw|msw|r\\.?n\\.?|"
      "o\\.?f\\.?m\\.?|s\\.?j\\.?|jr\\.?|sr\\.?))+$",
      std::regex::icase);
  const std::string bare = std::regex_replace(text, honorific, "");
  return plain(std::regex_replace(bare, postnominal, ""));
}

std::string key(const Signer& signer) {
  if (signer.as == As::individual) return "i:" + person(signer.name.value_or(""));
  const std::string name = plain(signer.organization.value_or(""));
  return "o:" + (name.starts_with("the ") ? name.substr(4) : name);
}

Signer signer_of(const json& row) {
  const auto field = [&](const char* name) {
    return row[name].is_null() ? std::nullopt : std::optional(row[name].get<std::string>());
  };
  Signer out;
  out.as = row["as"] == "organization" ? As::organization : As::individual;
  out.name = field("name");
  out.organization = field("organization");
  out.title = field("title");
  out.place = field("place");
  out.listed = row["listed"];
  return out;
}

struct Truth {
  std::string file, certainty;
  Kind kind;
  std::set<Kind> kinds;
  std::vector<Signer> signers;
};

std::vector<Truth> truths() {
  std::ifstream file(TESTS_DIR "/replies/expected.jsonl");
  std::vector<Truth> out;
  for (std::string line; std::getline(file, line);) {
    const json row = json::parse(line);
    Truth truth{row["file"], row["certainty"], *kind_of(row["kind"].get<std::string>()), {}, {}};
    truth.kinds.insert(truth.kind);
    if (row.contains("alt_kinds"))
      for (const json& each : row["alt_kinds"])
        truth.kinds.insert(*kind_of(each.get<std::string>()));
    for (const json& each : row["signers"]) truth.signers.push_back(signer_of(each));
    out.push_back(std::move(truth));
  }
  return out;
}

// Right answers of all that were asked for, and the files that were answered wrongly.
struct Figure {
  int right = 0, of = 0;
  std::string wrong;
  void count(bool hit, const std::string& file) {
    ++of;
    right += hit;
    if (!hit) wrong += " " + file;
  }
  double share() const { return of == 0 ? 1.0 : static_cast<double>(right) / of; }
};

std::vector<Signer> sorted(std::vector<Signer> signers) {
  std::sort(signers.begin(), signers.end(),
            [](const Signer& a, const Signer& b) { return key(a) < key(b); });
  return signers;
}

std::ptrdiff_t hidden(const std::vector<Signer>& signers) {
  return std::count_if(signers.begin(), signers.end(), [](const Signer& s) { return !s.listed; });
}

void count_signers(const Truth& truth, const Meaning& got, std::map<std::string, Figure>& figures) {
  const bool named = std::all_of(truth.signers.begin(), truth.signers.end(), [](const Signer& s) {
    return s.name.has_value() || s.organization.has_value();
  });
  if (got.kind != Kind::sign || !named) return;
  const auto want = sorted(truth.signers), have = sorted(got.signers);
  const bool same = std::equal(want.begin(), want.end(), have.begin(), have.end(),
                               [](const Signer& a, const Signer& b) { return key(a) == key(b); });
  figures["who signs right"].count(same, truth.file);
  for (std::size_t i = 0; same && i < want.size(); ++i) {
    if (want[i].title)
      figures["titles right"].count(plain(*want[i].title) == plain(have[i].title.value_or("")),
                                    truth.file);
    if (want[i].place)
      figures["places right"].count(plain(*want[i].place) == plain(have[i].place.value_or("")),
                                    truth.file);
  }
}

void count_mail(const Truth& truth, const Meaning& got, std::map<std::string, Figure>& figures) {
  const bool clear = got.certainty == Certainty::clear;
  const bool acted = clear && (got.kind == Kind::sign || got.kind == Kind::amend);
  const bool may_act = truth.kinds.contains(Kind::sign) || truth.kinds.contains(Kind::amend);
  figures["no false signature"].count(!acted || may_act, truth.file);
  figures["not rash"].count(!acted || truth.certainty != "review", truth.file);
  figures["kinds right"].count(truth.kinds.contains(got.kind), truth.file);
  if (truth.kind != Kind::sign) return;
  if (truth.certainty != "review")
    figures["signatures found"].count(got.kind == Kind::sign, truth.file);
  if (truth.certainty == "clear")
    figures["found at once"].count(got.kind == Kind::sign && clear, truth.file);
  if (hidden(truth.signers) > 0)
    figures["privacy kept"].count(
        got.kind != Kind::sign || !clear || hidden(got.signers) >= hidden(truth.signers),
        truth.file);
  count_signers(truth, got, figures);
}

}  // namespace

TEST_CASE("What people write is understood as well as was promised") {
  const std::map<std::string, double> goals = {
      {"no false signature", 1.0}, {"not rash", 0.99},     {"signatures found", 0.97},
      {"found at once", 0.93},     {"kinds right", 0.95},  {"who signs right", 0.93},
      {"titles right", 0.90},      {"places right", 0.90}, {"privacy kept", 1.0}};
  std::map<std::string, Figure> figures;
  for (const Truth& truth : truths()) count_mail(truth, read_mail(truth.file), figures);
  for (const auto& [name, goal] : goals) {
    INFO(name << ": " << figures[name].right << " of " << figures[name].of
              << ", wrong:" << figures[name].wrong);
    CHECK(figures[name].of > 0);
    CHECK(figures[name].share() >= goal);
  }
}

TEST_CASE("Every meaning says why, and only signatures and corrections name signers") {
  for (const Truth& truth : truths()) {
    const Meaning got = read_mail(truth.file);
    INFO(truth.file);
    CHECK_FALSE(got.why.empty());
    if (got.kind != Kind::sign && got.kind != Kind::amend) CHECK(got.signers.empty());
    if (got.certainty == Certainty::clear && got.kind == Kind::sign)
      for (const Signer& signer : got.signers)
        CHECK((signer.as == As::individual ? signer.name : signer.organization).has_value());
  }
}
