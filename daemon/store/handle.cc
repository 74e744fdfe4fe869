// read → decide → one transaction.

#include <stdexcept>

#include <sodium.h>

#include "store/asked.h"
#include "store/mail_rows.h"
#include "store/signature_rows.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

constexpr std::size_t most_octets = 8 << 20;  // of mails that are taken up together

std::string print_hash(const std::string& fingerprint) {
  std::string hash(crypto_generichash_BYTES_MIN, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(fingerprint.data()), fingerprint.size(),
                     nullptr, 0);
  return hash;
}

std::string_view fate_word(const Fate& fate) {
  switch (fate.box) {
    case Fate::Box::kind:
      return reply::word(fate.kind);
    case Fate::Box::duplicate:
      return "duplicate";
    case Fate::Box::late:
      return "late";
    case Fate::Box::quarantined:
      return "quarantined";
  }
  return "quarantined";
}

// False where the mail has a fate already.
bool give_fate(Connection& c, const Handled& handled, Instant now) {
  const int given = c.query("UPDATE mail SET fate = ? WHERE id = ? AND fate = 'waiting'")
                        .with(fate_word(handled.fate), handled.mail)
                        .run();
  if (given == 0) {
    if (c.query("SELECT 1 FROM mail WHERE id = ?").with(handled.mail).step()) return false;
    throw std::runtime_error("there is no mail " + std::to_string(handled.mail));
  }
  const Fate& fate = handled.fate;
  std::optional<std::int64_t> sender;
  if (handled.from) sender = address_row(c, handled.from->address);
  c.query(
       "INSERT INTO handled (mail, at, meant, sender, sender_name, folder, reply, why, "
       "needs_person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .with(handled.mail, now, reply::word(fate.kind), sender,
            handled.from ? handled.from->name.text() : std::string(), fate.folder, fate.reply,
            fate.why, fate.needs_person)
      .run();
  c.query("UPDATE sighting SET move = ? WHERE mail = ? AND move = 'keep'")
      .with(fate.folder.empty() ? "done" : "due", handled.mail)
      .run();
  return true;
}

void apply(Connection& c, const campaign::AddSignature& change, std::int64_t mail, Instant now) {
  const campaign::Signature& signature = change.signature;
  const auto entry = entry_of(c, address_row(c, signature.address), signature.signer);
  if (!entry) {
    insert_signature(c, signature, mail, now);
    return;
  }
  // The signer is on the list since the decision: a counted entry is not put in doubt by another
  // mail that nobody weighed against it.
  if (entry->state != campaign::State::counted) {
    replace_signature(c, entry->id, signature, mail, now);
  } else if (signature.state == campaign::State::counted) {
    update_signature(c, entry->id, signature.signer, signature.state, signature.why, mail, now);
  }
}

// A signer is counted once at an address: the second entry waits for a person instead.
void keep_counted_once(Connection& c, std::int64_t id, std::int64_t address,
                       const campaign::Signer& signer, campaign::State& state,
                       std::vector<std::string>& why) {
  if (state != campaign::State::counted) return;
  const auto other = entry_of(c, address, signer);
  if (!other || other->id == id || other->state != campaign::State::counted) return;
  state = campaign::State::review;
  why.push_back("the same signer is counted as number " + std::to_string(other->id));
}

// Nothing where the entry was erased since the decision.
std::optional<std::int64_t> address_of(Connection& c, std::int64_t signature) {
  Query row = c.query("SELECT address FROM signature WHERE id = ?");
  if (!row.with(signature).step()) return std::nullopt;
  return row.integer(0);
}

void apply(Connection& c, const campaign::UpdateSignature& change, std::int64_t mail, Instant now) {
  const auto address = address_of(c, change.id);
  if (!address) return;
  campaign::State state = change.state;
  std::vector<std::string> why = change.why;
  keep_counted_once(c, change.id, *address, change.signer, state, why);
  update_signature(c, change.id, change.signer, state, why, mail, now);
}

void apply(Connection& c, const campaign::ReplaceSignature& change, std::int64_t mail,
           Instant now) {
  const auto address = address_of(c, change.id);
  if (!address) return;
  campaign::Signature signature = change.signature;
  keep_counted_once(c, change.id, *address, signature.signer, signature.state, signature.why);
  replace_signature(c, change.id, signature, mail, now);
}

void apply(Connection& c, const campaign::MarkAddress& change, std::int64_t mail, Instant) {
  switch (change.mark) {
    case campaign::MarkAddress::Mark::bounced:
      // Anybody can write that somebody's mail came back: what came back must be a letter of ours.
      c.query(
           "UPDATE address SET bounced = 1 WHERE key = ? AND EXISTS (SELECT 1 FROM letter l, raw r "
           "WHERE l.address = address.id AND r.mail = ? "
           "AND instr(r.octets, CAST(l.message_id AS BLOB)) > 0)")
          .with(change.address.key(), mail)
          .run();
      return;
    case campaign::MarkAddress::Mark::unsubscribed:
      c.query("UPDATE address SET unsubscribed = 1 WHERE id = ?")
          .with(address_row(c, change.address))
          .run();
      return;
  }
}

void remember_print(Connection& c, const Handled& handled) {
  if (handled.fingerprint.empty()) return;
  const std::string hash = print_hash(handled.fingerprint);
  c.query("INSERT OR IGNORE INTO fingerprint (hash, mail) VALUES (?, ?)")
      .with(Octets{hash}, handled.mail)
      .run();
}

}  // namespace

Result<std::vector<Mail>> Store::unread(int limit) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query("SELECT " MAIL_COLUMNS " FROM " MAIL_TABLES
                         " WHERE m.fate = 'waiting' ORDER BY m.arrived, m.id LIMIT ?");
    std::vector<Mail> mails;
    std::size_t octets = 0;
    rows.with(limit);
    while (octets < most_octets && rows.step()) {
      mails.push_back(read_mail(rows));
      octets += mails.back().raw.size();
      mails.back().tries -= static_cast<int>(state_->begun.count(mails.back().id));
    }
    return mails;
  });
}

Result<void> Store::begin_reading(const std::vector<std::int64_t>& mails) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    for (const std::int64_t mail : mails) {
      if (state_->begun.contains(mail)) continue;
      c.query("UPDATE mail SET tries = tries + 1 WHERE id = ?").with(mail).run();
    }
    transaction.commit();
    state_->begun.insert(mails.begin(), mails.end());
  });
}

Result<bool> Store::is_copy(std::int64_t mail, const std::string& fingerprint) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    if (fingerprint.empty()) return false;
    const std::string hash = print_hash(fingerprint);
    Query row = c.query("SELECT mail FROM fingerprint WHERE hash = ?");
    return row.with(Octets{hash}).step() && row.integer(0) != mail;
  });
}

Result<void> Store::commit(const std::vector<Handled>& batch, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    for (const Handled& handled : batch) {
      if (!give_fate(c, handled, now)) continue;
      remember_print(c, handled);
      for (const Change& change : handled.changes) {
        std::visit([&](const auto& one) { apply(c, one, handled.mail, now); }, change);
      }
      const int put = put_letters(c, handled.letters, now);
      if (handled.unproven && handled.from) note_asked(c, handled.from->address, put, now);
      if (handled.silenced) note_silenced(c, now);
    }
    transaction.commit();
  });
}

Result<void> Store::together(const std::function<Result<void>()>& work) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<void> {
    Transaction transaction(c);
    Result<void> done = work();
    if (!done) return done;
    transaction.commit();
    state_->begun.clear();
    return done;
  });
}

Result<std::vector<Store::Move>> Store::to_move(int limit) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query(
        "SELECT b.name, s.uidvalidity, s.uid, h.folder FROM sighting s "
        "JOIN mailbox b ON b.id = s.mailbox JOIN handled h ON h.mail = s.mail "
        "WHERE s.move = 'due' ORDER BY s.mail LIMIT ?");
    std::vector<Move> moves;
    rows.with(limit);
    while (rows.step()) {
      moves.push_back({rows.text(0), static_cast<std::uint32_t>(rows.integer(1)),
                       static_cast<std::uint32_t>(rows.integer(2)), rows.text(3)});
    }
    return moves;
  });
}

Result<void> Store::moved(const std::vector<Move>& moves) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    for (const Move& move : moves) {
      c.query(
           "UPDATE sighting SET move = 'done' WHERE move = 'due' AND uidvalidity = ? AND uid = ? "
           "AND mailbox = (SELECT id FROM mailbox WHERE name = ?)")
          .with(move.uidvalidity, move.uid, move.mailbox)
          .run();
    }
    transaction.commit();
  });
}

}  // namespace undersigned::store
