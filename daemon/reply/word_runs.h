#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reply/fragments.h"

namespace undersigned::reply {

// What a run of words [begin, end) of a text looks like by itself. Refers to what it is made of.
class WordRuns {
 public:
  WordRuns(std::string_view text, const std::vector<Word>& words, const std::vector<Hit>& hits,
           const Sender& sender, const Lexicon& lexicon)
      : text_(text), all_(words), hits_(hits), sender_(sender), lexicon_(lexicon) {}

  // As written, with the closing mark of an abbreviation or parenthesis.
  std::string raw(std::uint32_t begin, std::uint32_t end) const;
  bool any(List list, std::uint32_t begin, std::uint32_t end) const;
  const Hit* find(List list, std::uint32_t begin, std::uint32_t end) const;  // the longest
  bool particle(std::uint32_t i) const;
  // All words could stand in a name: capitals, figures, particles between them.
  bool proper(std::uint32_t begin, std::uint32_t end) const;
  std::uint32_t shared_with_sender(std::uint32_t begin, std::uint32_t end) const;  // words
  std::uint32_t without_particles(std::uint32_t begin, std::uint32_t end) const;   // words
  // "Xiomara Téllez", of whom the From field has no more than "Xio".
  bool long_form_of_sender(std::uint32_t begin, std::uint32_t end) const;
  bool contact(const Fragment& fragment) const;      // an address, a number, a street
  bool known_place(const Fragment& fragment) const;  // holds a state or country
  bool place_alone(const Fragment& fragment) const;  // is one
  bool caseless(const Fragment& fragment) const;     // of a script without capitals
  // "성명서에": what is signed; "signer": as what.
  bool only_object(const Fragment& fragment) const;

 private:
  bool short_word(std::uint32_t i) const;
  bool sentence_behind(std::uint32_t end) const;
  std::string_view raw_view(const Fragment& fragment) const;
  // Two capitals that are a state: "TX", "Az" where it stands alone behind a comma.
  bool state_code(std::uint32_t i, const Fragment& fragment) const;

  std::string_view text_;
  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  const Sender& sender_;
  const Lexicon& lexicon_;
};

}  // namespace undersigned::reply
