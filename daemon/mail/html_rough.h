#pragma once

#include <string>
#include <string_view>

namespace undersigned::mail {

// Pages that no mail program writes and that cost the parser too much: tags of hundreds of
// attributes, nothing but tags, or ampersands without end (each makes it format an error).
bool hostile(std::string_view html);

// Comments, which hold what only Outlook should see, and the marks of its conditional sections,
// "<![if …]>" and "<![endif]>", which the parser takes for text. The mark that ends a comment
// ("<![endif]-->") is part of it. A comment that is never closed stays for the parser.
void drop_comments(std::string& html);

// What is left of a page that the parser should not see: its text without tags.
std::string without_tags(std::string_view html);

}  // namespace undersigned::mail
