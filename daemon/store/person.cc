// What persons change by command.

#include "store/deeds.h"
#include "store/signature_rows.h"
#include "store/state.h"

namespace undersigned::store {

Result<std::int64_t> Store::add(const campaign::Signature& signature,
                                const std::vector<letter::Ready>& letters, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<std::int64_t> {
    Transaction transaction(c);
    if (const auto entry = entry_of(c, address_row(c, signature.address), signature.signer)) {
      return fail(Error::Kind::input,
                  "this signer is on the list already, as number " + std::to_string(entry->id) +
                      " (" + std::string(campaign::word(entry->state)) + "): amend that one");
    }
    const std::int64_t id = insert_signature(c, signature, std::nullopt, now);
    put_letters(c, letters, now);
    note_add(c, id, now);
    transaction.commit();
    return id;
  });
}

Result<void> Store::change(std::int64_t id, const campaign::Signer& signer, campaign::State state,
                           const std::vector<letter::Ready>& letters, Instant now,
                           const std::vector<std::string>& why) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<void> {
    Transaction transaction(c);
    std::int64_t address = 0;
    {
      Query row = c.query("SELECT address FROM signature WHERE id = ?");
      if (!row.with(id).step()) {
        return fail(Error::Kind::input, "there is no signature " + std::to_string(id) +
                                            ": see `undersigned signatures list`");
      }
      address = row.integer(0);
    }
    const auto other = entry_of(c, address, signer);
    if (state == campaign::State::counted && other && other->id != id &&
        other->state == campaign::State::counted) {
      return fail(Error::Kind::input, "this signer is counted already, as number " +
                                          std::to_string(other->id) + ": withdraw one of the two");
    }
    update_signature(c, id, signer, state, why, std::nullopt, now);
    put_letters(c, letters, now);
    note_change(c, id, now);
    transaction.commit();
    return {};
  });
}

Result<std::optional<campaign::State>> Store::state_before(std::int64_t id) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<campaign::State> {
    Query row = c.query(
        "SELECT state FROM signature_before WHERE signature = ? ORDER BY rowid DESC LIMIT 1");
    if (!row.with(id).step()) return std::nullopt;
    return campaign::state_of(row.text(0));
  });
}

Result<void> Store::settle_mails_of(std::int64_t signature, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<void> {
    Transaction transaction(c);
    std::vector<std::int64_t> mails;
    {
      Query rows = c.query(
          "SELECT h.mail FROM handled h WHERE h.needs_person = 1 AND h.settled IS NULL "
          "AND (h.mail = (SELECT mail FROM signature WHERE id = ?1) OR "
          "     h.mail IN (SELECT made_by FROM signature_before WHERE signature = ?1)) "
          "AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.state = 'review' "
          "                AND (s.mail = h.mail OR s.changed_by = h.mail))");
      rows.with(signature);
      while (rows.step()) mails.push_back(rows.integer(0));
    }
    for (const std::int64_t mail : mails)
      if (auto settled = settle_mail(mail, now); !settled) return settled;
    transaction.commit();
    return {};
  });
}

Result<void> Store::settle_mail(std::int64_t mail, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<void> {
    Transaction transaction(c);
    const int settled = c.query("UPDATE handled SET settled = ? WHERE mail = ? AND settled IS NULL")
                            .with(now, mail)
                            .run();
    if (settled == 0) {
      if (c.query("SELECT 1 FROM handled WHERE mail = ?").with(mail).step()) return {};
      return fail(Error::Kind::input, "there is no handled mail " + std::to_string(mail) +
                                          ": see `undersigned review list`");
    }
    note_settle(c, mail, now);
    transaction.commit();
    return {};
  });
}

}  // namespace undersigned::store
