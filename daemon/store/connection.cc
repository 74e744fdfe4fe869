#include "store/connection.h"

#include <sqlite3.h>
#include <sys/statvfs.h>

namespace undersigned::store {
namespace {

constexpr int wait_for_others_ms = 10'000;

// One thread uses a connection, so it needs no mutex; SQLite's own statistics of memory, which cost
// a mutex at each allocation, interest nobody. Has effect before SQLite is first used.
int open_flags() {
  static const int ignored = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(ignored);
  return SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX;
}

Error full(const std::string& said, const std::string& path) {
  return {Error::Kind::busy,
          "the disk is full: make room, then it goes on; what was stored before is kept" + said,
          path, 0};
}

// SQLite calls it an I/O error where the room for its shared memory is missing.
bool no_room(const std::string& path) {
  struct statvfs disk {};
  return ::statvfs(path.c_str(), &disk) == 0 && disk.f_bavail == 0;
}

}  // namespace

Query::~Query() {
  statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const SQLite::Exception&) {
    // A statement that cannot be cleared keeps values that the next use binds anew.
  }
}

std::optional<std::string> Query::maybe_text(int column) const {
  if (null(column)) return std::nullopt;
  return text(column);
}

Connection::Connection(const std::string& path)
    : path_(path), database_(path, open_flags(), wait_for_others_ms) {
  database_.exec("PRAGMA journal_mode = WAL");
  database_.exec("PRAGMA synchronous = FULL");
  database_.exec("PRAGMA foreign_keys = ON");
  // What is deleted is overwritten, too: erase() promises it.
  database_.exec("PRAGMA secure_delete = ON");
  database_.exec("PRAGMA temp_store = MEMORY");
  // Measured at 1,000,000 signatures: indexes in hash order touch a page for each mail; kept in
  // memory, and written back in longer intervals, they cost a fifth.
  database_.exec("PRAGMA cache_size = -49152");
  database_.exec("PRAGMA wal_autocheckpoint = 8000");
  database_.exec("PRAGMA journal_size_limit = 67108864");
}

Query Connection::query(std::string_view sql) {
  std::unique_ptr<SQLite::Statement>& statement = statements_[sql];
  if (!statement) statement = std::make_unique<SQLite::Statement>(database_, std::string(sql));
  return Query(*statement);
}

Error explained(const SQLite::Exception& exception, const std::string& path) {
  const std::string said = " (SQLite: " + std::string(exception.what()) + ")";
  switch (exception.getErrorCode() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Error::Kind::busy, "another process writes to the store: try again" + said, path, 0};
    case SQLITE_FULL:
      return full(said, path);
    case SQLITE_IOERR:
      if (no_room(path)) return full(said, path);
      return {
          Error::Kind::busy,
          "the disk fails: look at it (room, quota, health); what was stored before is kept" + said,
          path, 0};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Error::Kind::failed,
              "the store cannot be written: run as the user who owns it, on a disk that is not "
              "read-only" +
                  said,
              path, 0};
    case SQLITE_CANTOPEN:
      return {Error::Kind::failed,
              "the store cannot be opened: look at its directory and permissions" + said, path, 0};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {
          Error::Kind::failed,
          "the store is damaged or is no store of ours: keep the file and restore a backup" + said,
          path, 0};
    default:
      return {Error::Kind::failed, "the store refused, and nothing was changed" + said, path, 0};
  }
}

Error explained(const std::exception& exception, const std::string& path) {
  return {
      Error::Kind::failed,
      "the store could not do it, and nothing was changed (" + std::string(exception.what()) + ")",
      path, 0};
}

}  // namespace undersigned::store
