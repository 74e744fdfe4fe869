#include "reply/sentence_runs.h"

#include <algorithm>
#include <array>

namespace undersigned::reply {

// "Not Carl, he wants to read it first".
bool SentenceRuns::denied(const Fragment& f) const {
  return f.end - f.begin > 1 && f.sentence_begins && all_[f.begin].gap >= Gap::line &&
         runs_.shared_with_sender(f.begin, f.end) < 2 &&
         runs_.any(List::not_, f.begin, f.begin + 1);
}

// "Migrants Day statement": what is signed.
bool SentenceRuns::names_statement(const Fragment& f) const {
  if (f.end - f.begin < 2 || all_[f.end - 1].capital) return false;
  for (std::uint32_t i = f.begin; i < f.end; ++i)
    if (std::none_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
          return hit.list == List::object && hit.begin <= i && i < hit.end;
        }))
      return false;
  return std::any_of(all_.begin() + f.begin, all_.begin() + f.end,
                     [](const Word& word) { return word.capital; });
}

// In scripts without capitals and spaces the rest of a sentence looks like a name; what touches a
// phrase of meaning without a mark between is none.
bool SentenceRuns::part_of_sentence(const Fragment& f) const {
  if (!runs_.caseless(f)) return false;
  if (runs_.any(List::object, f.begin, f.end)) return true;
  for (std::uint32_t i = f.begin; i < f.end; ++i)  // one letter may be a part of any name
    if (all_[i].folded.size() > 3 &&
        (runs_.any(List::i, i, i + 1) || runs_.any(List::we, i, i + 1)))
      return true;
  const auto says = [](List list) { return list != List::count && says_meaning(list); };
  const bool behind = f.begin > 0 && all_[f.begin].gap == Gap::space && says(f.before) &&
                      f.before != List::for_organization;
  const bool ahead = f.end < all_.size() && all_[f.end].gap == Gap::space && says(f.after) &&
                     !runs_.any(List::organization_words, f.begin, f.end);
  return behind || ahead;
}

// A title stands nearly alone; "my director told me to ask" is prose.
bool SentenceRuns::prose_around_title(const Fragment& f) const {
  if (runs_.proper(f.begin, f.end)) return false;
  const std::uint32_t size = f.end - f.begin;
  const Hit* hit = runs_.find(List::titles, f.begin, f.end);
  static constexpr std::array<std::string_view, 8> articles = {"a",  "an",  "un",   "una",
                                                               "my", "ein", "eine", "une"};
  if (hit != nullptr && hit->begin > f.begin &&
      std::find(articles.begin(), articles.end(), all_[hit->begin - 1].folded) != articles.end())
    return true;
  if (runs_.any(List::i, f.begin, f.end) || runs_.any(List::we, f.begin, f.end)) return true;
  return size > 7;
}

}  // namespace undersigned::reply
