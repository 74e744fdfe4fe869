#pragma once

#include <string>
#include <string_view>

namespace undersigned::mail {

// format=flowed (RFC 3676): paragraphs are joined, space-stuffing is undone, quote marks stay as
// ">" per level and a space. `delete_space` is DelSp=yes. LF line ends in and out.
std::string join_flowed(std::string_view text, bool delete_space);

}  // namespace undersigned::mail
