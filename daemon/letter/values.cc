#include "letter/values.h"

#include "letter/dates.h"
#include "letter/list.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::Signer;

std::string from_name(const campaign::Config& config) {
  const auto& from = config.submission.from;
  return from.name.empty() ? from.address.text() : from.name.text();
}

Value optional(const std::optional<std::string>& text) { return Value::of(text.value_or("")); }

}  // namespace

Statement statement_of(const CampaignText& text) {
  std::string_view rest = text.statement;
  while (rest.starts_with('\n')) rest.remove_prefix(1);
  if (!rest.starts_with("# ")) return {text.config->name, std::string(rest)};
  const auto end = std::min(rest.find('\n'), rest.size());
  std::string title(rest.substr(2, end - 2));
  while (title.ends_with(' ') || title.ends_with('#')) title.pop_back();
  return {title, std::string(rest.substr(end))};
}

std::vector<Attachment> printed_list(const CampaignText& text,
                                     const std::vector<campaign::Signature>& counted) {
  if (!text.config->release.attach) return {};
  const auto statement = statement_of(text);
  const auto& language = text.config->languages.front();
  return {{"application/pdf",
           "statement-and-signers.pdf",
           list_pdf(counted, statement.title, statement.body, language, paper_of(*text.config)),
           {}}};
}

Values common_values(const CampaignText& text, std::string_view language) {
  const auto& config = *text.config;
  Values values;
  values["campaign"] = Value::of(config.name);
  values["reply_address"] = Value::of(config.submission.from.address.text());
  values["write_to"] = values["reply_address"];
  values["from_name"] = Value::of(from_name(config));
  values["deadline"] = Value::of(worded_time(config.deadline, config.zone, language));
  values["deadline_day"] = Value::of(worded_day(config.deadline, config.zone, language));
  values["release_day"] = Value::of(worded_day(config.release.at, config.zone, language));
  return values;
}

void set_tense(Values& values, const campaign::Config& config, const Moment& moment) {
  const bool open = moment.now < config.deadline;
  values["open"] = Value::of(open && !moment.released);
  values["closed"] = Value::of(!open && !moment.released);
  values["released"] = Value::of(moment.released);
  values["release_ahead"] = Value::of(!moment.released && moment.now < config.release.at);
}

std::string public_listing(const Signer& signer) {
  if (signer.as == As::individual || signer.listed) return campaign::listing(signer);
  Signer shown = signer;
  shown.name.reset();
  shown.title.reset();
  return campaign::listing(shown);
}

Value signer_values(const std::vector<Signer>& signers) {
  std::vector<Values> all;
  for (const auto& signer : signers) {
    Values one;
    one["listing"] = Value::of(public_listing(signer));
    one["individual"] = Value::of(signer.as == As::individual);
    one["organization"] = optional(signer.organization);
    one["name"] = optional(signer.name);
    one["title"] = optional(signer.title);
    one["place"] = optional(signer.place);
    one["unlisted"] = Value::of(!signer.listed);
    all.push_back(std::move(one));
  }
  return Value::of(std::move(all));
}

std::string list_id_of(const CampaignText& text) {
  std::string id;
  for (char c : text.config->name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool upper = c >= 'A' && c <= 'Z';
    if (letter || upper)
      id += upper ? static_cast<char>(c + 32) : c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  while (id.ends_with('-')) id.pop_back();
  if (id.empty()) id = "campaign";
  return id + "." + std::string(text.config->submission.from.address.domain());
}

Envelope envelope_for(const CampaignText& text, const mail::NamedAddress& to,
                      campaign::LetterKind kind, std::string_view unique, Instant now) {
  const auto& from = text.config->submission.from;
  return {.from = from,
          .to = to,
          .reply_to = mail::NamedAddress{from.name, from.address},
          .id = message_id(kind, from.address.domain(), {to.address.text(), unique}),
          .date = now,
          .in_reply_to = std::nullopt,
          .references = {},
          .automatic = Envelope::Automatic::no,
          .unsubscribe = std::nullopt,
          .list_id = {}};
}

}  // namespace undersigned::letter
