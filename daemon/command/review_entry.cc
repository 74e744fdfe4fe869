#include "command/review_entry.h"

#include <algorithm>

#include "command/notice.h"

namespace undersigned::command {
namespace {

using campaign::State;
using What = ReviewedEntry::What;

Result<void> settle_if_decided(store::Store& store, std::int64_t mail, Instant now) {
  if (mail == 0) return {};
  const auto all = store.signatures(true);
  if (!all) return tl::unexpected(all.error());
  const bool undecided = std::any_of(all->begin(), all->end(), [&](const auto& entry) {
    return entry.mail == mail && entry.state == State::review;
  });
  if (undecided) return {};
  return store.settle_mail(mail, now);
}

bool nameless(const campaign::Signer& signer) {
  return signer.as == campaign::As::individual ? !signer.name : !signer.organization;
}

}  // namespace

Result<ReviewedEntry> review_entry(const letter::CampaignText& text, store::Store& store,
                                   const std::string& key, std::int64_t id, State state,
                                   Instant now) {
  const auto found = store.signature(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return ReviewedEntry{What::unknown};
  ReviewedEntry out{What::done, **found};
  if (out.entry.state == state) {
    out.what = What::already;
    return out;
  }
  if (state == State::counted && nameless(out.entry.signer)) {
    out.what = What::nameless;
    return out;
  }
  if (state == State::counted) {
    auto made =
        notice(text, store, key, campaign::LetterKind::confirmation, out.entry, std::nullopt, now);
    if (!made) return tl::unexpected(made.error());
    out.letters = std::move(*made);
  }
  const auto changed = store.change(id, out.entry.signer, state, out.letters, now);
  if (!changed && changed.error().kind == Error::Kind::input) {
    return ReviewedEntry{What::twice, out.entry, {}, changed.error().what};
  }
  if (!changed) return tl::unexpected(changed.error());
  if (const auto settled = settle_if_decided(store, out.entry.mail, now); !settled)
    return tl::unexpected(settled.error());
  return out;
}

}  // namespace undersigned::command
