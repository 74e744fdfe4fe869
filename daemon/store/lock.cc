#include "store/lock.h"

#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace undersigned::store {
namespace {

// POSIX locks do not conflict within one process, and closing any descriptor of the file drops
// them all: the process itself must know what it holds. A child has its parent's memory and none
// of its locks, so each entry says whose it is.
using Held = std::set<std::pair<pid_t, std::string>>;
Held& held_here() {
  static Held locks;
  return locks;
}

Result<Lock> busy(const std::string& store, long pid) {
  const std::string who = pid > 0 ? " (process " + std::to_string(pid) + ")" : "";
  return fail(Error::Kind::busy,
              "another undersigned" + who + " runs this campaign: stop it, or try again later",
              store);
}

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<Lock> Lock::take(const std::string& store) {
  Lock taken;
  const std::string path = store + ".lock";
  if (held_here().count({getpid(), path}) != 0) return busy(store, getpid());
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) {
    return fail(Error::Kind::failed,
                "the lock file cannot be opened (" + std::string(std::strerror(errno)) +
                    "): run as the user who owns the store, and make room on its disk",
                path);
  }
  struct flock lock = whole_file();
  if (::fcntl(fd, F_SETLK, &lock) != 0) {
    const int error = errno;
    struct flock holder = whole_file();
    const bool known = ::fcntl(fd, F_GETLK, &holder) == 0 && holder.l_type != F_UNLCK;
    ::close(fd);
    if (error == EACCES || error == EAGAIN) return busy(store, known ? holder.l_pid : 0);
    return fail(Error::Kind::failed,
                "the file system gives no lock (" + std::string(std::strerror(error)) +
                    "): put the store on a local disk",
                path);
  }
  taken.fd_ = fd;
  taken.path_ = path;
  held_here().emplace(getpid(), path);
  return taken;
}

std::optional<long> Lock::holder(const std::string& store) {
  const int fd = ::open((store + ".lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return std::nullopt;
  struct flock lock = whole_file();
  const bool held = ::fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(fd);
  return held ? std::optional<long>(lock.l_pid) : std::nullopt;
}

Lock::Lock(Lock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  return *this;
}

Lock::~Lock() {
  if (fd_ < 0) return;
  held_here().erase({getpid(), path_});
  ::close(fd_);
}

}  // namespace undersigned::store
