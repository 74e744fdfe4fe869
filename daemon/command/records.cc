#include "command/records.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

#include "command/store_key.h"

namespace undersigned::command {

namespace fs = std::filesystem;

void RemoveFolder::operator()(const fs::path* folder) const {
  const std::unique_ptr<const fs::path> owned(folder);
  std::error_code error;
  fs::remove_all(*owned, error);
}

Result<ScratchFolder> scratch_folder() {
  std::error_code error;
  std::string pattern = (fs::temp_directory_path(error) / "undersigned-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr)
    return fail(Error::Kind::failed,
                "no temporary folder can be made; see that $TMPDIR or /tmp exists and has room");
  return ScratchFolder(new fs::path(pattern));
}

Result<Records> look_at_records(const campaign::Config& config) {
  struct stat there {};
  if (::stat(config.store.c_str(), &there) == 0) return open_records(config);
  if (errno != ENOENT) {
    return fail(Error::Kind::failed,
                "the store cannot be looked at (" + std::string(std::strerror(errno)) +
                    "): run this as the user who runs undersigned",
                config.store);
  }
  // Where nothing ran yet, a folder that is missing is a mistake, too.
  if (auto place = check_store_folder(config); !place) return tl::unexpected(place.error());
  auto scratch = scratch_folder();
  if (!scratch) return tl::unexpected(scratch.error());
  auto store = store::Store::open((**scratch / "none.db").string(), false);
  if (!store) return tl::unexpected(store.error());
  return Records{std::move(*scratch), std::move(*store)};
}

Result<Records> open_records(const campaign::Config& config) {
  auto store = store::Store::open(config.store, false);
  if (!store) return tl::unexpected(store.error());
  return Records{nullptr, std::move(*store)};
}

Result<Office> open_office(const Options& options) {
  auto campaign = load_campaign(options.config);
  if (!campaign) return tl::unexpected(campaign.error());
  auto records = open_records((*campaign)->config);
  if (!records) return tl::unexpected(records.error());
  auto key = store_key((*campaign)->config.store);
  if (!key) return tl::unexpected(key.error());
  return Office{std::move(*campaign), std::move(*records), std::move(*key)};
}

}  // namespace undersigned::command
