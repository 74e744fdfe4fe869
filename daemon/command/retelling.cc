#include "command/retelling.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "campaign/token.h"
#include "command/desk.h"
#include "command/tombstone.h"

namespace undersigned::command {

namespace {

using campaign::Signature;
using campaign::State;
using Json = nlohmann::json;

// Letters that answer a person; the others say nothing about how often we wrote.
bool is_answer(campaign::LetterKind kind) {
  using campaign::LetterKind;
  switch (kind) {
    case LetterKind::confirmation:
    case LetterKind::already_signed:
    case LetterKind::amended:
    case LetterKind::challenge:
    case LetterKind::not_understood:
    case LetterKind::withdrawn:
    case LetterKind::late:
    case LetterKind::question_received:
    case LetterKind::answer:
      return true;
    case LetterKind::call:
    case LetterKind::reminder:
    case LetterKind::digest:
    case LetterKind::alarm:
    case LetterKind::deadline_summary:
    case LetterKind::release:
    case LetterKind::thank_you:
      break;
  }
  return false;
}

campaign::Signer signer_of(const Json& json) {
  const auto text = [&](const char* key) {
    return json.at(key).is_null() ? std::nullopt : std::optional(json.at(key).get<std::string>());
  };
  campaign::Signer signer;
  signer.as =
      json.at("as") == "organization" ? campaign::As::organization : campaign::As::individual;
  signer.name = text("name");
  signer.organization = text("organization");
  signer.title = text("title");
  signer.place = text("place");
  signer.listed = json.at("listed").get<bool>();
  return signer;
}

State state_in(const Json& json) {
  return campaign::state_of(json.at("state").get<std::string>()).value_or(State::review);
}

}  // namespace

Retelling::Retelling(const Campaign& campaign, const Reading& reading, const std::string& key,
                     store::Store& store)
    : campaign_(campaign), reading_(reading), key_(key), store_(store) {}

Result<void> Retelling::tell(const store::Mail& mail, const std::optional<campaign::Fate>& stored) {
  const bool set_aside = stored && stored->box == campaign::Fate::Box::quarantined;
  if (stored && (set_aside || mail.raw.empty())) {
    count(*stored);
    return {};
  }
  const Desk desk{campaign_.config, &reading_.context, campaign_.text, store_, key_};
  const auto understood = understand(desk, mail.raw);
  if (!understood) {
    campaign::Fate fate;
    fate.box = campaign::Fate::Box::quarantined;
    count(fate);
    return {};
  }
  const auto prints = fingerprints(*understood);
  const bool copy = std::any_of(prints.begin(), prints.end(), [&](const std::string& print) {
    return fingerprints_.contains(print);
  });
  if (!prints.empty()) fingerprints_.insert(prints.front());
  if (copy) {
    campaign::Fate fate;
    fate.box = campaign::Fate::Box::duplicate;
    count(fate);
    return {};
  }
  const auto now = mail.arrived;
  const campaign::TokenMaker token = [](const mail::Address&, std::int64_t) {
    return std::string();
  };
  const campaign::Arrived arrived{understood->message, understood->meaning,
                                  understood->authenticated, mail.arrived, mail.id};
  const auto from = campaign::sender(understood->message);
  if (!from) {
    apply(campaign::decide(campaign_.config, arrived, nullptr, {}, token), now);
    return {};
  }
  std::optional<std::int64_t> earlier;
  if (understood->meaning.token)
    earlier = campaign::read_token(key_, campaign_.config.name, from->address,
                                   *understood->meaning.token, now);
  auto spoken_for = earlier ? store_.mail(*earlier) : std::optional<store::Mail>();
  if (!spoken_for) return tl::unexpected(spoken_for.error());
  auto known = this->known(from->address, now);
  const auto report = store_.is_report(understood->message.in_reply_to, from->address);
  if (!report) return tl::unexpected(report.error());
  known.answers_report = *report;
  const auto subject = *spoken_for ? understand(desk, (*spoken_for)->raw) : *understood;
  const bool confirmed = *spoken_for && subject;
  known.same_organizations =
      same_organizations(confirmed ? subject->meaning : understood->meaning, from->address);
  if (!confirmed) {
    apply(campaign::decide(campaign_.config, arrived, nullptr, known, token), now);
    return {};
  }
  const campaign::Arrived signing{subject->message, subject->meaning, subject->authenticated,
                                  (*spoken_for)->arrived, (*spoken_for)->id};
  apply(campaign::decide(campaign_.config, arrived, &signing, known, token), now);
  return {};
}

void Retelling::count(const campaign::Fate& fate) {
  ++mails_.received;
  switch (fate.box) {
    case campaign::Fate::Box::kind:
      ++mails_.kinds[static_cast<std::size_t>(fate.kind)];
      break;
    case campaign::Fate::Box::duplicate:
      ++mails_.duplicate;
      break;
    case campaign::Fate::Box::late:
      ++mails_.late;
      break;
    case campaign::Fate::Box::quarantined:
      ++mails_.quarantined;
      break;
  }
}

campaign::Known Retelling::known(const mail::Address& address, Instant now) const {
  campaign::Known known;
  for (const auto& signature : signatures_)
    if (signature.address.key() == address.key()) known.signatures.push_back(signature);
  known.erased = tombstones_.contains(tombstone(key_, address));
  const auto sender = senders_.find(address.key());
  if (sender == senders_.end()) return known;
  known.bounced = sender->second.bounced;
  known.unsubscribed = sender->second.unsubscribed;
  known.answers_ever = static_cast<int>(sender->second.answers.size());
  known.answers_today = static_cast<int>(
      std::count_if(sender->second.answers.begin(), sender->second.answers.end(),
                    [&](Instant at) { return at > now - std::chrono::hours(24); }));
  return known;
}

std::vector<Signature> Retelling::same_organizations(const reply::Meaning& meaning,
                                                     const mail::Address& sender) const {
  std::vector<Signature> found;
  for (const auto& signer : meaning.signers) {
    if (signer.as != campaign::As::organization || !signer.organization) continue;
    const auto key = campaign::organization_key(*signer.organization);
    for (const auto& entry : signatures_) {
      const bool same = entry.signer.as == campaign::As::organization &&
                        campaign::organization_key(entry.signer.organization.value_or("")) == key;
      if (same && entry.address.key() != sender.key()) found.push_back(entry);
    }
  }
  return found;
}

void Retelling::apply(const campaign::Decision& decision, Instant now) {
  count(decision.fate);
  for (const auto& change : decision.changes) apply(change);
  for (const auto& letter : decision.letters)
    if (is_answer(letter.kind)) answered(letter.to.address, now);
}

void Retelling::apply(const campaign::Change& change) {
  if (const auto* add = std::get_if<campaign::AddSignature>(&change)) {
    auto* there = entry(add->signature.address, add->signature.signer);
    if (there == nullptr) {
      signatures_.push_back(add->signature);
      signatures_.back().id = static_cast<std::int64_t>(signatures_.size());
    } else if (there->state != State::counted || add->signature.state == State::counted) {
      there->signer = add->signature.signer;
      there->state = add->signature.state;
    }
  } else if (const auto* update = std::get_if<campaign::UpdateSignature>(&change)) {
    for (auto& signature : signatures_) {
      if (signature.id != update->id) continue;
      signature.signer = update->signer;
      signature.state = update->state;
    }
  } else if (const auto* replace = std::get_if<campaign::ReplaceSignature>(&change)) {
    for (auto& signature : signatures_) {
      if (signature.id != replace->id) continue;
      signature = replace->signature;
      signature.id = replace->id;
    }
  } else if (const auto* mark = std::get_if<campaign::MarkAddress>(&change)) {
    auto& sender = senders_[mark->address.key()];
    if (mark->mark == campaign::MarkAddress::Mark::bounced) sender.bounced = true;
    if (mark->mark == campaign::MarkAddress::Mark::unsubscribed) sender.unsubscribed = true;
  }
}

Signature* Retelling::entry(const mail::Address& address, const campaign::Signer& signer) {
  const auto found = std::find_if(signatures_.begin(), signatures_.end(), [&](const auto& entry) {
    return entry.address.key() == address.key() && campaign::same_signer(entry.signer, signer);
  });
  return found == signatures_.end() ? nullptr : &*found;
}

void Retelling::answered(const mail::Address& address, Instant at) {
  senders_[address.key()].answers.push_back(at);
}

Result<void> Retelling::tell(const store::Store::Deed& deed) {
  try {
    const auto json = Json::parse(deed.json);
    if (deed.what == "erase") tombstones_.insert(json.at("tombstone").get<std::string>());
    if (json.contains("erased") || (deed.what != "add" && deed.what != "change")) return {};
    const auto address = mail::Address::parse(json.at("address").get<std::string>());
    if (!address) return tl::unexpected(address.error());
    if (deed.what == "add") {
      Signature signature;
      signature.id = static_cast<std::int64_t>(signatures_.size()) + 1;
      signature.signer = signer_of(json.at("signer"));
      signature.address = *address;
      signature.state = state_in(json);
      signatures_.push_back(std::move(signature));
    } else {
      // By who it is and not by number: numbers are the store's own.
      auto* there = entry(*address, signer_of(json.at("before").at("signer")));
      if (there == nullptr) return {};
      there->signer = signer_of(json.at("after").at("signer"));
      there->state = state_in(json.at("after"));
    }
    answered(*address, deed.at);
    return {};
  } catch (const Json::exception& error) {
    return fail(Error::Kind::failed,
                "what a person did cannot be read from the store: " + std::string(error.what()));
  }
}

campaign::SignatureCounts count_signatures(const std::vector<Signature>& signatures) {
  campaign::SignatureCounts counts;
  for (const auto& signature : signatures) {
    const bool person = signature.signer.as == campaign::As::individual;
    switch (signature.state) {
      case State::counted:
        ++(person ? counts.individuals : counts.organizations);
        if (!signature.signer.listed)
          ++(person ? counts.individuals_private : counts.organizations_private);
        break;
      case State::pending:
        ++counts.pending;
        break;
      case State::review:
        ++counts.review;
        break;
      case State::withdrawn:
        ++counts.withdrawn;
        break;
      case State::late:
        ++counts.late;
        break;
    }
  }
  return counts;
}

campaign::SignatureCounts Retelling::signature_counts() const {
  return count_signatures(signatures_);
}

}  // namespace undersigned::command
