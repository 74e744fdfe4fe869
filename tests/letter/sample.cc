#include "sample.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::LetterKind;

template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}

void load(Templates& templates, const std::filesystem::path& folder) {
  for (const auto& language : std::filesystem::directory_iterator(folder)) {
    if (!language.is_directory()) continue;
    for (const auto& file : std::filesystem::directory_iterator(language.path())) {
      const auto name = language.path().filename().string();
      if (file.path().filename() == "remarks.toml") {
        templates.add_remarks(name, must(Remarks::read(file_text(file.path()), file.path())));
        continue;
      }
      const auto kind = campaign::letter_kind_of(file.path().stem().string());
      if (!kind) throw std::runtime_error("no letter: " + file.path().string());
      const auto added = templates.add(*kind, name, file_text(file.path()), file.path());
      if (!added) throw std::runtime_error(added.error().text());
    }
  }
}

}  // namespace

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Sample::Sample() {
  const std::string root = SOURCE_DIR;
  config = must(campaign::read_config(file_text(root + "/config/campaign.toml"),
                                      root + "/config/campaign.toml"));
  load(templates, root + "/templates");
  load(templates, root + "/config/templates");
  const auto layout =
      templates.set_layout(file_text(root + "/templates/layout.html"), "layout.html");
  if (!layout) throw std::runtime_error(layout.error().text());
  const auto complete = templates.complete("en");
  if (!complete) throw std::runtime_error(complete.error().text());
  text = {&config, &templates, file_text(root + "/config/statement.md")};
}

const Sample& sample() {
  static const Sample one;
  return one;
}

Instant at(const std::string& rfc3339) { return must(campaign::read_rfc3339(rfc3339)); }
mail::Address address(const std::string& text) { return must(mail::Address::parse(text)); }
mail::NamedAddress named(const std::string& name, const std::string& text) {
  return {mail::HeaderText::clean(name), address(text)};
}

namespace {
std::optional<std::string> given(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}
}  // namespace

campaign::Signer person(std::string name, std::string affiliation, std::string title,
                        std::string place) {
  return {As::individual,          given(std::move(name)),  given(std::move(affiliation)),
          given(std::move(title)), given(std::move(place)), true};
}

campaign::Signer organization(std::string organization, std::string contact, std::string title,
                              std::string place) {
  return {As::organization,        given(std::move(contact)), given(std::move(organization)),
          given(std::move(title)), given(std::move(place)),   true};
}

campaign::Signature counted(campaign::Signer signer, std::string from, std::string arrived) {
  campaign::Signature signature{.id = 1,
                                .signer = std::move(signer),
                                .address = address(from),
                                .state = campaign::State::counted,
                                .arrived = at(arrived),
                                .language = "en",
                                .mail = 1,
                                .why = {}};
  return signature;
}

campaign::LetterOrder order(LetterKind kind, std::string language) {
  campaign::LetterOrder one{
      .kind = kind,
      .to = named("Maria López", "maria@example.org"),
      .language = std::move(language),
      .signers = {person("Maria López", "Casa Azul", "Executive Director", "Oakland, CA")},
      .before = {},
      .answers = mail::MessageId::parse("<abc.1@mail.example.org>"),
      .references = {*mail::MessageId::parse("<call.1@example.org>")},
      .subject_answered = "I sign",
      .token = {},
      .wish = kind == LetterKind::challenge ? campaign::Wish::sign : campaign::Wish::none};
  if (kind == LetterKind::challenge) one.token = "confirm-" + std::string(39, 'a') + "2";
  if (kind == LetterKind::amended || kind == LetterKind::already_signed)
    one.before = {person("Maria Lopez", "Casa Azul", "", "Oakland")};
  if (kind == LetterKind::not_understood) one.signers.clear();
  if (kind == LetterKind::call || kind == LetterKind::reminder) {
    one.signers.clear();
    one.answers.reset();
    one.references.clear();
  }
  return one;
}

std::vector<campaign::Signature> many(std::size_t count) {
  static const std::vector<campaign::Signer> cast = {
      organization("The Bridge Alliance", "Dana Whitfield", "Director", "Fresno, CA"),
      person("Maria López", "Casa Azul", "Executive Director", "Oakland, CA"),
      person("Rev. John O'Neill Jr.", "", "Pastor", "Portland, ME USA"),
      organization("Asociación de Vecinos \"La Paz\"", "José Núñez", "", "Tijuana, México"),
      person("王小明", "香港職工會聯盟", "", "Hong Kong"),
      person("محمد الأمين", "جمعية الهجرة", "مدير", "القاهرة"),
      organization("UNITE HERE Local 99", "", "", "Phoenix, AZ"),
      person("አበበ በቀለ", "", "", "Addis Ababa, Ethiopia"),
      person("Ольга Иванова", "Мемориал", "", "Москва"),
      person("Nguyễn Thị Hoa", "VietRISE", "Organizer", "Garden Grove, CA"),
      person("김민수", "", "", "Los Angeles, CA"),
      organization("Zeitgeist e.V.", "Jürgen Groß", "Vorsitzender", "Berlin, Germany"),
      person("Fatima al-Rashid", "University of Texas", "Professor of Law", "Austin, TX"),
      person("דוד כהן", "", "", "New York, NY")};
  std::vector<campaign::Signature> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto signer = cast[i % cast.size()];
    if (i >= cast.size()) {
      auto& varied = signer.as == As::organization ? signer.organization : signer.name;
      varied = *varied + " " + std::to_string(i / cast.size());
    }
    if (i % 10 == 9) signer.listed = false;
    const int day = 8 + static_cast<int>(i * 9 / std::max<std::size_t>(count, 1));
    all.push_back(counted(
        std::move(signer), "p" + std::to_string(i) + (i % 3 ? "@gmail.com" : "@example.org"),
        "2015-12-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T18:00:00Z"));
    all.back().id = static_cast<std::int64_t>(i + 1);
  }
  return all;
}

Report report(std::size_t signatures) {
  Report one;
  one.now = at("2015-12-14T15:00:00Z");
  one.since = at("2015-12-13T15:00:00Z");
  one.phase = "open";
  one.counted = many(signatures);
  std::map<std::string, campaign::Day> days;
  for (const auto& signature : one.counted) {
    const bool organization = signature.signer.as == As::organization;
    ++(organization ? one.signatures.organizations : one.signatures.individuals);
    if (!signature.signer.listed)
      ++(organization ? one.signatures.organizations_private : one.signatures.individuals_private);
    auto& day = days[campaign::rfc3339(signature.arrived).substr(0, 10)];
    day.date = campaign::rfc3339(signature.arrived).substr(0, 10);
    ++(organization ? day.organizations : day.individuals);
  }
  for (auto& [date, day] : days) one.days.push_back(day);
  for (const auto& signature : one.counted)
    if (signature.signer.as == As::organization && one.new_organizations.size() < 6)
      one.new_organizations.push_back(signature);
  one.signatures_new = {.individuals = 5,
                        .organizations = 6,
                        .individuals_private = 1,
                        .organizations_private = 0,
                        .pending = 0,
                        .review = 0,
                        .withdrawn = 0,
                        .late = 0};
  one.signatures.pending = 4;
  one.signatures.withdrawn = 2;
  const auto total = static_cast<std::int64_t>(signatures);
  one.mails.kinds[static_cast<std::size_t>(reply::Kind::sign)] = total;
  one.mails.kinds[static_cast<std::size_t>(reply::Kind::question)] = 3;
  one.mails.kinds[static_cast<std::size_t>(reply::Kind::auto_reply)] = 7;
  one.mails.received = total + 10;
  one.letters = {.queued = 2, .sent = total + 3, .uncertain = 0, .failed = 1};
  one.waiting = {{17,
                  "signature",
                  "Sam Reed <sam@example.org>",
                  "Sign me up. S. Reed",
                  {"only initials were found"}},
                 {23,
                  "question",
                  "Lena Fox <lena@press.example>",
                  "Who drafted the statement? I am writing about it for Friday.",
                  {}}};
  return one;
}

reply::Context context_in(const std::vector<std::string>& languages) {
  static const auto phrases = [] {
    reply::Phrases all;
    for (const auto& file : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases"))
      if (const auto added = all.add(file_text(file.path()), file.path()); !added)
        throw std::runtime_error(added.error().text());
    return all;
  }();
  reply::Context context;
  context.phrases = &phrases;
  context.languages = languages;
  context.ours = {sample().config.submission.from.address};
  return context;
}

}  // namespace undersigned::letter
