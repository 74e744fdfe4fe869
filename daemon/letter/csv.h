#pragma once

#include <span>
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

std::string column_name(std::string_view cell);  // of the first line, as it is compared

// A column that is none of `known`, but spelled nearly like one that is not there: it was meant,
// and would be passed over. Kind::input with file and line.
Result<void> check_columns(const CsvRow& head, std::span<const std::string_view> known,
                           const std::string& file);

}  // namespace undersigned::letter
