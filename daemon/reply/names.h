#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"

namespace undersigned::reply {

// A person's name as it would be printed: "Castellanos, Rebecca (Dept)" is "Rebecca Castellanos",
// "BERNICE KOWALCZYK" and "bernice kowalczyk" are "Bernice Kowalczyk", post-nominals are gone,
// honorifics stay.
std::string person_name(std::string_view written, const Lexicon& lexicon);

// Words in capitals, or all in small letters, in the usual case; particles ("de", "of") stay small.
// Mixed case stays as it was written, but for single words in capitals among others
// ("Tesfa KIDANE").
std::string usual_case(std::string_view written, const Lexicon& lexicon, bool person);

std::string without_parentheses(std::string_view text);  // "Ferreira, Ana (Libraries)"

// A place in capitals in the usual case; codes ("NC", "USA") stay.
std::string place_case(std::string_view written, const Lexicon& lexicon);

// The words of a name that tell people apart, folded without accents; no honorifics, no initials.
std::vector<std::string> name_keys(std::string_view name, const Lexicon& lexicon);

// Whether `name` is nothing but initials, or no letters at all.
bool initials_only(std::string_view name);

// Letters of alphabets that look alike side by side (Latin, Cyrillic, Greek), or letters of
// formulas.
bool look_alike(std::string_view name);

}  // namespace undersigned::reply
