// What is known of an address when a mail of it is decided upon.

#include "store/asked.h"
#include "store/signature_rows.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

constexpr std::chrono::hours a_day{24};

void count_answers(Connection& c, std::int64_t address, Instant now, Known& known) {
  Query row = c.query(
      "SELECT count(*) FILTER (WHERE queued > ?1), count(*) FROM letter "
      "WHERE address = ?2 AND answers = 1");
  row.with(now - a_day, address).step();
  known.answers_today = static_cast<int>(row.integer(0));
  known.answers_ever = static_cast<int>(row.integer(1));
}

}  // namespace

std::int64_t address_row(Connection& c, const mail::Address& address) {
  const std::string key = address.key();
  {
    Query row = c.query("SELECT id FROM address WHERE key = ?");
    if (row.with(key).step()) return row.integer(0);
  }
  c.query("INSERT INTO address (key) VALUES (?)").with(key).run();
  return c.last_id();
}

Result<Known> Store::known(const mail::Address& address, Instant now,
                           const std::string& tombstone) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Known known;
    if (!tombstone.empty()) {
      known.erased = c.query("SELECT 1 FROM tombstone WHERE hash = ?").with(tombstone).step();
    }
    known.asked = asked(c, address, now);
    std::int64_t id = 0;
    {
      Query row = c.query("SELECT id, bounced, unsubscribed FROM address WHERE key = ?");
      if (!row.with(address.key()).step()) return known;
      id = row.integer(0);
      known.bounced = row.flag(1);
      known.unsubscribed = row.flag(2);
    }
    Query rows =
        c.query("SELECT " SIGNATURE_COLUMNS " FROM signature WHERE address = ? ORDER BY id");
    known.signatures = read_signatures(rows.with(id));
    count_answers(c, id, now, known);
    return known;
  });
}

Result<std::vector<campaign::Signature>> Store::by_organization(const std::string& organization) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query("SELECT " SIGNATURE_COLUMNS
                         " FROM signature WHERE kind = 'organization' AND signer_key = ? "
                         "ORDER BY id");
    return read_signatures(rows.with(campaign::organization_key(organization)));
  });
}

}  // namespace undersigned::store
