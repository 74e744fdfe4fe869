#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace undersigned::letter {

// What is printed: a title and text over the whole width, then a list in two columns.
struct PrintBlock {
  enum class Kind { heading, paragraph, item, signer, note } kind;
  std::string text;
  std::size_t strong = 0;  // so many octets at its beginning stand out
};
struct Print {
  std::string title, language;
  std::vector<PrintBlock> wide, columns;
};

// Markdown as blocks: headings, paragraphs and list items, without inline marks.
std::vector<PrintBlock> statement_blocks(std::string_view markdown);

// A PDF of US Letter pages (A4 where the language is one of countries that use it) with a running
// header and "page x of y". Every script that an installed font has.
std::string printed(const Print& print);

}  // namespace undersigned::letter
