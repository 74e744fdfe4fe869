#include <algorithm>

#include "letter/campaign_text.h"
#include "letter/dates.h"
#include "letter/list.h"
#include "letter/marks.h"
#include "letter/values.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::LetterKind;
using campaign::LetterOrder;

// The signer's own name where one person signs, else what the mail program gave.
std::string person_of(const LetterOrder& order) {
  if (order.signers.size() == 1 && order.signers.front().name &&
      !order.signers.front().name->empty())
    return *order.signers.front().name;
  return order.to.name.text();
}

Values values_of(const CampaignText& text, const LetterOrder& order, std::string_view language) {
  const auto statement = statement_of(text);
  const auto& signers = order.signers;
  Values values = common_values(text, language);
  values["person"] = Value::of(person_of(order));
  values["signers"] = signer_values(signers);
  values["before"] = signer_values(order.before);
  values["one_individual"] = Value::of(signers.size() == 1 && signers.front().as == As::individual);
  values["one_organization"] =
      Value::of(signers.size() == 1 && signers.front().as == As::organization);
  values["several"] = Value::of(signers.size() > 1);
  values["by_hand"] = Value::of(order.by_hand);
  values["any_listed"] =
      Value::of(std::any_of(signers.begin(), signers.end(), [](auto& s) { return s.listed; }));
  values["any_unlisted"] =
      Value::of(std::any_of(signers.begin(), signers.end(), [](auto& s) { return !s.listed; }));
  values["changed"] = Value::of(!order.before.empty() && order.before != signers);
  values["listed"] = Value::of(order.kind == LetterKind::not_understood && !signers.empty());
  values["title"] = Value::of(statement.title);
  values["statement"] = Value::markdown(statement.body);
  values["token"] = Value::of(order.token);
  values["wish_sign"] = Value::of(order.wish == campaign::Wish::sign);
  values["wish_change"] = Value::of(order.wish == campaign::Wish::change);
  values["wish_withdraw"] = Value::of(order.wish == campaign::Wish::withdraw);
  return values;
}

// With plus addressing the answer to a challenge carries its token in the recipient, too: that
// arrives where a mail program rewrites the subject.
mail::Address reply_address(const CampaignText& text, const LetterOrder& order) {
  const auto& ours = text.config->submission.from.address;
  const auto& mailboxes = text.config->mailboxes;
  const bool plus = !order.token.empty() && std::any_of(mailboxes.begin(), mailboxes.end(),
                                                        [](auto& m) { return m.plus_addressing; });
  if (!plus) return ours;
  const auto with_token = mail::Address::parse(std::string(ours.local()) + "+" + order.token + "@" +
                                               std::string(ours.domain()));
  return with_token ? *with_token : ours;
}

struct Manners {
  Envelope::Automatic automatic;
  bool to_list;  // one of many of a mailing: names the list and how to leave it
};

Manners manners_of(LetterKind kind) {
  switch (kind) {
    case LetterKind::call:
      return {Envelope::Automatic::no, true};
    case LetterKind::reminder:
    case LetterKind::thank_you:
      return {Envelope::Automatic::generated, true};
    case LetterKind::release:
      return {Envelope::Automatic::no, true};
    case LetterKind::digest:
    case LetterKind::alarm:
    case LetterKind::deadline_summary:
      return {Envelope::Automatic::generated, false};
    case LetterKind::answer:
    case LetterKind::confirmation:
    case LetterKind::already_signed:
    case LetterKind::amended:
    case LetterKind::challenge:
    case LetterKind::not_understood:
    case LetterKind::withdrawn:
    case LetterKind::late:
    case LetterKind::question_received:
      return {Envelope::Automatic::replied, false};
  }
  return {Envelope::Automatic::replied, false};
}

std::string_view without_re(std::string_view subject) {
  while (subject.size() > 3 && (subject[0] == 'R' || subject[0] == 'r') &&
         (subject[1] == 'e' || subject[1] == 'E') && subject[2] == ':') {
    subject.remove_prefix(3);
    while (subject.starts_with(' ')) subject.remove_prefix(1);
  }
  return subject;
}

// What a letter says of its reader, and of what they wrote; all else is the campaign's.
const PersonalNames of_reader = {"write_to", "person", "signers", "before", "token"};

// The call's subject in the reader's language, and in the campaign's first. The letters that take
// it up have its names, so that the same marks stand for the same values.
Result<std::vector<std::string>> call_subjects(const CampaignText& text, const LetterOrder& order,
                                               const Values& values) {
  const auto& templates = *text.templates;
  const auto first = templates.language_for(LetterKind::call, text.config->languages.front());
  const auto theirs = templates.language_for(LetterKind::call, order.language);
  std::vector<std::string> all;
  for (const auto& language : {theirs, first}) {
    auto call = templates.subject(LetterKind::call, language, values, of_reader);
    if (!call) return tl::unexpected(call.error());
    all.push_back(std::move(*call));
    if (theirs == first) break;
  }
  return all;
}

bool takes_up_the_call(const LetterOrder& order) {
  return order.answers && order.kind != LetterKind::challenge;
}

// A letter's form: worded and encoded where none of its shape was before.
Result<std::shared_ptr<const Forms::Form>> form_of(const CampaignText& text,
                                                   const LetterOrder& order,
                                                   const std::string& language,
                                                   const Values& values, const Parted& parts,
                                                   const Enclosed& enclosed) {
  const bool few = parts.personal.size() <= most_marks;
  const auto make = [&]() -> Result<Forms::Form> {
    const auto words = text.templates->render_for_many(order.kind, language, values,
                                                       few ? of_reader : PersonalNames());
    if (!words) return tl::unexpected(words.error());
    std::vector<std::string> calls;
    if (takes_up_the_call(order)) {
      auto subjects = call_subjects(text, order, values);
      if (!subjects) return tl::unexpected(subjects.error());
      calls = std::move(*subjects);
    }
    return Forms::Form{Mailing(*words, enclosed), std::move(calls)};
  };
  if (few) {
    const std::string key = std::string(campaign::word(order.kind)) + "\n" + language + "\n" +
                            order.language + (order.answers ? "\nanswers\n" : "\n\n") +
                            enclosed.boundary() + "\n" + parts.shape;
    return text.forms->find(key, make);
  }
  auto made = make();
  if (!made) return tl::unexpected(made.error());
  return std::make_shared<const Forms::Form>(std::move(*made));
}

// Some mail programs thread by subject too. An answer to our call therefore keeps the call's
// subject; no letter ever repeats a subject that a stranger wrote. A challenge needs its own.
std::string threaded_subject(const LetterOrder& order, const Forms::Form& form,
                             const std::vector<std::string>& personal) {
  const auto answered = without_re(order.subject_answered);
  for (const auto& pattern : form.call_subjects) {
    const std::string call = mail::HeaderText::clean(with_values(pattern, {personal})).text();
    if (answered == call) return "Re: " + call;
  }
  return form.mailing.subject(personal);
}

// The name beside the address is its sender's, too: see challenge_names.
mail::NamedAddress reader_of(const LetterOrder& order) {
  if (order.kind != LetterKind::challenge) return order.to;
  return {mail::HeaderText(), order.to.address};
}

Values values_at(const CampaignText& text, const LetterOrder& order, std::string_view language,
                 const Moment& moment, const Values& more) {
  auto values = values_of(text, order, language);
  set_tense(values, *text.config, moment);
  values.insert(more.begin(), more.end());
  const auto reply_to = reply_address(text, order);
  if (reply_to != text.config->submission.from.address)
    values["write_to"] = Value::of(reply_to.text());
  return values;
}

Result<Ready> worded(const CampaignText& text, const LetterOrder& order, std::string_view unique,
                     Moment moment, const Values& more, const Enclosed& enclosed) {
  const auto language = text.templates->language_for(order.kind, order.language);
  const auto values = values_at(text, order, language, moment, more);
  const auto parts = parted(order.kind, values, of_reader);
  const auto form = form_of(text, order, language, values, parts, enclosed);
  if (!form) return tl::unexpected(form.error());

  auto envelope = envelope_for(text, reader_of(order), order.kind, unique, moment.now);
  const auto manners = manners_of(order.kind);
  envelope.reply_to->address = reply_address(text, order);
  envelope.automatic = manners.automatic;
  envelope.in_reply_to = order.answers;
  envelope.references = order.references;
  if (order.answers && (order.references.empty() || order.references.back() != *order.answers))
    envelope.references.push_back(*order.answers);
  if (manners.to_list) {
    envelope.unsubscribe = text.config->submission.from.address;
    envelope.list_id = list_id_of(text);
  }
  return Ready{order.kind, order.to.address, envelope.id,
               manners.automatic == Envelope::Automatic::replied,
               (*form)->mailing.letter(envelope, threaded_subject(order, **form, parts.personal),
                                       parts.personal)};
}

// The final numbers, for the letter that thanks the signers.
Values final_numbers(const CampaignText& text, const std::vector<campaign::Signature>& counted) {
  std::int64_t individuals = 0, organizations = 0;
  for (const auto& signature : visible(counted, {}))
    ++(signature.signer.as == As::organization ? organizations : individuals);
  const auto& first = text.config->languages.front();
  Values values;
  values["individuals"] = Value::count(individuals);
  values["organizations"] = Value::count(organizations);
  values["signed"] = Value::sum({{"organizations", organizations}, {"individuals", individuals}});
  values["total"] = Value::of(worded_number(individuals + organizations, first));
  values["attached"] = Value::of(text.config->release.attach);
  return values;
}

}  // namespace

Result<Ready> word_letter(const CampaignText& text, const LetterOrder& order,
                          std::string_view unique, Moment moment) {
  const bool thanks = order.kind == LetterKind::thank_you;
  return worded(text, order, unique, moment, thanks ? final_numbers(text, {}) : Values(),
                Enclosed({}));
}

Result<Rendered> words_of(const CampaignText& text, const LetterOrder& order, Moment moment,
                          std::string_view open) {
  Values numbers;
  if (order.kind == LetterKind::thank_you) {
    for (const char* name : {"individuals", "organizations", "signed", "total"})
      numbers[name] = Value::of(std::string(open));
    numbers["attached"] = Value::of(text.config->release.attach);
  }
  const auto language = text.templates->language_for(order.kind, order.language);
  return text.templates->render(order.kind, language,
                                values_at(text, order, language, moment, numbers));
}

Thanks::Thanks(const CampaignText& text, const std::vector<campaign::Signature>& counted)
    : text_(text), numbers_(final_numbers(text, counted)), enclosed_(printed_list(text, counted)) {}

Result<Ready> Thanks::word(const LetterOrder& order, std::string_view unique, Instant now) const {
  return worded(text_, order, unique, {now, true}, numbers_, enclosed_);
}

}  // namespace undersigned::letter
