#pragma once

#include <string_view>

namespace undersigned::store {

// schema.sql, as it was when the program was built.
extern const std::string_view schema;

}  // namespace undersigned::store
