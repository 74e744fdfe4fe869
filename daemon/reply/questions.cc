#include "reply/questions.h"

namespace undersigned::reply {

namespace {

bool ends_sentence(const std::vector<Word>& words, std::uint32_t end) {
  return end >= words.size() || words[end].gap >= Gap::line;
}

}  // namespace

void mark_questions(std::vector<Word>& words, const Lexicon& lexicon) {
  for (const Hit& hit : lexicon.find(words, {List::interrogative, List::question_particle})) {
    std::uint32_t from = hit.begin;
    if (hit.list == List::interrogative && from > 0 && words[from].gap == Gap::space) continue;
    if (hit.list == List::question_particle) {
      if (!ends_sentence(words, hit.end)) continue;
      while (from > 0 && words[from].gap < Gap::line) --from;
    }
    for (std::uint32_t i = from; i < words.size(); ++i) {
      if (i > from && words[i].gap == Gap::sentence) break;
      words[i].question = true;
    }
  }
}

}  // namespace undersigned::reply
