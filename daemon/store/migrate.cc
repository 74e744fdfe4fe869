#include "store/migrate.h"

#include "store/schema.h"

namespace undersigned::store {
namespace {

// "USig" in PRAGMA application_id: tells our files from other SQLite files.
constexpr int our_files = 0x55536967;

int pragma(Connection& connection, const char* name) {
  return connection.database().execAndGet(std::string("PRAGMA ") + name).getInt();
}

bool empty(Connection& connection) {
  return connection.database().execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
}

void run(Connection& connection, std::string_view sql) {
  connection.database().exec(std::string(sql));
}

void set_version(Connection& connection, int version) {
  connection.database().exec("PRAGMA user_version = " + std::to_string(version));
  connection.database().exec("PRAGMA application_id = " + std::to_string(our_files));
}

Result<void> forward(Connection& connection, const Schema& schema) {
  const int version = pragma(connection, "user_version");
  if (version == 0 && empty(connection)) {
    run(connection, schema.sql);
    set_version(connection, schema.version);
    return {};
  }
  if (pragma(connection, "application_id") != our_files || version < 1) {
    return fail(Error::Kind::failed,
                "this file is not a store of undersigned: name another one in [store]",
                connection.path());
  }
  if (version > schema.version) {
    return fail(Error::Kind::failed,
                "a newer undersigned wrote this store (schema " + std::to_string(version) +
                    ", this program knows " + std::to_string(schema.version) +
                    "): install that version",
                connection.path());
  }
  for (const Step& step : schema.steps) {
    if (step.to <= version) continue;
    run(connection, step.sql);
    set_version(connection, step.to);
  }
  return {};
}

// As schema.sql spells it, letter for letter: SQLite keeps the text.
constexpr std::string_view to_2 = R"(
CREATE TABLE asked (
  who  TEXT NOT NULL,
  hour INTEGER NOT NULL,                   -- hours since 1970-01-01T00:00:00Z
  n    INTEGER NOT NULL,
  PRIMARY KEY (who, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX signature_pending ON signature (mail, id) WHERE state = 'pending';
)";

}  // namespace

const Schema& present_schema() {
  static const Schema present{2, schema, {{2, to_2}}};
  return present;
}

bool is_present(Connection& connection, const Schema& schema) {
  return pragma(connection, "application_id") == our_files &&
         pragma(connection, "user_version") == schema.version;
}

Result<void> migrate(Connection& connection, const Schema& schema) {
  if (is_present(connection, schema)) return {};
  Transaction transaction(connection);
  Result<void> done = forward(connection, schema);
  if (done) transaction.commit();
  return done;
}

}  // namespace undersigned::store
