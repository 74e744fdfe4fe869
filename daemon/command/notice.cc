#include "command/notice.h"

#include "campaign/zone.h"
#include "command/report.h"
#include "command/tombstone.h"

namespace undersigned::command {

Result<std::vector<letter::Ready>> notice(const letter::CampaignText& text, store::Store& store,
                                          const std::string& key, campaign::LetterKind kind,
                                          const std::vector<campaign::Signature>& signatures,
                                          const std::optional<campaign::Signer>& before,
                                          Instant now) {
  const auto& signature = signatures.front();
  const auto known = store.known(signature.address, now, tombstone(key, signature.address));
  if (!known) return tl::unexpected(known.error());
  if (known->bounced || known->unsubscribed || known->erased) return std::vector<letter::Ready>();
  campaign::LetterOrder order;
  order.kind = kind;
  order.to.address = signature.address;
  order.to.name = mail::HeaderText::clean(signature.signer.name.value_or(""));
  order.language = signature.language;
  for (const auto& each : signatures) order.signers.push_back(each.signer);
  order.by_hand = signature.mail == 0;
  if (before) order.before = {*before};
  const auto moment = moment_of(store, now);
  if (!moment) return tl::unexpected(moment.error());
  const std::string unique = "by hand " + campaign::rfc3339(now) + " " +
                             std::to_string(signature.id) + " " +
                             campaign::listing(signature.signer);
  auto letter = letter::word_letter(text, order, unique, *moment);
  if (!letter) return tl::unexpected(letter.error());
  return std::vector<letter::Ready>{std::move(*letter)};
}

}  // namespace undersigned::command
