#pragma once

#include <map>
#include <string>
#include <string_view>

// Content-Type and Content-Disposition bodies (RFC 2045, 5.1; RFC 2183) with RFC 2231 parameters;
// not part of the room's interface.
namespace undersigned::mail {

struct Parameterized {
  std::string value;                              // "text/plain", lower case, no comments
  std::map<std::string, std::string> parameters;  // names lower case, values decoded to UTF-8
};

// Reads what programs write, too: missing quotes, blanks around "=", encoded words in quotes,
// stray semicolons. The first of several parameters of one name counts.
Parameterized read_parameterized(std::string_view body);

}  // namespace undersigned::mail
