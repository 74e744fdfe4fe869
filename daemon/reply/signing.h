#pragma once

#include <string>
#include <vector>

#include "reply/clause.h"

namespace undersigned::reply {

// Whether a phrase of `signs` or `organization_signs` signs by its place in the sentence. Denials,
// questions and conditions are not looked at.
class Signing {
 public:
  explicit Signing(const Clauses& clauses) : c_(clauses) {}

  // "Firmo", "Signed, Ana": heads a clause, and without a person in the verb also ends it or
  // stands before a name.
  bool stands_for_itself(const Hit& hit) const;
  // "… signs" needs a name or an organization's word before it, not "she", "the law" or nothing.
  bool subject_before(const Hit& hit) const;
  // "We are glad to join": said of the writer, not of somebody else.
  bool own_subject(const Hit& hit) const;
  // "My neighbor wrote: I sign", "suppose I sign", "how I sign".
  bool framed(const Hit& hit) const;
  // What stands before the colon in "Bob: I sign" and is no known word, folded: it may name whose
  // words follow.
  std::vector<std::string> label(const Hit& hit) const;
  // "+1" is a vote; "1" is a number, and "+1 (212) 555-0100" a telephone's.
  bool mere_figure(const Hit& hit) const;
  // A signature says who signs and what it is put to in few words; other words in its clause may
  // make it something else ("put me on the list of *opponents*", "the *minute* you pay I sign").
  // Those words, folded. Where the language lists no objects, the words of
  // its sentence that no phrase of it knows.
  std::vector<std::string> beyond(const Hit& hit) const;

 private:
  std::vector<std::string> unknown(const Hit& hit) const;
  bool opens_clause(const Hit& hit) const;
  bool organization_word(std::uint32_t at) const;
  bool small_word(std::uint32_t at, std::uint8_t language) const;
  bool between(std::uint32_t at, std::uint8_t language) const;
  bool signs_in(std::uint8_t language, const Hit& hit) const;
  bool colon_before(std::uint32_t at) const;
  bool named_near(std::uint32_t at) const;
  bool short_sentence(const Hit& hit) const;
  bool only_objects_before(const Hit& hit) const;

  const Clauses& c_;
};

}  // namespace undersigned::reply
