#pragma once

#include "campaign/config.h"
#include "campaign/config_table.h"

namespace undersigned::campaign {

// What [mailbox] and [submission] have in common. `secure` and `plain` are the schemes, "imaps" and
// "imap"; `login`: user and password or token must be there.
Server read_server(const ConfigTable& table, std::string_view secure, std::string_view plain,
                   bool login);

inline constexpr std::string_view server_keys[] = {"url",   "user", "password",
                                                   "token", "tls",  "ca_file"};

// Parts of SCHEME://HOST[:PORT][/PATH], as they stand.
struct Url {
  std::string scheme, host, path;  // host without the brackets of an IPv6 address
  int port = 0;                    // 0: the scheme's own
};
// Nothing where it is not such a URL, has a user or password in it, or characters that a URL
// cannot hold.
std::optional<Url> read_url(std::string_view text);
bool is_loopback(std::string_view host);

}  // namespace undersigned::campaign
