#include "reply/sent.h"

#include <algorithm>
#include <functional>

#include "reply/lines.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t run = 4;             // words; three are said by chance, five miss too much
constexpr std::size_t beside = 3;          // words that show where an open value begins and ends
constexpr std::size_t most_places = 2000;  // of one run: as many letters may share a sentence
constexpr std::uint32_t between_texts = 1000;
constexpr std::uint32_t near = 120;          // words of the text between two pieces of one quote
constexpr std::size_t enough = 90;           // octets; nobody types so much of a letter by chance
constexpr std::uint32_t longest_value = 40;  // words
constexpr std::uint32_t longest_hole = 6;    // words, changed or added inside a repeated line
constexpr std::uint32_t longest_greeting = 12;

using Hashes = std::vector<std::uint64_t>;

std::uint64_t mixed(const Hashes& words, std::size_t begin, std::size_t end) {
  std::uint64_t sum = 1469598103934665603u;
  for (std::size_t i = begin; i < end; ++i) sum = (sum ^ words[i]) * 1099511628211u;
  return sum;
}

Hashes hashes_of(const std::vector<Word>& words) {
  Hashes out;
  out.reserve(words.size());
  for (const Word& word : words) out.push_back(std::hash<std::string>{}(word.folded));
  return out;
}

bool white(char c) { return c == ' ' || c == '\t'; }

// "https://…", "<mailto:…", "(www.…": and the rest of one that was wrapped, "%20entry.%20It%20".
bool link(std::string_view token) {
  const std::size_t first = token.find_first_not_of("<([\"");
  token.remove_prefix(std::min(first, token.size()));
  if (token.starts_with("mailto:") || token.starts_with("www.")) return true;
  if (token.find("://") != std::string_view::npos) return true;
  const std::size_t escape = token.find('%');
  return escape != std::string_view::npos && token.find('%', escape + 1) != std::string_view::npos;
}

// `line` with blanks in the place of its links.
std::string without_links(std::string_view line) {
  std::string out(line);
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t begin = at;
    while (at < out.size() && !white(out[at])) ++at;
    if (link(std::string_view(out).substr(begin, at - begin)))
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(begin),
                out.begin() + static_cast<std::ptrdiff_t>(at), ' ');
    while (at < out.size() && white(out[at])) ++at;
  }
  return out;
}

}  // namespace

std::vector<Word> spoken_words(std::string_view line) {
  const bool plain = line.find("://") == std::string_view::npos &&
                     line.find("mailto:") == std::string_view::npos &&
                     line.find("www.") == std::string_view::npos &&
                     line.find('%') == std::string_view::npos;
  return plain ? words(line) : words(without_links(line));
}

void Sent::Places::add(std::uint32_t place) {
  if (anywhere) return;
  at.push_back(place);
  if (at.size() <= most_places) return;
  anywhere = true;
  at = {};
}

// The places that go on behind one of `before`.
Sent::Places Sent::next_of(const Places& before, const Places& places) {
  if (before.anywhere) return places;
  Places out;
  if (places.anywhere) {
    for (const std::uint32_t place : before.at) out.at.push_back(place + 1);
    return out;
  }
  auto each = before.at.begin();
  for (const std::uint32_t place : places.at) {
    while (each != before.at.end() && *each + 1 < place) ++each;
    if (each != before.at.end() && *each + 1 == place) out.at.push_back(place);
  }
  return out;
}

// Whether one of `later` stands a little behind one of `earlier`, in the same text.
bool Sent::follows(const Places& earlier, const Places& later) {
  auto each = earlier.at.begin();
  for (const std::uint32_t place : later.at) {
    while (each != earlier.at.end() && *each + near < place) ++each;
    if (each == earlier.at.end()) return false;
    if (*each < place) return true;
  }
  return false;
}

void Sent::push_back(std::string_view text) {
  const std::uint64_t open = std::hash<std::string>{}(fold(open_value));
  Hashes all;
  for (const Line& line : lines(text)) {
    const Hashes more = hashes_of(spoken_words(line.own));
    if (more.empty()) continue;
    lines_.insert(mixed(more, 0, more.size()));
    all.insert(all.end(), more.begin(), more.end());
  }
  bool opens = true;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    while (end < all.size() && all[end] != open) ++end;
    for (std::size_t i = begin; i + run <= end; ++i)
      runs_[mixed(all, i, i + run)].add(next_place_ + static_cast<std::uint32_t>(i));
    // Fewer words than that between two values are part of one.
    std::size_t behind = end;
    while (behind < all.size() && all[behind] == open) {
      while (behind < all.size() && all[behind] == open) ++behind;
      const auto next =
          std::find(all.begin() + static_cast<std::ptrdiff_t>(behind), all.end(), open);
      if (next != all.end() && next - all.begin() < static_cast<std::ptrdiff_t>(behind + beside))
        behind = static_cast<std::size_t>(next - all.begin());
    }
    if (end < all.size()) {
      if (end - begin >= beside) before_value_.insert(mixed(all, end - beside, end));
      if (opens && end - begin < beside) greetings_.insert(mixed(all, begin, end));
      if (behind + beside <= all.size()) behind_value_.insert(mixed(all, behind, behind + beside));
    }
    opens = false;
    begin = behind;
  }
  next_place_ += static_cast<std::uint32_t>(all.size()) + between_texts;
}

// Pieces of the mail that stand in a text word by word, in order.
std::vector<Sent::Stretch> Sent::stretches(const Hashes& text) const {
  std::vector<Stretch> out;
  bool open = false;
  for (std::uint32_t i = 0; i + run <= text.size(); ++i) {
    const auto found = runs_.find(mixed(text, i, i + run));
    if (found == runs_.end()) {
      open = false;
      continue;
    }
    Places going_on = open ? next_of(out.back().last, found->second) : Places();
    open = true;
    if (!going_on.anywhere && going_on.at.empty()) {
      out.push_back({i, i + static_cast<std::uint32_t>(run), found->second, found->second});
    } else {
      if (out.back().first.anywhere) out.back().first = going_on;
      out.back().last = std::move(going_on);
      out.back().end = i + static_cast<std::uint32_t>(run);
    }
  }
  return out;
}

// Those that are pieces of one text, in its order, and together long enough to be quoted. What may
// stand anywhere shows nothing of this.
std::vector<bool> Sent::long_pieces(const std::vector<Stretch>& all,
                                    const std::vector<Word>& text) {
  std::vector<bool> out(all.size(), false);
  std::vector<std::size_t> placed;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!all[i].first.anywhere) placed.push_back(i);
  for (std::size_t begin = 0, end = 0; begin < placed.size(); begin = end) {
    std::size_t octets = 0;
    do {
      const Stretch& piece = all[placed[end]];
      for (std::uint32_t i = piece.begin; i < piece.end; ++i) octets += text[i].folded.size() + 1;
      ++end;
    } while (end < placed.size() && follows(all[placed[end - 1]].last, all[placed[end]].first));
    if (octets < enough) continue;
    for (std::size_t i = begin; i < end; ++i) out[placed[i]] = true;
  }
  return out;
}

// Where the words on both sides of a few unknown ones stood around an open value, these are its;
// and so are a few that were changed inside a line.
void Sent::cover_values(const std::vector<Word>& text, const Hashes& hashes,
                        std::vector<bool>& covered) const {
  std::size_t begin = 0;
  while (begin < covered.size()) {
    while (begin < covered.size() && covered[begin]) ++begin;
    std::size_t end = begin;
    while (end < covered.size() && !covered[end]) ++end;
    if (begin >= beside && end + beside <= covered.size() && end > begin) {
      const bool value = end - begin <= longest_value &&
                         before_value_.contains(mixed(hashes, begin - beside, begin)) &&
                         behind_value_.contains(mixed(hashes, end, end + beside));
      const bool hole =
          end - begin <= longest_hole && text[begin].gap < Gap::line && text[end].gap < Gap::line;
      if (value || hole)
        std::fill(covered.begin() + static_cast<std::ptrdiff_t>(begin),
                  covered.begin() + static_cast<std::ptrdiff_t>(end), true);
    }
    begin = end;
  }
}

// "Dear Ana Example," right above what was sent behind such a greeting.
void Sent::cover_greetings(const std::vector<Word>& text, const Hashes& hashes,
                           std::vector<bool>& covered) const {
  for (std::size_t at = 1; at + beside <= covered.size(); ++at) {
    if (covered[at - 1] || !covered[at]) continue;
    if (!behind_value_.contains(mixed(hashes, at, at + beside))) continue;
    std::size_t begin = at - 1;
    while (begin > 0 && text[begin].gap < Gap::line && at - begin < longest_greeting) --begin;
    if (text[begin].gap < Gap::line) continue;
    for (std::size_t end = begin; end < begin + beside && end <= at; ++end)
      if (greetings_.contains(mixed(hashes, begin, end)))
        std::fill(covered.begin() + static_cast<std::ptrdiff_t>(begin),
                  covered.begin() + static_cast<std::ptrdiff_t>(at), true);
  }
}

std::vector<bool> Sent::repeats(const std::vector<Word>& text) const {
  std::vector<bool> covered(text.size(), false);
  if (runs_.empty()) return covered;
  const Hashes hashes = hashes_of(text);
  const std::vector<Stretch> all = stretches(hashes);
  const std::vector<bool> sent = long_pieces(all, text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool beside_sent = (i > 0 && sent[i - 1]) || (i + 1 < all.size() && sent[i + 1]);
    if (sent[i] || (all[i].first.anywhere && beside_sent))
      std::fill(covered.begin() + all[i].begin, covered.begin() + all[i].end, true);
  }
  cover_values(text, hashes, covered);
  cover_greetings(text, hashes, covered);
  return covered;
}

void Sent::push_subject(std::string_view subject) {
  const Hashes all = hashes_of(words(subject));
  if (!all.empty()) subjects_.insert(mixed(all, 0, all.size()));
}

bool Sent::holds_subject(std::string_view subject) const {
  constexpr std::size_t longest_prefix = 3;  // words: "Svar:", "[EXTERN] Antw:"
  const Hashes all = hashes_of(words(subject));
  for (std::size_t begin = 0; begin <= longest_prefix && begin + 2 < all.size(); ++begin)
    if (subjects_.contains(mixed(all, begin, all.size()))) return true;
  return !all.empty() && subjects_.contains(mixed(all, 0, all.size()));
}

bool Sent::holds_line(const std::vector<Word>& line) const {
  if (line.empty()) return false;
  const Hashes hashes = hashes_of(line);
  return lines_.contains(mixed(hashes, 0, hashes.size()));
}

}  // namespace undersigned::reply
