// A consistent copy while others write.

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>

#include <SQLiteCpp/Backup.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/state.h"

namespace undersigned::store {
namespace {

Error failed(const std::string& what, const std::string& file) {
  const int error = errno;
  return {error == ENOSPC || error == EDQUOT ? Error::Kind::busy : Error::Kind::failed,
          what + " (" + std::strerror(error) + "): choose another place, or make room", file, 0};
}

Result<void> make_private(const std::string& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return tl::unexpected<Error>(failed("the backup cannot be made", file));
  ::fchmod(fd, 0600);
  ::close(fd);
  return {};
}

Result<void> flush(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!flushed) return tl::unexpected<Error>(failed("the backup cannot be written", path));
  return {};
}

// One step for all pages: a reader's view of one moment, which writers do not wait for.
void copy(SQLite::Database& from, const std::string& file,
          const std::map<std::string, std::string>& facts) {
  SQLite::Database copy(file, SQLite::OPEN_READWRITE);
  {
    SQLite::Backup backup(copy, from);
    backup.executeStep(-1);
  }
  // One file, without a log beside it: easy to carry away.
  copy.exec("PRAGMA journal_mode = DELETE");
  for (const auto& [name, value] : facts) {
    SQLite::Statement set(copy, "INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)");
    set.bind(1, name);
    set.bind(2, value);
    set.exec();
  }
}

// Removes what is left of a backup that was not completed.
struct Unfinished {
  std::string file;
  bool done = false;
  ~Unfinished() {
    if (done) return;
    for (const char* beside : {"", "-journal", "-wal", "-shm"}) ::unlink((file + beside).c_str());
  }
};

// Makes a file under another name, and gives it its own when all of it is on the disk.
Result<void> copy_whole(const std::string& file,
                        const std::function<Result<void>(const std::string& part)>& write) {
  Unfinished part{file + ".part-" + std::to_string(::getpid())};
  if (Result<void> made = make_private(part.file); !made) return made;
  if (Result<void> copied = write(part.file); !copied) {
    copied.error().file = file;
    return copied;
  }
  if (Result<void> flushed = flush(part.file); !flushed) return flushed;
  if (::rename(part.file.c_str(), file.c_str()) != 0) {
    return tl::unexpected<Error>(failed("the copy cannot take its name", file));
  }
  part.done = true;
  std::error_code error;
  const std::filesystem::path directory = std::filesystem::absolute(file, error).parent_path();
  return flush(directory.string());
}

}  // namespace

Result<void> Store::backup(const std::string& file,
                           const std::map<std::string, std::string>& facts) {
  Connection& c = state_->connection;
  std::error_code error;
  if (std::filesystem::equivalent(file, c.path(), error)) {
    return fail(Error::Kind::usage, "this is the store itself: name another file", file);
  }
  return copy_whole(file, [&](const std::string& part) {
    return guarded(c, [&] { copy(c.database(), part, facts); });
  });
}

Result<void> Store::restore(const std::string& from, const std::string& to) {
  return copy_whole(to, [&](const std::string& part) -> Result<void> {
    try {
      SQLite::Database source(from, SQLite::OPEN_READONLY);
      copy(source, part, {});
      return {};
    } catch (const SQLite::Exception& exception) {
      return tl::unexpected<Error>(explained(exception, from));
    }
  });
}

}  // namespace undersigned::store
