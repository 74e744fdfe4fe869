// fetch → store: mails are kept before anything reads them.

#include <openssl/sha.h>

#include "store/state.h"

namespace undersigned::store {
namespace {

struct MailboxRow {
  std::int64_t id = 0;
  Store::Position position;
};

MailboxRow mailbox_row(Connection& c, const std::string& name) {
  {
    Query row = c.query("SELECT id, uidvalidity, last_uid FROM mailbox WHERE name = ?");
    if (row.with(name).step()) {
      return {
          row.integer(0),
          {static_cast<std::uint32_t>(row.integer(1)), static_cast<std::uint32_t>(row.integer(2))}};
    }
  }
  c.query("INSERT INTO mailbox (name) VALUES (?)").with(name).run();
  return {c.last_id(), {}};
}

std::string sha256(const std::string& octets) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

// The mailbox's numbers changed: its mails wait to be met again, and the old numbers move nothing.
void renumber(Connection& c, std::int64_t mailbox) {
  c.query("DELETE FROM renumbered WHERE mailbox = ?").with(mailbox).run();
  c.query(
       "INSERT INTO renumbered SELECT mailbox, sha256, id FROM mail WHERE mailbox = ? "
       "ORDER BY sha256, id")
      .with(mailbox)
      .run();
  c.query("UPDATE sighting SET move = 'done' WHERE mailbox = ? AND move <> 'done'")
      .with(mailbox)
      .run();
}

// A mail of these octets that stood under that number before.
std::optional<std::int64_t> sighted(Connection& c, std::int64_t mailbox, const Mail& mail,
                                    const std::string& hash) {
  Query row = c.query(
      "SELECT m.id FROM sighting s JOIN mail m ON m.id = s.mail "
      "WHERE s.mailbox = ? AND s.uidvalidity = ? AND s.uid = ? AND m.sha256 = ?");
  if (!row.with(mailbox, mail.uidvalidity, mail.uid, Octets{hash}).step()) return std::nullopt;
  return row.integer(0);
}

// A mail of these octets that was not met since the mailbox was numbered anew.
std::optional<std::int64_t> not_met_yet(Connection& c, std::int64_t mailbox,
                                        const std::string& hash) {
  Query row =
      c.query("SELECT mail FROM renumbered WHERE mailbox = ? AND sha256 = ? ORDER BY mail LIMIT 1");
  if (!row.with(mailbox, Octets{hash}).step()) return std::nullopt;
  return row.integer(0);
}

void met(Connection& c, std::int64_t mailbox, const std::string& hash, std::int64_t mail) {
  c.query("DELETE FROM renumbered WHERE mailbox = ? AND sha256 = ? AND mail = ?")
      .with(mailbox, Octets{hash}, mail)
      .run();
}

void sight(Connection& c, std::int64_t mailbox, const Mail& mail, std::int64_t id) {
  c.query(
       "INSERT INTO sighting (mailbox, uidvalidity, uid, mail, move) VALUES (?1, ?2, ?3, ?4, "
       "coalesce((SELECT iif(folder = '', 'done', 'due') FROM handled WHERE mail = ?4), 'keep'))")
      .with(mailbox, mail.uidvalidity, mail.uid, id)
      .run();
}

std::int64_t insert(Connection& c, std::int64_t mailbox, const Mail& mail,
                    const std::string& hash) {
  c.query("INSERT INTO mail (mailbox, arrived, oversized, sha256) VALUES (?, ?, ?, ?)")
      .with(mailbox, mail.arrived, mail.oversized, Octets{hash})
      .run();
  const std::int64_t id = c.last_id();
  c.query("INSERT INTO raw (mail, octets) VALUES (?, ?)").with(id, Octets{mail.raw}).run();
  return id;
}

// True where the mail is new.
bool keep_one(Connection& c, std::int64_t mailbox, const Mail& mail) {
  const std::string hash = sha256(mail.raw);
  if (const auto id = sighted(c, mailbox, mail, hash)) {
    met(c, mailbox, hash, *id);
    return false;
  }
  if (const auto id = not_met_yet(c, mailbox, hash)) {
    met(c, mailbox, hash, *id);
    sight(c, mailbox, mail, *id);
    return false;
  }
  sight(c, mailbox, mail, insert(c, mailbox, mail, hash));
  return true;
}

void advance(Connection& c, const MailboxRow& mailbox) {
  c.query("UPDATE mailbox SET uidvalidity = ?, last_uid = ? WHERE id = ?")
      .with(mailbox.position.uidvalidity, mailbox.position.last_uid, mailbox.id)
      .run();
}

}  // namespace

Result<Store::Position> Store::position(const std::string& mailbox) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query row = c.query("SELECT uidvalidity, last_uid FROM mailbox WHERE name = ?");
    if (!row.with(mailbox).step()) return Position{};
    return Position{static_cast<std::uint32_t>(row.integer(0)),
                    static_cast<std::uint32_t>(row.integer(1))};
  });
}

Result<Store::Kept> Store::keep(const std::vector<Mail>& mails, std::optional<Position> position) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    std::map<std::string, MailboxRow> rows;
    Kept kept;
    for (const Mail& mail : mails) {
      auto [at, first] = rows.try_emplace(mail.mailbox);
      MailboxRow& mailbox = at->second;
      if (first) mailbox = mailbox_row(c, mail.mailbox);
      if (mail.uidvalidity != mailbox.position.uidvalidity) {
        if (mailbox.position.uidvalidity != 0) renumber(c, mailbox.id);
        mailbox.position = {mail.uidvalidity, 0};
      }
      (keep_one(c, mailbox.id, mail) ? kept.fresh : kept.again) += 1;
      mailbox.position.last_uid = std::max(mailbox.position.last_uid, mail.uid);
    }
    for (auto& [name, mailbox] : rows) {
      if (position && position->uidvalidity == mailbox.position.uidvalidity) {
        mailbox.position = *position;
      }
      advance(c, mailbox);
    }
    transaction.commit();
    return kept;
  });
}

Result<void> Store::expect_known(const std::string& mailbox) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    const std::int64_t id = mailbox_row(c, mailbox).id;
    c.query("INSERT OR IGNORE INTO renumbered SELECT ?, sha256, id FROM mail").with(id).run();
    advance(c, {id, {}});
    transaction.commit();
  });
}

Result<void> Store::expect_none(const std::string& mailbox) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    c.query("DELETE FROM renumbered WHERE mailbox = (SELECT id FROM mailbox WHERE name = ?)")
        .with(mailbox)
        .run();
  });
}

}  // namespace undersigned::store
