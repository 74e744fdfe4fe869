#include <algorithm>
#include <iostream>
#include <set>

#include "campaign/zone.h"
#include "command/call_list.h"
#include "command/command.h"
#include "command/connections.h"
#include "command/desk.h"
#include "command/file.h"
#include "command/load.h"
#include "command/loop.h"
#include "command/store_key.h"
#include "command/tombstone.h"

namespace undersigned::command {
namespace {

// What became of the list, in words for the person who sends it.
struct Tally {
  int invited = 0, before = 0, signed_already = 0, unsubscribed = 0, bounced = 0;
  int skipped() const { return before + signed_already + unsubscribed + bounced; }
};

void tell(const Tally& tally, bool dry_run) {
  const char* verb = dry_run ? " would be invited" : " invited";
  std::cout << tally.invited << verb;
  if (tally.skipped() > 0) std::cout << "; " << tally.skipped() << " are left out:";
  if (tally.before > 0) std::cout << " " << tally.before << " had the call already";
  const char* next = tally.before > 0 ? ", " : " ";
  const std::pair<int, const char*> others[] = {{tally.signed_already, " signed already"},
                                                {tally.unsubscribed, " asked for no mail"},
                                                {tally.bounced, " cannot be reached"}};
  for (const auto& [number, why] : others) {
    if (number == 0) continue;
    std::cout << next << number << why;
    next = ", ";
  }
  std::cout << "\n";
}

Result<std::vector<letter::Ready>> word_calls(const Campaign& campaign, store::Store& store,
                                              const std::string& key,
                                              const std::vector<Invited>& list, Instant now,
                                              Tally& tally) {
  std::vector<letter::Ready> letters;
  for (const Invited& invited : list) {
    auto known = store.known(invited.to.address, now);
    if (!known) return tl::unexpected(known.error());
    if (known->unsubscribed || known->erased) {
      ++tally.unsubscribed;
      continue;
    }
    if (!known->signatures.empty()) {
      ++tally.signed_already;
      continue;
    }
    if (known->bounced) {
      ++tally.bounced;
      continue;
    }
    campaign::LetterOrder order;
    order.kind = campaign::LetterKind::call;
    order.to = invited.to;
    order.language =
        invited.language.empty() ? campaign.config.languages.front() : invited.language;
    auto ready = letter::word_letter(campaign.text, order,
                                     mailing_seed(key, "call", invited.to.address), now);
    if (!ready) return tl::unexpected(ready.error());
    letters.push_back(std::move(*ready));
  }
  return letters;
}

Result<std::set<std::string>> who_had_it(store::Store& store) {
  auto calls = store.letters(campaign::LetterKind::call);
  if (!calls) return tl::unexpected(calls.error());
  std::set<std::string> had;
  for (const auto& line : *calls) had.insert(line.to.key());
  return had;
}

Result<int> sent_before(store::Store& store, const std::vector<letter::Ready>& letters) {
  const auto had = who_had_it(store);
  if (!had) return tl::unexpected(had.error());
  return static_cast<int>(std::count_if(letters.begin(), letters.end(), [&](const auto& letter) {
    return had->contains(letter.to.key());
  }));
}

// Who would get it, one a line.
Result<void> name_each(store::Store& store, const std::vector<letter::Ready>& letters) {
  const auto had = who_had_it(store);
  if (!had) return tl::unexpected(had.error());
  for (const auto& letter : letters)
    if (!had->contains(letter.to.key())) std::cout << letter.to.text() << '\n';
  return {};
}

// Where no daemon runs, the letters go out now, from here.
Outcome send_now(const Options& options, const Campaign& campaign, const std::string& key) {
  auto store = store::Store::open(campaign.config.store, true);
  if (!store && store.error().kind == Error::Kind::busy) {
    std::cout << "The running daemon sends them.\n";
    return 0;
  }
  if (!store) return tl::unexpected(store.error());
  auto reached = make_connections(campaign.config, true);
  if (!reached) return tl::unexpected(reached.error());

  Signals signals;
  wire::Submission submission(reached->submission.endpoint, reached->options);
  const Desk desk{campaign.config, nullptr, campaign.text, *store, key};
  Loop loop(desk, options.clock, {}, submission, {});
  Result<void> done = loop.send_due(signals);
  loop.close(Seconds(8));
  if (!done) return tl::unexpected(done.error());
  auto counts = store->letter_counts();
  if (!counts) return tl::unexpected(counts.error());
  std::cout << counts->sent << " letters of the campaign are sent, " << counts->queued
            << " wait to be tried again, " << counts->failed << " were refused.\n";
  return 0;
}

}  // namespace

Outcome call(const Options& options, const std::string& file, bool dry_run) {
  auto csv = read_file(file, Error::Kind::input);
  if (!csv) return tl::unexpected(csv.error());
  auto list = read_call_list(*csv, file);
  if (!list) return tl::unexpected(list.error());
  auto campaign = load_campaign(options.config);
  if (!campaign) return tl::unexpected(campaign.error());

  const Instant now = options.clock.now();
  if (now >= (*campaign)->config.deadline) {
    return fail(Error::Kind::failed, "the deadline has passed; nobody is invited any more");
  }
  auto store = store::Store::open((*campaign)->config.store, false);
  if (!store) return tl::unexpected(store.error());
  auto key = store_key((*campaign)->config.store);
  if (!key) return tl::unexpected(key.error());
  Tally tally;
  auto letters = word_calls(**campaign, *store, *key, *list, now, tally);
  if (!letters) return tl::unexpected(letters.error());
  auto before = sent_before(*store, *letters);
  if (!before) return tl::unexpected(before.error());
  tally.before = *before;
  tally.invited = static_cast<int>(letters->size()) - tally.before;
  if (dry_run) {
    if (auto named = name_each(*store, *letters); !named) return tl::unexpected(named.error());
    tell(tally, true);
    return 0;
  }
  auto queued = store->enqueue(*letters, now);
  if (!queued) return tl::unexpected(queued.error());
  tally.invited = *queued;
  tell(tally, false);
  auto sent = send_now(options, **campaign, *key);
  if (sent || *queued == 0) return sent;
  auto error = sent.error();
  error.what +=
      "; the letters are kept, and go out with `undersigned run`, or with `undersigned run "
      "--once` when that is mended";
  return tl::unexpected(error);
}

}  // namespace undersigned::command
