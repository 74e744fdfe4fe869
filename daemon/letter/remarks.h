#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result.h"

namespace undersigned::letter {

// What the program says of its own in English (why something waits, warnings, alarms) in the words
// of a language. The English is the same wherever it is logged or printed; letters look it up here.
class Remarks {
 public:
  // templates/LANGUAGE/remarks.toml: one line `"english" = "words"` for each. {} on the left stands
  // for what the program fills in, and takes its place on the right. Kind::config with file and
  // line for what is no such line.
  static Result<Remarks> read(std::string_view toml, const std::string& file);

  // Whether all of `known` have words here, and nothing else has; Kind::config with file and line.
  Result<void> check_against(const Remarks& known) const;

  // `said` in these words: one remark, or several with "; " between. What is not known stays as it
  // is.
  std::string worded(std::string_view said) const;

 private:
  struct Remark {
    std::string said, words;
    int line = 0;
  };
  const Remark* find(std::string_view said) const;
  bool put_in_words(std::string_view said, std::string& out) const;

  std::vector<Remark> remarks_;  // those with the most of their own words first
  std::string file_;
};

}  // namespace undersigned::letter
