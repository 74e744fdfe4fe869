#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "campaign/decide.h"
#include "campaign/ledger.h"
#include "campaign/letter_order.h"
#include "campaign/signature.h"
#include "campaign/zone.h"
#include "letter/campaign_text.h"
#include "result.h"

namespace undersigned::store {

// A mail as it is kept. Raw octets are kept before anything reads them.
struct Mail {
  std::int64_t id = 0;
  std::string mailbox;  // "user@host/INBOX": which of the campaign's mailboxes
  std::uint32_t uidvalidity = 0, uid = 0;
  Instant arrived{};  // campaign time
  std::string raw;
  bool oversized = false;
  int tries = 0;  // how often reading it was begun and not finished
};

using campaign::Change;
using campaign::Fate;
using campaign::Known;

// A mail that was decided upon: all of a batch is made true in one transaction.
struct Handled {
  std::int64_t mail = 0;
  std::optional<mail::NamedAddress> from;  // the sender, so that reports name and `erase` finds it
  std::string fingerprint;                 // see is_copy(); "": none
  Fate fate;
  std::vector<Change> changes;
  std::vector<letter::Ready> letters;
  bool unproven = false, silenced = false;  // see campaign::Decision
};

struct OutboxLetter {
  std::int64_t id = 0;
  campaign::LetterKind kind;
  mail::Address to;
  bool empty_sender = false;
  std::string octets;  // own + shared
  int tries = 0;
  Instant queued{};
};
enum class LetterState { queued, uncertain, sent, failed };
struct LetterResult {
  std::int64_t letter = 0;
  LetterState state;  // queued: try again at `next_try`
  Instant next_try{};
  std::string answer;  // of the server, for people
  bool tried = true;   // false: given back before anything became of it
};

// One campaign's store. One daemon at a time: open() takes its lock. Commands of people read and
// write beside it without that lock; SQLite keeps their transactions apart.
// All methods throw nothing. An Error means that nothing of the call was kept; Kind::busy is what
// passes when another process is done or the disk has room again (try the same call later),
// Kind::failed what does not. Instants are campaign time. Not for two threads at once.
class Store {
 public:
  // Creates the file (0600) and its schema, or migrates an older schema forward (never beside a
  // running daemon). `exclusive`: takes the daemon's lock; Kind::busy with the other's process id
  // where another process holds it.
  static Result<Store> open(const std::string& path, bool exclusive);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // --- fetch → store
  struct Position {
    std::uint32_t uidvalidity = 0, last_uid = 0;
  };
  Result<Position> position(const std::string& mailbox);
  struct Kept {
    std::int64_t fresh = 0, again = 0;
  };
  // Keeps new mails, durable when it returns. A mail whose octets are known under another
  // uidvalidity of that mailbox is a mail seen again and not a new one (as often as it was known:
  // the third of two equal ones is new); known under the same uidvalidity and another uid it is
  // kept and will be a duplicate. Advances the position in the same transaction. `id` and `tries`
  // are not looked at. `position`: where the next run goes on, for mails of one mailbox; without it
  // behind the highest uid, which skips a mail that the server has not given yet.
  Result<Kept> keep(const std::vector<Mail>& mails,
                    std::optional<Position> position = std::nullopt);

  // For records that are older than a mailbox: every mail that is known may be met there, and is
  // then a mail seen again, until they are not expected any more. It is read from its first mail.
  Result<void> expect_known(const std::string& mailbox);
  Result<void> expect_none(const std::string& mailbox);

  // --- read → decide → one transaction
  // By arrival; fewer where they are large, so that memory stays within bounds.
  Result<std::vector<Mail>> unread(int limit);
  // tries + 1, durable; once for each Store, so that a disk that takes nothing for a while makes no
  // mail look as if it had killed its reader. unread() gives the tries of earlier ones.
  Result<void> begin_reading(const std::vector<std::int64_t>& mails);
  // Whether an earlier handled mail has this fingerprint (committed with it; "" never is). Reads
  // only.
  Result<bool> is_copy(std::int64_t mail, const std::string& fingerprint);
  // As committed: two mails of one address must not be decided upon in one batch. `tombstone`: the
  // keyed hash of the address, as erase() got it. `same_organizations` is left empty.
  Result<Known> known(const mail::Address& address, Instant now, const std::string& tombstone = {});
  // Organizations that sign under that name (campaign::organization_key), all addresses and states.
  Result<std::vector<campaign::Signature>> by_organization(const std::string& organization);
  // Makes each mail's fate, changes and letters true, in order. A mail that has a fate already is
  // passed over with all that it would change, so committing again does no harm. A signer who is
  // on the list at that address is never added twice, nor counted twice: what a decision did not
  // know becomes a change of that entry, or waits for a person.
  Result<void> commit(const std::vector<Handled>& batch, Instant now);
  // All that `work` does with this store comes true together, or nothing of it where `work` fails:
  // one wait for the disk instead of many.
  Result<void> together(const std::function<Result<void>()>& work);
  struct Move {
    std::string mailbox;
    std::uint32_t uidvalidity = 0, uid = 0;
    std::string folder;
  };
  // Handled and not yet moved, under the mailbox's present numbers. Fate::folder "": never.
  Result<std::vector<Move>> to_move(int limit);
  Result<void> moved(const std::vector<Move>& moves);

  // --- outbox → submit
  // Puts letters in; one whose Message-ID is there already is left out (once per address, ever).
  Result<int> enqueue(const std::vector<letter::Ready>& letters, Instant now);
  // Due letters: mass mailings (call, reminder, thank_you) after all others; new ones before those
  // that wait for another try; oldest first. Never `uncertain` ones, nor those `under_way`; at most
  // `releases` of the release.
  Result<std::vector<OutboxLetter>> due(int limit, Instant now,
                                        const std::set<std::int64_t>& under_way = {},
                                        int releases = std::numeric_limits<int>::max());
  // What became of letters. Counts what was tried. A letter that was sent or given up stays so.
  // `Wait::later`: the disk is not waited for, the next call that does makes this durable, too. The
  // end of the process loses nothing of it, a power cut may: a letter may go out once more.
  enum class Wait { for_disk, later };
  Result<void> record(const std::vector<LetterResult>& results, Instant now,
                      Wait wait = Wait::for_disk);
  // For the release: `uncertain` before the last octets go out, durable when it returns.
  Result<void> mark_uncertain(const std::vector<std::int64_t>& letters);
  // Which list of signers the letters of a release show: changes with each change of an entry.
  Result<std::string> list_version();
  Result<int> waiting_releases();  // letters of the release that are queued
  Result<int> doubt_releases();    // makes those uncertain; how many
  // Letters of the release that are queued, which nobody has got, say this instead: those with
  // these Message-IDs. Those without are given up: the press list names their recipients no more.
  // Returns how many go on.
  Result<int> reword_releases(const std::vector<letter::Ready>& letters, Instant now);
  // When the next letter that waits for a retry is due; nothing where none waits beyond `now`.
  Result<std::optional<Instant>> next_due(Instant now);
  // By a person: uncertain letters to these addresses (none named: all) are queued once more.
  Result<int> resend_uncertain(const std::vector<mail::Address>& addresses, Instant now);
  struct LetterLine {
    std::int64_t id;
    campaign::LetterKind kind;
    mail::Address to;
    LetterState state;
    std::string answer;
    Instant queued, done;
  };
  Result<std::vector<LetterLine>> letters(std::optional<campaign::LetterKind> kind);
  // Letters of a mailing that were sent before `before`, to addresses from which nothing has come
  // since but automatic mail: no signature, no word, no bounce, no wish to hear no more.
  Result<std::vector<LetterLine>> unanswered(campaign::LetterKind kind, Instant before);
  // Letters that a person must know of: failed, and uncertain ones of the release; by id.
  Result<std::vector<LetterLine>> troubled_letters();
  Result<std::string> letter_octets(std::int64_t id);
  // Whether one of these ids is that of a report (see campaign::is_report) that went to this very
  // address.
  Result<bool> is_report(const std::vector<mail::MessageId>& ids, const mail::Address& to);

  // --- timetable and facts: small named values ("digest 2015-12-09", "release")
  Result<std::optional<std::string>> fact(const std::string& name);
  Result<void> set_fact(const std::string& name, const std::string& value);
  // Pending entries that arrived before `before` and were not asked a second time, by the mail that
  // made them.
  Result<std::vector<campaign::Signature>> to_ask_again(Instant before);
  // Enqueues the second letter about that mail, or none, and remembers it: false where it was done.
  Result<bool> ask_again(std::int64_t mail, const std::vector<letter::Ready>& letters, Instant now);
  // Enqueues letters and sets a fact in one transaction; false where the fact was set already.
  Result<bool> once(const std::string& fact, const std::string& value,
                    const std::vector<letter::Ready>& letters, Instant now);

  // --- reports
  // Counters: cheap at any size. `arrived_before` counts the rows of one UTC day besides.
  Result<campaign::MailCounts> mail_counts(Instant arrived_before = Instant::max());
  Result<campaign::SignatureCounts> signature_counts();
  Result<campaign::LetterCounts> letter_counts();
  Result<std::vector<campaign::Signature>> signatures(bool all_states);  // false: counted; by id
  Result<std::optional<campaign::Signature>> signature(std::int64_t id);
  // Ids of signatures that are counted and came to be so at or after `since`: read, confirmed or
  // accepted then, whenever they arrived. A correction of an entry does not make it new.
  Result<std::vector<std::int64_t>> counted_since(Instant since);
  Result<std::vector<campaign::Day>> days(const campaign::Zone& zone);
  Result<std::vector<campaign::Waiting>> waiting();
  // Mails since then that got no letter, because too many had come in that name or from there.
  Result<std::int64_t> silenced(Instant since);
  Result<std::optional<Instant>> oldest_waiting(Instant now);  // mail unread or letter due
  Result<std::string> raw(std::int64_t mail);
  Result<std::optional<Mail>> mail(
      std::int64_t id);  // nothing where there is none, or it was erased

  // --- by a person
  // Kind::input where that signer is on the list at that address.
  Result<std::int64_t> add(const campaign::Signature& signature,
                           const std::vector<letter::Ready>& letters, Instant now);
  // Kind::input where there is no such signature, or it would be counted beside an equal one.
  // `why`: what is known of why it is in that state.
  Result<void> change(std::int64_t id, const campaign::Signer& signer, campaign::State state,
                      const std::vector<letter::Ready>& letters, Instant now,
                      const std::vector<std::string>& why = {});
  // The state that a signature had before its last change; nothing where it was never changed.
  Result<std::optional<campaign::State>> state_before(std::int64_t id);
  Result<void> settle_mail(std::int64_t mail, Instant now);  // a person has looked at it
  // A person has decided about that signature: so they have looked at the mails that made or
  // changed it, unless another signature still waits because of them.
  Result<void> settle_mails_of(std::int64_t signature, Instant now);
  struct Erased {
    int signatures = 0, mails = 0, letters = 0;
  };
  // Removes all of a person from the file, also from the places of it that are free again: their
  // signatures, the octets of their mails and letters, marks, and their address where mails of
  // others hold it in plain text. Their mails stay counted. `tombstone` (keyed hash) keeps a
  // replayed mail from bringing it back. Letters sent to organizers and press lose their octets,
  // because lists of signers may stand in them; letters not sent yet keep theirs.
  Result<Erased> erase(const mail::Address& address, const std::string& tombstone, Instant now);
  // Removes the octets and own words of handled mails, up to `limit` of them, and of the reports to
  // organizers that went out, which quote them. Returns how many mails; their fates, the signatures
  // and the letters stay.
  Result<int> forget_mails(int limit);
  // Writes the file anew, so that nothing that was removed is left in its free places.
  Result<void> wipe();
  // A consistent copy while others write; file 0600, there under its name only when complete. It
  // holds `facts` besides.
  Result<void> backup(const std::string& file,
                      const std::map<std::string, std::string>& facts = {});
  // The reverse: a file for a new store from a backup, which is only read.
  static Result<void> restore(const std::string& from, const std::string& to);
  // SQLite's own check, and all counters against their rows. Reads everything.
  Result<void> check_integrity();
  // The counters against their rows alone: indexes are enough for it.
  Result<void> check_counters();
  // Every handled mail in the order in which it was decided, for `recount`: those after the mail
  // `after` (0: from the first). `raw` is empty where its sender was erased: see fate().
  Result<std::vector<Mail>> mails_in_order(std::int64_t after, int limit);
  Result<std::optional<Fate>> fate(std::int64_t mail);  // nothing: not handled yet
  // What persons did by command, for `recount` to do again: (what, JSON), in order with mails.
  // add: id, address, state, arrived, language, signer. change: id, address, before and after (each
  // state and signer). settle: mail. resend: letters. erase: tombstone, signatures, mails. A signer
  // has the members of reply::Signer. Of an erased signature only `id` and `erased` are left.
  struct Deed {
    std::int64_t after_mail;  // the last that was handled before; 0: none
    std::string what, json;
    Instant at;
  };
  Result<std::vector<Deed>> deeds();

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace undersigned::store
