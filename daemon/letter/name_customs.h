#pragma once

#include <string_view>

namespace undersigned::letter {

// What the customs of languages know of names. Words are compared folded: small letters, without
// accents, dots and commas.

bool name_title(std::string_view folded);  // "Dr", "Rev": stands before a name
// "Jr", "III": stands behind one; some in one language alone, "Filho" is a surname elsewhere.
bool name_suffix(std::string_view folded, std::string_view language);
// "MA", "LCSW": the same where it is written in capitals, because there are people called Ma.
bool name_degree(std::string_view folded);

// "van", "de", "bin": belongs to the word behind it.
bool name_prefix(std::string_view folded);
// A prefix under which that language's names are not filed (AACR2, 22.5D): "García, Ana de".
bool unfiled_prefix(std::string_view folded, std::string_view language);

bool has_two_surnames(std::string_view language);
bool spanish_given(std::string_view folded);    // also a second given name: "María José López"
bool spanish_surname(std::string_view folded);  // among the most frequent

bool family_comes_first(std::string_view language);
// Among the most frequent family names of a language in which they come first.
bool known_family(std::string_view folded, std::string_view language);
// The same as it is written with all its marks, where nobody has it for a given name.
bool unmistakable_family(std::string_view word);

}  // namespace undersigned::letter
