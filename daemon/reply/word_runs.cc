#include "reply/word_runs.h"

#include <algorithm>

#include "reply/lines.h"
#include "reply/names.h"

namespace undersigned::reply {

std::string WordRuns::raw(std::uint32_t begin, std::uint32_t end) const {
  std::size_t from = all_[begin].begin, to = all_[end - 1].end;
  const bool inner = text_.substr(from, to - from).find('(') != std::string_view::npos;
  if (to < text_.size() && text_[to] == '.' && (short_word(end - 1) || !sentence_behind(end))) ++to;
  if (inner && to < text_.size() && text_[to] == ')') ++to;
  if (from > 0 && text_[from - 1] == '"' &&
      text_.substr(from, to - from).find('"') != std::string_view::npos)
    --from;
  return std::string(trimmed(text_.substr(from, to - from)));
}

bool WordRuns::short_word(std::uint32_t i) const {
  const std::size_t size = all_[i].end - all_[i].begin;
  if (size == 1 && all_[i].end >= 3 && text_[all_[i].begin - 1] == '.') return true;
  return false;
}

bool WordRuns::sentence_behind(std::uint32_t end) const {
  return end >= all_.size() || all_[end].gap >= Gap::line;
}

bool WordRuns::any(List list, std::uint32_t begin, std::uint32_t end) const {
  return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
    return hit.list == list && hit.begin >= begin && hit.end <= end;
  });
}

const Hit* WordRuns::find(List list, std::uint32_t begin, std::uint32_t end) const {
  const Hit* best = nullptr;
  for (const Hit& hit : hits_)
    if (hit.list == list && hit.begin >= begin && hit.end <= end &&
        (best == nullptr || hit.words() > best->words()))
      best = &hit;
  return best;
}

bool WordRuns::particle(std::uint32_t i) const {
  return lexicon_.is(List::particles, all_, i, i + 1) || all_[i].folded == "&";
}

bool WordRuns::proper(std::uint32_t begin, std::uint32_t end) const {
  if (begin >= end || !(all_[begin].capital || all_[begin].number)) return false;
  for (std::uint32_t i = begin; i < end; ++i)
    if (!all_[i].capital && !all_[i].number && !particle(i)) return false;
  return true;
}

std::uint32_t WordRuns::shared_with_sender(std::uint32_t begin, std::uint32_t end) const {
  std::uint32_t n = 0;
  for (std::uint32_t i = begin; i < end; ++i) {
    const std::string key = without_accents(all_[i].folded);
    n += std::find(sender_.keys.begin(), sender_.keys.end(), key) != sender_.keys.end();
  }
  return n;
}

std::uint32_t WordRuns::without_particles(std::uint32_t begin, std::uint32_t end) const {
  std::uint32_t n = 0;
  for (std::uint32_t i = begin; i < end; ++i) n += !particle(i);
  return n;
}

bool WordRuns::long_form_of_sender(std::uint32_t begin, std::uint32_t end) const {
  if (sender_.organization || sender_.keys.size() != 1 || sender_.keys.front().size() < 3)
    return false;
  for (std::uint32_t i = begin; i < end; ++i)
    if (without_accents(all_[i].folded).starts_with(sender_.keys.front())) return true;
  return false;
}

bool WordRuns::contact(const Fragment& fragment) const {
  const std::string_view text = raw_view(fragment);
  if (has_address(text) || contains_folded(text, "http") || contains_folded(text, "www."))
    return true;
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits >= 6) return true;
  if (!any(List::street, fragment.begin, fragment.end) ||
      any(List::organization_words, fragment.begin, fragment.end))
    return false;
  // "12 Main St", "Via dei Mille 14", "Suite" before its number.
  const Hit* street = find(List::street, fragment.begin, fragment.end);
  const bool alone =
      street->begin == fragment.begin && street->end == fragment.end &&
      !(all_[fragment.begin].shouted && any(List::places, fragment.begin, fragment.end));
  return alone || std::any_of(all_.begin() + fragment.begin, all_.begin() + fragment.end,
                              [](const Word& word) { return word.number; });
}

std::string_view WordRuns::raw_view(const Fragment& fragment) const {
  return text_.substr(all_[fragment.begin].begin,
                      all_[fragment.end - 1].end - all_[fragment.begin].begin);
}

bool WordRuns::state_code(std::uint32_t i, const Fragment& fragment) const {
  const Word& word = all_[i];
  if (word.end - word.begin != 2 || !lexicon_.is(List::places, all_, i, i + 1)) return true;
  const bool alone = fragment.end - fragment.begin == 1 && all_[i].gap == Gap::comma;
  return word.shouted || (alone && word.capital);
}

bool WordRuns::known_place(const Fragment& fragment) const {
  const Hit* hit = find(List::places, fragment.begin, fragment.end);
  if (hit == nullptr) return false;
  return hit->words() > 1 || state_code(hit->begin, fragment);
}

bool WordRuns::place_alone(const Fragment& f) const {
  const Hit* hit = find(List::places, f.begin, f.end);
  return hit != nullptr && hit->begin == f.begin && hit->end == f.end;
}

bool WordRuns::caseless(const Fragment& f) const {
  return static_cast<unsigned char>(all_[f.begin].folded.front()) >= 0xD6;
}

// "성명서에": what is signed; "signer": as what.
bool WordRuns::only_object(const Fragment& f) const {
  if (caseless(f)) return lexicon_.is(List::object, all_, f.begin, f.end);
  for (std::uint32_t i = f.begin; i < f.end; ++i)
    if (all_[i].capital || !lexicon_.is(List::object, all_, i, i + 1)) return false;
  return !any(List::titles, f.begin, f.end);
}

}  // namespace undersigned::reply
