#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

// Makes the file, if there is none, readable for its owner alone; SQLite gives the files beside it
// the same permissions. A file that is there is not opened here: closing it would drop the locks
// that SQLite holds on it for this process.
Result<void> make_file(const std::string& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) == 0) return {};
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    ::fchmod(fd, 0600);
    ::close(fd);
    return {};
  }
  if (errno == EEXIST) return {};
  return fail(errno == ENOSPC || errno == EDQUOT ? Error::Kind::busy : Error::Kind::failed,
              "the store cannot be made (" + std::string(std::strerror(errno)) +
                  "): make its directory, give it to the user who runs undersigned",
              path);
}

// One store has one lock, whatever name it was opened by.
std::string real_name(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

// A schema is made or brought forward under the daemon's lock alone.
Result<void> bring_forward(Connection& connection, bool locked) {
  if (is_present(connection, present_schema())) return {};
  Lock lock;
  if (!locked) {
    Result<Lock> taken = Lock::take(connection.path());
    if (!taken) return tl::unexpected<Error>(taken.error());
    lock = std::move(*taken);
  }
  return migrate(connection, present_schema());
}

}  // namespace

Result<Store> Store::open(const std::string& name, bool exclusive) {
  const std::string path = real_name(name);
  Lock lock;
  if (exclusive) {
    Result<Lock> taken = Lock::take(path);
    if (!taken) return tl::unexpected<Error>(taken.error());
    lock = std::move(*taken);
  }
  if (Result<void> made = make_file(path); !made) return tl::unexpected<Error>(made.error());
  try {
    Connection connection(path);
    if (Result<void> ready = bring_forward(connection, exclusive); !ready) {
      return tl::unexpected<Error>(ready.error());
    }
    return Store(std::make_unique<State>(State{std::move(lock), std::move(connection), {}}));
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected<Error>(explained(exception, path));
  } catch (const std::exception& exception) {
    return tl::unexpected<Error>(explained(exception, path));
  }
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

}  // namespace undersigned::store
