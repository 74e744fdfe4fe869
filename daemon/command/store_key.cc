#include "command/store_key.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

namespace undersigned::command {
namespace {

constexpr std::size_t key_octets = 32;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> trouble(const std::string& file, const char* what) {
  return fail(Error::Kind::failed, std::string(what) + ": " + std::strerror(errno), file);
}

Result<std::string> existing_key(const std::string& file) {
  const Descriptor key(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (key.get() < 0) return trouble(file, "the store's key cannot be read");
  std::string octets(key_octets + 1, '\0');
  const ssize_t got = read(key.get(), octets.data(), octets.size());
  if (got != static_cast<ssize_t>(key_octets)) {
    return fail(Error::Kind::failed,
                "the store's key is damaged; restore it from the backup that holds the store",
                file);
  }
  octets.resize(key_octets);
  return octets;
}

// Written whole under another name and then linked, so that no crash leaves a part of a key and of
// two processes that start at once both get the same one.
Result<std::string> new_key(const std::string& file) {
  std::string octets(key_octets, '\0');
  randombytes_buf(octets.data(), octets.size());
  const std::string draft = file + "." + std::to_string(getpid());
  {
    const Descriptor out(open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (out.get() < 0) return trouble(draft, "the store's key cannot be written");
    const bool written =
        write(out.get(), octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()) &&
        fsync(out.get()) == 0;
    if (!written) {
      unlink(draft.c_str());
      return trouble(draft, "the store's key cannot be written");
    }
  }
  const bool ours = link(draft.c_str(), file.c_str()) == 0;
  const int reason = errno;
  unlink(draft.c_str());
  if (ours) return octets;
  errno = reason;
  if (reason == EEXIST) return existing_key(file);
  return trouble(file, "the store's key cannot be written");
}

}  // namespace

Result<std::string> store_key(const std::string& store) {
  if (sodium_init() < 0) return fail(Error::Kind::failed, "libsodium cannot be started");
  const std::string file = store + ".key";
  if (access(file.c_str(), F_OK) == 0) return existing_key(file);
  return new_key(file);
}

}  // namespace undersigned::command
