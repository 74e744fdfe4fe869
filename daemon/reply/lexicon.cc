#include "reply/lexicon.h"

#include <algorithm>
#include <array>

namespace undersigned::reply {

namespace {

constexpr std::array<std::string_view, list_count> names = {"signs",
                                                            "organization_signs",
                                                            "agrees",
                                                            "declines",
                                                            "withdraws",
                                                            "amends",
                                                            "unsubscribes",
                                                            "asks",
                                                            "confirms",
                                                            "reports",
                                                            "later",
                                                            "sarcasm",
                                                            "contrary",
                                                            "doubts",
                                                            "unrelated",
                                                            "instruction",
                                                            "private",
                                                            "public",
                                                            "organization_only",
                                                            "first_name_only",
                                                            "initials_only",
                                                            "without_organization",
                                                            "without_title",
                                                            "others",
                                                            "both",
                                                            "identification",
                                                            "individual",
                                                            "for_organization",
                                                            "polite_if",
                                                            "usually",
                                                            "object",
                                                            "not",
                                                            "if",
                                                            "but",
                                                            "contrast",
                                                            "frames",
                                                            "i",
                                                            "we",
                                                            "organization_words",
                                                            "duties",
                                                            "units",
                                                            "divisions",
                                                            "titles",
                                                            "honorifics",
                                                            "postnominals",
                                                            "particles",
                                                            "places",
                                                            "place_before",
                                                            "my_name",
                                                            "member_of",
                                                            "before_name",
                                                            "behind_name",
                                                            "street",
                                                            "closings",
                                                            "greetings",
                                                            "courtesy",
                                                            "form_name",
                                                            "form_place",
                                                            "form_affiliation",
                                                            "form_organization",
                                                            "form_contact",
                                                            "form_title",
                                                            "form_publish",
                                                            "form_other",
                                                            "yes",
                                                            "no",
                                                            "wrote",
                                                            "wrote_begins",
                                                            "from",
                                                            "sent",
                                                            "to",
                                                            "subject",
                                                            "copy",
                                                            "original",
                                                            "forwarded",
                                                            "reply_prefix",
                                                            "forward_prefix",
                                                            "footer",
                                                            "disclaimer",
                                                            "absent_subject",
                                                            "absent",
                                                            "bulk",
                                                            "order_hold",
                                                            "order_approve",
                                                            "order_accept",
                                                            "order_reject",
                                                            "interrogative",
                                                            "question_particle",
                                                            "common",
                                                            "no_name",
                                                            "no_person",
                                                            "form_nothing",
                                                            "form_elsewhere",
                                                            "offices"};

constexpr std::uint32_t most_skips = 4;
constexpr std::size_t most_states = 512;  // from one word on; a guard, phrases need far fewer

}  // namespace

std::string_view name_of(List list) { return names[static_cast<std::size_t>(list)]; }

std::optional<List> list_of(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<List>(found - names.begin());
}

bool says_meaning(List list) { return list <= List::usually; }

std::uint8_t Lexicon::language(const std::string& code) {
  const auto found = std::find(languages_.begin(), languages_.end(), code);
  if (found == languages_.end()) {
    languages_.push_back(code);
    filled_.emplace_back();
  }
  return static_cast<std::uint8_t>(std::find(languages_.begin(), languages_.end(), code) -
                                   languages_.begin());
}

bool Lexicon::in(std::uint8_t language, Languages languages) {
  return ((languages >> std::min<unsigned>(language, 63)) & 1) != 0;
}

std::uint32_t Lexicon::word_id(const std::string& folded, std::uint8_t language) {
  const auto [entry, is_new] = ids_.try_emplace(folded, static_cast<std::uint32_t>(ids_.size()));
  if (is_new) languages_of_.push_back(0);
  languages_of_[entry->second] |= Languages{1} << std::min<unsigned>(language, 63);
  if (is_new) {
    readings_[folded].push_back(entry->second);
    const std::string plain = without_accents(folded);
    if (plain != folded) readings_[plain].push_back(entry->second);
  }
  return entry->second;
}

void Lexicon::add_join(std::uint32_t from, std::uint32_t to) {
  joins_.push_back({to, nodes_[from].join});
  nodes_[from].join = static_cast<std::uint32_t>(joins_.size() - 1);
}

template <typename Use>
void Lexicon::each_join(const Node& node, Use use) const {
  for (std::uint32_t at = node.join; at != 0; at = joins_[at].next) use(joins_[at].node);
}

std::uint32_t Lexicon::child(std::uint32_t node, std::uint32_t word) {
  if (const std::uint32_t known = edges_.find({node, word}); known != 0) return known;
  const auto fresh = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  edges_.add({node, word}, fresh);
  unprepared_.push_back({{node, word}, fresh});
  return fresh;
}

const std::vector<std::uint32_t>& Lexicon::beginnings(std::uint32_t word) const {
  static const std::vector<std::uint32_t> none;
  return word < beginnings_.size() ? beginnings_[word] : none;
}

// Puts one phrase into the tree. Alternatives end in a common node, so a phrase takes as many nodes
// as it has words, however many wordings it stands for.
class Compile {
 public:
  Compile(Lexicon& lexicon, std::uint8_t language, std::string_view phrase)
      : lexicon_(lexicon), language_(language), phrase_(phrase) {}

  // The node at which the phrase ends; `wrong` says why there is none.
  std::uint32_t end() {
    const std::uint32_t node = sequence(0, 0);
    if (wrong.empty() && at_ < phrase_.size()) wrong = "a bracket is closed and was not opened";
    if (wrong.empty() && node == 0) wrong = "it has a wording without words";
    if (wrong.empty() && gap_open_) wrong = "it ends with \"...\"";
    return node;
  }
  std::string wrong;
  std::vector<std::uint32_t> nodes;  // that it goes through

 private:
  std::uint32_t sequence(std::uint32_t node, int depth) {
    std::string literal;
    const auto flush = [&] {
      for (const std::string& word : folded_words(literal)) {
        node = lexicon_.child(node, lexicon_.word_id(word, language_));
        nodes.push_back(node);
        gap_open_ = false;
      }
      literal.clear();
    };
    while (wrong.empty() && at_ < phrase_.size()) {
      const char c = phrase_[at_];
      if (c == ')' || c == ']' || c == '|') break;
      if (c == '(' || c == '[') {
        flush();
        node = group(node, c, depth);
      } else if (phrase_.substr(at_, 3) == "...") {
        flush();
        if (node == 0) wrong = "it begins with \"...\"";
        node = gap(node);
        at_ += 3;
      } else {
        literal += c;
        ++at_;
      }
    }
    flush();
    return node;
  }

  // What words() says, at once for most of the files: small letters are folded as they stand.
  static std::vector<std::string> folded_words(const std::string& literal) {
    std::vector<std::string> out;
    const bool plain = std::all_of(literal.begin(), literal.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
    if (!plain) {
      for (Word& word : words(literal)) out.push_back(std::move(word.folded));
      return out;
    }
    for (std::size_t at = 0; at < literal.size();) {
      const std::size_t end = std::min(literal.find(' ', at), literal.size());
      if (end > at) out.push_back(literal.substr(at, end - at));
      at = end + 1;
    }
    return out;
  }

  std::uint32_t gap(std::uint32_t node) {
    gap_open_ = true;
    if (lexicon_.nodes_[node].gap == 0) lexicon_.nodes_[node].gap = fresh();
    nodes.push_back(lexicon_.nodes_[node].gap);
    return nodes.back();
  }

  std::uint32_t fresh() {
    lexicon_.nodes_.emplace_back();
    return static_cast<std::uint32_t>(lexicon_.nodes_.size() - 1);
  }

  std::uint32_t group(std::uint32_t node, char opened, int depth) {
    if (depth >= 8) wrong = "its brackets nest too deep";
    std::vector<std::uint32_t> ends;
    if (opened == '[') ends.push_back(node);
    const bool open_before = gap_open_;
    do {
      ++at_;
      gap_open_ = open_before;
      ends.push_back(sequence(node, depth + 1));
    } while (wrong.empty() && at_ < phrase_.size() && phrase_[at_] == '|');
    const char close = opened == '(' ? ')' : ']';
    if (wrong.empty() && (at_ >= phrase_.size() || phrase_[at_] != close))
      wrong = "a bracket is not closed; write (a|b) or [c]";
    ++at_;
    if (std::count(ends.begin(), ends.end(), ends.front()) ==
        static_cast<std::ptrdiff_t>(ends.size()))
      return ends.front();
    const std::uint32_t common = fresh();
    for (const std::uint32_t end : ends) lexicon_.add_join(end, common);
    nodes.push_back(common);
    return common;
  }

  Lexicon& lexicon_;
  std::uint8_t language_;
  std::string_view phrase_;
  std::size_t at_ = 0;
  bool gap_open_ = false;
};

std::string Lexicon::add(List list, std::uint8_t language, std::string_view phrase) {
  Compile compile(*this, language, phrase);
  const std::uint32_t node = compile.end();
  if (!compile.wrong.empty()) return compile.wrong;
  for (const std::uint32_t each : compile.nodes) nodes_[each].below.add(list);
  auto& leaves = nodes_[node].leaves;
  const bool known = std::any_of(leaves.begin(), leaves.end(), [&](const Leaf& leaf) {
    return leaf.list == list && leaf.language == language;
  });
  if (!known) leaves.push_back({list, language});
  filled_[language][static_cast<std::size_t>(list)] = true;
  return {};
}

bool Lexicon::has(List list, std::uint8_t language) const {
  return filled_[language][static_cast<std::size_t>(list)];
}

void Lexicon::prepare() {
  std::vector<bool> begins(nodes_.size(), false);
  std::vector<std::uint32_t> open = {0};
  begins[0] = true;
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    each_join(nodes_[node], [&](std::uint32_t join) {
      if (begins[join]) return;
      begins[join] = true;
      open.push_back(join);
    });
  }
  // A node that others join is always new, so no edge of before begins a phrase only now.
  beginnings_.resize(ids_.size());
  for (const auto& [edge, node] : unprepared_)
    if (begins[edge.node]) beginnings_[edge.word].push_back(node);
  unprepared_ = {};  // with its room: a language needs none after it was added
}

template <typename Use>
void Lexicon::each(const Senses& senses, Use use) {
  if (senses.exact != nullptr)
    for (const std::uint32_t word : *senses.exact) use(word, Languages{0});
  if (senses.plain == nullptr || senses.plain == senses.exact) return;
  for (const std::uint32_t word : *senses.plain) use(word, senses.not_plain_in);
}

struct Lexicon::Search {
  const std::vector<Word>& text;
  const Lists& lists;
  std::vector<Senses> senses;  // by word
  std::vector<Hit> hits;
  std::vector<State> open;  // used again for each word
  std::size_t first = 0;    // hit that begins at the present word

  // Only where alternatives meet can a node be reached twice.
  void reach(const State& state, bool twice) {
    const bool known = twice && std::any_of(open.begin(), open.end(), [&](const State& other) {
                         return other.node == state.node && other.at == state.at &&
                                other.skips >= state.skips && (other.not_in & ~state.not_in) == 0;
                       });
    if (!known && open.size() < most_states) open.push_back(state);
  }

  void note(const Node& node, std::uint32_t begin, const State& state) {
    const std::uint32_t end = state.at;
    for (const Leaf& leaf : node.leaves) {
      if (!lists.has(leaf.list) || in(leaf.language, state.not_in)) continue;
      const auto same = std::find_if(
          hits.begin() + static_cast<std::ptrdiff_t>(first), hits.end(),
          [&](const Hit& hit) { return hit.list == leaf.list && hit.language == leaf.language; });
      if (same == hits.end())
        hits.push_back({leaf.list, leaf.language, begin, end});
      else
        same->end = std::max(same->end, end);
    }
  }
};

void Lexicon::walk(Search& search, std::uint32_t begin) const {
  const auto& [text, lists, senses, hits, open, first] = search;
  search.first = hits.size();
  search.open.clear();
  const auto wanted = [&](std::uint32_t node) { return nodes_[node].below.meets(lists); };
  each(senses[begin], [&](std::uint32_t word, Languages not_in) {
    for (const std::uint32_t node : beginnings(word))
      if (wanted(node)) search.reach({node, begin + 1, 0, not_in}, false);
  });
  for (std::size_t next = 0; next < open.size(); ++next) {
    const State state = open[next];
    const Node& node = nodes_[state.node];
    search.note(node, begin, state);
    each_join(node, [&](std::uint32_t join) {
      if (wanted(join)) search.reach({join, state.at, state.skips, state.not_in}, true);
    });
    if (state.at >= text.size()) continue;
    if (text[state.at].gap == Gap::sentence) continue;
    if (node.gap != 0 && wanted(node.gap))
      search.reach({node.gap, state.at, most_skips, state.not_in}, true);
    if (state.skips > 0)
      search.reach({state.node, state.at + 1, state.skips - 1, state.not_in}, true);
    each(senses[state.at], [&](std::uint32_t word, Languages not_in) {
      const std::uint32_t to = edges_.find({state.node, word});
      if (to != 0 && wanted(to)) search.reach({to, state.at + 1, 0, state.not_in | not_in}, false);
    });
  }
}

// A word with accents is read without them, too: "zurück" for "zuruck". But in a language whose
// phrases have it ("firmó", he signs) it is nothing else ("firmo", I sign).
Lexicon::Senses Lexicon::senses(const std::string& folded) const {
  Senses out;
  if (const auto exact = readings_.find(folded); exact != readings_.end())
    out.exact = &exact->second;
  const auto ascii = [](char c) { return (c & 0x80) == 0; };
  if (std::all_of(folded.begin(), folded.end(), ascii)) return out;
  const auto plain = readings_.find(without_accents(folded));
  if (plain == readings_.end()) return out;
  out.plain = &plain->second;
  if (const auto known = ids_.find(folded); known != ids_.end())
    out.not_plain_in = languages_of_[known->second];
  return out;
}

std::vector<Hit> Lexicon::find(const std::vector<Word>& text, const Lists& lists) const {
  Search search{text, lists, {}, {}, {}};
  search.senses.reserve(text.size());
  for (const Word& word : text) search.senses.push_back(senses(word.folded));
  for (std::uint32_t begin = 0; begin < text.size(); ++begin)
    if (!search.senses[begin].none()) walk(search, begin);
  return std::move(search.hits);
}

bool Lexicon::is(List list, const std::vector<Word>& text, std::size_t begin,
                 std::size_t end) const {
  if (end - begin == 1) return is_word(list, text[begin].folded);
  const std::vector<Word> part(text.begin() + static_cast<std::ptrdiff_t>(begin),
                               text.begin() + static_cast<std::ptrdiff_t>(end));
  const std::vector<Hit> hits = find(part, {list});
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.list == list && hit.begin == 0 && hit.end == part.size();
  });
}

bool Lexicon::is_word(List list, const std::string& folded) const {
  std::vector<std::pair<std::uint32_t, Languages>> open;
  each(senses(folded), [&](std::uint32_t word, Languages not_in) {
    for (const std::uint32_t node : beginnings(word))
      if (nodes_[node].below.has(list)) open.emplace_back(node, not_in);
  });
  for (std::size_t next = 0; next < open.size() && next < most_states; ++next) {
    const auto [at, not_in] = open[next];
    const Node& node = nodes_[at];
    for (const Leaf& leaf : node.leaves)
      if (leaf.list == list && !in(leaf.language, not_in)) return true;
    each_join(node, [&](std::uint32_t join) { open.emplace_back(join, not_in); });
  }
  return false;
}

namespace {

// A wish for privacy is never hidden ("prefer not to be named" also declines), and hides no
// signature: "sign anonymously".
bool signing(List list) { return list == List::signs || list == List::organization_signs; }

}  // namespace

std::vector<Hit> longest(std::vector<Hit> hits) {
  constexpr std::uint32_t longest_phrase = 64;  // words; hits are in the order of their begin
  std::vector<Hit> meanings;
  for (const Hit& hit : hits)
    if (says_meaning(hit.list)) meanings.push_back(hit);
  std::size_t at = 0;  // in meanings, of the hit that is looked at
  const auto hidden = [&](const Hit& small) {
    if (small.list == List::private_ || small.list == List::both || small.list == List::others ||
        (small.list >= List::first_name_only && small.list <= List::without_title))
      return false;
    const auto hides = [&](const Hit& big) {
      if (big.list == List::private_ && signing(small.list)) return false;
      return big.begin <= small.begin && big.end >= small.end && big.words() > small.words();
    };
    for (std::size_t k = at; k > 0; --k) {
      if (meanings[k - 1].begin + longest_phrase < small.begin) break;
      if (hides(meanings[k - 1])) return true;
    }
    for (std::size_t k = at + 1; k < meanings.size() && meanings[k].begin == small.begin; ++k)
      if (hides(meanings[k])) return true;
    return false;
  };
  std::erase_if(hits, [&](const Hit& hit) {
    if (!says_meaning(hit.list)) return false;
    const bool drop = hidden(hit);
    ++at;
    return drop;
  });
  return hits;
}

}  // namespace undersigned::reply
