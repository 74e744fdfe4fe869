#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "letter/mailing.h"

namespace undersigned::letter {

// Letters that were worded before, as what they are to every reader: the next one of the same shape
// (see Parted) has only its values filled in. A memory alone: with or without it each letter is the
// same. For several threads.
class Forms {
 public:
  struct Form {
    Mailing mailing;
    std::vector<std::string> call_subjects;  // that an answer may take up, the reader's first
  };
  // The form that `key` names, else what `make` gives, which is remembered where it is one.
  Result<std::shared_ptr<const Form>> find(const std::string& key,
                                           const std::function<Result<Form>()>& make);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Form>> forms_;
};

}  // namespace undersigned::letter
