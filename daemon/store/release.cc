// outbox → submit: words of letters, and the release, which goes to nobody twice by itself.

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

#include "store/deeds.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

std::int64_t put_tail(Connection& c, const std::string& octets) {
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(octets.data()), octets.size(), nullptr,
                     0);
  {
    Query row = c.query("SELECT id FROM tail WHERE hash = ?");
    if (row.with(Octets{hash}).step()) return row.integer(0);
  }
  c.query("INSERT INTO tail (hash, octets) VALUES (?, ?)").with(Octets{hash}, Octets{octets}).run();
  return c.last_id();
}

std::set<std::int64_t> queued_releases(Connection& c) {
  std::set<std::int64_t> ids;
  Query rows =
      c.query("SELECT id FROM letter WHERE state = 'queued' AND mass = 0 AND kind = 'release'");
  while (rows.step()) ids.insert(rows.integer(0));
  return ids;
}

std::optional<std::int64_t> letter_of(Connection& c, const mail::MessageId& message_id) {
  Query row = c.query("SELECT id FROM letter WHERE message_id = ?");
  if (!row.with(message_id.text()).step()) return std::nullopt;
  return row.integer(0);
}

void give_up(Connection& c, std::int64_t letter, std::string_view why, Instant now) {
  c.query("UPDATE letter SET state = 'failed', answer = ?, done = ? WHERE id = ?")
      .with(why, now, letter)
      .run();
}

}  // namespace

mail::Address stored_address(const std::string& text) {
  Result<mail::Address> address = mail::Address::parse(text);
  if (!address) throw std::runtime_error("unreadable address " + text + ": restore a backup");
  return *address;
}

void put_words(Connection& c, std::int64_t id, const letter::Ready& letter) {
  std::optional<std::int64_t> tail;
  if (!letter.composed.shared.empty()) tail = put_tail(c, letter.composed.shared);
  c.query("INSERT OR REPLACE INTO words (letter, own, tail) VALUES (?, ?, ?)")
      .with(id, Octets{letter.composed.own}, tail)
      .run();
}

void remove_unused_tails(Connection& c) {
  c.query("DELETE FROM tail WHERE id NOT IN (SELECT tail FROM words WHERE tail IS NOT NULL)").run();
}

Result<std::string> Store::list_version() {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::string {
    Query row = c.query(
        "SELECT coalesce((SELECT max(rowid) FROM signature_before), 0), "
        "coalesce((SELECT max(id) FROM deed), 0)");
    if (!row.step()) return {};
    return std::to_string(row.integer(0)) + "/" + std::to_string(row.integer(1));
  });
}

Result<void> Store::mark_uncertain(const std::vector<std::int64_t>& letters) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    for (const std::int64_t letter : letters) {
      c.query("UPDATE letter SET state = 'uncertain' WHERE id = ? AND state = 'queued'")
          .with(letter)
          .run();
    }
    transaction.commit();
  });
}

Result<int> Store::waiting_releases() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query row = c.query(
        "SELECT count(*) FROM letter WHERE state = 'queued' AND mass = 0 AND kind = 'release'");
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
  });
}

Result<int> Store::doubt_releases() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    return c
        .query(
            "UPDATE letter SET state = 'uncertain' WHERE state = 'queued' AND mass = 0 "
            "AND kind = 'release'")
        .run();
  });
}

Result<int> Store::reword_releases(const std::vector<letter::Ready>& letters, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    std::set<std::int64_t> left = queued_releases(c);
    int reworded = 0;
    for (const letter::Ready& letter : letters) {
      const auto id = letter_of(c, letter.id);
      if (!id || left.erase(*id) == 0) continue;
      put_words(c, *id, letter);
      ++reworded;
    }
    for (const std::int64_t letter : left) {
      give_up(c, letter, "no longer on the press list", now);
    }
    remove_unused_tails(c);
    transaction.commit();
    return reworded;
  });
}

Result<int> Store::resend_uncertain(const std::vector<mail::Address>& addresses, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    std::vector<std::int64_t> chosen;
    Query rows = c.query("SELECT id, recipient FROM letter WHERE state = 'uncertain' ORDER BY id");
    while (rows.step()) {
      const std::string key = stored_address(rows.text(1)).key();
      if (addresses.empty() || std::any_of(addresses.begin(), addresses.end(),
                                           [&](const auto& a) { return a.key() == key; })) {
        chosen.push_back(rows.integer(0));
      }
    }
    for (const std::int64_t letter : chosen) {
      c.query("UPDATE letter SET state = 'queued', tries = 0, next_try = 0 WHERE id = ?")
          .with(letter)
          .run();
    }
    if (!chosen.empty()) note_resend(c, chosen, now);
    transaction.commit();
    return static_cast<int>(chosen.size());
  });
}

}  // namespace undersigned::store
