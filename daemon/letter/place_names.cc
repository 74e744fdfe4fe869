#include "letter/place_names.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace undersigned::letter {
namespace {

// Postal code, name, and how it is abbreviated otherwise (parted by spaces).
struct State {
  std::string_view code, name, short_forms, country;
};

constexpr State states[] = {
    {"AL", "Alabama", "ala", "US"},
    {"AK", "Alaska", "", "US"},
    {"AZ", "Arizona", "ariz", "US"},
    {"AR", "Arkansas", "ark", "US"},
    {"CA", "California", "calif cal", "US"},
    {"CO", "Colorado", "colo", "US"},
    {"CT", "Connecticut", "conn", "US"},
    {"DE", "Delaware", "del", "US"},
    {"DC", "District of Columbia", "", "US"},
    {"FL", "Florida", "fla", "US"},
    {"GA", "Georgia", "", "US"},
    {"HI", "Hawaii", "", "US"},
    {"ID", "Idaho", "", "US"},
    {"IL", "Illinois", "ill", "US"},
    {"IN", "Indiana", "ind", "US"},
    {"IA", "Iowa", "", "US"},
    {"KS", "Kansas", "kan kans", "US"},
    {"KY", "Kentucky", "ken", "US"},
    {"LA", "Louisiana", "", "US"},
    {"ME", "Maine", "", "US"},
    {"MD", "Maryland", "", "US"},
    {"MA", "Massachusetts", "mass", "US"},
    {"MI", "Michigan", "mich", "US"},
    {"MN", "Minnesota", "minn", "US"},
    {"MS", "Mississippi", "miss", "US"},
    {"MO", "Missouri", "", "US"},
    {"MT", "Montana", "mont", "US"},
    {"NE", "Nebraska", "neb nebr", "US"},
    {"NV", "Nevada", "nev", "US"},
    {"NH", "New Hampshire", "", "US"},
    {"NJ", "New Jersey", "", "US"},
    {"NM", "New Mexico", "", "US"},
    {"NY", "New York", "", "US"},
    {"NC", "North Carolina", "", "US"},
    {"ND", "North Dakota", "", "US"},
    {"OH", "Ohio", "", "US"},
    {"OK", "Oklahoma", "okla", "US"},
    {"OR", "Oregon", "ore oreg", "US"},
    {"PA", "Pennsylvania", "penn penna", "US"},
    {"PR", "Puerto Rico", "", "US"},
    {"RI", "Rhode Island", "", "US"},
    {"SC", "South Carolina", "", "US"},
    {"SD", "South Dakota", "", "US"},
    {"TN", "Tennessee", "tenn", "US"},
    {"TX", "Texas", "tex", "US"},
    {"UT", "Utah", "", "US"},
    {"VT", "Vermont", "", "US"},
    {"VA", "Virginia", "", "US"},
    {"WA", "Washington", "wash", "US"},
    {"WV", "West Virginia", "", "US"},
    {"WI", "Wisconsin", "wis wisc", "US"},
    {"WY", "Wyoming", "wyo", "US"},
    {"AB", "Alberta", "alta", "CA"},
    {"BC", "British Columbia", "", "CA"},
    {"MB", "Manitoba", "man", "CA"},
    {"NB", "New Brunswick", "", "CA"},
    {"NL", "Newfoundland and Labrador", "nfld", "CA"},
    {"NS", "Nova Scotia", "", "CA"},
    {"ON", "Ontario", "ont", "CA"},
    {"PE", "Prince Edward Island", "pei", "CA"},
    {"QC", "Quebec", "que", "CA"},
    {"SK", "Saskatchewan", "sask", "CA"},
};

// What people call countries beside the names that ICU knows.
constexpr std::pair<std::string_view, const char*> other_names[] = {
    {"usa", "US"},
    {"us", "US"},
    {"united states of america", "US"},
    {"america", "US"},
    {"eeuu", "US"},
    {"ee uu", "US"},
    {"estados unidos", "US"},
    {"etats unis", "US"},
    {"uk", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"great britain", "GB"},
    {"holland", "NL"},
    {"turkey", "TR"},
    {"burma", "MM"},
    {"ivory coast", "CI"},
    {"republic of korea", "KR"},
    {"hong kong", "HK"},
    {"macau", "MO"},
};

// Small letters without accents and dots, single spaces: "D.C." and "dc", "México" and "mexico".
std::string folded(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* parted = icu::Normalizer2::getNFKDInstance(status);
  auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  if (U_SUCCESS(status)) text = parted->normalize(text, status);
  text.foldCase();
  icu::UnicodeString out;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK || c == '.' || c == '\'' || c == 0x2019) continue;
    if (u_isalnum(c) ||
        u_getIntPropertyValue(c, UCHAR_GENERAL_CATEGORY) == U_COMBINING_SPACING_MARK)
      out.append(c);
    else if (!out.isEmpty() && out[out.length() - 1] != ' ')
      out.append(UChar(' '));
  }
  out.trim();
  std::string folded;
  return out.toUTF8String(folded);
}

const std::map<std::string, const State*, std::less<>>& states_by_name() {
  static const auto all = [] {
    std::map<std::string, const State*, std::less<>> names;
    for (const auto& state : states) {
      names.emplace(folded(state.name), &state);
      std::string_view rest = state.short_forms;
      while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        names.emplace(std::string(rest.substr(0, end)), &state);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    names.emplace("newfoundland", names.at("newfoundland and labrador"));
    return names;
  }();
  return all;
}

// Country code by folded name, in the languages that signers of such campaigns write.
const std::map<std::string, std::string, std::less<>>& countries_by_name() {
  static const auto all = [] {
    std::map<std::string, std::string, std::less<>> names;
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      const icu::Locale country("", *code);
      for (const char* language : {"en", "es", "fr", "pt", "de", "it", "zh", "ar", "ru"}) {
        icu::UnicodeString name;
        std::string utf8;
        country.getDisplayCountry(icu::Locale(language), name).toUTF8String(utf8);
        names.emplace(folded(utf8), *code);
      }
    }
    for (const auto& [name, code] : other_names) names.insert_or_assign(std::string(name), code);
    return names;
  }();
  return all;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '.')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.remove_suffix(1);
  return text;
}

// Without the postal code behind it: "CA 94612", "CA 94612-1234".
std::string_view without_postal_code(std::string_view part) {
  const auto space = part.rfind(' ');
  const bool digits = part.find_first_not_of("0123456789-", space + 1) == std::string_view::npos &&
                      part.size() - space > 3;
  return space != std::string_view::npos && digits ? trimmed(part.substr(0, space)) : part;
}

std::optional<std::string> state_named(std::string_view words) {
  const auto code = trimmed(words);
  for (const auto& state : states)
    if (code == state.code) return std::string(state.name);
  const auto name = folded(words);
  // "D.C.", "N.Y.": a code with dots.
  if (name.size() == 2 && words.find('.') != std::string_view::npos)
    for (const auto& state : states)
      if (name[0] == (state.code[0] | 32) && name[1] == (state.code[1] | 32))
        return std::string(state.name);
  const auto known = states_by_name().find(name);
  if (known == states_by_name().end()) return std::nullopt;
  return std::string(known->second->name);
}

std::optional<std::string> country_code(std::string_view words) {
  const auto known = countries_by_name().find(folded(words));
  if (known == countries_by_name().end()) return std::nullopt;
  return known->second;
}

// "Hong Kong" rather than "Hong Kong SAR China", but no "UK" or "EE. UU.".
std::string country_name(const std::string& code, std::string_view language) {
  const icu::Locale words(language == "tl" ? "fil" : std::string(language).c_str());
  UDisplayContext brief[] = {UDISPCTX_LENGTH_SHORT};
  const std::unique_ptr<icu::LocaleDisplayNames> names(
      icu::LocaleDisplayNames::createInstance(words, brief, 1));
  icu::UnicodeString name;
  if (names) names->regionDisplayName(code.c_str(), name);
  if (name.length() < 4 || name.indexOf(UChar('.')) >= 0)
    icu::Locale("", code.c_str()).getDisplayCountry(words, name);
  std::string utf8;
  return name.toUTF8String(utf8);
}

// The longest end of `part` that `named` knows, where at least a word stands before it:
// "Portland ME", "Salt Lake City Utah".
template <typename Named>
std::optional<std::string> at_end(std::string_view part, std::string_view& before, Named named) {
  for (auto space = part.find(' '); space != std::string_view::npos;
       space = part.find(' ', space + 1))
    if (auto found = named(part.substr(space + 1))) {
      before = trimmed(part.substr(0, space));
      return found;
    }
  return std::nullopt;
}

std::optional<std::string> state_in(std::string_view part) {
  part = without_postal_code(trimmed(part));
  if (auto state = state_named(part)) return state;
  std::string_view before;
  return at_end(part, before, state_named);
}

}  // namespace

std::string state_or_country(std::string_view place, std::string_view language) {
  place = trimmed(place);
  const auto comma = place.rfind(',');
  const auto last = trimmed(place.substr(comma + 1));
  if (auto state = state_in(last)) return *state;
  // "Tijuana México": the country stands behind the rest; "ME USA": the state says more.
  std::string_view before = comma == std::string_view::npos ? "" : place.substr(0, comma);
  auto country = country_code(last);
  if (!country) country = at_end(last, before, country_code);
  if (!country) return std::string(last);
  if (*country == "US" || *country == "CA") {
    before = trimmed(before.substr(before.rfind(',') + 1));
    if (auto state = state_in(before)) return *state;
  }
  return country_name(*country, language);
}

}  // namespace undersigned::letter
