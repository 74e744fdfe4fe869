#include "reply/place_runs.h"

#include <algorithm>

namespace undersigned::reply {

namespace {

constexpr std::uint32_t longest_place = 5;  // words

}  // namespace

bool PlaceRuns::state(std::uint32_t at) const {
  const Word& word = all_[at];
  return word.shouted && word.end - word.begin == 2 && runs_.any(List::places, at, at + 1);
}

bool PlaceRuns::before_state(std::uint32_t at) const {
  if (at >= all_.size() || all_[at].gap != Gap::comma) return false;
  return state(at) || std::any_of(hits_.begin(), hits_.end(), [at](const Hit& hit) {
           return hit.list == List::places && hit.begin == at;
         });
}

bool PlaceRuns::behind_postal_code(const Fragment& f) const {
  const Word& code = all_[f.begin];
  const std::uint32_t digits = code.end - code.begin;
  return code.number && !code.alphabetic && digits >= 4 && digits <= 6 && code.gap >= Gap::comma &&
         f.end - f.begin >= 2 && f.end - f.begin <= 6 && runs_.proper(f.begin + 1, f.end) &&
         !runs_.any(List::organization_words, f.begin, f.end) &&
         !runs_.any(List::street, f.begin, f.end);
}

bool PlaceRuns::small(const Fragment& f) const {
  const std::uint32_t size = f.end - f.begin;
  if (size < 2 || size > 4) return false;
  const bool small = std::none_of(all_.begin() + f.begin, all_.begin() + f.end,
                                  [](const Word& word) { return word.capital; });
  return small && lexicon_.is(List::places, all_, f.end - 1, f.end);
}

bool PlaceRuns::before_known(const Fragment& f) const {
  const std::uint32_t size = f.end - f.begin;
  if (size < 3 || size > longest_place || !before_state(f.end)) return false;
  if (!all_[f.begin].capital || !all_[f.end - 1].capital) return false;
  bool small = false;
  for (std::uint32_t i = f.begin + 1; i + 1 < f.end; ++i) {
    if (all_[i].capital) continue;
    if (all_[i].end - all_[i].begin > 4) return false;
    small = true;
  }
  return small && !runs_.any(List::i, f.begin, f.end) && !runs_.any(List::we, f.begin, f.end) &&
         !runs_.any(List::organization_words, f.begin, f.end);
}

bool PlaceRuns::street(const Fragment& f) const {
  const bool more = f.end < all_.size() && all_[f.end].gap == Gap::clause;
  return more && f.end - f.begin >= 2 && runs_.proper(f.begin, f.end) &&
         runs_.any(List::street, f.end - 1, f.end) && runs_.shared_with_sender(f.begin, f.end) == 0;
}

std::uint32_t PlaceRuns::end(const Fragment& f) const {
  for (const Hit& hit : hits_) {
    if (hit.begin < f.begin || hit.begin > f.begin + longest_place) continue;
    if (hit.list != List::places || hit.end > f.end) continue;
    const Word& word = all_[hit.begin];
    if (hit.words() == 1 && word.end - word.begin <= 2 && !word.shouted) continue;
    if (runs_.any(List::common, f.begin, hit.begin)) break;
    return hit.end;
  }
  return f.begin;
}

}  // namespace undersigned::reply
