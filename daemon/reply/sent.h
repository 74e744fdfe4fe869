#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "reply/words.h"

namespace undersigned::reply {

// The texts that the campaign sent, as runs of four normalized words: what a mail repeats of them,
// however it was wrapped, quoted or re-spelled, is not its sender's.
class Sent {
 public:
  Sent() = default;
  Sent(std::initializer_list<std::string> texts) {
    for (const std::string& text : texts) push_back(text);
  }
  void push_back(std::string_view text);
  bool empty() const { return runs_.empty(); }

  // For each word whether it stands in a run that was sent.
  std::vector<bool> covers(const std::vector<Word>& text) const;
  // Whether a line was sent as it stands: all of it short, or most of its words in runs.
  bool holds_line(const std::vector<Word>& line) const;

 private:
  std::unordered_set<std::uint64_t> runs_;   // hashes of four words in a row
  std::unordered_set<std::uint64_t> lines_;  // hashes of whole lines
};

}  // namespace undersigned::reply
