#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"
#include "result.h"

namespace undersigned::reply {

// The words of the languages, as data: config/phrases/LANGUAGE.toml. A new language is a new file.
// Which lists there are, and what each is for, is documented at the head of config/phrases/en.toml.
// A phrase may hold "(a|b)", "[c]" and "..." (see Lexicon::add).
class Phrases {
 public:
  // One file's text. `file` is its name for errors; the language is its stem ("es" of "es.toml").
  // Errors: Kind::config with file and line (unknown list, wrong type, empty phrase, unbalanced
  // brackets).
  Result<void> add(std::string_view toml, const std::string& file);

  std::vector<std::string> languages() const { return lexicon_.languages(); }
  const Lexicon& lexicon() const { return lexicon_; }

 private:
  Lexicon lexicon_;
};

}  // namespace undersigned::reply
