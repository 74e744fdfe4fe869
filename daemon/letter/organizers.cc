#include "letter/campaign_text.h"
#include "letter/dates.h"
#include "letter/report_values.h"
#include "letter/values.h"

namespace undersigned::letter {
namespace {

using campaign::LetterKind;

// Organizers read the campaign's first language.
std::string language_of(const CampaignText& text, LetterKind kind) {
  return text.templates->language_for(kind, text.config->languages.front());
}

using What = CarriedOut::What;

bool changes(What what) {
  return what == What::held || what == What::approved || what == What::accepted ||
         what == What::rejected || what == What::left || what == What::stays ||
         what == What::settled;
}

Values answer_values(const CampaignText& text, const Answered& answered, const Moment& moment,
                     std::string_view language) {
  static constexpr std::pair<const char*, What> names[] = {{"held", What::held},
                                                           {"gone", What::gone},
                                                           {"approved", What::approved},
                                                           {"early", What::early},
                                                           {"outrun", What::outrun},
                                                           {"needless", What::needless},
                                                           {"accepted", What::accepted},
                                                           {"rejected", What::rejected},
                                                           {"left", What::left},
                                                           {"stays", What::stays},
                                                           {"settled", What::settled},
                                                           {"unknown", What::unknown},
                                                           {"nameless", What::nameless},
                                                           {"twice", What::twice},
                                                           {"contradicted", What::contradicted}};
  const auto& config = *text.config;
  Values values = common_values(text, language);
  set_tense(values, config, moment);
  bool nothing = true;
  std::vector<Values> results, unclear;
  for (const auto& one : answered.results) {
    Values item{{"number", Value::of(one.number)}, {"listing", Value::of(one.listing)}};
    for (const auto& [name, what] : names) item[name] = Value::of(one.what == what);
    results.push_back(std::move(item));
    nothing = nothing && !changes(one.what);
  }
  for (const auto& line : answered.unclear) unclear.push_back({{"text", Value::of(line)}});
  values["release_time"] = Value::of(worded_time(config.release.at, config.zone, language));
  const auto& now = answered.signatures;
  values["individuals"] = Value::count(now.individuals);
  values["organizations"] = Value::count(now.organizations);
  values["signed"] =
      Value::sum({{"individuals", now.individuals}, {"organizations", now.organizations}});
  values["total"] = Value::of(worded_number(now.individuals + now.organizations, language));
  values["unproven"] = Value::of(answered.unproven);
  values["nothing"] = Value::of(nothing);
  values["has_unclear"] = Value::of(!unclear.empty());
  values["unclear"] = Value::of(std::move(unclear));
  values["results"] = Value::of(std::move(results));
  return values;
}

Envelope to_organizer(const CampaignText& text, LetterKind kind, const mail::Address& to,
                      std::string_view unique, Instant now) {
  auto envelope = envelope_for(text, {mail::HeaderText(), to}, kind, unique, now);
  envelope.automatic = Envelope::Automatic::generated;
  return envelope;
}

}  // namespace

Result<Ready> word_alarm(const CampaignText& text, const std::vector<std::string>& what,
                         const mail::Address& to, std::string_view unique, Instant now) {
  const auto language = language_of(text, LetterKind::alarm);
  auto values = common_values(text, language);
  std::string all;
  for (const auto& one : what)
    all += (all.empty() ? "" : " ") + text.templates->remark(language, one);
  values["what"] = Value::of(all);
  values["now"] = Value::of(worded_time(now, text.config->zone, language));
  const auto words = text.templates->render(LetterKind::alarm, language, values);
  if (!words) return tl::unexpected(words.error());
  const auto envelope = to_organizer(text, LetterKind::alarm, to, unique, now);
  return Ready{LetterKind::alarm, to, envelope.id, false, compose(envelope, *words)};
}

Result<Ready> word_answer(const CampaignText& text, const campaign::LetterOrder& order,
                          const Answered& answered, std::string_view unique, Moment moment) {
  const auto language = language_of(text, LetterKind::answer);
  const auto values = answer_values(text, answered, moment, language);
  const auto words = text.templates->render(LetterKind::answer, language, values);
  if (!words) return tl::unexpected(words.error());
  auto envelope = to_organizer(text, LetterKind::answer, order.to.address, unique, moment.now);
  envelope.automatic = Envelope::Automatic::replied;
  envelope.in_reply_to = order.answers;
  envelope.references = order.references;
  return Ready{LetterKind::answer, order.to.address, envelope.id, true, compose(envelope, *words)};
}

Result<Ready> word_deadline_summary(const CampaignText& text, const Report& report,
                                    const Ready& release, const mail::Address& to,
                                    std::string_view unique) {
  const auto language = language_of(text, LetterKind::deadline_summary);
  auto values = report_values(text, report, language);
  const auto& config = *text.config;
  values["release_subject"] = Value::of(release_headline(config));
  const auto words = text.templates->render(LetterKind::deadline_summary, language, values);
  if (!words) return tl::unexpected(words.error());
  const auto envelope = to_organizer(text, LetterKind::deadline_summary, to, unique, report.now);
  // The very octets that a contact gets. message/rfc822 may not be encoded (RFC 2046, 5.2.1), and
  // programs change line ends of what is not, so it travels as a file.
  const Attachment exact{"application/octet-stream",
                         "release-to-the-press.eml",
                         release.composed.own + release.composed.shared,
                         {}};
  return Ready{LetterKind::deadline_summary, to, envelope.id, false,
               compose(envelope, *words, {exact})};
}

Result<Ready> word_digest(const CampaignText& text, const Report& report, const mail::Address& to,
                          std::string_view unique) {
  const auto language = language_of(text, LetterKind::digest);
  const auto attachments = report_attachments(text, report, language);
  auto values = report_values(text, report, language);
  set_attached(values, report, attachments);
  const auto words = text.templates->render(LetterKind::digest, language, values);
  if (!words) return tl::unexpected(words.error());
  const auto envelope = to_organizer(text, LetterKind::digest, to, unique, report.now);
  return Ready{LetterKind::digest, to, envelope.id, false, compose(envelope, *words, attachments)};
}

}  // namespace undersigned::letter
