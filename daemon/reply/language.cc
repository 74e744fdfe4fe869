#include "reply/language.h"

#include <algorithm>

namespace undersigned::reply {

std::string language_of(const std::vector<Word>& text, const std::vector<Hit>& hits,
                        const Lexicon& lexicon, const std::string& otherwise) {
  const auto& languages = lexicon.languages();
  std::vector<std::uint32_t> score(languages.size(), 0);
  for (const Hit& hit : hits) {
    if (hit.list == List::common)
      score[hit.language] += 2;
    else if (says_meaning(hit.list))
      score[hit.language] += 2 * hit.words();
    else if (hit.list == List::courtesy || hit.list == List::greetings ||
             hit.list == List::closings || hit.list == List::i || hit.list == List::we)
      score[hit.language] += hit.words();
  }
  if (text.empty() || score.empty()) return otherwise;
  const auto best = std::max_element(score.begin(), score.end());
  if (*best == 0) return otherwise;
  const auto usual = std::find(languages.begin(), languages.end(), otherwise);
  if (usual != languages.end() &&
      score[static_cast<std::size_t>(usual - languages.begin())] == *best)
    return otherwise;
  return languages[static_cast<std::size_t>(best - score.begin())];
}

}  // namespace undersigned::reply
