#pragma once

#include <string>
#include <string_view>

namespace undersigned::campaign {

// What to write instead of a line that is no TOML, for people who know none; `parser`: what the
// parser says of it, where nothing better is known.
std::string toml_advice(std::string_view toml, int line, std::string_view parser);

}  // namespace undersigned::campaign
