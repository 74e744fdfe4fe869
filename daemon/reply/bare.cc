#include "reply/bare.h"

#include <algorithm>

namespace undersigned::reply {

namespace {

constexpr std::uint32_t longest_ending = 8;  // words

std::vector<Hit>::const_iterator first_from(const std::vector<Hit>& hits, std::uint32_t begin) {
  return std::lower_bound(hits.begin(), hits.end(), begin,
                          [](const Hit& hit, std::uint32_t at) { return hit.begin < at; });
}

}  // namespace

void Bare::operator()(Fragment& f) const {
  from_begin(f);
  from_end(f);
}

void Bare::from_begin(Fragment& f) const {
  // "I'm Elena Muñoz", "Soy Elena Muñoz"
  if (f.end - f.begin > 1 && all_[f.begin + 1].capital && all_[f.begin].folded.size() > 1 &&
      all_[f.begin + 1].gap == Gap::space && !runs_.caseless(f) &&
      lexicon_.is(List::i, all_, f.begin, f.begin + 1) &&
      runs_.shared_with_sender(f.begin, f.begin + 1) == 0)
    ++f.begin;
  while (leads(f)) {
  }
  while (f.end - f.begin > 1 && !all_[f.begin].capital && !all_[f.begin].number &&
         (runs_.particle(f.begin) || lexicon_.is(List::closings, all_, f.begin, f.begin + 1)))
    ++f.begin;
  if (f.end - f.begin > 2 && all_[f.begin].number && !all_[f.begin].alphabetic &&
      runs_.particle(f.begin + 1))
    f.begin += 2;  // "2015-44 of …"
}

// "Add Casa Azul": a capital follows, and the sender is not called so.
bool Bare::leads(Fragment& f) const {
  const bool caseless = runs_.caseless(f);
  for (auto at = first_from(hits_, f.begin); at != hits_.end() && at->begin == f.begin; ++at) {
    const Hit& hit = *at;
    if (hit.end >= f.end) continue;
    if (hit.list != List::before_name && !(caseless && hit.list == List::we)) continue;
    if (!caseless && (!all_[hit.end].capital || all_[hit.begin].shouted)) continue;
    if (!caseless && all_[hit.begin].capital && all_[hit.begin].gap < Gap::line) continue;
    if (runs_.shared_with_sender(hit.begin, hit.end) > 0) continue;
    f.begin = hit.end;
    return true;
  }
  return false;
}

void Bare::from_end(Fragment& f) const {
  bool followed =
      f.end < all_.size() && said_[f.end] != List::count && all_[f.end].gap == Gap::space;
  while (follows(f, followed)) followed = true;
  while (f.end - f.begin > 1 && runs_.particle(f.end - 1) && !all_[f.end - 1].capital &&
         !state(f.end - 1))
    --f.end;
  const auto sign = [&](std::uint32_t i) { return !all_[i].alphabetic && !all_[i].number; };
  while (f.end - f.begin > 1 && sign(f.end - 1)) --f.end;
  while (f.end - f.begin > 1 && sign(f.begin)) ++f.begin;
}

// "shreveport la" on a line of its own, but not "ana de la".
bool Bare::state(std::uint32_t at) const {
  const bool last = at + 1 == all_.size() || all_[at + 1].gap >= Gap::line;
  const bool small = at > 0 && !all_[at - 1].capital;
  return last && small && all_[at].end - all_[at].begin == 2 &&
         lexicon_.is(List::places, all_, at, at + 1);
}

// "… too"; without capitals also what is signed, and the ending that a name has before it. Such an
// ending may be the last letter of a name as well, so only where something follows.
bool Bare::follows(Fragment& f, bool followed) const {
  const bool caseless = runs_.caseless(f);
  const std::uint32_t least =
      std::max(f.begin + 1, std::max(f.end, longest_ending) - longest_ending);
  for (auto at = first_from(hits_, least); at != hits_.end() && at->begin < f.end; ++at) {
    const Hit& hit = *at;
    if (hit.end != f.end) continue;
    if (hit.list != List::behind_name && !(caseless && hit.list == List::object)) continue;
    if (!caseless && all_[hit.begin].capital) continue;
    const bool letter = caseless && hit.words() == 1 && all_[hit.begin].folded.size() <= 3;
    if (letter && hit.list == List::behind_name && !followed) continue;
    f.end = hit.begin;
    return true;
  }
  return false;
}

}  // namespace undersigned::reply
