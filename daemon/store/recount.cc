// What a recount reads, and what proves the file sound.

#include "store/mail_rows.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

// Each gives a row for what is wrong: the counters against the rows that they count, and the
// invariants of schema.sql that no key can hold.
constexpr std::string_view mail_counters =
    "SELECT 'mail_count', day, fate FROM ("
    "SELECT day, fate, n FROM mail_count WHERE n <> 0 UNION ALL "
    "SELECT arrived / 86400000, fate, -count(*) FROM mail GROUP BY 1, 2 UNION ALL "
    "SELECT arrived / 86400000, 'received', -count(*) FROM mail GROUP BY 1) "
    "GROUP BY day, fate HAVING sum(n) <> 0";
constexpr std::string_view signature_counters =
    "SELECT 'signature_count', kind, state FROM ("
    "SELECT kind, listed, state, n FROM signature_count WHERE n <> 0 UNION ALL "
    "SELECT kind, listed, state, -count(*) FROM signature GROUP BY 1, 2, 3) "
    "GROUP BY kind, listed, state HAVING sum(n) <> 0";
constexpr std::string_view quarter_counters =
    "SELECT 'signature_quarter', quarter, kind FROM ("
    "SELECT quarter, kind, n FROM signature_quarter WHERE n <> 0 UNION ALL "
    "SELECT arrived / 900000, kind, -count(*) FROM signature WHERE state = 'counted' "
    "GROUP BY 1, 2) GROUP BY quarter, kind HAVING sum(n) <> 0";
constexpr std::string_view letter_counters =
    "SELECT 'letter_count', state, '' FROM (SELECT state, n FROM letter_count UNION ALL "
    "SELECT state, -count(*) FROM letter GROUP BY 1) GROUP BY state HAVING sum(n) <> 0";
constexpr std::string_view mails_without_raw =
    "SELECT 'mail without its octets', id, '' FROM mail WHERE id NOT IN (SELECT mail FROM raw)";
constexpr std::string_view fates_without_decision =
    "SELECT 'mail whose fate was not decided', id, fate FROM mail "
    "WHERE (fate = 'waiting') = (id IN (SELECT mail FROM handled))";

std::optional<std::string> first_of(Connection& c, std::initializer_list<std::string_view> checks) {
  for (const std::string_view check : checks) {
    Query row = c.query(check);
    if (row.step()) return row.text(0) + " " + row.text(1) + " " + row.text(2);
  }
  return std::nullopt;
}

std::optional<std::string> wrong_counter(Connection& c) {
  return first_of(c, {mail_counters, signature_counters, quarter_counters, letter_counters});
}

std::optional<std::string> first_fault(Connection& c) {
  {
    Query row = c.query("PRAGMA integrity_check(1)");
    if (row.step() && row.text(0) != "ok") return row.text(0);
  }
  {
    Query row = c.query("PRAGMA foreign_key_check");
    if (row.step()) return "a row of " + row.text(0) + " refers to nothing";
  }
  if (const auto wrong = wrong_counter(c)) return wrong;
  return first_of(c, {mails_without_raw, fates_without_decision});
}

Result<void> sound(Connection& c, const std::optional<std::string>& fault) {
  if (!fault) return {};
  return fail(Error::Kind::failed,
              "the store is damaged (" + *fault + "): keep the file and restore a backup",
              c.path());
}

Fate::Box box_of(const std::string& fate) {
  if (fate == "duplicate") return Fate::Box::duplicate;
  if (fate == "late") return Fate::Box::late;
  return fate == "quarantined" ? Fate::Box::quarantined : Fate::Box::kind;
}

}  // namespace

Result<void> Store::check_integrity() {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<void> {
    SQLite::Transaction one_moment(c.database());
    return sound(c, first_fault(c));
  });
}

Result<void> Store::check_counters() {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<void> {
    SQLite::Transaction one_moment(c.database());
    return sound(c, wrong_counter(c));
  });
}

Result<std::vector<Mail>> Store::mails_in_order(std::int64_t after, int limit) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query("SELECT " MAIL_COLUMNS " FROM " MAIL_TABLES
                         " JOIN handled h ON h.mail = m.id WHERE h.sequence > "
                         "coalesce((SELECT sequence FROM handled WHERE mail = ?), 0) "
                         "ORDER BY h.sequence LIMIT ?");
    std::vector<Mail> mails;
    rows.with(after, limit);
    while (rows.step()) mails.push_back(read_mail(rows));
    return mails;
  });
}

Result<std::optional<Fate>> Store::fate(std::int64_t mail) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<Fate> {
    Query row = c.query(
        "SELECT m.fate, h.meant, h.folder, h.reply, h.why, h.needs_person FROM handled h "
        "JOIN mail m ON m.id = h.mail WHERE h.mail = ?");
    if (!row.with(mail).step()) return std::nullopt;
    return Fate{.box = box_of(row.text(0)),
                .kind = reply::kind_of(row.text(1)).value_or(reply::Kind::question),
                .folder = row.text(2),
                .reply = row.text(3),
                .why = row.text(4),
                .needs_person = row.flag(5)};
  });
}

}  // namespace undersigned::store
