#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result.h"

namespace undersigned::letter {

struct CsvRow {
  std::vector<std::string> cells;
  int line = 0;  // where the row begins, 1-based
};

// Reads RFC 4180, with or without BOM, with any line ends; "," or ";" or tab parts the cells,
// whichever the first line has most of. Empty lines are passed over. Kind::input with file and line
// for a quoted cell that never ends or goes on behind its quote.
Result<std::vector<CsvRow>> read_csv(std::string_view text, const std::string& file);

}  // namespace undersigned::letter
