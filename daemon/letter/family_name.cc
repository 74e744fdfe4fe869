#include "letter/family_name.h"

#include <algorithm>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include "letter/name_customs.h"

namespace undersigned::letter {
namespace {

struct Word {
  std::string text, folded;
};
using Words = std::vector<Word>;

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string folded(const icu::UnicodeString& word) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* parts = icu::Normalizer2::getNFDInstance(status);
  const icu::UnicodeString in = U_SUCCESS(status) ? parts->normalize(word, status) : word;
  icu::UnicodeString out;
  for (int i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
    const UChar32 c = in.char32At(i);
    if (c == '.' || c == ',' || u_charType(c) == U_NON_SPACING_MARK) continue;
    out.append(c == 0x2019                ? UChar32('\'')
               : c == 0x111 || c == 0x110 ? UChar32('d')
                                          : u_tolower(c));
  }
  std::string utf8;
  return out.toUTF8String(utf8);
}

// What stands behind a comma or in parentheses is no part of the name.
Words words_of(std::string_view name) {
  const auto text = unicode(name);
  Words words;
  icu::UnicodeString word;
  const auto end_word = [&] {
    if (word.isEmpty()) return;
    words.emplace_back();
    word.toUTF8String(words.back().text);
    words.back().folded = folded(word);
    word.remove();
  };
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!words.empty() && (c == ',' || c == '(' || c == 0xFF08)) break;
    if (u_isUWhiteSpace(c))
      end_word();
    else
      word.append(c);
  }
  end_word();
  return words;
}

bool written_as_degree(const Word& word) {
  const auto capitals = std::count_if(word.text.begin(), word.text.end(),
                                      [](char c) { return c >= 'A' && c <= 'Z'; });
  return name_degree(word.folded) && capitals > 1;
}

void strip(Words& words, std::string_view language) {
  while (words.size() > 2 &&
         (name_suffix(words.back().folded, language) || written_as_degree(words.back())))
    words.pop_back();
  const std::size_t least = words.size() == 2 ? 1 : 2;  // "Mrs. Smith"
  while (words.size() > least && name_title(words.front().folded)) words.erase(words.begin());
}

// Of scripts whose names are filed as they are written: Chinese, Japanese and Korean ones begin
// with the family name, Ethiopian ones have none.
bool as_written(const Word& word) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(unicode(word.text).char32At(0), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HANGUL:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_ETHIOPIC:
      return true;
    default:
      return false;
  }
}

// "DUPONT Jean": who writes a word in capitals says that it is the family name. Two letters are
// initials.
bool in_capitals(const Word& word) {
  const auto text = unicode(word.text);
  int letters = 0;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!u_isalpha(c)) continue;
    if (!u_isupper(c)) return false;
    ++letters;
  }
  return letters > 2;
}

std::size_t leading_capitals(const Words& words) {
  std::size_t count = 0;
  while (count < words.size() && in_capitals(words[count])) ++count;
  return count == words.size() ? 0 : count;
}

bool first_is_family(const Words& words, std::string_view language) {
  const auto& first = words.front();
  const auto& last = words.back();
  if (unmistakable_family(first.text)) return !unmistakable_family(last.text);
  if (!family_comes_first(language)) return false;
  return known_family(first.folded, language) || !known_family(last.folded, language);
}

bool joins(const Word& word) { return word.text == "y" || word.text == "e" || word.text == "i"; }

// Where the surname begins that ends before `end`: with the prefixes of its last word, and with
// what "y" joins to it. The first word is a given name.
std::size_t surname_begin(const Words& words, std::size_t end) {
  std::size_t begin = end - 1;
  while (begin > 1) {
    if (name_prefix(words[begin - 1].folded))
      --begin;
    else if (begin > 2 && joins(words[begin - 1]))
      begin -= 2;
    else
      break;
  }
  return begin;
}

bool initial(const Word& word) { return unicode(word.folded).countChar32() == 1; }

// Whether what stands in [begin, end) before a surname is a surname, too.
bool first_of_two(const Words& words, std::size_t begin, std::size_t end,
                  std::string_view language) {
  if (begin == 0 || initial(words[end - 1])) return false;
  if (has_two_surnames(language)) return !spanish_given(words[end - 1].folded);
  return spanish_surname(words[end - 1].folded) && spanish_surname(words.back().folded);
}

// Past the prefixes under which the name is not filed.
std::size_t filed_from(const Words& words, std::size_t begin, std::string_view language) {
  // "La Rosa" in Spanish is filed under the article, "de la Rosa" is not.
  const bool article = language == "es" && words[begin].folded[0] == 'l';
  while (!article && begin + 1 < words.size() && unfiled_prefix(words[begin].folded, language))
    ++begin;
  return begin;
}

// "Rashid" of "al-Rashid", and the same in Arabic.
std::string without_article(const Word& word) {
  constexpr std::string_view arabic = "ال";
  if (word.text.starts_with(arabic) && word.text.size() > arabic.size() + 4)
    return word.text.substr(arabic.size());
  for (const std::string_view article : {"al-", "el-", "ul-", "ar-", "as-", "ad-"})
    if (word.folded.starts_with(article) && word.text.size() > article.size())
      return word.text.substr(article.size());
  return word.text;
}

std::string joined(const Words& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (auto i = begin; i < end; ++i) text += (i == begin ? "" : " ") + words[i].text;
  return text;
}

}  // namespace

FiledName filed_name(std::string_view name, std::string_view language) {
  auto words = words_of(name);
  strip(words, language);
  if (words.size() < 2 || as_written(words.front())) return {joined(words, 0, words.size()), {}};
  const auto capitals = leading_capitals(words);
  if (capitals > 0 || first_is_family(words, language)) {
    const auto end = std::max<std::size_t>(capitals, 1);
    return {joined(words, 0, end), joined(words, end, words.size())};
  }
  auto begin = surname_begin(words, words.size());
  if (begin > 1) {
    const auto before = surname_begin(words, begin);
    if (first_of_two(words, before, begin, language)) begin = before;
  }
  const auto from = filed_from(words, begin, language);
  words[from].text = without_article(words[from]);
  return {joined(words, from, words.size()), joined(words, 0, from)};
}

}  // namespace undersigned::letter
