#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "reply/fragments.h"
#include "reply/word_runs.h"

namespace undersigned::reply {

// What makes a run of words a place, besides the states and countries in it. Refers to what it is
// made of.
class PlaceRuns {
 public:
  PlaceRuns(const std::vector<Word>& words, const std::vector<Hit>& hits, const WordRuns& runs,
            const Lexicon& lexicon)
      : all_(words), hits_(hits), runs_(runs), lexicon_(lexicon) {}

  bool state(std::uint32_t at) const;         // "WI", whatever it means in small letters
  bool before_state(std::uint32_t at) const;  // a comma and a state or country begin there
  // "79098 Freiburg im Breisgau": the line of an address in most of the world.
  bool behind_postal_code(const Fragment& f) const;
  // "edinburg tx", which stands behind a name.
  bool small(const Fragment& f) const;
  bool before_known(const Fragment& f) const;  // "Truth or Consequences, New Mexico"
  // "One Quarry Square | Boston, MA": the street.
  bool street(const Fragment& f) const;
  // Behind "from": where the place ends in "toledo ohio I'm in the car"; f.begin where it does not.
  std::uint32_t end(const Fragment& f) const;

 private:
  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  const WordRuns& runs_;
  const Lexicon& lexicon_;
};

}  // namespace undersigned::reply
