#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "letter/list.h"

namespace undersigned::letter {

// What is printed: a title and text over the whole width, then a list in two columns.
// Octets [begin, end) of a text that its author set off.
struct Emphasis {
  std::size_t begin, end;
  bool bold, italic;
};
struct PrintBlock {
  enum class Kind { heading, paragraph, item, signer, note } kind;
  std::string text;
  std::size_t strong = 0;  // so many octets at its beginning stand out
  std::vector<Emphasis> emphases = {};
};
struct Print {
  std::string title, language;
  Paper paper = Paper::a4;
  std::vector<PrintBlock> wide, columns;
};

// Markdown as blocks: headings, paragraphs and list items, with what is bold or italic in them.
std::vector<PrintBlock> statement_blocks(std::string_view markdown);

// A PDF with a running
// header and "page x of y". Every script that an installed font has.
std::string printed(const Print& print);

}  // namespace undersigned::letter
