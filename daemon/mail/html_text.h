#pragma once

#include <string>
#include <string_view>

namespace undersigned::mail {

// What a person sees of an HTML part, as lines of UTF-8 text: blocks and <br> end lines, table rows
// are lines with their cells joined by a tab, list items start with "• ", hidden elements,
// scripts, styles and what is struck through are gone. Quoted mail is marked so that
// `reply/own_words` can cut it: every line that stands inside <blockquote> or a mail program's
// quote container (gmail_quote, yahoo_quoted, moz-cite-prefix's sibling, protonmail_quote,
// zmail_extra, …) starts with "> " per level; the separators of Outlook (divRplyFwdMsg, border-top
// blocks, <hr id=stopSpelling>) give the line
// "________________________________". Above a block that a program knows as a sign-off stands "--".
// Reads at most 1 MB; never fails.
std::string html_to_text(std::string_view html_utf8);

struct HtmlText {
  std::string text;     // as html_to_text gives it
  bool hides = false;   // words in it are hidden by their style, so that nobody sees them
  bool unsure = false;  // of words in it nobody can tell whether they are seen
};
// What is done with words of which nobody can tell: as is likely, only what is surely seen, or all
// that may be.
enum class Drawn { likely, surely, perhaps };
HtmlText read_html(std::string_view html_utf8, Drawn drawn = Drawn::likely);

}  // namespace undersigned::mail
