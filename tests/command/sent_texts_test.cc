// Whatever letter the rules order, its words are known where they come back.

#include <set>

#include "../campaign/decided.h"
#include "command/load.h"
#include "every_language.h"
#include "reply/read.h"

using namespace undersigned;
using campaign::Known;
using campaign::LetterOrder;
using campaign::Signer;
using campaign::State;
using reply::Kind;

namespace {

const campaign::Mail blank;

std::vector<std::vector<Signer>> signers() {
  const Signer person = campaign::individual("Maria Lopez", "Oakland, California");
  const Signer unnamed = campaign::organization("Sign On Coalition");
  Signer contact = campaign::organization("Sign On Coalition", "Maria Lopez");
  contact.title = "Director";
  Signer hidden = person, without_contact = contact;
  hidden.listed = without_contact.listed = false;
  return {{},       {person},          {unnamed},         {contact},
          {hidden}, {without_contact}, {person, contact}, {hidden, without_contact}};
}

// Nobody, or these in each state.
std::vector<Known> known(const std::vector<Signer>& listed) {
  std::vector<Known> all(1);
  for (const State state : {State::counted, State::pending, State::review, State::withdrawn}) {
    Known one;
    for (const Signer& signer : listed)
      one.signatures.push_back(
          campaign::entry(blank, signer, state, static_cast<std::int64_t>(one.signatures.size())));
    all.push_back(one);
  }
  return all;
}

void add_orders(const campaign::Mail& mail, const Known& known, std::vector<LetterOrder>& all) {
  campaign::Mail earlier = mail;
  earlier.authenticated = mail::Authenticated::none;
  earlier.id = 3;
  campaign::Mail yes = mail;
  yes.kind = Kind::confirm;
  for (const auto& decision :
       {campaign::decided(mail, known),
        campaign::decided(yes, known, campaign::TrustConfig::Challenge::unless_authenticated,
                          &earlier)})
    all.insert(all.end(), decision.letters.begin(), decision.letters.end());
}

// What the rules order for mails of every kind, from everybody, at every time.
std::vector<LetterOrder> orders() {
  std::vector<LetterOrder> all;
  for (const Kind kind : {Kind::sign, Kind::amend, Kind::withdraw, Kind::confirm, Kind::question,
                          Kind::decline, Kind::empty, Kind::unsubscribe})
    for (const auto certainty : {reply::Certainty::clear, reply::Certainty::review})
      for (const auto authenticated : {mail::Authenticated::pass, mail::Authenticated::none})
        for (const auto arrived : {campaign::deadline - Seconds(60), campaign::deadline})
          for (const auto& named : signers())
            for (const auto& listed : signers())
              for (const Known& who : known(listed))
                add_orders({.kind = kind,
                            .signers = named,
                            .certainty = certainty,
                            .authenticated = authenticated,
                            .arrived = arrived},
                           who, all);
  return all;
}

std::string shape(const LetterOrder& order) {
  std::string out(campaign::word(order.kind));
  out += "/" + std::to_string(static_cast<int>(order.wish)) + "/" + order.to.name.text();
  for (const auto* list : {&order.signers, &order.before}) {
    for (const Signer& each : *list)
      out += "/" + std::to_string(static_cast<int>(each.as)) + (each.listed ? "+" : "-") +
             campaign::listing(each);
    out += "//";
  }
  return out;
}

// One of each shape, from senders with a name and without.
std::vector<LetterOrder> different_orders() {
  std::vector<LetterOrder> out;
  std::set<std::string> seen;
  for (LetterOrder& order : orders()) {
    order.answers = std::nullopt;
    for (const char* name : {"Maria Lopez", ""}) {
      order.to.name = mail::HeaderText::clean(name);
      if (seen.insert(shape(order)).second) out.push_back(order);
    }
  }
  return out;
}

// What is taken for a person's words in a letter that comes back without any mark.
std::string left_of(const mail::Message& letter) {
  mail::Message back;
  back.from = {{mail::HeaderText(), *mail::Address::parse("ida@example.org")}};
  back.in_reply_to = {*mail::MessageId::parse("<quoted@example.org>")};
  back.subject = "Re: " + letter.subject;
  back.text = "\n\n" + letter.text;
  const auto meaning = reply::read(back, reading_of_all_languages());
  const bool silent = meaning.kind == Kind::empty || meaning.kind == Kind::confirm;
  return silent && meaning.reply.empty()
             ? ""
             : std::string(reply::word(meaning.kind)) + ": " + meaning.reply;
}

}  // namespace

TEST_CASE("Every letter that the rules order is known where it comes back") {
  const auto& campaign = campaign_of_all_languages();
  const auto& config = campaign.config;
  const letter::Moment moments[] = {{config.deadline - Seconds(60)},
                                    {config.deadline},
                                    {config.release.at},
                                    {config.release.at, true}};
  const auto all = different_orders();
  std::set<campaign::LetterKind> kinds;
  std::set<std::string> read;
  for (LetterOrder order : all) {
    kinds.insert(order.kind);
    for (const auto& language : config.languages)
      for (const auto& moment : moments) {
        order.language = language;
        const auto ready = letter::word_letter(campaign.text, order, "back", moment);
        REQUIRE(ready.has_value());
        const auto letter = mail::parse(ready->composed.own + ready->composed.shared);
        REQUIRE(letter.has_value());
        if (!read.insert(letter->subject + letter->text).second) continue;
        INFO(shape(order) << " in " << language);
        CHECK(left_of(*letter) == "");
      }
  }
  CHECK(kinds.size() == 8);  // all that answer supporters
}
