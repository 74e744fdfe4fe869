#pragma once

#include <set>
#include <string>
#include <string_view>

namespace undersigned::mail {

// Style of an HTML page; not part of the room's interface.

// Without blanks and in lower case; no more than the first `most` octets.
std::string compact_style(std::string_view style, std::size_t most = 4096);

// Of a compact style.
bool has_declaration(const std::string& style, std::string_view declaration);

// Whether a compact style takes from sight, or strikes through, what it is given to.
bool hides(const std::string& style);

// The classes that a page's own style sheet hides: ".x{display:none}". What holds for some screens
// alone (@media) hides nothing.
std::set<std::string, std::less<>> hidden_classes(std::string_view html);

}  // namespace undersigned::mail
