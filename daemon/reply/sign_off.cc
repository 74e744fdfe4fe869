#include "reply/sign_off.h"

#include <algorithm>

namespace undersigned::reply {

namespace {

constexpr std::size_t most_sign_off_lines = 14;

bool begins_with(List list, std::string_view line, const Lexicon& lexicon, std::uint32_t within) {
  const std::vector<Word> line_words = words(line.substr(0, 300));
  const std::vector<Hit> hits = lexicon.find(line_words, {list});
  return !hits.empty() && hits.front().begin <= within;
}

}  // namespace

bool sign_off_delimiter(std::string_view line) {
  line = trimmed(line);
  if (line == "\u2014" || line == "\u2013\u2013" || line == "\u2014\u2014") return true;
  if (line.size() < 2) return false;
  const bool rule = std::all_of(line.begin(), line.end(), [](char c) {
    return c == '-' || c == '_' || c == '*' || c == '=' || c == ' ' || c == '~';
  });
  return rule && (line == "--" || line.size() >= 3);
}

bool dashed_name(std::string_view line) {
  line = trimmed(line);
  const bool dash = line.starts_with('-');
  if (!dash || line.size() > 50) return false;
  const std::vector<Word> all = words(line);
  return !all.empty() && all.size() <= 4 &&
         std::all_of(all.begin(), all.end(),
                     [](const Word& word) { return word.capital && word.alphabetic; });
}

bool speaks(std::string_view line, const Lexicon& lexicon) {
  const std::vector<Hit> hits =
      longest(lexicon.find(words(line), Lists::of_meaning().with(List::i).with(List::we)));
  const auto first_person = [&](const Hit& word) {
    return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
      return (hit.list == List::i || hit.list == List::we) && hit.begin >= word.begin &&
             hit.end <= word.end;
    });
  };
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.list <= List::unsubscribes && hit.list != List::agrees && first_person(hit);
  });
}

bool footer(std::string_view line, const Lexicon& lexicon) {
  return line.size() < 300 && begins_with(List::footer, line, lexicon, 0) && !speaks(line, lexicon);
}

bool disclaimer(std::string_view line, const Lexicon& lexicon) {
  return line.size() > 12 && begins_with(List::disclaimer, line, lexicon, 3) &&
         !speaks(line, lexicon);
}

bool closing(std::string_view line, const Lexicon& lexicon) {
  if (line.size() > 60) return false;
  const std::vector<Word> line_words = words(line);
  return !line_words.empty() && line_words.size() <= 7 &&
         lexicon.is(List::closings, line_words, 0, line_words.size());
}

std::size_t closing_at(const std::vector<std::string_view>& lines, const Lexicon& lexicon) {
  std::size_t count = 0;
  for (std::size_t i = lines.size(); i > 0; --i) {
    const std::string_view line = lines[i - 1];
    if (trimmed(line).empty()) continue;
    if (++count > most_sign_off_lines) break;
    if (closing(line, lexicon)) return i - 1;
    const std::vector<Word> line_words = words(line.substr(0, 400));
    if (line.size() > 120 && line_words.size() > 18) break;
    constexpr Lists no_sign_off{List::signs,        List::declines, List::withdraws,
                                List::unsubscribes, List::private_, List::form_name};
    if (!lexicon.find(line_words, no_sign_off).empty()) break;
  }
  return lines.size();
}

}  // namespace undersigned::reply
