#include "command/sample.h"

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
    {As::organization, "Rosa Marín", "Casa Azul", "Executive Director", "Oakland, California",
     true},
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

std::vector<campaign::Signature> sample_signatures(const campaign::Config& config) {
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
    signature.arrived = config.deadline - std::chrono::hours(12 * signature.id);
    signature.language = config.languages.front();
    all.push_back(std::move(signature));
  }
  return all;
}

campaign::LetterOrder sample_order(LetterKind kind, const campaign::Signature& signature,
                                   const std::string& language) {
  campaign::LetterOrder order;
  order.kind = kind;
  order.to.address = signature.address;
  order.to.name = mail::HeaderText::clean(signature.signer.name.value_or(""));
  order.language = language;
  order.signers = {signature.signer};
  if (kind == LetterKind::amended || kind == LetterKind::already_signed) {
    order.before = {signature.signer};
    order.before.front().place.reset();
  }
  if (kind == LetterKind::challenge)
    order.token = "confirm-" + std::string("abcdefghijklmnopqrstuvwxyz234567abcdefgh");
  order.subject_answered = "Sign me on";
  return order;
}

}  // namespace undersigned::command
