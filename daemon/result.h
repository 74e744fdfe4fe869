#pragma once

#include <string>

#include <tl/expected.hpp>

namespace undersigned {

// What went wrong, in words for the person who must mend it. `kind` decides the exit status.
struct Error {
  enum class Kind {
    failed,       // exit 1: not done, nothing lost
    usage,        // exit 2: the command was called wrongly
    input,        // exit 65: a file that was handed in is wrong
    unreachable,  // exit 69: a server cannot be reached for now
    refused,      // exit 69: a server will not have us until a person mends something
    busy,         // exit 75: another instance holds the lock; try again later
    config,       // exit 78: configuration, template, phrase file or press list is wrong
  };
  Kind kind = Kind::failed;
  std::string what;  // one sentence that says what to do
  std::string file;  // where, if it is in a file
  int line = 0;      // 1-based; 0 where unknown

  // "FILE:LINE: what", as it goes to standard error.
  std::string text() const {
    if (file.empty()) return what;
    return file + (line > 0 ? ":" + std::to_string(line) : "") + ": " + what;
  }
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error::Kind kind, std::string what, std::string file = {},
                                  int line = 0) {
  return tl::unexpected<Error>(Error{kind, std::move(what), std::move(file), line});
}

}  // namespace undersigned
