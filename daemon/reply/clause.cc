#include "reply/clause.h"

#include <algorithm>

namespace undersigned::reply {

namespace {

constexpr std::uint32_t longest_phrase = 24;  // words

bool explains(const Hit& hit, std::uint8_t language) {
  switch (hit.list) {
    case List::object:
    case List::i:
    case List::we:
    case List::signs:
    case List::organization_signs:
    case List::agrees:
    case List::confirms:
    case List::private_:
    case List::public_:
    case List::organization_only:
    case List::others:
    case List::both:
    case List::identification:
    case List::individual:
    case List::for_organization:
    case List::polite_if:
    case List::usually:
    case List::my_name:
    case List::member_of:
    case List::titles:
    case List::courtesy:
    case List::closings:
    case List::greetings:
      return hit.language == language || hit.words() > 1;
    case List::honorifics:
    case List::postnominals:
    case List::particles:
    case List::places:
    case List::place_before:
      return true;
    default:
      return false;
  }
}

}  // namespace

Span Clauses::sentence(const Hit& hit) const { return around(hit, Gap::sentence); }

Span Clauses::clause(const Hit& hit) const { return around(hit, Gap::comma); }

Span Clauses::around(const Hit& hit, Gap least) const {
  Span span{hit.begin, hit.end};
  while (span.begin > 0 && !parts(span.begin, least)) --span.begin;
  while (span.end < all_.size() && !parts(span.end, least)) ++span.end;
  return span;
}

bool Clauses::parts(std::uint32_t at, Gap least) const {
  const Gap gap = all_[at].gap;
  if (gap == Gap::line) return ended_early(at);
  return gap >= least;
}

bool Clauses::ended_early(std::uint32_t at) const {
  const std::size_t line_end = text_.rfind('\n', all_[at].begin);
  if (line_end == std::string_view::npos) return false;
  const std::size_t line_begin =
      line_end == 0 ? std::string_view::npos : text_.rfind('\n', line_end - 1);
  const std::size_t from = line_begin == std::string_view::npos ? 0 : line_begin + 1;
  return line_end - from < 45;
}

bool Clauses::any(List list, const Span& span) const {
  return std::any_of(hits_.begin(), hits_.end(),
                     [&](const Hit& hit) { return hit.list == list && span.holds(hit); });
}

bool Clauses::any_of_language(List list, const Span& span, std::uint8_t language) const {
  return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
    return hit.list == list && hit.language == language && span.holds(hit);
  });
}

bool Clauses::of(List list, std::uint32_t at, std::optional<std::uint8_t> language) const {
  const auto near = std::lower_bound(
      hits_.begin(), hits_.end(), at,
      [](const Hit& hit, std::uint32_t word) { return hit.begin + longest_phrase < word; });
  for (auto hit = near; hit != hits_.end() && hit->begin <= at; ++hit)
    if (hit->list == list && at < hit->end && (!language || hit->language == *language))
      return true;
  return false;
}

bool Clauses::covered(const Hit& small) const {
  return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& big) {
    return says_meaning(big.list) && big.begin <= small.begin && big.end >= small.end &&
           big.words() > small.words();
  });
}

bool Clauses::person_in(const Hit& hit) const {
  return any_of_language(List::i, {hit.begin, hit.end}, hit.language) ||
         any_of_language(List::we, {hit.begin, hit.end}, hit.language);
}

bool Clauses::bare(const Hit& hit) const {
  const bool caseless = static_cast<unsigned char>(all_[hit.begin].folded.front()) >= 0xE1;
  return hit.words() == 1 || (caseless && hit.words() == 2);
}

bool Clauses::caseless(std::uint32_t at) const {
  const Word& word = all_[at];
  return word.alphabetic && static_cast<unsigned char>(word.folded.front()) >= 0xD6;
}

bool Clauses::known(std::uint32_t at, std::uint8_t language) const {
  const auto near = std::lower_bound(
      hits_.begin(), hits_.end(), at,
      [](const Hit& hit, std::uint32_t word) { return hit.begin + longest_phrase < word; });
  for (auto hit = near; hit != hits_.end() && hit->begin <= at; ++hit)
    if (at < hit->end && (hit->language == language || hit->words() > 1)) return true;
  return false;
}

bool Clauses::is_object(std::uint32_t at) const { return of(List::object, at); }

bool Clauses::explained(std::uint32_t at, std::uint8_t language) const {
  const Word& word = all_[at];
  if (word.capital || word.number || !word.alphabetic) return true;
  const auto near = std::lower_bound(
      hits_.begin(), hits_.end(), at,
      [](const Hit& hit, std::uint32_t word) { return hit.begin + longest_phrase < word; });
  for (auto hit = near; hit != hits_.end() && hit->begin <= at; ++hit)
    if (at < hit->end && explains(*hit, language)) return true;
  return false;
}

}  // namespace undersigned::reply
