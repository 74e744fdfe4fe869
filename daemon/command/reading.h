#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "command/load.h"
#include "reply/phrases.h"
#include "reply/read.h"
#include "result.h"

namespace undersigned::command {

// What replies are read by. The members point at each other, so it stays where it was made.
struct Reading {
  reply::Phrases phrases;
  reply::Context context;  // languages, organizers, the texts that the campaign sent

  Reading() = default;
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
};

// For the commands that read mails; it takes longer than all else that is loaded. Without a
// campaign: by the phrases alone. Errors: Kind::config with file and line.
Result<std::unique_ptr<const Reading>> load_reading(const Campaign* campaign);

Result<reply::Phrases> load_phrases(const std::vector<std::filesystem::path>& places);

}  // namespace undersigned::command
