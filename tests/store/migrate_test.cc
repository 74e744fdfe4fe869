#include "store/migrate.h"

#include <fstream>
#include <iterator>

#include "stage.h"
#include "store/schema.h"

namespace undersigned::store {
using namespace stage;

namespace {

// Makes an empty file and gives a connection to it.
Connection fresh(const std::string& path) {
  std::ofstream(path).flush();
  return Connection(path);
}

std::string shape(Connection& connection) {
  std::string text;
  SQLite::Statement rows(connection.database(),
                         "SELECT type, name, coalesce(sql, '') FROM sqlite_master "
                         "ORDER BY type, name");
  while (rows.executeStep()) {
    for (int i = 0; i < 3; ++i) text += rows.getColumn(i).getString() + '\n';
  }
  return text;
}

int version(Connection& connection) {
  return connection.database().execAndGet("PRAGMA user_version").getInt();
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr std::string_view first_sql = "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);";
constexpr std::string_view third_sql =
    "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, place TEXT, age INTEGER);";
const Schema first{1, first_sql, {}};
const Schema third{3,
                   third_sql,
                   {{2, "ALTER TABLE person ADD COLUMN place TEXT; UPDATE person SET place = '?';"},
                    {3, "ALTER TABLE person ADD COLUMN age INTEGER;"}}};

}  // namespace

TEST_CASE("an older schema is brought forward step by step, with what is in it") {
  Directory directory;
  Connection connection = fresh(directory / "s.db");
  good(migrate(connection, first));
  CHECK(version(connection) == 1);
  connection.database().exec("INSERT INTO person (name) VALUES ('Maria')");
  CHECK_FALSE(is_present(connection, third));
  good(migrate(connection, third));
  CHECK(version(connection) == 3);
  CHECK(is_present(connection, third));
  CHECK(connection.database().execAndGet("SELECT name || place FROM person").getString() ==
        "Maria?");
  good(migrate(connection, third));  // nothing to do
}

TEST_CASE("a step that fails leaves the store as it was") {
  Directory directory;
  Connection connection = fresh(directory / "s.db");
  good(migrate(connection, first));
  Schema broken = third;
  broken.steps[1].sql = "ALTER TABLE nowhere ADD COLUMN age INTEGER;";
  CHECK_THROWS_AS(migrate(connection, broken), SQLite::Exception);
  CHECK(version(connection) == 1);
  CHECK_THROWS_AS(connection.database().execAndGet("SELECT place FROM person"), SQLite::Exception);
}

TEST_CASE("a store of a newer program is left alone, and so is a file that is none of ours") {
  Directory directory;
  {
    Connection connection = fresh(directory / "new.db");
    good(migrate(connection, Schema{999, first_sql, {}}));
    SQLite::Database other(directory / "other.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE songs (title TEXT)");
    std::ofstream(directory / "text.db") << std::string(5000, 'x');
  }
  const struct {
    const char* file;
    const char* said;
  } cases[] = {{"new.db", "newer undersigned"},
               {"other.db", "not a store of undersigned"},
               {"text.db", "no store of ours"}};
  for (const auto& c : cases) {
    const Result<Store> opened = Store::open(directory / c.file, true);
    CAPTURE(c.file);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == Error::Kind::failed);
    CHECK_THAT(opened.error().what, Catch::Contains(c.said));
  }
}

// tests/store/schema-N.sql is the schema of version N as it was released.
TEST_CASE("every schema that ever was is brought to the present one") {
  for (int old = 1; old <= present_schema().version; ++old) {
    CAPTURE(old);
    Directory directory;
    Connection from_new = fresh(directory / "new.db");
    good(migrate(from_new, present_schema()));
    Connection from_old = fresh(directory / "old.db");
    const std::string sql =
        file_text(std::string(TESTS_DIR) + "/store/schema-" + std::to_string(old) + ".sql");
    REQUIRE_FALSE(sql.empty());
    good(migrate(from_old, Schema{old, sql, {}}));
    good(migrate(from_old, present_schema()));
    CHECK(shape(from_old) == shape(from_new));
  }
}

TEST_CASE("what may never happen is refused by the file itself") {
  Directory directory;
  const std::string path = directory / "s.db";
  {
    Store store = open(path);
    sign(store, 1, signature("m@example.org", person("Maria Lopez")));
    good(store.enqueue({letter(LetterKind::call, "m@example.org", "1")}, noon));
    good(store.record({{1, LetterState::sent, {}, ""}}, noon));
  }
  Connection connection(path);
  for (const char* forbidden :
       {"DELETE FROM mail", "UPDATE mail SET fate = 'waiting'", "UPDATE mail SET fate = 'nonsense'",
        "DELETE FROM letter", "UPDATE letter SET state = 'queued'",
        "INSERT INTO handled (mail, at, meant) VALUES (1, 0, 'sign')",
        "INSERT INTO raw VALUES (99, x'00')",
        "INSERT INTO signature SELECT 2, kind, name, organization, title, place, listed, address, "
        "address_text, state, arrived, language, mail, why, changed, changed_by, signer_key "
        "FROM signature"}) {
    CAPTURE(forbidden);
    CHECK_THROWS_AS(connection.database().exec(forbidden), SQLite::Exception);
  }
}

TEST_CASE("a counter that is wrong, or a mail that lost its octets, is found") {
  Directory directory;
  const std::string path = directory / "s.db";
  Store store = open(path);
  sign(store, 1, signature("m@example.org", person("Maria Lopez")));
  good(store.enqueue({letter(LetterKind::call, "m@example.org", "1")}, noon));
  good(store.check_integrity());
  for (const char* damage :
       {"UPDATE mail_count SET n = n + 1 WHERE fate = 'sign'", "DELETE FROM signature_count",
        "UPDATE signature_quarter SET n = 0", "INSERT INTO letter_count VALUES ('failed', 1)",
        "DELETE FROM raw", "DELETE FROM handled"}) {
    CAPTURE(damage);
    good(store.backup(directory / "damaged.db"));
    {
      Connection connection(directory / "damaged.db");
      connection.database().exec(damage);
    }
    Store damaged = open(directory / "damaged.db");
    const Result<void> checked = damaged.check_integrity();
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == Error::Kind::failed);
  }
}

}  // namespace undersigned::store
