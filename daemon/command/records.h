#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "campaign/config.h"
#include "command/command.h"
#include "command/load.h"
#include "store/store.h"

namespace undersigned::command {

// Removes a folder and all that is in it at the end.
struct RemoveFolder {
  void operator()(const std::filesystem::path* folder) const;
};

using ScratchFolder = std::unique_ptr<const std::filesystem::path, RemoveFolder>;
Result<ScratchFolder> scratch_folder();

// The campaign's records as a person's command sees them, beside a running daemon.
struct Records {
  ScratchFolder scratch;  // outlives the store
  store::Store store;
};

// For a command that only looks: where the campaign has never run, empty records that vanish, so
// that looking makes no file (which would belong to whoever looked).
Result<Records> look_at_records(const campaign::Config& config);
// For a command that changes something: the records are made where there are none.
Result<Records> open_records(const campaign::Config& config);

// A campaign with its words and records, for commands that write to signers.
struct Office {
  std::unique_ptr<const Campaign> campaign;
  Records records;
  std::string key;  // see store_key()
};
Result<Office> open_office(const Options& options);

}  // namespace undersigned::command
