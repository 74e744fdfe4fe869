#include <array>

#include <sodium.h>

#include "campaign/token.h"
#include "command/desk.h"
#include "command/tombstone.h"

namespace undersigned::command {
namespace {

constexpr std::chrono::days token_life{14};

std::string hash_of(std::initializer_list<std::string_view> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  for (std::string_view part : parts) {
    const std::string framed = std::to_string(part.size()) + ":" + std::string(part);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(framed.data()),
                              framed.size());
  }
  std::array<unsigned char, crypto_generichash_BYTES> out{};
  crypto_generichash_final(&state, out.data(), out.size());
  std::array<char, 2 * crypto_generichash_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), out.data(), out.size());
  return hex.data();
}

// The earlier mail that a genuine token of `understood` speaks for.
Result<std::optional<store::Mail>> confirmed_mail(const Desk& desk, const Understood& understood,
                                                  const mail::Address& sender, Instant now) {
  if (!understood.meaning.token) return std::nullopt;
  const std::optional<std::int64_t> id =
      campaign::read_token(desk.key, desk.config.name, sender, *understood.meaning.token, now);
  if (!id) return std::nullopt;
  return desk.store.mail(*id);
}

Result<std::vector<campaign::Signature>> same_organizations(const Desk& desk,
                                                            const reply::Meaning& meaning,
                                                            const mail::Address& sender) {
  std::vector<campaign::Signature> out;
  for (const campaign::Signer& signer : meaning.signers) {
    if (signer.as != campaign::As::organization || !signer.organization) continue;
    Result<std::vector<campaign::Signature>> found =
        desk.store.by_organization(*signer.organization);
    if (!found) return tl::unexpected(found.error());
    for (campaign::Signature& s : *found) {
      if (s.address.key() != sender.key()) out.push_back(std::move(s));
    }
  }
  return out;
}

}  // namespace

Result<Understood> understand(const Desk& desk, std::string_view raw) {
  Result<mail::Message> message = mail::parse(raw);
  if (!message) return tl::unexpected(message.error());
  reply::Meaning meaning = reply::read(*message, *desk.reading);
  const mail::Authenticated authenticated =
      mail::authenticate(*message, desk.config.trust.receiver());
  return Understood{std::move(*message), std::move(meaning), authenticated};
}

std::vector<std::string> fingerprints(const Understood& understood) {
  const mail::Message& message = understood.message;
  if (!message.message_id) return {};
  const std::string from = message.from.empty() ? "" : message.from.front().address.key();
  const std::string* date = message.field("Date");
  const auto print = [&](std::string_view standing) {
    return hash_of({message.message_id->text(), from, date != nullptr ? *date : "", message.subject,
                    message.text, message.html, standing});
  };
  if (understood.authenticated == mail::Authenticated::pass) return {print("vouched for")};
  return {print("unproven"), print("vouched for")};
}

std::string challenge_token(const Desk& desk, const mail::Address& address, std::int64_t mail,
                            Instant now) {
  return campaign::make_token(desk.key, desk.config.name, address, mail, now + token_life);
}

Result<campaign::Decision> decide_mail(const Desk& desk, const store::Mail& mail,
                                       const Understood& understood, Instant now,
                                       const Uncommitted& uncommitted) {
  const campaign::TokenMaker token = [&](const mail::Address& address, std::int64_t id) {
    return challenge_token(desk, address, id, now);
  };
  const campaign::Arrived arrived{understood.message, understood.meaning, understood.authenticated,
                                  mail.arrived, mail.id};
  const auto from = campaign::sender(understood.message);
  if (!from) return campaign::decide(desk.config, arrived, nullptr, {}, token);

  Result<campaign::Known> known =
      desk.store.known(from->address, now, tombstone(desk.key, from->address));
  if (!known) return tl::unexpected(known.error());
  const auto more = [&](std::string_view who) {
    const auto found = uncommitted.find(who);
    return found == uncommitted.end() ? 0 : found->second;
  };
  const auto report = desk.store.is_report(understood.message.in_reply_to, from->address);
  if (!report) return tl::unexpected(report.error());
  known->answers_report = *report;
  known->asked.domain_this_hour += more(from->address.domain());
  known->asked.all_this_hour += more("");
  auto earlier = confirmed_mail(desk, understood, from->address, now);
  if (!earlier) return tl::unexpected(earlier.error());

  Result<Understood> subject = fail(Error::Kind::failed, "no earlier mail");
  if (*earlier) subject = understand(desk, (*earlier)->raw);
  const Understood& signing = subject ? *subject : understood;
  auto organizations = same_organizations(desk, signing.meaning, from->address);
  if (!organizations) return tl::unexpected(organizations.error());
  known->same_organizations = std::move(*organizations);

  if (!subject) return campaign::decide(desk.config, arrived, nullptr, *known, token);
  const campaign::Arrived confirmed{subject->message, subject->meaning, subject->authenticated,
                                    (*earlier)->arrived, (*earlier)->id};
  return campaign::decide(desk.config, arrived, &confirmed, *known, token);
}

}  // namespace undersigned::command
