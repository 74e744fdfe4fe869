#include "command/sent_texts.h"

#include <array>
#include <set>

#include "mail/html_text.h"

namespace undersigned::command {

namespace {

using campaign::LetterKind;

constexpr std::array kinds = {LetterKind::call,           LetterKind::reminder,
                              LetterKind::confirmation,   LetterKind::already_signed,
                              LetterKind::amended,        LetterKind::challenge,
                              LetterKind::not_understood, LetterKind::withdrawn,
                              LetterKind::late,           LetterKind::question_received,
                              LetterKind::thank_you};

using campaign::LetterOrder;
using campaign::Signer;
using campaign::Wish;

Signer signer(campaign::As as, bool listed) {
  Signer out;
  out.as = as;
  out.name = out.organization = out.title = out.place = reply::Sent::open_value;
  out.listed = listed;
  return out;
}

// Who signs, and how they are shown: one of each sort, so that each begins and ends a list, and a
// list in which each stands once behind each, as what is said of one may run on into the next.
std::vector<std::vector<Signer>> signers() {
  const Signer sorts[] = {
      signer(campaign::As::individual, true), signer(campaign::As::organization, true),
      signer(campaign::As::individual, false), signer(campaign::As::organization, false)};
  std::vector<std::vector<Signer>> all;
  for (const Signer& sort : sorts) all.push_back({sort});
  all.push_back({sorts[0], sorts[1]});
  all.emplace_back();
  for (const std::size_t each : {0, 0, 1, 0, 2, 0, 3, 1, 1, 2, 1, 3, 2, 2, 3, 3, 0})
    all.back().push_back(sorts[each]);
  return all;
}

LetterOrder order_of(const Campaign& campaign, LetterKind kind, const std::string& language) {
  LetterOrder order;
  order.kind = kind;
  order.to = campaign.config.submission.from;
  order.to.name = mail::HeaderText::clean(reply::Sent::open_value);
  order.language = language;
  order.token = "confirm-" + std::string(40, 'a');
  return order;
}

// The same for each wish that such a letter may speak of.
std::vector<LetterOrder> for_each_wish(const LetterOrder& order) {
  std::vector<LetterOrder> all;
  for (const Wish wish : {Wish::none, Wish::sign, Wish::change, Wish::withdraw}) {
    all.push_back(order);
    all.back().wish = wish;
  }
  return all;
}

// About each of these signers, and each that they may have been before where that is said at all.
std::vector<LetterOrder> about(LetterOrder order, std::vector<std::vector<Signer>> signers) {
  const bool says_before =
      order.kind == LetterKind::already_signed || order.kind == LetterKind::amended;
  if (order.to.name.empty())
    for (auto& list : signers)
      for (Signer& each : list) each.name.reset();
  std::vector<LetterOrder> all;
  for (const auto& now : signers)
    for (const auto& before : signers) {
      order.signers = now;
      order.before = before;
      const bool alike = (now.size() == 1) == (before.size() == 1);
      if (says_before ? alike : now == before) all.push_back(order);
    }
  return all;
}

// What a letter says depends on who signs, whether they are shown, whether a name is known, and on
// what was wished.
std::vector<LetterOrder> orders(const Campaign& campaign, LetterKind kind,
                                const std::string& language) {
  LetterOrder order = order_of(campaign, kind, language);
  std::vector<LetterOrder> all;
  const bool to_anybody = kind == LetterKind::call || kind == LetterKind::reminder ||
                          kind == LetterKind::challenge || kind == LetterKind::question_received ||
                          kind == LetterKind::not_understood;
  const bool of_wishes = kind == LetterKind::challenge || kind == LetterKind::question_received;
  for (const bool named : {true, false}) {
    if (!named) order.to.name = {};
    if (to_anybody) all.push_back(order);
    if (to_anybody && kind != LetterKind::not_understood) continue;
    const auto more = about(order, signers());
    all.insert(all.end(), more.begin(), more.end());
  }
  if (!of_wishes) return all;
  std::vector<LetterOrder> wished;
  for (const auto& each : all) {
    const auto more = for_each_wish(each);
    wished.insert(wished.end(), more.begin(), more.end());
  }
  return wished;
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
Result<void> add(const Campaign& campaign, const LetterOrder& order, const letter::Moment& moment,
                 std::set<std::string>& known, reply::Sent& sent) {
  const auto words = letter::words_of(campaign.text, order, moment, reply::Sent::open_value);
  if (!words) return tl::unexpected(words.error());
  if (!known.insert(words->subject + "\n" + words->text).second) return {};
  sent.push_subject(words->subject);
  sent.push_back(words->text);
  sent.push_back(mail::html_to_text(words->html));
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
