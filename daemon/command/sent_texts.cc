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

// One letter, and when it is written.
struct Sample {
  LetterOrder order;
  letter::Moment moment;
  bool html = true;  // whether its other form has words that no other sample's has
};

Signer signer(campaign::As as, bool listed) {
  Signer out;
  out.as = as;
  out.name = out.organization = out.title = out.place = reply::Sent::open_value;
  out.listed = listed;
  return out;
}

using Signers = std::vector<Signer>;

// Who signs, and how they are shown: one of each sort, so that each begins and ends a list, and
// lists in which each stands before another, as what is said of one may run on into the next.
struct Sorts {
  std::vector<Signers> one, several;
};

Sorts sorts() {
  const Signer each[] = {
      signer(campaign::As::individual, true), signer(campaign::As::organization, true),
      signer(campaign::As::individual, false), signer(campaign::As::organization, false)};
  Sorts all;
  for (const Signer& sort : each) all.one.push_back({sort});
  all.several = {{each[0], each[1]}, {}};
  for (const std::size_t i : {0, 2, 2, 1, 3, 3, 0}) all.several[1].push_back(each[i]);
  return all;
}

// When a letter may be written: before the deadline, after it, while the release is late, after it.
std::vector<letter::Moment> moments(const campaign::Config& config, LetterKind kind) {
  if (kind == LetterKind::call || kind == LetterKind::reminder)
    return {{config.deadline - Seconds(1)}};
  if (kind == LetterKind::thank_you) return {{config.release.at, true}};
  return {{config.deadline - Seconds(1)},
          {config.deadline},
          {config.release.at},
          {config.release.at, true}};
}

// What a letter says depends on who signs, whether they are shown, whether a name is known, on what
// was wished, and on when it is written. A sentence hangs on few of these at once, so they take
// turns: all of them together would be thousands of letters, each of sentences that are known.
class Samples {
 public:
  Samples(const Campaign& campaign, LetterKind kind, const std::string& language)
      : kind_(kind), moments_(moments(campaign.config, kind)) {
    order_.kind = kind;
    order_.to = campaign.config.submission.from;
    order_.to.name = mail::HeaderText::clean(reply::Sent::open_value);
    order_.language = language;
    order_.token = "confirm-" + std::string(40, 'a');
  }

  std::vector<Sample> all() {
    for (const bool named : {true, false}) {
      if (!named) leave_out_names();
      if (kind_ == LetterKind::challenge || kind_ == LetterKind::question_received) {
        with_each_wish();
      } else {
        const bool to_anybody = kind_ == LetterKind::call || kind_ == LetterKind::reminder ||
                                kind_ == LetterKind::not_understood;
        if (to_anybody) always(order_);
        if (to_anybody && kind_ != LetterKind::not_understood) continue;
        about_each(sorts_.one);
        about_each(sorts_.several);
      }
    }
    return std::move(all_);
  }

 private:
  // Somebody whose name is not known; organizations without a contact.
  void leave_out_names() {
    order_.to.name = {};
    for (auto* lists : {&sorts_.one, &sorts_.several})
      for (Signers& list : *lists)
        for (Signer& each : list) each.name.reset();
  }

  void always(const LetterOrder& order, bool html = true) {
    for (const auto& moment : moments_) all_.push_back({order, moment, html});
  }

  void with_each_wish() {
    for (const Wish wish : {Wish::none, Wish::sign, Wish::change, Wish::withdraw}) {
      order_.wish = wish;
      always(order_);
    }
  }

  // Each, and behind each that it may have been before, where that is said at all. At each moment:
  // an individual, an organization, and the longest list.
  void about_each(const std::vector<Signers>& lists) {
    const bool says_before = kind_ == LetterKind::already_signed || kind_ == LetterKind::amended;
    LetterOrder order = order_;
    for (std::size_t now = 0; now < lists.size(); ++now) {
      order.signers = lists[now];
      for (std::size_t before = 0; before < lists.size(); ++before) {
        if (before != now && !says_before) continue;
        order.before = lists[before];
        const bool last = now + 1 == lists.size();
        if (now == 0 && before < 2)
          always(order);
        else if (before == now && (now == 1 || last))
          always(order, last);
        else
          all_.push_back({order, moments_.front(), false});
      }
    }
  }

  LetterKind kind_;
  std::vector<letter::Moment> moments_;
  Sorts sorts_ = sorts();
  LetterOrder order_;
  std::vector<Sample> all_;
};

// `known`: what was added before; most letters read the same at each moment.
Result<void> add(const Campaign& campaign, const Sample& sample, std::set<std::string>& known,
                 reply::Sent& sent) {
  const auto words =
      letter::words_of(campaign.text, sample.order, sample.moment, reply::Sent::open_value);
  if (!words) return tl::unexpected(words.error());
  if (!known.insert(words->subject + "\n" + words->text).second) return {};
  sent.push_subject(words->subject);
  sent.push_back(words->text);
  if (!sample.html) return {};
  // What stands before the body has no words, and its styles hide none.
  const std::size_t body = words->html.find("<body");
  sent.push_back(mail::html_to_text(
      std::string_view(words->html).substr(body == std::string::npos ? 0 : body)));
  return {};
}

}  // namespace

Result<reply::Sent> sent_texts(const Campaign& campaign) {
  reply::Sent sent{campaign.text.statement};
  std::set<std::string> known;
  for (const LetterKind kind : kinds)
    for (const auto& language : campaign.config.languages)
      for (const auto& sample : Samples(campaign, kind, language).all())
        if (auto added = add(campaign, sample, known, sent); !added)
          return tl::unexpected(added.error());
  return sent;
}

}  // namespace undersigned::command
