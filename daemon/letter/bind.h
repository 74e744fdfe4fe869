#pragma once

#include <kainjow/mustache.hpp>

#include "letter/slots.h"
#include "letter/template.h"
#include "letter/template_names.h"

namespace undersigned::letter {

struct CountWords {
  const std::map<std::string, std::string>* patterns;
  std::string language;
  // "312 individuals"; the bare number where the letter has no pattern (and does not use it).
  std::string worded(std::string_view form, std::int64_t number) const;
  // "62 organizations and 312 individuals", without those of which there are none.
  std::string enumerated(
      const std::vector<std::pair<std::string_view, std::int64_t>>& counts) const;
};
// Values as mustache data: text becomes a slot, Markdown stands as it is, an empty optional text
// closes its section. Kind::failed where a name of the letter has no value, or one of another kind.
// `counts` are the letter's plural patterns. The texts of `personal` names, and all in lists of
// such a name, get a mark each instead (see marks.h), but where they are empty.
Result<kainjow::mustache::data> bind(const std::vector<Name>& names, const Values& values,
                                     const CountWords& counts, Slots& slots,
                                     const PersonalNames& personal = {});

}  // namespace undersigned::letter
