#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::wire {

// A mailbox name (UTF-8) as it stands in a command: modified UTF-7 (RFC 3501, 5.1.3), quoted.
std::string imap_mailbox(std::string_view utf8);
// The name of a folder within a mailbox; `separator`: the server's, '\0' where it knows none.
std::string folder_name(const std::string& mailbox, char separator, const std::string& folder);

// UIDs as sequence-sets ("1:4,7"), as few as possible, none longer than `longest` octets.
std::vector<std::string> uid_sets(std::vector<std::uint32_t> uids, std::size_t longest = 900);

}  // namespace undersigned::wire
