#pragma once

// What the tests of decide() share: a campaign, a mail on its way, and what was decided.

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "campaign/decide.h"
#include "campaign/zone.h"

namespace undersigned::campaign {

using mail::Authenticated;

inline const Instant deadline = read_rfc3339("2015-12-18T01:00:00Z").value();

inline Config config_with(TrustConfig::Challenge challenge) {
  Config config;
  config.name = "Migrants Day";
  config.deadline = deadline;
  config.release.at = read_rfc3339("2015-12-18T14:00:00Z").value();
  config.trust = {"mx.example.org", challenge};
  config.submission.from = {{}, mail::Address::parse("signon@example.org").value()};
  config.mailboxes.resize(1);
  config.mailboxes[0].server.user = "Inbox@example.org";
  config.organizers.addresses = {mail::Address::parse("organizer@example.org").value()};
  return config;
}

inline Signer individual(const std::string& name, const std::string& place = "") {
  Signer signer;
  signer.name = name;
  if (!place.empty()) signer.place = place;
  return signer;
}

inline Signer organization(const std::string& name, const std::string& contact = "") {
  Signer signer;
  signer.as = As::organization;
  signer.organization = name;
  if (!contact.empty()) signer.name = contact;
  return signer;
}

// A mail on its way to decide(), with defaults that a case changes.
struct Mail {
  reply::Kind kind = reply::Kind::sign;
  std::vector<Signer> signers = {};
  reply::Certainty certainty = reply::Certainty::clear;
  Authenticated authenticated = Authenticated::pass;
  Instant arrived = deadline - std::chrono::hours(24);
  std::string from = "maria@example.net";
  bool plain = true;
  std::int64_t id = 7;
  std::string answers = "";
  bool show = false, only_listing = false, leaves_out = false;
};

inline Signature entry(const Mail& mail, Signer signer, State state, std::int64_t id = 1) {
  Signature s;
  s.id = id;
  s.signer = std::move(signer);
  s.address = mail::Address::parse(mail.from).value();
  s.state = state;
  s.mail = 3;
  return s;
}

struct Read {
  mail::Message message;
  reply::Meaning meaning;
  explicit Read(const Mail& mail) {
    message.from = {{mail::HeaderText::clean("Maria"), mail::Address::parse(mail.from).value()}};
    message.from_is_plain = mail.plain;
    message.message_id = mail::MessageId::parse("<reply@example.net>");
    message.subject = "Re: Sign-on";
    if (!mail.answers.empty()) message.in_reply_to = mail::read_message_ids(mail.answers);
    meaning.kind = mail.kind;
    meaning.signers = mail.signers;
    meaning.certainty = mail.certainty;
    meaning.why = {"says so"};
    meaning.show = mail.show;
    meaning.only_listing = mail.only_listing;
    meaning.leaves_out = mail.leaves_out;
  }
};

inline std::string fixed_token(const mail::Address&, std::int64_t mail) {
  return "token-" + std::to_string(mail);
}

// Only these folders are read again when a backup was put back.
inline Decision known_folder(Decision decision) {
  const std::string& folder = decision.fate.folder;
  CHECK((folder.empty() || std::find(folders.begin(), folders.end(), folder) != folders.end()));
  return decision;
}

inline Decision decided(const Mail& mail, const Known& known = {},
                        TrustConfig::Challenge rule = TrustConfig::Challenge::unless_authenticated,
                        const Mail* confirmed = nullptr) {
  const Config config = config_with(rule);
  const Read read(mail);
  const Arrived arrived{read.message, read.meaning, mail.authenticated, mail.arrived, mail.id};
  if (confirmed == nullptr)
    return known_folder(decide(config, arrived, nullptr, known, fixed_token));
  const Read earlier(*confirmed);
  const Arrived subject{earlier.message, earlier.meaning, confirmed->authenticated,
                        confirmed->arrived, confirmed->id};
  return known_folder(decide(config, arrived, &subject, known, fixed_token));
}

template <typename T>
std::vector<T> changes(const Decision& decision) {
  std::vector<T> out;
  for (const Change& change : decision.changes) {
    if (const T* found = std::get_if<T>(&change)) out.push_back(*found);
  }
  return out;
}

inline std::string letters(const Decision& decision) {
  std::string out;
  for (const LetterOrder& order : decision.letters) {
    out += (out.empty() ? "" : " ") + std::string(word(order.kind));
  }
  return out;
}

}  // namespace undersigned::campaign
