#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reply/edges.h"
#include "reply/words.h"

namespace undersigned::reply {

// The lists that a phrase file may have; what each is for stands at the head of
// config/phrases/en.toml. The first group says what a mail means: there a longer phrase hides the
// shorter ones inside it ("unsign me" hides "sign me").
enum class List : std::uint8_t {
  signs,
  organization_signs,
  agrees,
  declines,
  withdraws,
  amends,
  unsubscribes,
  asks,
  confirms,
  reports,
  later,
  sarcasm,
  contrary,
  doubts,
  unrelated,
  instruction,
  private_,
  public_,
  organization_only,
  first_name_only,
  initials_only,
  without_organization,
  without_title,
  others,
  both,
  identification,
  individual,
  for_organization,
  polite_if,
  usually,
  // What may stand behind a signing phrase without taking anything from it.
  object,
  // Small words that turn the meaning of what stands near them.
  not_,
  if_,
  but,
  contrast,
  frames,
  i,
  we,
  // Who.
  organization_words,
  duties,
  units,
  divisions,
  titles,
  honorifics,
  postnominals,
  particles,
  places,
  place_before,
  my_name,
  member_of,
  before_name,
  behind_name,
  street,
  closings,
  greetings,
  courtesy,
  // Forms.
  form_name,
  form_place,
  form_affiliation,
  form_organization,
  form_contact,
  form_title,
  form_publish,
  form_other,
  yes,
  no,
  // Mail programs.
  wrote,
  wrote_begins,
  from,
  sent,
  to,
  subject,
  copy,
  original,
  forwarded,
  reply_prefix,
  forward_prefix,
  footer,
  disclaimer,
  // Machines.
  absent_subject,
  absent,
  bulk,
  // What organizers order in answer to a report.
  order_hold,
  order_approve,
  order_accept,
  order_reject,
  // Words that make a question of their sentence, with or without its mark.
  interrogative,
  question_particle,
  // The most frequent small words of the language.
  common,
  // Of single values; never looked for in a text (all() leaves them out).
  no_name,
  no_person,
  form_nothing,
  form_elsewhere,
  offices,
  count
};
inline constexpr std::size_t list_count = static_cast<std::size_t>(List::count);

std::string_view name_of(List list);  // as it stands in the phrase files
std::optional<List> list_of(std::string_view name);
bool says_meaning(List list);  // of the first group

// Some of the lists.
class Lists {
 public:
  constexpr Lists(std::initializer_list<List> lists) {
    for (const List list : lists) add(list);
  }
  static constexpr Lists from_to(List first, List last) {
    Lists out{};
    for (auto i = static_cast<std::uint8_t>(first); i <= static_cast<std::uint8_t>(last); ++i)
      out.add(static_cast<List>(i));
    return out;
  }
  static constexpr Lists all() { return from_to(List{}, List::common); }
  static constexpr Lists of_meaning() { return from_to(List{}, List::usually); }  // says_meaning()
  constexpr Lists with(List list) const {
    Lists out = *this;
    out.add(list);
    return out;
  }
  constexpr void add(List list) {
    bits_[static_cast<std::size_t>(list) / 64] |= std::uint64_t{1}
                                                  << (static_cast<std::size_t>(list) % 64);
  }
  constexpr bool meets(const Lists& other) const {
    for (std::size_t i = 0; i < bits_.size(); ++i)
      if ((bits_[i] & other.bits_[i]) != 0) return true;
    return false;
  }
  constexpr bool has(List list) const { return meets({list}); }

 private:
  std::array<std::uint64_t, (list_count + 63) / 64> bits_{};
};

// One phrase found: words [begin, end) of the text.
struct Hit {
  List list;
  std::uint8_t language;  // index into Lexicon::languages()
  std::uint32_t begin, end;
  std::uint32_t words() const { return end - begin; }
};

// All phrases of all languages in one tree over words. Finding is linear in the text: from each
// word the tree is walked at most as deep as the longest phrase.
class Lexicon {
 public:
  std::uint8_t language(const std::string& code);  // its index; added where it is new
  const std::vector<std::string>& languages() const { return languages_; }

  // Adds a phrase with its alternatives: "(a|b)" is one of them, "[c]" may be missing, "..." stands
  // for up to four words of the same sentence; brackets part words. Returns what is wrong with it,
  // or "" where nothing is: a phrase has a word at both ends, and its brackets match.
  std::string add(List list, std::uint8_t language, std::string_view phrase);

  // Must be called after the last `add`: finds where each word can begin a phrase.
  void prepare();

  bool has(List list, std::uint8_t language) const;  // whether that language fills the list

  // All hits of these lists, by begin; of one list and language only the longest at each place. To
  // name the lists that matter is to walk a small part of the tree.
  std::vector<Hit> find(const std::vector<Word>& text, const Lists& lists = Lists::all()) const;
  // Whether the words [begin, end) are exactly one phrase of that list, in any language.
  bool is(List list, const std::vector<Word>& text, std::size_t begin, std::size_t end) const;

 private:
  struct Leaf {
    List list;
    std::uint8_t language;
  };
  struct Node {
    std::vector<Leaf> leaves;
    Lists below{};           // of the phrases that go through this node or end here
    std::uint32_t gap = 0;   // the node behind "...", 0: none
    std::uint32_t join = 0;  // the first of joins_ that go on from here; 0: none
  };
  using Languages = std::uint64_t;  // a bit each
  struct State {
    std::uint32_t node, at, skips;
    Languages not_in;  // phrases of these do not go this way
  };
  // What a text's word may stand for: words of phrases, accents as written; and words without its
  // accents, but not in languages that know it with them.
  struct Senses {
    const std::vector<std::uint32_t>* exact = nullptr;
    const std::vector<std::uint32_t>* plain = nullptr;
    Languages not_plain_in = 0;
    bool none() const { return exact == nullptr && plain == nullptr; }
  };
  friend class Compile;
  std::uint32_t word_id(const std::string& folded, std::uint8_t language);
  std::uint32_t child(std::uint32_t node, std::uint32_t word);
  const std::vector<std::uint32_t>& beginnings(std::uint32_t word) const;
  Senses senses(const std::string& folded) const;
  bool is_word(List list, const std::string& folded) const;
  void add_join(std::uint32_t from, std::uint32_t to);
  template <typename Use>
  void each_join(const Node& node, Use use) const;  // use(node)
  template <typename Use>
  static void each(const Senses& senses, Use use);  // use(word, languages it does not stand for)
  static bool in(std::uint8_t language, Languages languages);
  struct Search;  // one call of find()
  void walk(Search& search, std::uint32_t begin) const;

  std::vector<std::string> languages_;
  std::vector<std::array<bool, list_count>> filled_;    // by language
  std::unordered_map<std::string, std::uint32_t> ids_;  // a phrase's word, accents kept
  // What a text's word may stand for: itself, and accented words of phrases that it spells plainly.
  std::unordered_map<std::string, std::vector<std::uint32_t>> readings_;
  std::vector<Languages> languages_of_;  // by word
  Edges edges_;
  std::vector<std::pair<Edges::Key, std::uint32_t>> unprepared_;  // edges since `prepare`
  // By word: the nodes behind it at the beginning of phrases, optional words skipped.
  std::vector<std::vector<std::uint32_t>> beginnings_;
  std::vector<Node> nodes_ = std::vector<Node>(1);
  // Nodes that go on from another without a word: lists, because few nodes have any.
  struct Join {
    std::uint32_t node, next;
  };
  std::vector<Join> joins_ = std::vector<Join>(1);
};

// Drops the hits of meaning that lie inside a longer one of meaning.
std::vector<Hit> longest(std::vector<Hit> hits);

}  // namespace undersigned::reply
