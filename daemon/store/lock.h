#pragma once

#include <optional>
#include <string>

#include "result.h"

namespace undersigned::store {

// The daemon's lock: one process for each store. A POSIX record lock on "STORE.lock": the kernel
// drops it when the process dies, however it dies, no child inherits it, and it names its holder.
// The file itself stays: removing it would let two processes lock two files of one name.
class Lock {
 public:
  // Kind::busy where another process, or another Lock of this one, holds it; never waits.
  static Result<Lock> take(const std::string& store);
  // The process that holds it; nothing where none does. Only looks, and not from within a process
  // that holds one itself.
  static std::optional<long> holder(const std::string& store);
  Lock() = default;  // holds nothing
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  ~Lock();

 private:
  int fd_ = -1;
  std::string path_;
};

}  // namespace undersigned::store
