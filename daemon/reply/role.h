#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"

namespace undersigned::reply {

// A title and what it is held at: "Dean of the School of Law" is both.
struct Role {
  std::optional<std::string> title, organization;
};

Role role_of(std::string_view written, const Lexicon& lexicon);

// "Pastor Wilbur Grimes": the form of address says in which office; nothing where there is none.
std::optional<std::string> office(const std::string& name, const Lexicon& lexicon);

// "Proud member of …": the title that ends right before a word of the text.
std::optional<std::string> title_before(std::string_view text, std::uint32_t word,
                                        const Lexicon& lexicon);

// Whether every word from `begin` to `end` that makes an organization's name is one that a title
// may be about: "Human Rights Officer".
bool only_duties(const std::vector<Word>& all, const std::vector<Hit>& hits, std::uint32_t begin,
                 std::uint32_t end);

// Without blanks and commas at its ends; nothing where nothing is left.
std::optional<std::string> filled(std::string text);

}  // namespace undersigned::reply
