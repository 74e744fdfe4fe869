// What persons did, in the order of the mails, so that a recount can do it again. The JSON is made
// by SQLite from the rows themselves.

#include "store/deeds.h"

#include "store/state.h"

namespace undersigned::store {
namespace {

#define INTO_DEED "INSERT INTO deed (sequence, at, what, json, signature) "
#define LAST_HANDLED "(SELECT coalesce(max(sequence), 0) FROM handled)"
#define SIGNER_JSON(row)                                                                   \
  "json_object('as', " row ".kind, 'name', " row ".name, 'organization', " row             \
  ".organization, 'title', " row ".title, 'place', " row ".place, 'listed', json(iif(" row \
  ".listed, 'true', 'false')))"

std::string json_list(const std::vector<std::int64_t>& ids) {
  std::string list = "[";
  for (const std::int64_t id : ids) list += (list.size() > 1 ? "," : "") + std::to_string(id);
  return list + "]";
}

}  // namespace

void note_add(Connection& c, std::int64_t signature, Instant now) {
  c.query(INTO_DEED "SELECT " LAST_HANDLED
                    ", ?, 'add', json_object('id', s.id, 'address', s.address_text, 'state', "
                    "s.state, 'arrived', s.arrived, 'language', s.language, "
                    "'signer', " SIGNER_JSON("s") "), s.id FROM signature s WHERE s.id = ?")
      .with(now, signature)
      .run();
}

void note_change(Connection& c, std::int64_t signature, Instant now) {
  c.query(INTO_DEED
          "SELECT " LAST_HANDLED
          ", ?1, 'change', json_object('id', s.id, 'address', s.address_text, "
          "'before', json_object('state', b.state, 'signer', " SIGNER_JSON("b") "), "
          "'after', json_object('state', s.state, 'signer', " SIGNER_JSON("s") ")), s.id "
          "FROM signature s JOIN signature_before b ON b.rowid = "
          "(SELECT max(rowid) FROM signature_before WHERE signature = ?2) WHERE s.id = ?2")
      .with(now, signature)
      .run();
}

void note_settle(Connection& c, std::int64_t mail, Instant now) {
  c.query(INTO_DEED "SELECT " LAST_HANDLED ", ?, 'settle', json_object('mail', ?), NULL")
      .with(now, mail)
      .run();
}

void note_resend(Connection& c, const std::vector<std::int64_t>& letters, Instant now) {
  c.query(INTO_DEED "SELECT " LAST_HANDLED ", ?, 'resend', json_object('letters', json(?)), NULL")
      .with(now, json_list(letters))
      .run();
}

void note_erase(Connection& c, const std::string& tombstone,
                const std::vector<std::int64_t>& signatures, const std::vector<std::int64_t>& mails,
                Instant now) {
  c.query(INTO_DEED "SELECT " LAST_HANDLED
                    ", ?, 'erase', json_object('tombstone', ?, 'signatures', json(?), 'mails', "
                    "json(?)), NULL")
      .with(now, tombstone, json_list(signatures), json_list(mails))
      .run();
}

void blank_deeds(Connection& c, std::int64_t signature) {
  c.query(
       "UPDATE deed SET json = json_object('id', signature, 'erased', json('true')) "
       "WHERE signature = ?")
      .with(signature)
      .run();
}

Result<std::vector<Store::Deed>> Store::deeds() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query(
        "SELECT coalesce(h.mail, 0), d.what, d.json, d.at FROM deed d "
        "LEFT JOIN handled h ON h.sequence = d.sequence ORDER BY d.id");
    std::vector<Deed> deeds;
    while (rows.step()) {
      deeds.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.time(3)});
    }
    return deeds;
  });
}

}  // namespace undersigned::store
