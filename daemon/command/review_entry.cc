#include "command/review_entry.h"

#include <algorithm>
#include <functional>

#include "command/notice.h"

namespace undersigned::command {
namespace {

using campaign::LetterKind;
using campaign::Signature;
using campaign::State;
using What = ReviewedEntry::What;

bool nameless(const campaign::Signer& signer) {
  return signer.as == campaign::As::individual ? !signer.name : !signer.organization;
}

// What a decision makes of a signature, before it is true.
struct Made {
  What what = What::done;
  State state = State::counted;
  std::vector<std::string> why = {};
  std::optional<LetterKind> letter = std::nullopt;
};

Made made_of(const Signature& entry, Verdict verdict) {
  if (verdict == Verdict::reject)
    return {entry.state == State::withdrawn ? What::already : What::done, State::withdrawn};
  if (entry.state == State::counted) return {What::already};
  if (campaign::is_leaving(entry)) return {What::left};
  if (nameless(entry.signer)) return {What::nameless};
  return {What::done, State::counted, {}, LetterKind::confirmation};
}

// The signer wishes to be off the list. Where that is not granted they are again what they were;
// whoever waited for a person still does.
Made made_of_leaving(const Signature& entry, State before, Verdict verdict) {
  if (verdict == Verdict::accept)
    return {What::done, State::withdrawn, entry.why, LetterKind::withdrawn};
  if (before == State::counted) return {What::done, before, {}, LetterKind::already_signed};
  if (before == State::pending || before == State::late) return {What::done, before};
  return {What::done, State::review, {"signs; a person should look first"}};
}

// One letter for all that one mail brought in.
class Letters {
 public:
  void add(LetterKind kind, const Signature& entry) {
    const auto same = [&](const Group& group) {
      const auto& first = group.entries.front();
      return group.kind == kind && entry.mail != 0 && first.mail == entry.mail &&
             first.address.key() == entry.address.key();
    };
    const auto found = std::find_if(groups_.begin(), groups_.end(), same);
    if (found == groups_.end())
      groups_.push_back({kind, {entry}});
    else
      found->entries.push_back(entry);
  }

  Result<std::vector<letter::Ready>> queued(const letter::CampaignText& text, store::Store& store,
                                            const std::string& key, Instant now) const {
    std::vector<letter::Ready> all;
    for (const auto& group : groups_) {
      auto made = notice(text, store, key, group.kind, group.entries, std::nullopt, now);
      if (!made) return tl::unexpected(made.error());
      for (auto& letter : *made) all.push_back(std::move(letter));
    }
    if (const auto put = store.enqueue(all, now); !put) return tl::unexpected(put.error());
    return all;
  }

 private:
  struct Group {
    LetterKind kind;
    std::vector<Signature> entries;
  };
  std::vector<Group> groups_;
};

Result<ReviewedEntry> review_entry(store::Store& store, std::int64_t id, Verdict verdict,
                                   Instant now, Letters& letters) {
  const auto found = store.signature(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return ReviewedEntry{What::unknown};
  ReviewedEntry out{What::done, **found};
  out.was_leaving = out.entry.state == State::review && campaign::is_leaving(out.entry);
  const auto before = store.state_before(id);
  if (!before) return tl::unexpected(before.error());
  const Made made = out.was_leaving
                        ? made_of_leaving(out.entry, before->value_or(State::review), verdict)
                        : made_of(out.entry, verdict);
  out.what = made.what;
  if (made.what != What::done) return out;
  const auto changed = store.change(id, out.entry.signer, made.state, {}, now, made.why);
  if (!changed && changed.error().kind == Error::Kind::input)
    return ReviewedEntry{What::twice, out.entry, out.was_leaving, changed.error().what};
  if (!changed) return tl::unexpected(changed.error());
  out.entry.state = made.state;
  out.entry.why = made.why;
  if (made.letter) letters.add(*made.letter, out.entry);
  if (const auto settled = store.settle_mails_of(id, now); !settled)
    return tl::unexpected(settled.error());
  return out;
}

// Together: nobody withdraws between the look at an entry and the decision about it.
Result<Reviewed> together(store::Store& store, const std::function<Result<Reviewed>()>& work) {
  Reviewed out;
  const auto done = store.together([&]() -> Result<void> {
    auto reviewed = work();
    if (!reviewed) return tl::unexpected(reviewed.error());
    out = std::move(*reviewed);
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  return out;
}

}  // namespace

Result<Reviewed> review_entries(const letter::CampaignText& text, store::Store& store,
                                const std::string& key, const std::vector<std::int64_t>& ids,
                                Verdict verdict, Instant now) {
  return together(store, [&]() -> Result<Reviewed> {
    Reviewed out;
    Letters letters;
    for (const auto id : ids) {
      auto entry = review_entry(store, id, verdict, now, letters);
      if (!entry) return tl::unexpected(entry.error());
      out.entries.push_back(std::move(*entry));
    }
    auto queued = letters.queued(text, store, key, now);
    if (!queued) return tl::unexpected(queued.error());
    out.letters = std::move(*queued);
    return out;
  });
}

Result<Reviewed> review_mail(const letter::CampaignText& text, store::Store& store,
                             const std::string& key, const campaign::Waiting& mail, Verdict verdict,
                             Instant now) {
  return together(store, [&]() -> Result<Reviewed> {
    Reviewed out;
    std::vector<Signature> off;
    const bool leaves = mail.leaving && verdict == Verdict::accept;
    for (const auto id : leaves ? mail.entries : std::vector<std::int64_t>()) {
      const auto found = store.signature(id);
      if (!found) return tl::unexpected(found.error());
      if (!*found || (*found)->state == State::withdrawn) continue;
      Signature entry = **found;
      entry.state = State::withdrawn;
      entry.why = {std::string(campaign::withdrew)};
      const auto changed = store.change(id, entry.signer, entry.state, {}, now, entry.why);
      if (!changed) return tl::unexpected(changed.error());
      out.entries.push_back({What::done, entry, true});
      off.push_back(std::move(entry));
    }
    if (!off.empty()) {
      auto made = notice(text, store, key, LetterKind::withdrawn, off, std::nullopt, now);
      if (!made) return tl::unexpected(made.error());
      if (const auto put = store.enqueue(*made, now); !put) return tl::unexpected(put.error());
      out.letters = std::move(*made);
    }
    if (const auto settled = store.settle_mail(mail.id, now); !settled)
      return tl::unexpected(settled.error());
    return out;
  });
}

}  // namespace undersigned::command
