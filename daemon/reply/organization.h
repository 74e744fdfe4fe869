#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reply/fragments.h"
#include "reply/signers.h"

namespace undersigned::reply {

// How much says that a fragment names the organization of which a mail speaks, by what it is made
// of and what stands around it: 0 nothing. `person_named`: another fragment names the person.
int organization_score(const std::vector<Fragment>& all, std::size_t at, const Sources& from,
                       bool person_named, const Lexicon& lexicon);

// "X signs", "X (Berlin) signs".
bool signs_behind(const std::vector<Fragment>& all, std::size_t at);

// "Social Justice Committee": what a title may be about.
bool about_duties(const Fragment& fragment, const Lexicon& lexicon);

// Whether a name reads like an organization's.
bool names_organization(std::string_view name, const Lexicon& lexicon);

// Whether what stands for an organization names none: a place alone ("Virginia"), or a kind with an
// article ("l'association", "our church").
bool says_no_name(std::string_view organization, const Lexicon& lexicon);

// "cawac" of "Caribbean-American Women's Advocacy Circle": of the words with capitals, but for an
// article before them.
std::string initials(std::string_view organization);

// Whether an organization's name and a domain belong together: "Casa del Pueblo" and
// casadelpueblo.org, or its initials.
bool of_domain(std::string_view organization, std::string_view domain);

}  // namespace undersigned::reply
