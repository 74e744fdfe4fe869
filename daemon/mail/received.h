#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::mail {

// A range of IP addresses: "10.202.0.0/16", "127.0.0.1", "fd00::/8".
class Network {
 public:
  static std::optional<Network> parse(std::string_view text);
  bool contains(std::string_view address) const;  // "IPv6:" may stand before it; false: no address

 private:
  std::string octets_;  // 4 or 16
  int bits_ = 0;
};

// One Received field (RFC 5321, 4.4), as far as it says how the mail came to the host that wrote
// it. What stands after `from` is what the other side called itself; what stands in parentheses is
// what the host saw and looked up.
struct Hop {
  bool clear = false;  // balanced, with at most one `from`, `by` and `with`; else believe nothing
  std::string from, by;
  std::string protocol;                // words after `with`, upper case
  std::string peer;                    // the looked-up name, where exactly one stands there
  std::vector<std::string> addresses;  // all that stand before `by`
};
Hop read_hop(std::string_view received);

bool same_organization(std::string_view a, std::string_view b);

// Whether the mail came from within the receiving organization: the Received field below was then
// written by a host of it, too. A stranger's word alone (the name after `from`) shows nothing.
bool is_inside(const Hop& hop, std::string_view organization, const std::vector<Network>& relays);

}  // namespace undersigned::mail
