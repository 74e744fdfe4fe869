// What keeps us from being used against somebody: how often we wrote where nobody vouches, by hour.

#include "store/asked.h"

#include "store/signature_rows.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

constexpr std::string_view everybody, nobody = "?";

std::int64_t hour(Instant at) {
  return std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count();
}

std::string domain_of(const mail::Address& address) { return "@" + std::string(address.domain()); }

int written(Connection& c, std::string_view who, std::int64_t since) {
  Query row = c.query("SELECT coalesce(sum(n), 0) FROM asked WHERE who = ? AND hour >= ?");
  row.with(who, since).step();
  return static_cast<int>(row.integer(0));
}

void note(Connection& c, std::string_view who, int letters, Instant now) {
  c.query(
       "INSERT INTO asked (who, hour, n) VALUES (?, ?, ?) "
       "ON CONFLICT DO UPDATE SET n = n + excluded.n")
      .with(who, hour(now), letters)
      .run();
}

std::string reminded(std::int64_t mail) { return "asked again about " + std::to_string(mail); }

}  // namespace

campaign::Asked asked(Connection& c, const mail::Address& address, Instant now) {
  const std::string mailbox = address.mailbox_key();
  return {.mailbox_today = written(c, mailbox, hour(now) - 23),
          .mailbox_ever = written(c, mailbox, 0),
          .domain_this_hour = written(c, domain_of(address), hour(now)),
          .all_this_hour = written(c, everybody, hour(now))};
}

void note_asked(Connection& c, const mail::Address& address, int letters, Instant now) {
  note(c, address.mailbox_key(), letters, now);
  note(c, domain_of(address), letters, now);
  note(c, everybody, letters, now);
}

void note_silenced(Connection& c, Instant now) { note(c, nobody, 1, now); }

void forget_asked(Connection& c, const mail::Address& address) {
  c.query("DELETE FROM asked WHERE who = ?").with(address.mailbox_key()).run();
}

Result<std::int64_t> Store::silenced(Instant since) {
  Connection& c = state_->connection;
  return guarded(c, [&] { return static_cast<std::int64_t>(written(c, nobody, hour(since))); });
}

Result<std::vector<campaign::Signature>> Store::to_ask_again(Instant before) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows =
        c.query("SELECT " SIGNATURE_COLUMNS
                " FROM signature WHERE state = 'pending' AND arrived < ? AND mail NOT NULL "
                "AND NOT EXISTS (SELECT 1 FROM fact "
                "                WHERE name = 'asked again about ' || signature.mail) "
                "ORDER BY mail, id");
    return read_signatures(rows.with(before));
  });
}

Result<bool> Store::ask_again(std::int64_t mail, const std::vector<letter::Ready>& letters,
                              Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    const int set = c.query("INSERT INTO fact (name, value) VALUES (?, '') ON CONFLICT DO NOTHING")
                        .with(reminded(mail))
                        .run();
    if (set == 0) return false;
    put_letters(c, letters, now);
    for (const letter::Ready& letter : letters) note_asked(c, letter.to, 1, now);
    transaction.commit();
    return true;
  });
}

}  // namespace undersigned::store
