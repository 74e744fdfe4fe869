#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::reply {

// What stands between a word and the one before it.
enum class Gap : std::uint8_t { space, comma, clause, line, sentence };

// One word of a text: bytes [begin, end) of it, and how it is compared. Scripts that write without
// spaces (Han, Kana, Hangul, Thai, …) give one word per character.
struct Word {
  std::string folded;  // NFKC case folded; apostrophes gone ("don't" is "dont"); accents kept
  std::uint32_t begin = 0, end = 0;
  Gap gap = Gap::space;    // before this word
  bool quoted = false;     // stands between quotation marks
  bool question = false;   // a question mark follows before the next sentence begins
  bool capital = false;    // begins with a capital, or its script has no case
  bool shouted = false;    // all letters are capitals, two or more
  bool number = false;     // has a digit
  bool alphabetic = true;  // has a letter
};

// Folds one word: "Agréguenme" is "agréguenme", Arabic loses its vowel signs, "Ｉ" is "i".
std::string fold(std::string_view utf8);
// The same without accents ("agreguenme"), as people type on phones. Takes what fold gives.
std::string without_accents(std::string_view folded);

// Cuts a text into words, in order; linear. Reads at most 64 KB.
std::vector<Word> words(std::string_view utf8);

}  // namespace undersigned::reply
