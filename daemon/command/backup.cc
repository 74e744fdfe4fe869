#include <iostream>

#include <sys/stat.h>
#include <unistd.h>

#include "campaign/zone.h"
#include "command/command.h"
#include "command/file.h"
#include "command/load.h"
#include "command/records.h"
#include "command/report.h"
#include "command/store_key.h"

namespace undersigned::command {

Outcome backup(const Options& options, const std::string& file) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  if (access(config->store.c_str(), F_OK) != 0)
    return fail(Error::Kind::failed,
                "the campaign has no records yet, so there is nothing to back up", config->store);
  for (const auto& target : {file, file + ".key"}) {
    if (access(target.c_str(), F_OK) == 0)
      return fail(Error::Kind::usage,
                  "this file is there already; name another, so that no backup is lost", target);
  }
  auto records = open_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto key = store_key(config->store);
  if (!key) return tl::unexpected(key.error());
  const auto now = campaign::rfc3339(options.clock.now());
  const auto made = records->store.backup(file, {{fact::copied, now}});
  if (!made) return tl::unexpected(made.error());
  const auto before = umask(0077);
  const auto written = write_file(file + ".key", *key);
  umask(before);
  if (!written) return tl::unexpected(written.error());
  std::cout << "Backed up to " << file << ", and its key to " << file
            << ".key. Keep both private; `undersigned restore " << file << "` puts them back.\n";
  return 0;
}

}  // namespace undersigned::command
