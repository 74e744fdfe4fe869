#include "command/sent_texts.h"

#include <array>
#include <set>

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

using campaign::Wish;

// A challenge names nobody, and what it says depends on the wish alone.
std::vector<campaign::LetterOrder> for_each_wish(const campaign::LetterOrder& order) {
  std::vector<campaign::LetterOrder> all;
  for (const Wish wish : {Wish::none, Wish::sign, Wish::change, Wish::withdraw}) {
    all.push_back(order);
    all.back().wish = wish;
  }
  return all;
}

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
  if (kind == LetterKind::challenge) return for_each_wish(order);
  if (kind == LetterKind::not_understood) {
    order.signers.clear();
    all.push_back(order);
    order.to = all.front().to;
    all.push_back(order);
  }
  if (kind != LetterKind::question_received) return all;
  auto nameless = for_each_wish(order);
  all = for_each_wish(all.front());
  all.insert(all.end(), nameless.begin(), nameless.end());
  return all;
}

// … and on when it is written: before the deadline, after it, while the release is late, after it.
std::vector<letter::Moment> moments(const campaign::Config& config, LetterKind kind) {
  if (kind == LetterKind::call || kind == LetterKind::reminder)
    return {{config.deadline - Seconds(1)}};
  if (kind == LetterKind::thank_you) return {{config.release.at, true}};
  return {{config.deadline - Seconds(1)},
          {config.deadline},
          {config.release.at},
          {config.release.at, true}};
}

// `known`: what was added before; most letters read the same at each moment.
Result<void> add(const Campaign& campaign, const campaign::LetterOrder& order,
                 const letter::Moment& moment, std::set<std::string>& known, reply::Sent& sent) {
  const auto letter = letter::word_letter(campaign.text, order, "sample", moment);
  if (!letter) return tl::unexpected(letter.error());
  const auto message = mail::parse(letter->composed.own + letter->composed.shared);
  if (!message) return tl::unexpected(message.error());
  if (!known.insert(message->subject + "\n" + message->text).second) return {};
  sent.push_subject(message->subject);
  sent.push_back(message->text);
  sent.push_back(mail::html_to_text(message->html));
  return {};
}

}  // namespace

Result<reply::Sent> sent_texts(const Campaign& campaign) {
  reply::Sent sent{campaign.text.statement};
  std::set<std::string> known;
  for (const LetterKind kind : kinds)
    for (const auto& language : campaign.config.languages)
      for (const auto& order : orders(campaign, kind, language))
        for (const auto& moment : moments(campaign.config, kind))
          if (auto added = add(campaign, order, moment, known, sent); !added)
            return tl::unexpected(added.error());
  return sent;
}

}  // namespace undersigned::command
