#include "reply/sent.h"

#include <algorithm>
#include <functional>

#include "reply/lines.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t run = 4;  // words; three are said by chance, five miss too much

std::uint64_t hash(const std::vector<Word>& text, std::size_t begin, std::size_t end) {
  std::uint64_t sum = 1469598103934665603u;
  for (std::size_t i = begin; i < end; ++i)
    sum = (sum ^ std::hash<std::string>{}(text[i].folded)) * 1099511628211u;
  return sum;
}

}  // namespace

void Sent::push_back(std::string_view text) {
  // In pieces: `words` reads 64 KB, a letter with a long list of signers may be longer.
  constexpr std::size_t piece = 32 << 10;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    const std::vector<Word> all = words(text.substr(at, piece + 512));
    for (std::size_t i = 0; i + run <= all.size(); ++i) runs_.insert(hash(all, i, i + run));
  }
  for (const Line& line : lines(text)) {
    const std::vector<Word> all = words(line.own);
    if (!all.empty()) lines_.insert(hash(all, 0, all.size()));
  }
}

std::vector<bool> Sent::covers(const std::vector<Word>& text) const {
  std::vector<bool> covered(text.size(), false);
  if (runs_.empty()) return covered;
  for (std::size_t i = 0; i + run <= text.size(); ++i)
    if (runs_.contains(hash(text, i, i + run)))
      std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(i), run, true);
  return covered;
}

bool Sent::holds_line(const std::vector<Word>& line) const {
  if (line.empty()) return false;
  if (lines_.contains(hash(line, 0, line.size()))) return true;
  const std::vector<bool> covered = covers(line);
  return std::count(covered.begin(), covered.end(), true) * 10 >=
         static_cast<std::ptrdiff_t>(line.size()) * 6;
}

}  // namespace undersigned::reply
