#pragma once

#include <string>
#include <string_view>

// Where the header of a mail or part ends; not part of the room's interface.
namespace undersigned::mail {

struct HeaderBlock {
  std::string_view whole;         // as it came
  std::string text;               // fields only, mended, ends with an empty line; "" if none
  std::string_view body;          // what follows
  std::size_t longest_field = 0;  // octets with its folded lines
};

// Cuts as mail programs do: an mbox "From " line is passed over, a line that is no field is passed
// over where fields follow, and otherwise starts the body, so a mail without the empty line loses
// nothing.
HeaderBlock split_header(std::string_view raw);

}  // namespace undersigned::mail
