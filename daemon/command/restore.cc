#include <filesystem>
#include <iostream>

#include <sys/stat.h>
#include <unistd.h>

#include "campaign/zone.h"
#include "command/command.h"
#include "command/file.h"
#include "command/load.h"
#include "command/report.h"
#include "command/store_key.h"
#include "command/words.h"
#include "store/store.h"

namespace undersigned::command {
namespace {

// The copy as it will be, under a name of its own until all is well; gone where it is not.
struct Draft {
  std::string file;
  ~Draft() {
    for (const char* beside : {"", ".key", ".lock", "-journal", "-wal", "-shm"})
      ::unlink((file + beside).c_str());
  }
};

Result<void> must_be_there(const std::string& file, const char* what) {
  if (access(file.c_str(), R_OK) == 0) return {};
  return fail(Error::Kind::input,
              std::string(what) +
                  " cannot be read: name the file that `undersigned backup` "
                  "made, with FILE.key beside it",
              file);
}

Result<void> copy_to(const std::string& from, const std::string& to) {
  if (auto copied = store::Store::restore(from, to); !copied) return copied;
  const auto key = read_file(from + ".key", Error::Kind::input);
  if (!key) return tl::unexpected(key.error());
  const auto mask = umask(0077);
  const auto written = write_file(to + ".key", *key);
  umask(mask);
  return written;
}

// Says in the copy that it is one, whoever made it, so that `run` knows. Checks it before.
Result<Instant> mark(const std::string& file, Instant now) {
  auto store = store::Store::open(file, false);
  if (!store) return tl::unexpected(store.error());
  if (auto whole = store->check_integrity(); !whole) return tl::unexpected(whole.error());
  auto made = store->fact(fact::copied);
  if (!made) return tl::unexpected(made.error());
  if (!made->value_or("").empty()) {
    auto at = campaign::read_rfc3339(**made);
    if (!at) return tl::unexpected(at.error());
    return *at;
  }
  if (auto set = store->set_fact(fact::copied, campaign::rfc3339(now)); !set)
    return tl::unexpected(set.error());
  return now;
}

Result<void> put(const std::string& from, const std::string& to) {
  std::error_code error;
  std::filesystem::rename(from, to, error);
  if (error) return fail(Error::Kind::failed, "cannot be put in its place: " + error.message(), to);
  return {};
}

}  // namespace

Outcome restore(const Options& options, const std::string& file) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  for (const char* beside : {"", "-wal", ".key"}) {
    if (access((config->store + beside).c_str(), F_OK) != 0) continue;
    return fail(Error::Kind::failed,
                "there are records of this campaign; nothing was changed. Stop the daemon, and "
                "move them away (this file, and those whose names begin with " +
                    config->store + ")",
                config->store + beside);
  }
  if (auto there = must_be_there(file, "the backup"); !there) return tl::unexpected(there.error());
  if (auto there = must_be_there(file + ".key", "its key"); !there)
    return tl::unexpected(there.error());

  const Draft draft{config->store + ".restored-" + std::to_string(getpid())};
  if (auto copied = copy_to(file, draft.file); !copied) return tl::unexpected(copied.error());
  if (auto key = store_key(draft.file); !key) return tl::unexpected(key.error());
  const auto made = mark(draft.file, options.clock.now());
  if (!made) return tl::unexpected(made.error());
  // The key first: a store without its key would get a new one.
  if (auto done = put(draft.file + ".key", config->store + ".key"); !done)
    return tl::unexpected(done.error());
  if (auto done = put(draft.file, config->store); !done) return tl::unexpected(done.error());
  std::cout << "The campaign's records are those of " << when(*config, *made)
            << ".\n`undersigned run` reads what came since from the mailbox and its folders, and "
               "tells the organizers\nwhat to look at. A release that may have gone out since is "
               "held back.\n";
  return 0;
}

}  // namespace undersigned::command
