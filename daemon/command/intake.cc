#include <algorithm>
#include <set>

#include <sodium.h>

#include "campaign/signature.h"
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

store::Handled set_aside(const store::Mail& mail, std::string why) {
  store::Handled handled;
  handled.mail = mail.id;
  handled.fate.box = campaign::Fate::Box::quarantined;
  handled.fate.folder = "Unreadable";
  handled.fate.needs_person = true;
  handled.fate.why = std::move(why);
  return handled;
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

Result<store::Handled> worded(const Desk& desk, const store::Mail& mail,
                              const Understood& understood, campaign::Decision decision,
                              letter::Moment moment) {
  store::Handled handled;
  handled.mail = mail.id;
  handled.from = campaign::sender(understood.message);
  handled.fate = std::move(decision.fate);
  handled.changes = std::move(decision.changes);
  handled.unproven = decision.unproven;
  handled.silenced = decision.silenced;
  letter::Answered answered;
  if (decision.ordered) {
    auto done = carry_out(desk, *decision.ordered, mail.arrived, moment.now);
    if (!done) return tl::unexpected(done.error());
    answered = std::move(*done);
  }
  for (std::size_t i = 0; i < decision.letters.size(); ++i) {
    const auto& order = decision.letters[i];
    const auto seed = letter_seed(mail, i);
    Result<letter::Ready> ready =
        order.kind == campaign::LetterKind::answer
            ? letter::word_answer(desk.text, order, answered, report_seed(desk, seed), moment)
            : letter::word_letter(desk.text, order, seed, moment);
    if (!ready) return tl::unexpected(ready.error());
    handled.letters.push_back(std::move(*ready));
  }
  return handled;
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

// Handles mails in groups that end where a mail depends on one before it.
class Batch {
 public:
  Batch(const Desk& desk, letter::Moment moment) : desk_(desk), moment_(moment), now_(moment.now) {}

  Result<void> add(const store::Mail& mail) {
    if (mail.tries >= most_tries) {
      handled_.push_back(set_aside(mail, "reading it was begun twice and never finished"));
      return {};
    }
    if (mail.raw.empty()) {
      handled_.push_back(set_aside(mail, "the server lists this mail, but does not give it"));
      return {};
    }
    if (mail.oversized) {
      handled_.push_back(set_aside(mail, "larger than any mail that is read"));
      return {};
    }
    Result<Understood> understood = read(mail);
    if (!understood) {
      handled_.push_back(set_aside(mail, understood.error().what));
      return {};
    }
    const std::vector<std::string> keys = touched(*understood);
    if (std::any_of(keys.begin(), keys.end(), [&](const auto& k) { return keys_.contains(k); })) {
      if (Result<void> done = commit(); !done) return done;
    }
    keys_.insert(keys.begin(), keys.end());
    return decide(mail, *understood);
  }

  Result<void> commit() {
    keys_.clear();
    uncommitted_.clear();
    if (handled_.empty()) return {};
    Result<void> done = desk_.store.commit(handled_, now_);
    if (!done) return done;
    for (store::Handled& handled : handled_) {
      done_.push_back({handled.mail, std::move(handled.fate), handled.letters.size()});
    }
    handled_.clear();
    return {};
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
  Result<Understood> read(const store::Mail& mail) const {
    const ReadingLimit limit;
    return understand(desk_, mail.raw);
  }

  Result<void> decide(const store::Mail& mail, const Understood& understood) {
    const std::string print = fingerprint(understood.message);
    Result<bool> copy = desk_.store.is_copy(mail.id, print);
    if (!copy) return tl::unexpected(copy.error());
    if (*copy) {
      store::Handled handled;
      handled.mail = mail.id;
      handled.from = campaign::sender(understood.message);
      handled.fate.box = campaign::Fate::Box::duplicate;
      handled.fate.kind = understood.meaning.kind;
      handled.fate.folder = "Duplicate";
      handled.fate.why = "a copy of a mail that was handled before";
      handled_.push_back(std::move(handled));
      return {};
    }
    Result<campaign::Decision> decision = decide_mail(desk_, mail, understood, now_, uncommitted_);
    if (!decision) return tl::unexpected(decision.error());
    if (decision->ordered) {
      // What persons do is told in order with the mails before it.
      if (Result<void> done = commit(); !done) return done;
    }
    Result<store::Handled> handled = worded(desk_, mail, understood, std::move(*decision), moment_);
    if (!handled) {
      handled_.push_back(
          set_aside(mail, "its answer could not be worded: " + handled.error().what));
      return {};
    }
    handled->fingerprint = print;
    if (handled->unproven && handled->from) {
      const int letters = static_cast<int>(handled->letters.size());
      uncommitted_[std::string(handled->from->address.domain())] += letters;
      uncommitted_[""] += letters;
    }
    handled_.push_back(std::move(*handled));
    return decision->ordered ? commit() : Result<void>();
  }

  struct Done {
    std::int64_t mail;
    campaign::Fate fate;
    std::size_t letters;
  };

  const Desk& desk_;
  letter::Moment moment_;
  Instant now_;
  std::vector<store::Handled> handled_;
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
    for (const store::Mail& mail : *mails) {
      if (Result<void> added = batch.add(mail); !added) return added;
    }
    return batch.commit();
  });
  if (!done) return tl::unexpected(done.error());
  batch.log();
  return static_cast<int>(mails->size());
}

}  // namespace undersigned::command
