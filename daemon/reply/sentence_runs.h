#pragma once

#include <vector>

#include "reply/fragments.h"
#include "reply/word_runs.h"

namespace undersigned::reply {

// What is a piece of a sentence, and no name. Refers to what it is made of.
class SentenceRuns {
 public:
  SentenceRuns(const std::vector<Word>& words, const std::vector<Hit>& hits, const WordRuns& runs,
               const Lexicon& lexicon)
      : all_(words), hits_(hits), runs_(runs), lexicon_(lexicon) {}

  bool denied(const Fragment& f) const;
  bool names_statement(const Fragment& f) const;
  bool part_of_sentence(const Fragment& f) const;
  bool prose_around_title(const Fragment& f) const;

 private:
  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  const WordRuns& runs_;
  const Lexicon& lexicon_;
};

}  // namespace undersigned::reply
