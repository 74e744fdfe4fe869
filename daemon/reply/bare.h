#pragma once

#include <vector>

#include "reply/fragments.h"
#include "reply/word_runs.h"

namespace undersigned::reply {

// Takes the words from the ends of a fragment that are no part of a name: "and also the Red Cross
// too", "저희 안산 쉼터는 본 성명에". Refers to what it is made of.
class Bare {
 public:
  Bare(const std::vector<Word>& words, const std::vector<Hit>& hits, const std::vector<List>& said,
       const WordRuns& runs, const Lexicon& lexicon)
      : all_(words), hits_(hits), said_(said), runs_(runs), lexicon_(lexicon) {}

  void operator()(Fragment& f) const;

 private:
  void from_begin(Fragment& f) const;
  void from_end(Fragment& f) const;
  bool leads(Fragment& f) const;
  bool state(std::uint32_t at) const;
  bool follows(Fragment& f, bool followed) const;

  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  const std::vector<List>& said_;
  const WordRuns& runs_;
  const Lexicon& lexicon_;
};

}  // namespace undersigned::reply
