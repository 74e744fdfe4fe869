#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "instant.h"
#include "result.h"

namespace undersigned::store {

// Octets to bind or to read as a BLOB. Bound without a copy: must outlive the query.
struct Octets {
  const std::string& value;
};

// One use of a prepared statement; afterwards the statement is as new, so that no read transaction
// stays open.
class Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  template <typename... Values>
  Query& with(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }
  bool step() { return statement_.executeStep(); }
  int run() { return statement_.exec(); }  // rows changed

  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  bool flag(int column) const { return integer(column) != 0; }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  bool null(int column) const { return statement_.getColumn(column).isNull(); }
  Instant time(int column) const { return Instant(std::chrono::milliseconds(integer(column))); }
  std::optional<std::string> maybe_text(int column) const;

 private:
  void bind(int index, const std::string& value) { statement_.bind(index, value); }
  void bind(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
  void bind(int index, const char* value) { statement_.bind(index, value); }
  void bind(int index, std::nullopt_t) { statement_.bind(index); }
  void bind(int index, Instant value) {
    statement_.bind(index, static_cast<std::int64_t>(value.time_since_epoch().count()));
  }
  void bind(int index, const Octets& octets) {
    statement_.bindNoCopy(index, octets.value.data(), static_cast<int>(octets.value.size()));
  }
  template <typename Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
  void bind(int index, Integer value) {
    statement_.bind(index, static_cast<std::int64_t>(value));
  }
  template <typename Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value) {
      bind(index, *value);
    } else {
      statement_.bind(index);
    }
  }

  SQLite::Statement& statement_;
};

// One SQLite connection with its prepared statements. Throws SQLite::Exception; see guarded().
class Connection {
 public:
  // The file must be there. Sets what every connection needs: WAL, FULL, foreign keys, waiting.
  explicit Connection(const std::string& path);

  // `sql` must live as long as the program: a literal. It is prepared once.
  Query query(std::string_view sql);
  SQLite::Database& database() { return database_; }
  const std::string& path() const { return path_; }
  bool in_transaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }
  std::int64_t last_id() const { return database_.getLastInsertRowid(); }

 private:
  std::string path_;
  SQLite::Database database_;
  std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> statements_;
};

// All or nothing: what is not committed is rolled back. Takes the write lock at its beginning, so
// that nothing that was read in it can have changed when it writes. One within another is a part of
// it: the outer one makes it true, or nothing of it.
class Transaction {
 public:
  explicit Transaction(Connection& connection) {
    if (!connection.in_transaction()) {
      transaction_.emplace(connection.database(), SQLite::TransactionBehavior::IMMEDIATE);
    }
  }
  void commit() {
    if (transaction_) transaction_->commit();
  }

 private:
  std::optional<SQLite::Transaction> transaction_;
};

// While one lives, a commit is written and the disk is not waited for: a later commit that waits
// makes it durable. Not within a transaction.
class WithoutWaiting {
 public:
  explicit WithoutWaiting(Connection& connection) : connection_(connection) {
    connection_.database().exec("PRAGMA synchronous = NORMAL");
  }
  WithoutWaiting(const WithoutWaiting&) = delete;
  WithoutWaiting& operator=(const WithoutWaiting&) = delete;
  ~WithoutWaiting() { connection_.database().tryExec("PRAGMA synchronous = FULL"); }

 private:
  Connection& connection_;
};

// What an exception of SQLite means for a person. Kind::busy is what may pass by itself or by
// making room: another process writes, the disk is full or fails; Kind::failed is what does not.
Error explained(const SQLite::Exception& exception, const std::string& path);
Error explained(const std::exception& exception, const std::string& path);

// What a call that returns T gives at the boundary: Result<T>; a Result as it is.
template <typename T>
struct AtBoundary {
  using Type = Result<T>;
};
template <typename T>
struct AtBoundary<Result<T>> {
  using Type = Result<T>;
};

// Runs `work` and turns what it throws into an Error: no exception leaves the store.
template <typename Work>
auto guarded(Connection& connection, Work&& work) -> typename AtBoundary<decltype(work())>::Type {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected<Error>(explained(exception, connection.path()));
  } catch (const std::exception& exception) {
    return tl::unexpected<Error>(explained(exception, connection.path()));
  }
}

}  // namespace undersigned::store
