#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "campaign/signature.h"
#include "letter/list.h"

namespace undersigned::letter {

// The columns of `signatures export`, which CSV, XLSX and JSON have in common.
struct Cell {
  enum class Kind { text, number, truth, none } kind;
  std::string_view text;  // "true" and "false" for a truth, empty for none
};

std::vector<std::string_view> column_names(const ListOptions& options);

// The rows of a list one after the other, without copies: what cells() gives holds until the next
// call, and as long as the signature.
class Rows {
 public:
  explicit Rows(const ListOptions& options) : options_(options) {}
  // One cell for each of column_names().
  const std::vector<Cell>& cells(const campaign::Signature& signature);

 private:
  ListOptions options_;
  std::string id_, arrived_;
  std::vector<Cell> cells_;
};

}  // namespace undersigned::letter
