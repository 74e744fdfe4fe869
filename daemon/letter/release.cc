#include <algorithm>
#include <map>

#include "letter/campaign_text.h"
#include "letter/dates.h"
#include "letter/list.h"
#include "letter/mailing.h"
#include "letter/report_values.h"
#include "letter/slots.h"
#include "letter/values.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::LetterKind;
using campaign::Signature;

// More would not be read in a letter; the attachment has all of them.
constexpr std::size_t most_organizations = 300, most_individuals = 200;

struct Listed {
  std::vector<Values> organizations, individuals;
  std::size_t more_organizations = 0, more_individuals = 0;
};

Listed listed(const std::vector<Signature>& shown, bool all) {
  Listed out;
  for (const auto& signature : shown) {
    const bool organization = signature.signer.as == As::organization;
    auto& list = organization ? out.organizations : out.individuals;
    auto& more = organization ? out.more_organizations : out.more_individuals;
    const auto most = organization ? most_organizations : most_individuals;
    if (all || list.size() < most)
      list.push_back({{"listing", Value::of(campaign::listing(signature.signer))}});
    else
      ++more;
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

// Spanish parts the last of such names by a comma: "A, S. A.; B, y C" (Ortografía, RAE).
void part_last(std::string& list, const std::string& last) {
  const auto at = list.rfind(last);
  if (at == std::string::npos || at < 2) return;
  const auto conjunction = list.rfind(' ', at - 2);
  if (conjunction != std::string::npos) list.insert(conjunction, ",");
}

// "A, B and C"; where a name holds a comma of its own "A, Inc.; B; and C".
std::string listed_names(std::vector<std::string> names, std::string_view language) {
  constexpr std::string_view own = "\xEE\x80\x90";  // U+E010, which stands in no name
  bool commas = false;
  for (auto& name : names) {
    commas = commas || name.find(',') != std::string::npos;
    name = replaced(Slots::without_slots(name), ",", own);
  }
  auto list = worded_list(names, language);
  if (commas) list = replaced(std::move(list), ", ", "; ");
  if (commas && names.size() > 1 && language == "es") part_last(list, names.back());
  return replaced(std::move(list), own, ",");
}

// Those that the organizers named, else the first organizations.
std::string notable(const campaign::Config& config, const std::vector<Signature>& shown,
                    std::string_view language) {
  std::vector<std::string> names = config.release.notable;
  for (const auto& signature : shown) {
    if (!config.release.notable.empty() || names.size() == 5) break;
    if (signature.signer.as == As::organization && signature.signer.organization)
      names.push_back(*signature.signer.organization);
  }
  return names.size() < 2 && config.release.notable.empty() ? "" : listed_names(names, language);
}

void set_signers(Values& values, const campaign::Config& config,
                 const std::vector<Signature>& counted, std::string_view language) {
  auto shown = visible(counted, {.all = false, .public_only = true});
  sort_for_print(shown, language);
  std::int64_t individuals = 0, organizations = 0;
  for (const auto& signature : visible(counted, {}))
    ++(signature.signer.as == As::organization ? organizations : individuals);
  const auto number = [&](std::size_t n) {
    return Value::of(n == 0 ? "" : worded_number(static_cast<std::int64_t>(n), language));
  };
  auto lists = listed(shown, !config.release.attach);
  const auto hidden = individuals + organizations - static_cast<std::int64_t>(shown.size());
  values["individuals"] = Value::count(individuals);
  values["organizations"] = Value::count(organizations);
  values["signed"] = Value::sum({{"organizations", organizations}, {"individuals", individuals}});
  values["total"] = Value::of(worded_number(individuals + organizations, language));
  values["notable"] = Value::of(notable(config, shown, language));
  values["private_signers"] = Value::count(hidden);
  values["any_private"] = Value::of(hidden > 0);
  values["has_organizations"] = Value::of(!lists.organizations.empty());
  values["has_individuals"] = Value::of(!lists.individuals.empty());
  values["organizations_more"] = number(lists.more_organizations);
  values["individuals_more"] = number(lists.more_individuals);
  values["organizations_list"] = Value::of(std::move(lists.organizations));
  values["individuals_list"] = Value::of(std::move(lists.individuals));
}

Values release_values(const CampaignText& text, const std::vector<Signature>& counted, Instant now,
                      std::string_view language) {
  const auto& config = *text.config;
  const auto statement = statement_of(text);
  Values values = common_values(text, language);
  set_signers(values, config, counted, language);
  std::vector<Values> quotes;
  for (const auto& quote : config.release.quotes)
    quotes.push_back({{"quote", Value::markdown(quote)}});
  values["headline"] = Value::of(release_headline(config));
  values["dateline"] = Value::of(config.release.dateline);
  values["date"] = Value::of(worded_date(std::max(now, config.release.at), config.zone, language));
  values["contact"] = Value::of(config.release.contact);
  values["embargo"] = Value::of(config.release.embargo);
  values["title"] = Value::of(statement.title);
  values["statement"] = Value::markdown(statement.body);
  values["quotes"] = Value::of(std::move(quotes));
  values["attached"] = Value::of(config.release.attach);
  return values;
}

}  // namespace

std::string release_headline(const campaign::Config& config) {
  return config.release.headline.empty() ? config.name : config.release.headline;
}

Result<std::vector<Ready>> word_release(const CampaignText& text,
                                        const std::vector<Signature>& counted,
                                        const std::vector<PressContact>& contacts, Instant now) {
  const auto& config = *text.config;
  const auto language = text.templates->language_for(LetterKind::release, config.languages.front());
  auto values = release_values(text, counted, now, language);
  const Enclosed enclosed(printed_list(text, counted));
  const PersonalNames personal = {"contact_name", "outlet"};
  std::map<std::pair<bool, bool>, Mailing> mailings;  // by which of name and outlet are known
  std::vector<Ready> letters;
  letters.reserve(contacts.size());
  for (const auto& contact : contacts) {
    const std::pair known{!contact.name.empty(), !contact.outlet.empty()};
    auto mailing = mailings.find(known);
    if (mailing == mailings.end()) {
      values["contact_name"] = Value::of(contact.name);
      values["outlet"] = Value::of(contact.outlet);
      const auto words =
          text.templates->render_for_many(LetterKind::release, language, values, personal);
      if (!words) return tl::unexpected(words.error());
      mailing = mailings.emplace(known, Mailing(*words, enclosed)).first;
    }
    std::vector<std::string> own;  // as many as there are marks
    for (const auto* value : {&contact.name, &contact.outlet})
      if (!value->empty()) own.push_back(Slots::on_one_line(*value));
    const mail::NamedAddress to{mail::HeaderText::clean(contact.name), contact.address};
    auto envelope = envelope_for(text, to, LetterKind::release, config.name, now);
    envelope.unsubscribe = config.submission.from.address;
    letters.push_back({LetterKind::release, contact.address, envelope.id, false,
                       mailing->second.letter(envelope, mailing->second.subject(own), own)});
  }
  return letters;
}

}  // namespace undersigned::letter
