#include "reply/signing.h"

#include <algorithm>

namespace undersigned::reply {

namespace {

constexpr std::uint32_t most_between = 4;  // words between an organization and its verb
constexpr std::uint32_t most_beyond = 40;  // words behind a phrase that are looked at

}  // namespace

bool Signing::mere_figure(const Hit& hit) const {
  const Word& first = c_.words()[hit.begin];
  if (!first.number || first.alphabetic) return false;
  if (c_.text()[first.begin] != '+') return true;
  return hit.end < c_.words().size() && c_.words()[hit.end].number;
}

// A single word ("signed", "assino") signs only at the head of a clause.
bool Signing::opens_clause(const Hit& hit) const {
  if (hit.begin == 0 || c_.words()[hit.begin].gap >= Gap::comma) return true;
  const auto before = std::find_if(c_.hits().begin(), c_.hits().end(), [&](const Hit& other) {
    return other.end == hit.begin &&
           (other.list == List::courtesy || other.list == List::but ||
            other.list == List::greetings || other.list == List::agrees || other.list == List::i ||
            other.list == List::we || other.list == List::yes);
  });
  return before != c_.hits().end();
}

bool Signing::subject_before(const Hit& hit) const {
  const Span span = c_.sentence({hit.list, hit.language, hit.begin, hit.begin});
  std::uint32_t at = hit.begin;
  while (at > span.begin && hit.begin - at < most_between && !c_.words()[at - 1].capital &&
         !organization_word(at - 1) && (between(at - 1, hit.language) || c_.words()[at - 1].quoted))
    --at;
  if (at == span.begin) return false;
  const bool small = at - 1 == span.begin && small_word(at - 1, hit.language);
  return organization_word(at - 1) || (c_.words()[at - 1].capital && !small);
}

// "… Association", "…, Glendale branch".
bool Signing::organization_word(std::uint32_t at) const {
  return c_.of(List::organization_words, at) || c_.of(List::units, at);
}

// "We" and what only begins a sentence with a capital.
bool Signing::small_word(std::uint32_t at, std::uint8_t language) const {
  for (const List list : {List::common, List::i, List::we, List::greetings, List::courtesy})
    if (c_.of(list, at, language)) return true;
  return false;
}

bool Signing::own_subject(const Hit& hit) const {
  const Span before{c_.clause(hit).begin, hit.begin};
  return c_.any_of_language(List::we, before, hit.language) ||
         c_.any_of_language(List::i, before, hit.language);
}

// Small words that may part an organization from what it does: "(Quakers) gladly". What is quoted
// before it ("«Спільний дім» підписує") is its name.
bool Signing::between(std::uint32_t at, std::uint8_t language) const {
  return c_.of(List::particles, at) || c_.of(List::agrees, at) || c_.is_object(at) ||
         c_.explained(at, language);
}

// "Firmo" is Spanish and Italian, "podpisujem" Slovak and Slovene.
bool Signing::signs_in(std::uint8_t language, const Hit& hit) const {
  return std::any_of(c_.hits().begin(), c_.hits().end(), [&](const Hit& same) {
    return same.list == hit.list && same.language == language && same.begin < hit.end &&
           hit.begin < same.end;
  });
}

// Right before the signing words, shortly before their clause ("he wrote to me: I sign"), or at the
// head of a clause before them ("how do you mean, I sign").
bool Signing::framed(const Hit& hit) const {
  constexpr std::uint32_t before_verb = 1, before_clause = 3;  // words, at most
  const std::uint32_t from = c_.sentence(hit).begin, clause = c_.clause(hit).begin;
  return std::any_of(c_.hits().begin(), c_.hits().end(), [&](const Hit& frame) {
    if (frame.list != List::frames || frame.begin < from || frame.end > hit.begin) return false;
    if (frame.words() == 1 && !signs_in(frame.language, hit)) return false;
    const bool opens = frame.begin == from || c_.words()[frame.begin].gap >= Gap::comma;
    const bool near = hit.begin - frame.end <= before_verb ||
                      (frame.end <= clause && clause - frame.end <= before_clause);
    return (opens || near) &&
           !c_.any_of_language(List::contrast, {frame.end, hit.begin}, hit.language);
  });
}

// Stands in an organization's name, which a script without capitals does not show: in one run with
// an organization's word.
bool Signing::named_near(std::uint32_t at) const {
  const auto& all = c_.words();
  const bool character = all[at].end - all[at].begin <= 4;  // one, of a script without spaces
  const std::uint32_t longest = character ? 10 : 4;         // words
  std::uint32_t begin = at, end = at + 1;
  while (begin > 0 && at - begin < longest && all[begin].gap == Gap::space) --begin;
  while (end < all.size() && end - at < longest && all[end].gap == Gap::space) ++end;
  for (std::uint32_t i = begin; i < end; ++i)
    if (organization_word(i)) return true;
  return false;
}

bool Signing::colon_before(std::uint32_t at) const {
  if (at == 0 || c_.words()[at].gap != Gap::clause) return false;
  const std::uint32_t from = c_.words()[at - 1].end;
  const std::string_view between = c_.text().substr(from, c_.words()[at].begin - from);
  return between.find(':') != between.npos || between.find("：") != between.npos;
}

std::vector<std::string> Signing::label(const Hit& hit) const {
  constexpr std::uint32_t longest_name = 4;  // words
  const std::uint32_t begin = c_.sentence(hit).begin;
  std::uint32_t colon = hit.begin;
  while (colon > begin && !colon_before(colon)) --colon;
  if (colon - begin > longest_name) return {};
  std::vector<std::string> out;
  for (std::uint32_t i = begin; i < colon; ++i) {
    if (!c_.words()[i].capital || organization_word(i) || c_.of(List::for_organization, i))
      return {};
    if (!c_.known(i, hit.language)) out.push_back(c_.words()[i].folded);
  }
  return out;
}

std::vector<std::string> Signing::beyond(const Hit& hit) const {
  if (!c_.lexicon().has(List::object, hit.language)) return unknown(hit);
  std::vector<std::string> out;
  const bool named = hit.list == List::organization_signs;  // who signs stands before it
  std::uint32_t begin = named ? hit.begin : c_.clause(hit).begin;
  std::uint32_t end = std::min(c_.clause(hit).end, hit.end + most_beyond);
  for (const Hit& other : c_.hits()) {
    if (other.language != hit.language) continue;
    const bool opens = other.list == List::but && !c_.is_object(other.begin);
    const bool says_who = other.list == List::my_name ||
                          (other.list == List::place_before && !c_.is_object(other.begin));
    if ((opens || says_who) && other.begin >= hit.end && other.begin < end) end = other.begin;
    // "um yes please add me": what leads to the yes is a story.
    const bool leads =
        opens ? other.end <= hit.begin : other.list == List::yes && other.begin < hit.begin;
    if (leads) begin = std::max(begin, std::min(other.end, hit.begin));
  }
  for (std::uint32_t i = std::max(begin + most_beyond, hit.begin) - most_beyond; i < end; ++i)
    if ((i < hit.begin && !c_.of(List::common, i) && !c_.explained(i, hit.language)) ||
        (i >= hit.end && !c_.explained(i, hit.language)) ||
        ((i < hit.begin || i >= hit.end) && c_.caseless(i) && !c_.known(i, hit.language) &&
         !named_near(i)))
      out.push_back(c_.words()[i].folded);
  return out;
}

// Where a language has few phrases, most of what may turn a signature is not among them: its
// sentence must be known for the most part.
std::vector<std::string> Signing::unknown(const Hit& hit) const {
  const Span span = c_.sentence(hit);
  std::vector<bool> known(span.words(), false);
  for (const Hit& other : c_.hits()) {
    if (other.begin >= span.end) break;
    if (other.end <= span.begin || (other.words() == 1 && !signs_in(other.language, hit))) continue;
    for (std::uint32_t i = std::max(other.begin, span.begin); i < std::min(other.end, span.end);
         ++i)
      known[i - span.begin] = true;
  }
  std::vector<std::string> out;
  for (std::uint32_t i = span.begin; i < span.end; ++i) {
    const Word& word = c_.words()[i];
    if (!known[i - span.begin] && (!word.capital || (c_.caseless(i) && !named_near(i))) &&
        !word.number && word.alphabetic)
      out.push_back(word.folded);
  }
  return out;
}

bool Signing::stands_for_itself(const Hit& hit) const {
  if (!opens_clause(hit) && !only_objects_before(hit) && !short_sentence(hit)) return false;
  if (c_.person_in(hit)) return true;
  if (hit.end == c_.words().size() || c_.words()[hit.end].gap >= Gap::comma) return true;
  const std::uint32_t end = c_.clause(hit).end;  // "Signing now."
  if (c_.lexicon().has(List::object, hit.language) && end - hit.end <= 2 && c_.is_object(hit.end) &&
      c_.is_object(end - 1))
    return true;
  return c_.words()[hit.end].capital && hit.words() == 1;
}

// "Bildiriyi imzalıyorum.": a verb that holds the person, and hardly anything else.
bool Signing::short_sentence(const Hit& hit) const {
  const Span span = c_.clause(hit);
  return !c_.lexicon().has(List::object, hit.language) && c_.person_in(hit) &&
         span.end - span.begin <= 4;
}

// "Como organización firmamos", "y lo firmo".
bool Signing::only_objects_before(const Hit& hit) const {
  for (std::uint32_t i = c_.clause(hit).begin; i < hit.begin; ++i)
    if (!c_.explained(i, hit.language) || c_.words()[i].capital) return false;
  return c_.person_in(hit);
}

}  // namespace undersigned::reply
