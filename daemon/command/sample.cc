#include "command/sample.h"

#include <algorithm>
#include <map>

#include "campaign/timetable.h"

namespace undersigned::command {

namespace {

using campaign::As;
using campaign::LetterKind;

struct Sample {
  As as;
  const char* name;
  const char* organization;
  const char* title;
  const char* place;
  bool listed;
};

constexpr Sample samples[] = {
    {As::individual, "Maria Lopez", "Casa Azul", "Executive Director", "Oakland, California", true},
    {As::organization, "Rosa Marín", "Casa Azul", "Board Chair", "Oakland, California", true},
    {As::individual, "Devon Achebe", "", "", "Houston, Texas", true},
    {As::individual, "Linh Phạm", "State University", "Professor of Law", "San José, California",
     true},
    {As::organization, "", "The Harbor Workers' Union, Local 12", "", "Seattle, Washington", true},
    {As::individual, "Ana Souza", "", "Nurse", "Boston, Massachusetts", false},
    {As::organization, "Omar Haddad", "Jornada & Friends", "Chair", "Tucson, Arizona", true},
    {As::individual, "李明", "", "", "Vancouver", true},
};

std::optional<std::string> some(const char* text) {
  return *text == '\0' ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

std::vector<campaign::Signature> sample_signatures(const campaign::Config& config, Instant now) {
  std::vector<campaign::Signature> all;
  for (const auto& sample : samples) {
    campaign::Signature signature;
    signature.id = static_cast<std::int64_t>(all.size()) + 1;
    signature.signer = {sample.as,          some(sample.name),  some(sample.organization),
                        some(sample.title), some(sample.place), sample.listed};
    const auto address =
        mail::Address::parse("signer" + std::to_string(signature.id) + "@example.org");
    if (address) signature.address = *address;
    signature.state = campaign::State::counted;
    signature.arrived = now - std::chrono::hours(12 * signature.id);
    signature.language = config.languages.front();
    all.push_back(std::move(signature));
  }
  return all;
}

void add_samples(letter::Report& report, const campaign::Config& config) {
  report.counted = sample_signatures(config, std::min(report.now, config.deadline));
  std::map<std::string, campaign::Day> days;
  for (const auto& signature : report.counted) {
    const bool person = signature.signer.as == As::individual;
    const bool fresh = signature.arrived >= report.since;
    ++(person ? report.signatures.individuals : report.signatures.organizations);
    if (fresh) ++(person ? report.signatures_new.individuals : report.signatures_new.organizations);
    if (fresh && !person) report.new_organizations.push_back(signature);
    if (!signature.signer.listed)
      ++(person ? report.signatures.individuals_private : report.signatures.organizations_private);
    auto& day = days[campaign::local_date(config, signature.arrived)];
    ++(person ? day.individuals : day.organizations);
  }
  for (auto& [date, day] : days) {
    day.date = date;
    report.days.push_back(day);
  }
  const auto number = static_cast<std::int64_t>(report.counted.size());
  report.mails.received += number;
  report.mails.kinds[static_cast<std::size_t>(reply::Kind::sign)] += number;
  report.letters.sent += number;
}

campaign::LetterOrder sample_order(LetterKind kind, const campaign::Signature& signature,
                                   const std::string& language) {
  campaign::LetterOrder order;
  order.kind = kind;
  order.to.address = signature.address;
  order.to.name = mail::HeaderText::clean(signature.signer.name.value_or(""));
  order.language = language;
  if (kind != LetterKind::not_understood) order.signers = {signature.signer};
  if (kind == LetterKind::amended || kind == LetterKind::already_signed) {
    order.before = {signature.signer};
    order.before.front().place.reset();
  }
  if (kind == LetterKind::challenge || kind == LetterKind::question_received)
    order.wish = campaign::Wish::sign;
  if (kind == LetterKind::challenge)
    order.token = "confirm-" + std::string("abcdefghijklmnopqrstuvwxyz234567abcdefgh");
  order.subject_answered = "Sign me on";
  return order;
}

}  // namespace undersigned::command
