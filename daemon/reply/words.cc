#include "reply/words.h"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace undersigned::reply {

namespace {

constexpr std::size_t read_at_most = 64 << 10;

bool apostrophe(UChar32 c) {
  return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 || c == 0x0060 ||
         c == 0x2032;
}

bool quotation(UChar32 c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x00AB || c == 0x00BB ||
         c == 0x300C || c == 0x300D || c == 0x2039 || c == 0x203A;
}

// Scripts whose words are not parted by spaces, and Hangul, whose words carry endings.
bool one_by_one(UChar32 c) {
  if (c < 0x0E00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

bool emoji(UChar32 c) {
  const bool asks = c == 0x2753 || c == 0x2754;
  return c >= 0x2600 && !asks && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

bool ascii_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool word_character(UChar32 c) {
  if (c < 0x80) return ascii_word_character(static_cast<char>(c));
  if (c == 0xFFFD) return true;
  return (U_MASK(u_charType(c)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

// Letters of Arabic that people write in one way or another.
UChar32 plain_arabic(UChar32 c) {
  switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671:
      return 0x0627;
    case 0x0649:
    case 0x06CC:
      return 0x064A;
    case 0x0629:
      return 0x0647;
    case 0x06A9:
      return 0x0643;
    default:
      return c;
  }
}

bool dropped(UChar32 c) {
  return apostrophe(c) || (c >= 0x064B && c <= 0x0652) || c == 0x0640 || c == 0x0670 ||
         (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0x00AD ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFE0F ||
         (c >= 0x1F3FB && c <= 0x1F3FF);
}

Gap gap_of(UChar32 c) {
  switch (c) {
    case ',':
    case 0x060C:
    case 0x3001:
    case 0xFF0C:
    case 0x1363:
      return Gap::comma;
    case ':':
    case ';':
    case '(':
    case ')':
    case '[':
    case ']':
    case '|':
    case 0x2013:
    case 0x2014:
    case 0xFF1A:
    case 0xFF1B:
    case 0xFF08:
    case 0xFF09:
    case 0x061B:
    case 0x1364:
    case 0x1365:
    case 0x1366:
      return Gap::clause;
    case '\n':
      return Gap::line;
    case '!':
    case '?':
    case 0x3002:
    case 0xFF01:
    case 0xFF1F:
    case 0x061F:
    case 0x06D4:
    case 0x0589:
    case 0x1362:
    case 0x0964:
    case 0x0965:
    case 0x2026:
      return Gap::sentence;
    default:
      return Gap::space;
  }
}

// The state of one walk over a text; every character moves it once.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::vector<Word> all() {
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(text_.size());
    words_.reserve(text_.size() / 5);
    while (at < size) {
      const std::int32_t start = at;
      const char next = text_[static_cast<std::size_t>(at)];
      if (ascii_word_character(next)) {  // as nearly all are
        if (!in_word_ && plain_word(at)) continue;
        open(start);
        ++at;
        continue;
      }
      if (next == ' ') {
        close(start);
        ++at;
        continue;
      }
      UChar32 c;
      U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text_.data()), at, size, c);
      step(c, start, at);
    }
    close(size);
    return std::move(words_);
  }

 private:
  // A word of ASCII alone with nothing behind it that could belong to it, as most are: in one look.
  // Moves `at` behind it; false, and nothing done, where it is another.
  bool plain_word(std::int32_t& at) {
    const auto begin = static_cast<std::size_t>(at);
    std::size_t end = begin;
    while (end < text_.size() && ascii_word_character(text_[end])) ++end;
    if (end < text_.size() && may_go_on(text_[end])) return false;
    Word& word = words_.emplace_back();
    word.begin = static_cast<std::uint32_t>(begin);
    word.end = static_cast<std::uint32_t>(end);
    word.gap = words_.size() == 1 ? Gap::sentence : gap_;
    word.quoted = quoted_ || single_;
    word.question = asks_;
    word.folded.assign(text_.substr(begin, end - begin));
    std::size_t upper = 0, lower = 0;
    for (char& c : word.folded) {
      if (c >= 'a') {
        ++lower;
      } else if (c >= 'A') {
        if (upper + lower == 0) word.capital = true;
        ++upper;
        c = static_cast<char>(c + 32);
      } else {
        word.number = true;
      }
    }
    word.alphabetic = upper + lower > 0;
    word.shouted = upper >= 2 && lower == 0;
    gap_ = Gap::space;
    at = static_cast<std::int32_t>(end);
    return true;
  }
  static bool may_go_on(char c) {
    return (c & 0x80) != 0 || c == '\'' || c == '`' || c == '&' || c == '+';
  }

  void step(UChar32 c, std::int32_t start, std::int32_t end) {
    if (one_by_one(c) || emoji(c)) {
      close(start);
      open(start);
      close(end);
    } else if (word_character(c)) {
      open(start);
    } else if (c == '+' && !in_word_ && digit_at(end)) {
      open(start);
    } else if (c == '&' && !in_word_) {
      open(start);
      close(end);
    } else if (dropped(c) && in_word_ && letter_at(end) && !(apostrophe(c) && elided(start))) {
      // "don't": one word
    } else {
      close(start);
      between(c, end);
    }
  }

  // The "l" of "l'appel", the "qu" of "qu'on": words of their own. Not the "O" of "O'Brien".
  bool elided(std::int32_t at) const {
    static constexpr std::array<std::string_view, 16> short_words = {
        "l",  "d",  "j",    "n",   "s",    "m",    "t",    "c",
        "qu", "un", "dell", "all", "nell", "sull", "dall", "quest"};
    const std::string word =
        fold(text_.substr(static_cast<std::size_t>(start_), static_cast<std::size_t>(at - start_)));
    return std::find(short_words.begin(), short_words.end(), word) != short_words.end();
  }

  bool digit_at(std::int32_t at) const {
    return at < static_cast<std::int32_t>(text_.size()) &&
           text_[static_cast<std::size_t>(at)] >= '0' && text_[static_cast<std::size_t>(at)] <= '9';
  }
  bool letter_at(std::int32_t at) const {
    if (at >= static_cast<std::int32_t>(text_.size())) return false;
    UChar32 c;
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text_.data()), at,
                    static_cast<std::int32_t>(text_.size()), c);
    return word_character(c) || (dropped(c) && !apostrophe(c));
  }

  void open(std::int32_t start) {
    if (in_word_) return;
    in_word_ = true;
    start_ = start;
  }

  void close(std::int32_t end) {
    if (!in_word_) return;
    in_word_ = false;
    Word word;
    word.begin = static_cast<std::uint32_t>(start_);
    word.end = static_cast<std::uint32_t>(end);
    const std::string_view raw = text_.substr(word.begin, word.end - word.begin);
    word.folded = fold(raw);
    if (word.folded.empty()) return;
    word.gap = words_.empty() ? Gap::sentence : gap_;
    word.quoted = quoted_ || single_;
    word.question = asks_;
    look(raw, word);
    words_.push_back(std::move(word));
    gap_ = Gap::space;
  }

  static void look(std::string_view raw, Word& word) {
    std::int32_t at = 0;
    int upper = 0, lower = 0, letters = 0;
    bool first = true;
    while (at < static_cast<std::int32_t>(raw.size())) {
      UChar32 c;
      U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(raw.data()), at,
                      static_cast<std::int32_t>(raw.size()), c);
      const bool ascii = c < 0x80;  // as nearly all are
      const bool up = ascii ? c >= 'A' && c <= 'Z' : u_isUUppercase(c) || u_istitle(c);
      const bool low = ascii ? c >= 'a' && c <= 'z' : u_isULowercase(c);
      if (ascii ? c >= '0' && c <= '9' : u_isdigit(c)) word.number = true;
      if (ascii ? !up && !low : !u_isalpha(c)) continue;
      ++letters;
      upper += up;
      lower += low;
      if (first) word.capital = up || (!up && !low);
      first = false;
    }
    word.alphabetic = letters > 0;
    word.shouted = upper >= 2 && lower == 0;
  }

  void between(UChar32 c, std::int32_t end) {
    if (quotation(c)) quoted_ = !quoted_;
    if (apostrophe(c)) single_ = !single_ && letter_at(end) && !behind_word(c, end);
    if (c == '\n' && gap_ == Gap::line) gap_ = Gap::sentence;  // an empty line
    Gap now = gap_of(c);
    if (question_mark(c)) {
      mark_question();
      now = Gap::sentence;
    }
    if (c == 0xBF) asks_ = true;  // "¿" opens what may never be closed
    if (c == '.' && full_stop(end)) now = Gap::sentence;
    if ((c == '-' || c == '/' || c == 0xB7 || c == 0x2022) && spaced(end)) now = Gap::clause;
    if (now == Gap::line && blank_line(end)) now = Gap::sentence;
    if (now == Gap::sentence) asks_ = false;
    if (c == '\n') single_ = false;
    if (c == '\n' && now == Gap::sentence) quoted_ = false;
    gap_ = std::max(gap_, now);
  }

  // Greek asks with ";", which NFC makes of its own mark.
  bool question_mark(UChar32 c) const {
    switch (c) {
      case '?':
      case 0x061F:
      case 0x055E:
      case 0x1367:
      case 0x203D:
      case 0x2047:
      case 0x2048:
      case 0x2049:
      case 0x2753:
      case 0x2754:
      case 0xFE56:
      case 0xFF1F:
        return true;
      case ';':
        return !words_.empty() && (words_.back().folded.starts_with('\xCE') ||
                                   words_.back().folded.starts_with('\xCF'));
      default:
        return false;
    }
  }

  // "d'ajouter" opens no quotation.
  bool behind_word(UChar32 c, std::int32_t end) const {
    return !words_.empty() && words_.back().end + static_cast<std::uint32_t>(U8_LENGTH(c)) ==
                                  static_cast<std::uint32_t>(end);
  }

  bool blank_line(std::int32_t at) const {
    for (auto i = static_cast<std::size_t>(at); i < text_.size(); ++i) {
      if (text_[i] == '\n') return true;
      if (text_[i] != ' ' && text_[i] != '\t' && text_[i] != '\r') return false;
    }
    return false;
  }

  // " - " and " -- " part clauses; the hyphen of "sign-on" does not.
  bool spaced(std::int32_t end) const {
    const auto at = static_cast<std::size_t>(end);
    return at >= text_.size() || text_[at] == ' ' || text_[at] == '-' || text_[at] == '\n';
  }

  // The dot of "Mt.", "J.R.T." and "e.V." ends no sentence.
  bool full_stop(std::int32_t end) const {
    const auto at = static_cast<std::size_t>(end);
    if (at < text_.size() && text_[at] != ' ' && text_[at] != '\n' && text_[at] != '\t' &&
        text_[at] != '.' && text_[at] != '"' && text_[at] != ')')
      return false;
    if (words_.empty()) return true;
    static constexpr std::array<std::string_view, 46> shortened = {
        "mt",  "st",  "dr",  "mr",   "mrs",  "ms",  "sr",   "sra", "fr",    "rev",  "prof", "hon",
        "ste", "inc", "ltd", "co",   "no",   "vs",  "jr",   "ph",  "ave",   "blvd", "dept", "univ",
        "nr",  "bzw", "lic", "ing",  "dra",  "ft",  "ret",  "gen", "calif", "assn", "wm",   "ma",
        "hna", "hno", "arq", "mtra", "mtro", "geo", "chas", "jos", "thos",  "msgr"};
    const std::string& last = words_.back().folded;
    if (last.size() == 1 && words_.back().end + 1 == at && !words_.back().number) return false;
    const bool known = std::find(shortened.begin(), shortened.end(), last) != shortened.end();
    return !(known && at < text_.size() && text_[at] == ' ');
  }

  void mark_question() {
    if (!words_.empty() && words_.back().question) return;
    for (auto word = words_.rbegin(); word != words_.rend(); ++word) {
      word->question = true;
      if (word->gap == Gap::sentence) break;
    }
  }

  std::string_view text_;
  std::vector<Word> words_;
  bool in_word_ = false, quoted_ = false, single_ = false, asks_ = false;
  std::int32_t start_ = 0;
  Gap gap_ = Gap::sentence;
};

}  // namespace

std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return (c & 0x80) == 0; })) {
    for (const char c : utf8)
      if (!apostrophe(c)) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* normal = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto from = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int>(utf8.size())});
  const icu::UnicodeString to = U_SUCCESS(status) ? normal->normalize(from, status) : from;
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < to.length(); i = to.moveIndex32(i, 1)) {
    const UChar32 c = to.char32At(i);
    if (!dropped(c)) kept.append(plain_arabic(c));
  }
  kept.toUTF8String(out);
  return out;
}

std::string without_accents(std::string_view folded) {
  if (std::all_of(folded.begin(), folded.end(), [](char c) { return (c & 0x80) == 0; }))
    return std::string(folded);
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  const auto from = icu::UnicodeString::fromUTF8({folded.data(), static_cast<int>(folded.size())});
  icu::UnicodeString to;
  for (std::int32_t i = 0; i < from.length(); i = from.moveIndex32(i, 1)) {
    const UChar32 c = from.char32At(i);
    icu::UnicodeString parts;
    if (c >= 0x250 && c < 0x1E00) {
      to.append(c == 0x0451 ? UChar32{0x0435} : c);  // ё is typed е; й stays
    } else if (c < 0x1F00 && nfd->getDecomposition(c, parts)) {
      for (std::int32_t k = 0; k < parts.length(); ++k)
        if (u_getCombiningClass(parts.char32At(k)) == 0) to.append(parts.char32At(k));
    } else {
      static constexpr std::array<std::pair<UChar32, char>, 5> letters = {
          {{0x0111, 'd'}, {0x0142, 'l'}, {0x00F8, 'o'}, {0x0131, 'i'}, {0x00F0, 'd'}}};
      const auto known = std::find_if(letters.begin(), letters.end(),
                                      [c](const auto& pair) { return pair.first == c; });
      to.append(known == letters.end() ? c : static_cast<UChar32>(known->second));
    }
  }
  std::string out;
  to.toUTF8String(out);
  return out;
}

std::vector<Word> words(std::string_view utf8) { return Walk(utf8.substr(0, read_at_most)).all(); }

}  // namespace undersigned::reply
