#include "command/sent_texts.h"

#include <array>

#include "mail/html_text.h"
#include "mail/message.h"

namespace undersigned::command {

namespace {

using campaign::LetterKind;

constexpr std::array kinds = {LetterKind::call,           LetterKind::reminder,
                              LetterKind::confirmation,   LetterKind::already_signed,
                              LetterKind::amended,        LetterKind::challenge,
                              LetterKind::not_understood, LetterKind::withdrawn,
                              LetterKind::late,           LetterKind::question_received,
                              LetterKind::thank_you};

// What a letter says depends on who signs, whether they are shown, and whether a name is known.
std::vector<campaign::LetterOrder> orders(const Campaign& campaign, LetterKind kind,
                                          const std::string& language) {
  campaign::Signer person;
  person.name = person.organization = person.title = person.place = reply::Sent::open_value;
  campaign::Signer organization = person;
  organization.as = campaign::As::organization;
  campaign::Signer unlisted = person, unlisted_organization = organization;
  unlisted.listed = unlisted_organization.listed = false;

  campaign::LetterOrder order;
  order.kind = kind;
  order.to = campaign.config.submission.from;
  order.to.name = mail::HeaderText::clean(reply::Sent::open_value);
  order.language = language;
  order.token = "confirm-" + std::string(40, 'a');
  std::vector<campaign::LetterOrder> all;
  for (const auto& signers : {std::vector{person}, std::vector{organization},
                              std::vector{unlisted, unlisted_organization}}) {
    order.signers = signers;
    order.before = {signers.front() == person ? organization : person};
    all.push_back(order);
  }
  order.to.name = {};
  order.before = order.signers;
  all.push_back(order);
  return all;
}

Result<void> add(const Campaign& campaign, const campaign::LetterOrder& order, reply::Sent& sent) {
  const auto letter = letter::word_letter(campaign.text, order, "sample", campaign.config.deadline);
  if (!letter) return tl::unexpected(letter.error());
  const auto message = mail::parse(letter->composed.own + letter->composed.shared);
  if (!message) return tl::unexpected(message.error());
  sent.push_subject(message->subject);
  sent.push_back(message->text);
  sent.push_back(mail::html_to_text(message->html));
  return {};
}

}  // namespace

Result<reply::Sent> sent_texts(const Campaign& campaign) {
  reply::Sent sent{campaign.text.statement};
  for (const LetterKind kind : kinds)
    for (const auto& language : campaign.config.languages)
      for (const auto& order : orders(campaign, kind, language))
        if (auto added = add(campaign, order, sent); !added) return tl::unexpected(added.error());
  return sent;
}

}  // namespace undersigned::command
