#pragma once

#include <string>
#include <string_view>

namespace undersigned::letter {

// The state or country that a place names, under one name however it was written: "California" of
// "Oakland, CA", "Oakland, Calif." and "oakland, california, USA"; "Mexico" of "Tijuana, México".
// States are those of the United States and the provinces of Canada, whose signers write them in
// many ways; countries are named in `language`. Where neither is named, the place's last part as it
// stands; "" where there is none.
std::string state_or_country(std::string_view place, std::string_view language);

}  // namespace undersigned::letter
