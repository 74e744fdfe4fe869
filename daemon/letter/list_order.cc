#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include "letter/family_name.h"
#include "letter/list.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::Signature;

bool same_word(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() &&
         std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
         });
}

std::string_view without_article(std::string_view name) {
  const auto space = name.find(' ');
  if (space == std::string_view::npos || !same_word(name.substr(0, space), "the")) return name;
  return name.substr(space + 1);
}

// Lower than any letter, so that no given name is compared with a family name (CLDR collation).
constexpr const char* between = "\uFFFE";

std::string sort_text(const Signature& signature) {
  const auto& signer = signature.signer;
  if (signer.as == As::organization)
    return std::string(without_article(signer.organization.value_or("")));
  const auto filed = filed_name(signer.name.value_or(""), signature.language);
  return filed.family + between + filed.rest;
}

}  // namespace

void sort_for_print(std::vector<Signature>& list, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale(std::string(language).c_str()), status));
  const auto key_of = [&](const Signature& signature) {
    const auto text = icu::UnicodeString::fromUTF8(sort_text(signature));
    if (!collator) return sort_text(signature);
    std::array<std::uint8_t, 512> bytes{};
    const int length = collator->getSortKey(text, bytes.data(), bytes.size());
    return std::string(bytes.begin(), bytes.begin() + std::min<int>(length, bytes.size()));
  };
  std::vector<std::pair<std::string, std::size_t>> keys;
  keys.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const char group = list[i].signer.as == As::organization ? '0' : '1';
    keys.emplace_back(group + key_of(list[i]), i);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<Signature> sorted;
  sorted.reserve(list.size());
  for (const auto& [key, i] : keys) sorted.push_back(std::move(list[i]));
  list = std::move(sorted);
}

}  // namespace undersigned::letter
