#include "reply/ours.h"

#include <algorithm>
#include <iterator>

#include "reply/form.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t most_behind = 6;            // lines
constexpr std::size_t most_looked_back = 1400;    // octets at the end of a mail
constexpr std::size_t most_compared = 128 << 10;  // octets; what stands behind them is not read

class Subtract {
 public:
  Subtract(std::vector<Line>& lines, std::vector<Place>& places, const Sent& sent,
           const Lexicon& lexicon)
      : all_(lines), places_(places), sent_(sent), lexicon_(lexicon) {}

  // Parts each line into what repeats a text that was sent and what does not.
  bool subtract() {
    const Compared text = compared();
    std::vector<Line> lines;
    std::vector<Place> places;
    bool any = false, ours = false;  // ours: the last line that is not blank
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const auto begin = text.repeated.begin() + static_cast<std::ptrdiff_t>(text.first[i]);
      const auto end = text.repeated.begin() + static_cast<std::ptrdiff_t>(text.first[i + 1]);
      const bool wordless = begin == end && places_[i] == Place::own && !all_[i].blank();
      if (wordless && ours) places_[i] = Place::quoted;  // a link, a rule
      if (!all_[i].blank() && !wordless) ours = false;
      if (places_[i] != Place::own || std::find(begin, end, true) == end || filled_in(i)) {
        lines.push_back(all_[i]);
        places.push_back(places_[i]);
        continue;
      }
      part(i, text, lines, places);
      ours = places.back() == Place::quoted;
      any = true;
    }
    all_ = std::move(lines);
    places_ = std::move(places);
    return any;
  }

 private:
  // The words that are compared with what was sent: those of the sender, and of the next lines
  // behind them, which may show what they belong to.
  struct Compared {
    std::vector<Word> words;
    std::vector<std::size_t> first;  // by line, and behind the last one
    std::vector<bool> repeated;
  };

  Compared compared() {
    Compared out;
    std::size_t read = 0, behind = most_behind;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      out.first.push_back(out.words.size());
      if (all_[i].blank()) continue;
      const bool own = places_[i] == Place::own;
      behind = own ? 0 : behind + 1;
      if (!own && (all_[i].depth > 0 || behind > most_behind)) continue;
      read += all_[i].own.size();
      if (read > most_compared) places_[i] = Place::quoted;
      if (read > most_compared) continue;
      std::vector<Word> line = spoken_words(all_[i].own);
      if (!line.empty()) line.front().gap = Gap::line;
      std::move(line.begin(), line.end(), std::back_inserter(out.words));
    }
    out.first.push_back(out.words.size());
    out.repeated = sent_.repeats(out.words);
    return out;
  }

  void part(std::size_t i, const Compared& text, std::vector<Line>& lines,
            std::vector<Place>& places) const {
    const std::size_t end = text.first[i + 1];
    for (std::size_t at = text.first[i], behind = at; at < end; at = behind) {
      while (behind < end && text.repeated[behind] == text.repeated[at]) ++behind;
      const std::size_t from = at == text.first[i] ? 0 : text.words[at].begin;
      const std::size_t to = behind == end ? all_[i].own.size() : text.words[behind].begin;
      lines.push_back(all_[i]);
      lines.back().own = trimmed(all_[i].own.substr(from, to - from));
      places.push_back(text.repeated[at] ? Place::quoted : Place::own);
    }
  }

  // A line of the form, copied from the call and filled in.
  bool filled_in(std::size_t i) const {
    const std::size_t colon = all_[i].own.find(':');
    return colon != std::string_view::npos && begins_with_label(all_[i].own, lexicon_) &&
           !trimmed(all_[i].own.substr(colon + 1)).empty() &&
           !sent_.holds_line(spoken_words(all_[i].own));
  }

  std::vector<Line>& all_;
  std::vector<Place>& places_;
  const Sent& sent_;
  const Lexicon& lexicon_;
};

}  // namespace

bool subtract(std::vector<Line>& lines, std::vector<Place>& places, const Sent& sent,
              const Lexicon& lexicon) {
  return !sent.empty() && Subtract(lines, places, sent, lexicon).subtract();
}

std::size_t behind_ours(const std::vector<Line>& lines, std::size_t from, const Sent& sent) {
  std::size_t begin = lines.size();
  for (std::size_t octets = 0; begin > from && octets < most_looked_back; --begin)
    octets += lines[begin - 1].own.size();
  std::vector<Word> all;
  std::vector<std::size_t> line_of;  // of each word
  for (std::size_t i = begin; i < lines.size(); ++i) {
    std::vector<Word> more = spoken_words(lines[i].own);
    if (!more.empty()) more.front().gap = Gap::line;
    line_of.insert(line_of.end(), more.size(), i);
    std::move(more.begin(), more.end(), std::back_inserter(all));
  }
  const std::vector<bool> repeated = sent.repeats(all);
  std::size_t last = all.size();
  while (last > 0 && !repeated[last - 1]) --last;
  // Links and rules that follow are still its.
  return last > 0 && last < all.size() ? line_of[last] : lines.size();
}

}  // namespace undersigned::reply
