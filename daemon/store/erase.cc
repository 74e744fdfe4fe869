// Removes all of a person and keeps the ledger: their mails stay counted.

#include <algorithm>
#include <set>

#include "mail/message.h"
#include "store/asked.h"
#include "store/deeds.h"
#include "store/state.h"
#include "store/trace.h"

namespace undersigned::store {
namespace {

struct Person {
  std::string text;  // of the address
  std::string key;
  std::int64_t row = 0;  // 0: nothing is known under it
};

std::int64_t row_of(Connection& c, const std::string& key) {
  Query row = c.query("SELECT id FROM address WHERE key = ?");
  return row.with(key).step() ? row.integer(0) : 0;
}

std::vector<std::int64_t> ids(Query& rows) {
  std::vector<std::int64_t> found;
  while (rows.step()) found.push_back(rows.integer(0));
  return found;
}

std::vector<std::int64_t> signatures_of(Connection& c, const Person& person) {
  Query rows = c.query("SELECT id FROM signature WHERE address = ? ORDER BY id");
  return ids(rows.with(person.row));
}

// Handled mails of the person: those that they sent, and those without a known sender that made
// their signatures.
std::set<std::int64_t> mails_of(Connection& c, const Person& person) {
  Query rows = c.query(
      "SELECT mail FROM handled WHERE sender = ?1 UNION "
      "SELECT h.mail FROM signature s JOIN handled h ON h.mail = s.mail "
      "WHERE s.address = ?1 AND h.sender IS NULL");
  const std::vector<std::int64_t> found = ids(rows.with(person.row));
  return {found.begin(), found.end()};
}

// Mails after `after` in which the address stands in plain text. Reads all of them.
std::vector<std::int64_t> mails_naming(Connection& c, const Person& person, std::int64_t after) {
  std::vector<std::int64_t> found;
  Query rows = c.query("SELECT mail, octets FROM raw WHERE mail > ? ORDER BY mail");
  rows.with(after);
  while (rows.step()) {
    if (names(rows.text(1), person.text)) found.push_back(rows.integer(0));
  }
  return found;
}

std::int64_t last_mail(Connection& c) {
  Query row = c.query("SELECT coalesce(max(id), 0) FROM mail");
  row.step();
  return row.integer(0);
}

bool sent_by(const std::string& raw, const Person& person) {
  const Result<mail::Message> message = mail::parse(raw);
  if (!message) return false;
  return std::any_of(message->from.begin(), message->from.end(),
                     [&](const auto& from) { return from.address.key() == person.key; });
}

std::string raw_of(Connection& c, std::int64_t mail) {
  Query row = c.query("SELECT octets FROM raw WHERE mail = ?");
  return row.with(mail).step() ? row.text(0) : std::string();
}

void set_raw(Connection& c, std::int64_t mail, const std::string& octets) {
  c.query("UPDATE raw SET octets = ? WHERE mail = ?").with(Octets{octets}, mail).run();
}

// The mail's octets and words go; that it came, and what became of it, stays. One that was not read
// yet has become of it that it was erased.
void empty_mail(Connection& c, std::int64_t mail, Instant now) {
  set_raw(c, mail, std::string());
  c.query(
       "UPDATE handled SET sender = NULL, sender_name = '', reply = '', why = '', settled = "
       "iif(needs_person, coalesce(settled, ?), settled) WHERE mail = ?")
      .with(now, mail)
      .run();
  const int waited =
      c.query("UPDATE mail SET fate = 'quarantined' WHERE id = ? AND fate = 'waiting'")
          .with(mail)
          .run();
  if (waited == 0) return;
  c.query("INSERT INTO handled (mail, at, meant, why) VALUES (?, ?, 'question', 'erased')")
      .with(mail, now)
      .run();
  c.query("UPDATE sighting SET move = 'done' WHERE mail = ?").with(mail).run();
}

// The address goes from a mail of somebody else.
void redact_mail(Connection& c, std::int64_t mail, const Person& person) {
  std::string octets = raw_of(c, mail);
  redact(octets, person.text);
  set_raw(c, mail, octets);
  std::string reply, why;
  {
    Query row = c.query("SELECT reply, why FROM handled WHERE mail = ?");
    if (!row.with(mail).step()) return;
    reply = row.text(0);
    why = row.text(1);
  }
  redact(reply, person.text);
  redact(why, person.text);
  c.query("UPDATE handled SET reply = ?, why = ? WHERE mail = ?").with(reply, why, mail).run();
}

void remove_signature(Connection& c, std::int64_t signature) {
  blank_deeds(c, signature);
  c.query("DELETE FROM signature_before WHERE signature = ?").with(signature).run();
  c.query("DELETE FROM signature WHERE id = ?").with(signature).run();
}

// The letters keep their place and Message-ID, so that none is written again; all else goes.
int empty_letters(Connection& c, const Person& person) {
  c.query("DELETE FROM words WHERE letter IN (SELECT id FROM letter WHERE address = ?)")
      .with(person.row)
      .run();
  return c
      .query(
          "UPDATE letter SET state = 'erased', address = NULL, recipient = '', answer = '' "
          "WHERE address = ?")
      .with(person.row)
      .run();
}

// Lists of signers, in forms that no search finds, stand in what went to organizers and press.
void empty_lists(Connection& c) {
  c.query(
       "DELETE FROM words WHERE letter IN (SELECT id FROM letter WHERE state IN ('sent', 'failed') "
       "AND kind IN ('digest', 'alarm', 'deadline-summary', 'release'))")
      .run();
  remove_unused_tails(c);
}

// What servers answered about letters to others, and values of the timetable.
void redact_letters(Connection& c, const Person& person) {
  std::vector<std::pair<std::int64_t, std::string>> answers;
  Query rows = c.query("SELECT id, answer FROM letter WHERE answer <> ''");
  while (rows.step()) {
    if (names(rows.text(1), person.text)) answers.emplace_back(rows.integer(0), rows.text(1));
  }
  for (auto& [letter, answer] : answers) {
    redact(answer, person.text);
    c.query("UPDATE letter SET answer = ? WHERE id = ?").with(answer, letter).run();
  }
}

}  // namespace

Result<Store::Erased> Store::erase(const mail::Address& address, const std::string& tombstone,
                                   Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    // The long search comes before the transaction, so that the daemon need not wait for it.
    Person person{address.text(), address.key(), 0};
    const std::int64_t searched = last_mail(c);
    std::vector<std::int64_t> naming = mails_naming(c, person, 0);

    Transaction transaction(c);
    for (const std::int64_t mail : mails_naming(c, person, searched)) naming.push_back(mail);
    person.row = row_of(c, person.key);
    const std::vector<std::int64_t> signatures = signatures_of(c, person);
    std::set<std::int64_t> mails = mails_of(c, person);
    for (const std::int64_t mail : naming) {
      if (mails.count(mail) == 0 && sent_by(raw_of(c, mail), person)) mails.insert(mail);
      if (mails.count(mail) == 0) redact_mail(c, mail, person);
    }
    for (const std::int64_t mail : mails) empty_mail(c, mail, now);
    for (const std::int64_t signature : signatures) remove_signature(c, signature);
    Erased erased{static_cast<int>(signatures.size()), static_cast<int>(mails.size()),
                  empty_letters(c, person)};
    empty_lists(c);
    redact_letters(c, person);
    forget_asked(c, address);
    c.query("DELETE FROM address WHERE id = ?").with(person.row).run();
    c.query("INSERT OR IGNORE INTO tombstone (hash) VALUES (?)").with(tombstone).run();
    note_erase(c, tombstone, signatures, {mails.begin(), mails.end()}, now);
    transaction.commit();
    wipe_free_places(c, person.text);
    return erased;
  });
}

}  // namespace undersigned::store
