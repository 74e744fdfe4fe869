#include "reply/names.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "reply/lines.h"

namespace undersigned::reply {

namespace {

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
}

std::string narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool has_hit(const Lexicon& lexicon, List list, const std::vector<Word>& all, std::size_t i) {
  return lexicon.is(list, all, i, i + 1);
}

// "KIDANE" is "Kidane", "MACALLISTER" stays unguessed: "Macallister". Parts of hyphenated and
// apostrophized words each get a capital.
std::string capitalized(std::string_view raw) {
  icu::UnicodeString text = wide(raw).toLower(icu::Locale::getRoot());
  bool start = true;
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    out.append(start ? u_totitle(c) : c);
    start = c == '-' || c == '.' || ((c == '\'' || c == 0x2019) && i <= 2);
  }
  return narrow(out);
}

// Acronyms keep their capitals: no vowel, dots between letters, or two to three letters.
bool acronym(std::string_view raw, bool person) {
  if (raw.find('.') != std::string_view::npos) return true;
  const bool vowel = raw.find_first_of("AEIOUYaeiouy") != std::string_view::npos;
  if (person) return raw.size() <= 3 && !vowel;
  return raw.size() <= 4 && !vowel;
}

}  // namespace

std::string without_parentheses(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

namespace {

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text))
    if (c != ' ' && c != '\t')
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  while (!out.empty() && (out.back() == ' ' || out.back() == ',' || out.back() == ';'))
    out.pop_back();
  return out;
}

// Ends of a name that are degrees: "Ph.D.", "Esq.", "LCSW".
std::string without_postnominals(std::string text, const Lexicon& lexicon) {
  while (true) {
    const std::vector<Word> all = words(text);
    std::size_t cut = all.size();
    for (std::size_t back = 1; back <= 3 && back < all.size(); ++back)
      if (lexicon.is(List::postnominals, all, all.size() - back, all.size()))
        cut = all.size() - back;
    if (cut == all.size() || cut == 0) return text;
    text = squeezed(text.substr(0, all[cut - 1].end));
  }
}

// "Family, Given": what stands behind the comma comes first, unless it is a degree.
std::string given_first(const std::string& text, const Lexicon& lexicon) {
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos || text.find(',', comma + 1) != std::string::npos) return text;
  const std::string family = squeezed(text.substr(0, comma));
  const std::string given = squeezed(text.substr(comma + 1));
  if (family.empty() || given.empty()) return family + given;
  const std::vector<Word> behind = words(given);
  if (lexicon.is(List::postnominals, behind, 0, behind.size())) return family;
  static constexpr std::string_view suffixes[] = {"jr", "sr", "ii", "iii", "iv"};
  if (behind.size() == 1 &&
      std::find(std::begin(suffixes), std::end(suffixes), behind[0].folded) != std::end(suffixes))
    return text;
  return given + " " + family;
}

}  // namespace

std::string usual_case(std::string_view written, const Lexicon& lexicon, bool person) {
  const std::vector<Word> all = words(written);
  const auto small = std::count_if(
      all.begin(), all.end(), [](const Word& word) { return !word.capital && word.alphabetic; });
  const auto shouted =
      std::count_if(all.begin(), all.end(), [](const Word& word) { return word.shouted; });
  if (!person && all.size() == 1 && all[0].shouted && written.size() <= 6)
    return std::string(written);  // "CAWAC"
  const bool all_small = small == static_cast<std::ptrdiff_t>(all.size()) && !all.empty();
  // "UNITE HERE Local 12" is written so on purpose.
  const bool mixed = !person && std::any_of(all.begin(), all.end(), [](const Word& word) {
    return word.capital && !word.shouted && word.alphabetic && word.end - word.begin > 3;
  });
  const bool all_shouted =
      !mixed && shouted * 2 >= static_cast<std::ptrdiff_t>(all.size()) && shouted > 0;
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    out += written.substr(at, all[i].begin - at);
    const std::string_view raw = written.substr(all[i].begin, all[i].end - all[i].begin);
    const bool particle = i > 0 && has_hit(lexicon, List::particles, all, i);
    const bool dotted = all[i].end < written.size() && written[all[i].end] == '.' &&
                        raw.size() <= 2 && !person && raw != "MT" && raw != "ST" && raw != "FT";
    const bool change = (all_small && !particle) || (all[i].shouted && (person || all_shouted) &&
                                                     !dotted && !acronym(raw, person));
    if (particle && all[i].shouted && all_shouted)
      out += narrow(wide(raw).toLower(icu::Locale::getRoot()));
    else
      out += change ? capitalized(raw) : std::string(raw);
    at = all[i].end;
  }
  out += written.substr(at);
  return out;
}

std::string person_name(std::string_view written, const Lexicon& lexicon) {
  std::string text = squeezed(without_emphasis(written));
  while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.erase(0, 1);
  while (!text.empty() && (text.back() == '"' || text.back() == '\'')) text.pop_back();
  const std::string outside = squeezed(without_parentheses(text));
  if (!outside.empty()) text = outside;
  text = without_postnominals(text, lexicon);
  text = squeezed(given_first(text, lexicon));
  return usual_case(text, lexicon, true);
}

std::string place_case(std::string_view written, const Lexicon& lexicon) {
  const std::vector<Word> all = words(written);
  const auto short_word = [](const Word& word) { return word.end - word.begin <= 3; };
  // "NY" and "NYC" are codes, the "NEW" of "NEW York" is none.
  const auto code = [&](std::size_t i) {
    if (!short_word(all[i])) return false;
    const bool goes_on = i + 1 < all.size() && all[i + 1].gap == Gap::space &&
                         all[i + 1].alphabetic && !lexicon.is(List::places, all, i + 1, i + 2);
    return !all[i].shouted || !goes_on || lexicon.is(List::places, all, i, i + 1);
  };
  const bool shouted = std::all_of(all.begin(), all.end(), [&](const Word& word) {
    return word.shouted || short_word(word) || !word.alphabetic;
  });
  const bool small =
      std::none_of(all.begin(), all.end(), [](const Word& word) { return word.capital; });
  if (small) {
    std::string out = usual_case(written, lexicon, false);
    const Word& last = all.back();  // "edinburg tx"
    if (all.size() > 1 && last.end - last.begin == 2 &&
        lexicon.is(List::places, all, all.size() - 1, all.size()))
      for (std::size_t i = last.begin; i < last.end; ++i)
        out[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[i])));
    return out;
  }
  // "new york, NY"
  const std::size_t comma = written.find(',');
  if (comma != std::string_view::npos &&
      std::none_of(all.begin(), all.end(),
                   [&](const Word& word) { return word.end <= comma && word.capital; }))
    return usual_case(written.substr(0, comma), lexicon, false) +
           std::string(written.substr(comma));
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Word& word = all[i];
    out += written.substr(at, word.begin - at);
    const std::string_view raw = written.substr(word.begin, word.end - word.begin);
    const bool loud = shouted || (word.shouted && short_word(word));
    out += loud && !code(i) ? capitalized(raw) : std::string(raw);
    at = word.end;
  }
  return out + std::string(written.substr(at));
}

std::vector<std::string> name_keys(std::string_view name, const Lexicon& lexicon) {
  const std::vector<Word> all = words(name);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool caseless = static_cast<unsigned char>(all[i].folded.front()) >= 0xE1;
    if (all[i].folded.size() < 2 && !caseless) continue;
    if (!all[i].alphabetic) continue;
    if (has_hit(lexicon, List::honorifics, all, i) || has_hit(lexicon, List::particles, all, i) ||
        has_hit(lexicon, List::postnominals, all, i))
      continue;
    out.push_back(without_accents(all[i].folded));
  }
  return out;
}

bool initials_only(std::string_view name) {
  const std::vector<Word> all = words(name);
  return std::all_of(all.begin(), all.end(),
                     [](const Word& word) { return word.folded.size() < 2 || !word.alphabetic; });
}

bool look_alike(std::string_view name) {
  std::int32_t at = 0;
  const auto size = static_cast<std::int32_t>(name.size());
  std::set<UScriptCode> scripts;
  while (at < size) {
    UChar32 c;
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(name.data()), at, size, c);
    if (!u_isalpha(c)) continue;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &status);
    if (c >= 0x1D400 && c <= 0x1D7FF) return true;  // letters of formulas
    if (script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK ||
        script == USCRIPT_CHEROKEE || script == USCRIPT_ARMENIAN)
      scripts.insert(script);
    if (scripts.size() > 1) return true;
  }
  return false;
}

}  // namespace undersigned::reply
