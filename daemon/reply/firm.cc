#include "reply/firm.h"

#include <algorithm>
#include <array>
#include <string>

namespace undersigned::reply {

namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& known) {
  return std::find(known.begin(), known.end(), word) != known.end();
}

}  // namespace

bool firm_form(std::string_view text, const Word& word) {
  static constexpr std::array<std::string_view, 9> forms = {"inc",  "llc",  "llp", "ltd", "pllc",
                                                            "corp", "gmbh", "plc", "co"};
  if (text.substr(word.end, 1) == "-") return false;  // "co-founder"
  return one_of(word.folded, forms);
}

bool firm_letters(const std::vector<Word>& all, std::uint32_t begin, std::uint32_t end) {
  static constexpr std::array<std::string_view, 6> forms = {"pc", "ac", "sa", "llc", "ev", "ong"};
  std::string joined;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (all[i].folded.size() != 1) return false;
    joined += all[i].folded;
  }
  return one_of(joined, forms);
}

bool name_suffix(const Word& word) {
  static constexpr std::array<std::string_view, 5> known = {"jr", "sr", "ii", "iii", "iv"};
  return one_of(word.folded, known);
}

}  // namespace undersigned::reply
