#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <span>

#include <sodium.h>

#include "campaign/signature.h"
#include "campaign/zone.h"
#include "command/desk.h"
#include "command/log.h"
#include "command/orders.h"
#include "command/report.h"
#include "command/restart.h"

namespace undersigned::command {
namespace {

// A mail that was begun by this many processes and not finished is set aside: it kills its reader,
// or reading it does not end.
constexpr int most_tries = 2;

constexpr std::size_t at_once = 100;  // mails that are in memory as they were understood

store::Handled set_aside(const store::Mail& mail, std::string why) {
  store::Handled handled;
  handled.mail = mail.id;
  handled.fate.box = campaign::Fate::Box::quarantined;
  handled.fate.folder = "Unreadable";
  handled.fate.needs_person = true;
  handled.fate.why = std::move(why);
  return handled;
}

store::Handled unworded(const store::Mail& mail, const Error& error) {
  return set_aside(mail, "its answer could not be worded: " + error.what);
}

// Stable over restarts and restored backups, so that a letter is never ordered under two ids.
std::string letter_seed(const store::Mail& mail, std::size_t index) {
  unsigned char out[16];
  crypto_generichash(out, sizeof out, reinterpret_cast<const unsigned char*>(mail.raw.data()),
                     mail.raw.size(), nullptr, 0);
  char hex[2 * sizeof out + 1];
  sodium_bin2hex(hex, sizeof hex, out, sizeof out);
  return std::string(hex) + "/" + std::to_string(index);
}

// All of a mail's letters, in the order of the decision.
Result<std::vector<letter::Ready>> worded(const Desk& desk, const store::Mail& mail,
                                          const std::vector<campaign::LetterOrder>& orders,
                                          const letter::Answered& answered, letter::Moment moment) {
  std::vector<letter::Ready> letters;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const auto seed = letter_seed(mail, i);
    Result<letter::Ready> ready =
        orders[i].kind == campaign::LetterKind::answer
            ? letter::word_answer(desk.text, orders[i], answered, report_seed(desk, seed), moment)
            : letter::word_letter(desk.text, orders[i], seed, moment);
    if (!ready) return tl::unexpected(ready.error());
    letters.push_back(std::move(*ready));
  }
  return letters;
}

// What two mails of one batch must not share: the second has to see what the first changed.
std::vector<std::string> touched(const Understood& understood) {
  std::vector<std::string> keys;
  if (const auto from = campaign::sender(understood.message))
    keys.push_back(from->address.mailbox_key());
  for (const campaign::Signer& signer : understood.meaning.signers) {
    if (signer.as != campaign::As::organization || !signer.organization) continue;
    keys.push_back("organization " + campaign::organization_key(*signer.organization));
  }
  if (understood.message.message_id) keys.push_back(understood.message.message_id->bracketed());
  return keys;
}

// Why a mail is not read at all; nothing where it is.
std::optional<std::string> unreadable(const store::Mail& mail) {
  if (mail.tries >= most_tries) return "reading it was begun twice and never finished";
  if (mail.raw.empty()) return "the server lists this mail, but does not give it";
  if (mail.oversized) return "larger than any mail that is read";
  return std::nullopt;
}

struct Read {
  Understood understood;
  std::vector<std::string> fingerprints;
};

Result<Read> read(const Desk& desk, const store::Mail& mail) {
  if (const auto why = unreadable(mail)) return fail(Error::Kind::input, *why);
  const ReadingLimit limit;
  Result<Understood> understood = understand(desk, mail.raw);
  if (!understood) return tl::unexpected(understood.error());
  std::vector<std::string> prints = fingerprints(*understood);
  return Read{std::move(*understood), std::move(prints)};
}

// Mails that are read while those before them are decided upon: reading is pure, and the other
// cores have the time.
class Chunk {
 public:
  Chunk(const Desk& desk, std::span<const store::Mail> mails)
      : mails_(mails), reads_(mails.size()), ahead_(desk.workers, mails.size(), [&](std::size_t i) {
          reads_[i] = read(desk, mails_[i]);
        }) {}
  void finish() { ahead_.finish(); }
  std::size_t size() const { return mails_.size(); }
  const store::Mail& mail(std::size_t i) const { return mails_[i]; }
  const Result<Read>& read_of(std::size_t i) const { return reads_[i]; }  // after finish()

 private:
  std::span<const store::Mail> mails_;
  std::vector<Result<Read>> reads_;
  Workers::Ahead ahead_;  // ends before what it writes to
};

// Handles mails in groups that end where a mail depends on one before it, in their order.
class Batch {
 public:
  Batch(const Desk& desk, letter::Moment moment) : desk_(desk), moment_(moment), now_(moment.now) {}

  Result<void> add(const Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const Result<Read>& one = chunk.read_of(i);
      if (!one) {
        group_.push_back({set_aside(chunk.mail(i), one.error().what), &chunk.mail(i), {}, {}});
      } else if (Result<void> added = add(chunk.mail(i), *one); !added) {
        return added;
      }
    }
    return commit();
  }

  // Once all of it is true.
  void log() const {
    for (const Done& done : done_) {
      log_event("mail handled", {{"mail", std::to_string(done.mail)},
                                 {"kind", std::string(reply::word(done.fate.kind))},
                                 {"folder", done.fate.folder},
                                 {"letters", std::to_string(done.letters)},
                                 {"why", done.fate.why}});
    }
  }

 private:
  // A mail that was decided upon, before its letters are worded.
  struct Decided {
    store::Handled handled;
    const store::Mail* mail;
    std::vector<campaign::LetterOrder> orders;
    letter::Answered answered;  // what an organizer's orders came to
  };

  Result<void> add(const store::Mail& mail, const Read& read) {
    const std::vector<std::string> keys = touched(read.understood);
    if (std::any_of(keys.begin(), keys.end(), [&](const auto& k) { return keys_.contains(k); })) {
      if (Result<void> done = commit(); !done) return done;
    }
    keys_.insert(keys.begin(), keys.end());
    return decide(mail, read);
  }

  Result<bool> is_copy(std::int64_t mail, const std::vector<std::string>& prints) const {
    for (const std::string& print : prints) {
      Result<bool> copy = desk_.store.is_copy(mail, print);
      if (!copy || *copy) return copy;
    }
    return false;
  }

  Result<void> decide(const store::Mail& mail, const Read& read) {
    const Understood& understood = read.understood;
    store::Handled handled;
    handled.mail = mail.id;
    handled.from = campaign::sender(understood.message);
    Result<bool> copy = is_copy(mail.id, read.fingerprints);
    if (!copy) return tl::unexpected(copy.error());
    if (*copy) {
      handled.fate.box = campaign::Fate::Box::duplicate;
      handled.fate.kind = understood.meaning.kind;
      handled.fate.folder = "Duplicate";
      handled.fate.why = "a copy of a mail that was handled before";
      group_.push_back({std::move(handled), &mail, {}, {}});
      return {};
    }
    Result<campaign::Decision> decision = decide_mail(desk_, mail, understood, now_, uncommitted_);
    if (!decision) return tl::unexpected(decision.error());
    letter::Answered answered;
    if (decision->ordered && before_restore(mail)) {
      decision->ordered.reset();
      decision->letters.clear();
    }
    if (decision->ordered) {
      // What persons do is told in order with the mails before it.
      if (Result<void> done = commit(); !done) return done;
      auto done = carry_out(desk_, *decision->ordered, mail.arrived, now_);
      if (!done) {
        group_.push_back({unworded(mail, done.error()), &mail, {}, {}});
        return {};
      }
      answered = std::move(*done);
    }
    if (!read.fingerprints.empty()) handled.fingerprint = read.fingerprints.front();
    handled.fate = std::move(decision->fate);
    handled.changes = std::move(decision->changes);
    handled.unproven = decision->unproven;
    handled.silenced = decision->silenced;
    if (handled.unproven && handled.from) {
      const int letters = static_cast<int>(decision->letters.size());
      uncommitted_[std::string(handled.from->address.domain())] += letters;
      uncommitted_[""] += letters;
    }
    group_.push_back(
        {std::move(handled), &mail, std::move(decision->letters), std::move(answered)});
    return decision->ordered ? commit() : Result<void>();
  }

  void word() {
    for (Decided& decided : group_) {
      auto letters = worded(desk_, *decided.mail, decided.orders, decided.answered, moment_);
      if (letters) {
        decided.handled.letters = std::move(*letters);
      } else {
        decided.handled = unworded(*decided.mail, letters.error());
      }
    }
  }

  Result<void> commit() {
    keys_.clear();
    uncommitted_.clear();
    if (group_.empty()) return {};
    word();
    std::vector<store::Handled> handled;
    for (Decided& decided : group_) handled.push_back(std::move(decided.handled));
    group_.clear();
    Result<void> done = desk_.store.commit(handled, now_);
    if (!done) return done;
    for (store::Handled& each : handled)
      done_.push_back({each.mail, std::move(each.fate), each.letters.size()});
    return {};
  }

  // Orders that came before the records were put back were carried out by then, or were not, and
  // their numbers may mean others now: nothing is done again.
  bool before_restore(const store::Mail& mail) const {
    const auto fact = desk_.store.fact(fact::restored);
    const auto at = fact && *fact ? campaign::read_rfc3339(**fact) : Result<Instant>(Instant{});
    return at && mail.arrived < *at;
  }

  struct Done {
    std::int64_t mail;
    campaign::Fate fate;
    std::size_t letters;
  };

  const Desk& desk_;
  letter::Moment moment_;
  Instant now_;
  std::vector<Decided> group_;
  std::vector<Done> done_;
  std::set<std::string> keys_;
  Uncommitted uncommitted_;
};

}  // namespace

Result<int> handle_mails(const Desk& desk, int limit, Instant now) {
  Result<std::vector<store::Mail>> mails = desk.store.unread(limit);
  if (!mails) return tl::unexpected(mails.error());
  // A mail that was begun before is read alone, so that it takes no other one with it.
  const auto suspect = std::find_if(mails->begin(), mails->end(),
                                    [](const store::Mail& mail) { return mail.tries > 0; });
  if (suspect == mails->begin() && !mails->empty()) {
    mails->resize(1);
  } else {
    mails->erase(suspect, mails->end());
  }
  if (mails->empty()) return 0;

  std::vector<std::int64_t> ids;
  for (const store::Mail& mail : *mails) ids.push_back(mail.id);
  if (Result<void> begun = desk.store.begin_reading(ids); !begun) {
    return tl::unexpected(begun.error());
  }
  const auto moment = moment_of(desk.store, now);
  if (!moment) return tl::unexpected(moment.error());
  Batch batch(desk, *moment);
  const Result<void> done = desk.store.together([&]() -> Result<void> {
    std::span<const store::Mail> rest = *mails;
    const auto next = [&]() -> std::unique_ptr<Chunk> {
      if (rest.empty()) return nullptr;
      const auto first = rest.first(std::min(at_once, rest.size()));
      rest = rest.subspan(first.size());
      return std::make_unique<Chunk>(desk, first);
    };
    for (auto chunk = next(); chunk != nullptr;) {
      chunk->finish();
      auto behind = next();
      if (Result<void> added = batch.add(*chunk); !added) return added;
      chunk = std::move(behind);
    }
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  batch.log();
  return static_cast<int>(mails->size());
}

}  // namespace undersigned::command
