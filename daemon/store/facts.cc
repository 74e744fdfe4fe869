// Small named values of the timetable.

#include "store/state.h"

namespace undersigned::store {
namespace {

bool set_first(Connection& c, const std::string& name, const std::string& value) {
  return c.query("INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
             .with(name, value)
             .run() != 0;
}

}  // namespace

Result<std::optional<std::string>> Store::fact(const std::string& name) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<std::string> {
    Query row = c.query("SELECT value FROM fact WHERE name = ?");
    if (!row.with(name).step()) return std::nullopt;
    return row.text(0);
  });
}

Result<void> Store::set_fact(const std::string& name, const std::string& value) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    c.query(
         "INSERT INTO fact (name, value) VALUES (?, ?) "
         "ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .with(name, value)
        .run();
  });
}

Result<bool> Store::once(const std::string& fact, const std::string& value,
                         const std::vector<letter::Ready>& letters, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    if (!set_first(c, fact, value)) return false;
    put_letters(c, letters, now);
    transaction.commit();
    return true;
  });
}

}  // namespace undersigned::store
