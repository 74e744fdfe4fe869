#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"
#include "reply/words.h"

namespace undersigned::reply {

// Words [begin, end) of a text.
struct Span {
  std::uint32_t begin = 0, end = 0;
  bool holds(const Hit& hit) const { return hit.begin >= begin && hit.end <= end; }
  std::uint32_t words() const { return end - begin; }
};

// A text as sentences and clauses, and what the phrases found in it say about its words. Refers to
// what it is made of; nothing is copied.
class Clauses {
 public:
  Clauses(std::string_view text, const std::vector<Word>& words, const std::vector<Hit>& hits,
          const Lexicon& lexicon)
      : text_(text), all_(words), hits_(hits), lexicon_(lexicon) {}

  std::string_view text() const { return text_; }
  const std::vector<Word>& words() const { return all_; }
  const std::vector<Hit>& hits() const { return hits_; }
  const Lexicon& lexicon() const { return lexicon_; }

  // The sentence, or the part of it between commas, that holds the phrase. The end of a line parts
  // only where the line was not simply full.
  Span sentence(const Hit& hit) const;
  Span clause(const Hit& hit) const;

  bool any(List list, const Span& span) const;
  bool any_of_language(List list, const Span& span, std::uint8_t language) const;
  // Whether the word stands in a phrase of that list; logarithmic.
  bool of(List list, std::uint32_t at, std::optional<std::uint8_t> language = {}) const;
  // Part of a longer phrase that has its own meaning ("do not publish my name").
  bool covered(const Hit& small) const;
  bool person_in(const Hit& hit) const;  // the phrase holds "I" or "we", or a verb that does
  bool bare(const Hit& hit) const;       // a word alone, in scripts without spaces two characters
  bool is_object(std::uint32_t at) const;
  // Written without capitals, which would tell a name from a word.
  bool caseless(std::uint32_t at) const;
  // Whether a phrase of the language holds the word, whatever it says.
  bool known(std::uint32_t at, std::uint8_t language) const;
  // Whether a rule knows the word as part of who signs, what is signed, or how.
  bool explained(std::uint32_t at, std::uint8_t language) const;

 private:
  Span around(const Hit& hit, Gap least) const;
  bool parts(std::uint32_t at, Gap least) const;
  bool ended_early(std::uint32_t at) const;

  std::string_view text_;
  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  const Lexicon& lexicon_;
};

}  // namespace undersigned::reply
