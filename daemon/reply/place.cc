#include "reply/place.h"

#include <algorithm>

#include "reply/lines.h"

namespace undersigned::reply {

namespace {

using Kind = Fragment::Kind;

bool digits_only(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

// "98902", and the halves of "M6J 1V9".
bool postal(std::string_view word) {
  return word.size() <= 10 &&
         std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool may_be_place(const Fragment& fragment) {
  if (fragment.kind == Kind::place) return true;
  return fragment.kind == Kind::proper && fragment.end - fragment.begin <= 5 && !fragment.quoted;
}

// The written text from one fragment to another, both included.
std::string between(std::string_view text, const Fragment& first, const Fragment& last) {
  const std::vector<Word> all = words(text);
  std::size_t to = all[last.end - 1].end;
  if (to < text.size() && text[to] == '.') ++to;
  return place_text(text.substr(all[first.begin].begin, to - all[first.begin].begin));
}

}  // namespace

std::string place_text(std::string_view written) {
  std::string out;
  for (const char c : trimmed(written)) {
    if ((c == ',' || c == '.') && !out.empty() && out.back() == ' ') out.pop_back();
    if (c == ' ' && !out.empty() && out.back() == ' ') continue;
    out += c == '\n' || c == '\t' ? ' ' : c;
  }
  const auto last_word = [&] {
    const std::size_t space = out.find_last_of(" ,");
    return space == std::string::npos ? 0 : space + 1;
  };
  while (last_word() > 0 && postal(std::string_view(out).substr(last_word()))) {
    out.resize(last_word());
    while (!out.empty() && (out.back() == ' ' || out.back() == ',')) out.pop_back();
  }
  const std::size_t space = out.find(' ');
  if (space != std::string::npos && space >= 4 &&
      digits_only(std::string_view(out).substr(0, space)))
    out.erase(0, space + 1);
  if (out.find('(') != std::string::npos && out.find(')') == std::string::npos) out += ')';
  const std::size_t word = last_word();
  // "Mass." and "D.C." are written with a dot, "NY" is not.
  const std::string_view tail = std::string_view(out).substr(word);
  const bool abbreviated =
      word > 0 && tail.size() <= 6 && (tail.size() > 3 || tail.find('.') + 1 < tail.size());
  if (!out.empty() && out.back() == '.' && !abbreviated) out.pop_back();
  return out;
}

std::optional<std::string> place_after(std::string_view text,
                                       const std::vector<Fragment>& fragments, std::size_t from,
                                       const std::vector<bool>& taken) {
  std::optional<std::string> in_story, next_to;
  for (std::size_t i = from; i < fragments.size(); ++i) {
    const Fragment& first = fragments[i];
    if (first.line > (from > 0 ? fragments[from - 1].line : 0) + 6) break;
    const bool told = i > 0 && first.before == List::place_before &&
                      fragments[i - 1].kind == Kind::prose && fragments[i - 1].line == first.line;
    if (taken[i] || !may_be_place(first)) {
      if (first.kind == Kind::prose && first.end - first.begin > 6) break;
      continue;
    }
    std::size_t last = i;
    bool known = first.known_place || first.before == List::place_before;
    while (last + 1 < fragments.size() && !taken[last + 1] && may_be_place(fragments[last + 1]) &&
           fragments[last + 1].line == first.line && !fragments[last + 1].sentence_begins &&
           fragments[last + 1].begin == fragments[last].end && last - i < 3) {
      ++last;
      known |= fragments[last].known_place;
    }
    if (told) {  // "I am a midwife in …, South Africa", unless a better one follows
      if (!in_story && fragments[last].known_place)
        in_story = between(text, first, fragments[last]);
      i = last;
      continue;
    }
    bool near = true;
    for (std::size_t k = from; k < i; ++k) near &= taken[k] || fragments[k].kind == Kind::contact;
    // What follows the name may be a title that nobody knows, where a known place follows it.
    if (known) return between(text, first, fragments[last]);
    if (near && !next_to) next_to = between(text, first, fragments[last]);
    i = last;
  }
  return next_to ? next_to : in_story;
}

}  // namespace undersigned::reply
