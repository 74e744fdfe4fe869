#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"

namespace undersigned::reply {

// What stands behind the labels of a sign-on form ("Name: …"), in any language of the phrases.
// Empty values are nothing.
struct Form {
  std::optional<std::string> name, contact, organization, affiliation, title, place;
  std::vector<std::string> more_organizations;  // of labels that were given again
  std::optional<bool> publish;                  // "May we publish your name? no"
  int labels = 0;                               // lines that are a label, filled in or not
  bool elsewhere = false;                       // a name or organization is "TBD", "see below"
  bool asks_organization = false;               // has a label for one, filled in or not
  std::string rest;                             // all lines that belong to no field, as they stand

  bool stands() const { return labels >= 2 || (labels == 1 && (name || organization)); }
  // Names who signs. A contact person alone stands in any business letter.
  bool filled() const { return name || organization || (contact && asks_organization); }
};

// Reads lines "Label: value", "Label" with the value on the next line, and several labels on one
// line; of a label given twice the first filled value counts, but for organizations.
Form form(std::string_view text, const Lexicon& lexicon);

// "City, State/Country: …": begins with a label that asks for something.
bool begins_with_label(std::string_view line, const Lexicon& lexicon);

}  // namespace undersigned::reply
