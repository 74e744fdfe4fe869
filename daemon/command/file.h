#pragma once

#include <string>
#include <string_view>

#include "result.h"

namespace undersigned::command {

// A whole file of at most `limit` octets. Errors: `kind`, with the reason.
Result<std::string> read_file(const std::string& file, Error::Kind kind,
                              std::size_t limit = 64u << 20);

// Writes a whole file, or nothing: beside it first, then renamed into place. Errors: Kind::failed.
Result<void> write_file(const std::string& file, std::string_view content);

}  // namespace undersigned::command
