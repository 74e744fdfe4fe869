#include "reply/own_words.h"

#include <algorithm>
#include <optional>

#include "reply/form.h"
#include "reply/lines.h"
#include "reply/ours.h"
#include "reply/sign_off.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t most_own = 48 << 10;
constexpr std::size_t most_own_lines = 300;  // nobody writes more to sign; the rest is not read
constexpr std::size_t most_filled = 2 << 10;
constexpr std::size_t longest_behind_footer = 200;  // octets
constexpr std::size_t longest_below = 1000;         // octets
constexpr int most_candidates = 500;                // quoted lines that may be of the form

// Whether `all`, views into `text`, reach its end.
bool ends_with_last(const std::vector<Line>& all, std::string_view text) {
  if (all.empty()) return true;
  const auto behind = static_cast<std::size_t>(all.back().text.end() - text.begin());
  return trimmed(text.substr(behind)).empty();
}

// One pass over the lines that gives each its place; the passes below refine it.
class Cut {
 public:
  Cut(std::string_view text, const Answered& answered, const Sent& sent, const Lexicon& lexicon)
      : all_(lines(text)),
        places_(all_.size(), Place::own),
        answered_(answered),
        sent_(sent),
        lexicon_(lexicon),
        cut_(!ends_with_last(all_, text)) {}

  OwnWords words_of_sender() {
    armor();
    quotes();
    overflow();
    ours();
    program_lines();
    sign_offs();
    return collect();
  }

 private:
  // PGP: the armor goes, what it signs stays (RFC 4880, 7).
  void armor() {
    bool signature = false;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const std::string_view line = all_[i].text;
      if (line.starts_with("-----BEGIN PGP SIGNATURE")) signature = true;
      const bool head = line.starts_with("-----BEGIN PGP") || line.starts_with("Hash: SHA") ||
                        line.starts_with("Hash: RIPE");
      if (signature || head || line.starts_with("-----END PGP")) places_[i] = Place::dropped;
      if (line.starts_with("-----END PGP")) signature = false;
      if (line.starts_with("- -")) all_[i].own.remove_prefix(2);
    }
  }

  void drop(std::size_t from, std::size_t to, Place place) {
    for (std::size_t i = from; i < std::min(to, places_.size()); ++i)
      if (places_[i] != Place::dropped) places_[i] = place;
  }

  bool marked_quote_follows(std::size_t at) const {
    while (at < all_.size() && all_[at].text.empty()) ++at;
    return at < all_.size() && all_[at].depth > 0;
  }

  // Marked quotes, and all that follows an introduction whose quote has no marks.
  void quotes() {
    std::size_t looked_at = 0;
    for (std::size_t i = 0; i < all_.size();) {
      if (looked_at > most_own_lines) return drop(i, all_.size(), Place::quoted);
      if (all_[i].depth > 0 && !lone_bar(i) && !between_chevrons(all_, i)) {
        places_[i] = Place::quoted;
        quoted_ = true;
        ++i;
        continue;
      }
      if (places_[i] == Place::dropped || all_[i].blank()) {
        ++i;
        continue;
      }
      ++looked_at;
      const Introduction found = introduction(all_, i, answered_, lexicon_);
      if (found.lines == 0 || sentence_of_ours(i)) {
        ++i;
        continue;
      }
      const std::size_t behind = i + found.lines;
      if (found.by_sender && looked_at == 1) {
        // A letterhead, or a mail of the sender's own that they send once more.
        drop(i, behind, Place::dropped);
        i = behind;
        continue;
      }
      quoted_ = true;
      if (found.before > 0)
        all_[i].own = glued(all_[i].own.substr(0, found.before));
      else
        places_[i] = Place::dropped;
      drop(i + 1, behind, Place::dropped);
      if (!marked_quote_follows(behind)) {
        drop(behind, all_.size(), Place::quoted);
        answer_below(behind);
        return;
      }
      i = behind;
    }
  }

  // Below a letter of ours that is quoted without marks its end is known, and what stands there is
  // an answer, unless another mail begins.
  void answer_below(std::size_t from) {
    if (sent_.empty() || ends_as_sent()) return;
    const std::size_t begin = behind_ours(all_, from, sent_);
    std::size_t octets = 0;
    for (std::size_t i = begin; i < all_.size(); ++i) {
      octets += all_[i].own.size();
      if (octets > longest_below || all_[i].depth > 0) return;
    }
    for (std::size_t i = begin; i < all_.size(); ++i)
      if (introduction(all_, i, answered_, lexicon_).lines > 0) return;
    for (std::size_t i = begin; i < all_.size(); ++i) places_[i] = Place::own;
    below_ = begin;
  }

  // The usual case, cheaply: nobody types a whole line of a letter by chance, a button's label may
  // be.
  bool ends_as_sent() const {
    constexpr std::size_t longest_label = 60;  // octets
    for (auto line = all_.rbegin(); line != all_.rend(); ++line)
      if (const auto said = spoken_words(line->own); !said.empty())
        return line->own.size() > longest_label && sent_.holds_line(said);
    return true;
  }

  // A line of a letter may look like an attribution ("… wrote to us: …").
  bool sentence_of_ours(std::size_t i) const {
    if (sent_.empty()) return false;
    const std::vector<bool> repeated = sent_.repeats(spoken_words(all_[i].own));
    return !repeated.empty() &&
           std::find(repeated.begin(), repeated.end(), false) == repeated.end();
  }

  // The reply that an attribution was glued to, without the rule between them.
  static std::string_view glued(std::string_view own) {
    own = trimmed(own);
    while (!own.empty() && (own.back() == '-' || own.back() == '_')) own.remove_suffix(1);
    return trimmed(own);
  }

  // A single line that begins with "|" is no quote.
  bool lone_bar(std::size_t i) const {
    if (all_[i].text.find('>') != std::string_view::npos) return false;
    const bool above = i > 0 && all_[i - 1].depth > 0;
    const bool below = i + 1 < all_.size() && all_[i + 1].depth > 0;
    return !above && !below;
  }

  // The rest of a quoted line that a mail program wrapped without a quote mark.
  void overflow() {
    for (std::size_t i = 1; i + 1 < all_.size(); ++i) {
      if (places_[i] != Place::own || all_[i].blank()) continue;
      const bool between = places_[i - 1] == Place::quoted && places_[i + 1] == Place::quoted &&
                           all_[i - 1].depth > 0 && all_[i + 1].depth > 0;
      if (!between || all_[i - 1].text.size() < 60 || all_[i].own.size() > 50) continue;
      const char first = all_[i].own.front();
      if (first >= 'a' && first <= 'z') places_[i] = Place::quoted;
    }
  }

  // Footers of telephones and providers, disclaimers. Behind a footer a long text is a quote that
  // has no mark; a short one is the sender's.
  void program_lines() {
    bool written = false;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (places_[i] != Place::own || all_[i].blank()) continue;
      if (disclaimer(all_[i].own, lexicon_)) {
        i = behind_notice(i, written);
      } else if (footer(all_[i].own, lexicon_)) {
        places_[i] = Place::dropped;
        if (!quoted_ && written && own_octets_behind(i) > longest_behind_footer)
          drop(i + 1, all_.size(), Place::quoted);
      } else {
        written = true;
      }
    }
  }

  // Drops a legal notice: above the sender's words its paragraph, below them all that says nothing.
  // Returns its last line.
  std::size_t behind_notice(std::size_t i, bool written) {
    const auto goes_on = [&](std::size_t at) {
      return places_[at] == Place::own &&
             (written ? !speaks(all_[at].own, lexicon_) : !all_[at].blank());
    };
    do places_[i++] = Place::dropped;
    while (i < all_.size() && goes_on(i));
    return i - 1;
  }

  // Text that we sent and that carries no mark. Without the sent texts at hand the words that only
  // a call has ("to sign as an individual, reply …") show where it begins.
  void ours() {
    ours_ = subtract(all_, places_, sent_, lexicon_);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (places_[i] != Place::own || all_[i].blank()) continue;
      const std::vector<Word> line = words(all_[i].own.substr(0, 2000));
      const std::vector<Hit> hits = lexicon_.find(line, {List::instruction});
      if (hits.empty() || hits.front().begin > 0) continue;
      ours_ = true;
      // A whole call, unmarked: nothing below can be told from it.
      if (own_octets_behind(i) > 200) return drop(i, all_.size(), Place::quoted);
      places_[i] = Place::quoted;
    }
  }

  std::size_t own_octets_behind(std::size_t i) const {
    std::size_t sum = 0;
    for (++i; i < all_.size(); ++i)
      if (places_[i] == Place::own) sum += all_[i].own.size();
    return sum;
  }

  void sign_offs() {
    std::size_t begin = all_.size();
    std::vector<std::string_view> tail;
    std::vector<std::size_t> tail_at;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (places_[i] != Place::own) continue;
      const bool delimiter = sign_off_delimiter(all_[i].text) && !all_[i].blank();
      if (delimiter) {
        places_[i] = Place::dropped;
        if (!tail.empty()) {
          for (++i; i < all_.size() && places_[i] != Place::quoted; ++i)
            if (places_[i] == Place::own)
              places_[i] = sign_off_delimiter(all_[i].text) ? Place::dropped : Place::sign_off;
          if (i < all_.size()) --i;
        }
        continue;
      }
      if (!all_[i].blank() || !tail.empty()) {
        tail.push_back(all_[i].own);
        tail_at.push_back(i);
      }
    }
    while (!tail.empty() && tail.back().empty()) {
      tail.pop_back();
      tail_at.pop_back();
    }
    if (tail.size() > 1 && dashed_name(tail.back())) places_[tail_at.back()] = Place::sign_off;
    const std::size_t at = closing_at(tail, lexicon_);
    if (at > 0 && at < tail.size()) begin = tail_at[at];
    for (std::size_t i = begin; i < all_.size(); ++i)
      if (places_[i] == Place::own) places_[i] = Place::closing;
  }

  OwnWords collect() const {
    OwnWords out;
    out.cut = cut_;
    std::string closing;
    int candidates = 0;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const Line& line = all_[i];
      if (places_[i] == Place::quoted && may_fill(line) && ++candidates < most_candidates)
        fill(line, out);
      if (places_[i] == Place::own) out.cut |= !append(label_above(i), line, out.text);
      if (places_[i] == Place::closing) out.cut |= !append({}, line, closing);
      if (places_[i] == Place::closing || places_[i] == Place::sign_off)
        append({}, line, out.sign_off);
    }
    out.text = trimmed(out.text);
    out.sign_off = trimmed(out.sign_off);
    out.shown = out.text;
    if (is_short(closing)) out.shown += "\n\n" + std::string(trimmed(closing));
    out.quoted = quoted_;
    out.ours = ours_;
    out.below = below_ && owns_behind(*below_);
    return out;
  }

  bool owns_behind(std::size_t from) const {
    for (std::size_t i = from; i < all_.size(); ++i)
      if (places_[i] == Place::own && !all_[i].blank()) return true;
    return false;
  }

  // Whether there was room.
  static bool append(const std::string& label, const Line& line, std::string& to) {
    if (to.size() + line.own.size() > most_own) return false;
    if (line.blank() && (to.empty() || to.ends_with("\n\n"))) return true;
    if (!label.empty()) to += label + " ";
    to += line.own;
    to += '\n';
    return true;
  }

  // "Thanks,\nAna": part of what was said; a longer block is a sign-off.
  static bool is_short(std::string_view closing) {
    int count = 0;
    for (const Line& line : lines(closing)) {
      if (line.text.size() > 40) return false;
      count += !line.blank();
    }
    return count > 0 && count <= 2;
  }

  // "> Name:" with the answer on the next line, which carries no mark.
  std::string label_above(std::size_t i) const {
    if (i == 0 || all_[i].blank() || places_[i - 1] != Place::quoted) return {};
    const std::string_view above = all_[i - 1].own;
    if (all_[i - 1].depth == 0 || above.size() > 80 || !above.ends_with(':')) return {};
    return begins_with_label(above, lexicon_) ? std::string(above) : std::string();
  }

  // Whether a quoted line may be one of the form, filled in: cheap to tell, as there may be many.
  static bool may_fill(const Line& line) {
    const std::size_t colon = line.own.find(':');
    return line.own.size() <= 200 && colon != std::string_view::npos && colon + 1 < line.own.size();
  }

  void fill(const Line& line, OwnWords& out) const {
    if (out.filled.size() > most_filled || !begins_with_label(line.own, lexicon_)) return;
    if (!sent_.empty() && sent_.holds_line(spoken_words(line.own))) return;
    out.filled += std::string(line.own) + '\n';
  }

  std::vector<Line> all_;
  std::vector<Place> places_;
  const Answered& answered_;
  const Sent& sent_;
  const Lexicon& lexicon_;
  bool quoted_ = false, ours_ = false, cut_ = false;
  std::optional<std::size_t> below_;  // the line where an answer below the quote begins
};

}  // namespace

OwnWords own_words(std::string_view text, const Answered& answered, const Sent& sent,
                   const Lexicon& lexicon) {
  return Cut(text, answered, sent, lexicon).words_of_sender();
}

}  // namespace undersigned::reply
