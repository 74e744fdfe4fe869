#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/address.h"
#include "result.h"

namespace undersigned::command {

// One line of the list that the call goes to.
struct Invited {
  mail::NamedAddress to;
  std::string language;  // "": the campaign's first
};

// Reads LIST.csv: a first line that names the columns, of which `address` is needed and `name` and
// `language` are used; others are passed over. An address that stands in it twice is invited once.
// Errors: Kind::input with file and line; then nobody is invited.
Result<std::vector<Invited>> read_call_list(std::string_view csv, const std::string& file);

}  // namespace undersigned::command
