#include "reply/role.h"

#include <algorithm>
#include <vector>

#include "reply/lines.h"

namespace undersigned::reply {

namespace {

bool joins(std::string_view folded) {
  return folded == "of" || folded == "at" || folded == "for" || folded == "de" || folded == "del" ||
         folded == "da" || folded == "do" || folded == "en" || folded == "der" || folded == "des" ||
         folded == "du" || folded == "with" || folded == "bei" || folded == "am" ||
         folded == "und" || folded == "la" || folded == "the" || folded == "la";
}

bool inside(const Hit& hit, const Hit* outer) {
  return outer != nullptr && hit.begin >= outer->begin && hit.end <= outer->end;
}

// "I am the", "none, just a": what leads to a title and is no part of it.
std::string_view without_lead(std::string_view text, const Lexicon& lexicon) {
  const std::vector<Word> all = words(text);
  const std::vector<Hit> titles = lexicon.find(all, {List::titles});
  if (titles.empty() || titles.front().begin == 0) return text;
  const std::vector<Hit> small = lexicon.find(
      all, {List::i, List::common, List::particles, List::before_name, List::no, List::yes});
  for (std::uint32_t at = 0; at < titles.front().begin; ++at)
    if (std::none_of(small.begin(), small.end(),
                     [at](const Hit& hit) { return hit.begin <= at && at < hit.end; }))
      return text;
  const std::uint32_t begin = all[titles.front().begin].begin;
  return text[begin - 1] == '-' ? text : text.substr(begin);  // "Co-Directora"
}

}  // namespace

bool only_duties(const std::vector<Word>& all, const std::vector<Hit>& hits, std::uint32_t begin,
                 std::uint32_t end) {
  const auto known = [&](std::uint32_t at, List list) {
    return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
      return hit.list == list && hit.begin <= at && at < hit.end;
    });
  };
  for (std::uint32_t i = begin; i < end && i < all.size(); ++i)
    if (known(i, List::organization_words) && !known(i, List::duties) && !known(i, List::titles))
      return false;
  return true;
}

std::optional<std::string> filled(std::string text) {
  text = std::string(trimmed(text));
  while (!text.empty() && (text.back() == ',' || text.back() == ';')) text.pop_back();
  if (text.empty()) return std::nullopt;
  return text;
}

Role role_of(std::string_view written, const Lexicon& lexicon) {
  const std::string_view text = without_lead(written, lexicon);
  const std::vector<Word> all = words(text);
  const std::vector<Hit> hits = lexicon.find(all, {List::titles, List::organization_words});
  const Hit *title = nullptr, *organization = nullptr;
  for (const Hit& hit : hits)
    if (hit.list == List::titles && (title == nullptr || hit.begin < title->begin)) title = &hit;
  for (const Hit& hit : hits)
    if (hit.list == List::organization_words && !inside(hit, title) &&
        (organization == nullptr || (title != nullptr && organization->begin < title->end)))
      organization = &hit;
  const auto cut = [&](std::size_t from, std::size_t to) {
    return filled(std::string(text.substr(from, to - from)));
  };
  const auto size = static_cast<std::uint32_t>(all.size());
  if (organization == nullptr || (title != nullptr && only_duties(all, hits, 0, size)))
    return {cut(0, text.size()), std::nullopt};
  if (title == nullptr) return {std::nullopt, cut(0, text.size())};
  if (title->begin == 1) return {cut(0, text.size()), std::nullopt};  // "International Secretary"
  if (title->begin > organization->begin)  // "Service Workers Guild member"
    return {cut(all[title->begin].begin, text.size()), cut(0, all[title->begin].begin)};
  // The organization begins at the comma before its word, else behind the last "of" or "at".
  std::size_t begin = organization->begin;
  while (begin > title->end && all[begin].gap < Gap::comma && !joins(all[begin - 1].folded))
    --begin;
  std::size_t split = begin;
  while (split > title->end && joins(all[split - 1].folded)) --split;
  if (split == begin && all[begin].gap < Gap::comma) return {cut(0, text.size()), std::nullopt};
  return {cut(0, all[split - 1].end), cut(all[begin].begin, text.size())};
}

std::optional<std::string> office(const std::string& name, const Lexicon& lexicon) {
  const std::vector<Word> all = words(name);
  for (const Hit& hit : lexicon.find(all, {List::titles}))
    if (hit.begin == 0 && hit.end < all.size()) return filled(name.substr(0, all[hit.end - 1].end));
  return std::nullopt;
}

std::optional<std::string> title_before(std::string_view text, std::uint32_t word,
                                        const Lexicon& lexicon) {
  const std::vector<Word> all = words(text);
  for (const Hit& hit : lexicon.find(all, {List::titles}))
    if (hit.end <= word && hit.end + 2 > word)
      return filled(std::string(
          text.substr(all[hit.begin].begin, all[hit.end - 1].end - all[hit.begin].begin)));
  return std::nullopt;
}

}  // namespace undersigned::reply
