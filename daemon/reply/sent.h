#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "reply/words.h"

namespace undersigned::reply {

// The texts that the campaign sent, as runs of words in their order: what a mail repeats of them,
// however it was wrapped, marked or re-spelled, is not its sender's.
//
// In a text that goes to many, `open_value` stands where each letter has words of its own (a name,
// an entry of the list): there any few words are taken for them.
class Sent {
 public:
  static constexpr std::string_view open_value = "Undersignedvalue";

  Sent() = default;
  Sent(std::initializer_list<std::string> texts) {
    for (const std::string& text : texts) push_back(text);
  }
  void push_back(std::string_view text);
  void push_subject(std::string_view subject);
  bool empty() const { return runs_.empty(); }

  // For each word whether it repeats a text that was sent. A few words in a row that also stand in
  // one (the label of a button, typed as an answer) repeat nothing: only a longer piece does, and
  // what stands beside it in the order in which it was sent. `text` holds the words of all lines
  // (see spoken_words).
  std::vector<bool> repeats(const std::vector<Word>& text) const;
  // Whether a line was sent as it stands.
  bool holds_line(const std::vector<Word>& line) const;
  // Whether the subject is that of a text that was sent, with a prefix of any language or without.
  bool holds_subject(std::string_view subject) const;

 private:
  using Hashes = std::vector<std::uint64_t>;
  // Where words stand, ascending; those of each text behind those of the last. Words that stand in
  // most of them ("With thanks, Our campaign") may stand anywhere: no place tells more of them.
  struct Places {
    std::vector<std::uint32_t> at;
    bool anywhere = false;
    void add(std::uint32_t place);
  };
  struct Stretch {
    std::uint32_t begin, end;  // words of the mail
    Places first, last;        // where its first and its last word may stand
  };
  static Places next_of(const Places& before, const Places& places);
  static bool follows(const Places& earlier, const Places& later);
  std::vector<Stretch> stretches(const Hashes& text) const;
  static std::vector<bool> long_pieces(const std::vector<Stretch>& all,
                                       const std::vector<Word>& text);
  void cover_values(const std::vector<Word>& text, const Hashes& hashes,
                    std::vector<bool>& covered) const;
  void cover_greetings(const std::vector<Word>& text, const Hashes& hashes,
                       std::vector<bool>& covered) const;

  std::unordered_map<std::uint64_t, Places> runs_;  // by the hash of a run
  std::unordered_set<std::uint64_t> lines_;         // hashes of whole lines
  std::unordered_set<std::uint64_t> subjects_;
  std::unordered_set<std::uint64_t> before_value_;  // of the words before an open value
  std::unordered_set<std::uint64_t> behind_value_;  // … behind one
  std::unordered_set<std::uint64_t> greetings_;     // what opens a text before its first value
  std::uint32_t next_place_ = 0;
};

// The words of one line with the links left out; `begin` and `end` count in the line as it is.
std::vector<Word> spoken_words(std::string_view line);

}  // namespace undersigned::reply
