#pragma once

#include <string>
#include <string_view>

namespace undersigned::letter {

// A person's name as a list by family names has it: the part under which it is found, then the
// rest.
struct FiledName {
  std::string family, rest;
};

// "Lopez Garcia" and "Maria" of "Maria Lopez Garcia". `language` (two letters, of what the person
// wrote) tells whose custom it is: two surnames in Spanish, the family name first in Hungarian, the
// prefix left out in Dutch. Titles before the name and suffixes behind it are no part of it.
FiledName filed_name(std::string_view name, std::string_view language);

}  // namespace undersigned::letter
