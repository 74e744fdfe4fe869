#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "campaign/letter_order.h"
#include "result.h"

namespace undersigned::letter {

// A name that a template may use, and what stands behind it.
struct Name {
  enum class Type {
    text,      // always there
    optional,  // may be missing: only inside {{#name}} … {{/name}}
    markdown,  // our own Markdown
    count,     // a number with its noun, worded by the letter's "Count FORM:" field
    counts,    // several of them in one enumeration, without those that are 0
    truth,     // for sections alone
    list,      // a section for each of its items
  };
  std::string_view name;
  Type type;
  std::vector<Name> items = {};  // of a list
  std::string_view form = {};    // of a count: which noun
};

const std::vector<Name>& names_of(campaign::LetterKind kind);

// Checks every mustache tag of a template. `first_line` is the line of `source`'s first character.
// Kind::config with file and line for an unknown name, a section that is not closed or not opened,
// a section of plain text, an optional name outside its section, a partial, a changed delimiter.
Result<void> check_tags(std::string_view source, const std::vector<Name>& names,
                        const std::string& file, int first_line);

}  // namespace undersigned::letter
