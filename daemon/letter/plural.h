#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result.h"

namespace undersigned::letter {

// `number` with its noun by an ICU plural pattern such as
// "{0, plural, one {# person} other {# people}}"; the bare number where ICU cannot read it.
std::string plural(const std::string& pattern, std::int64_t number, std::string_view language);
// Kind::config with file and line where ICU cannot read it.
Result<void> check_plural(const std::string& pattern, const std::string& file, int line);

}  // namespace undersigned::letter
