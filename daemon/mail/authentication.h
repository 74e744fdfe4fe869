#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mail/message.h"
#include "mail/received.h"

namespace undersigned::mail {

// Who says that From is true (RFC 8601; RFC 7489 for alignment).
enum class Authenticated {
  pass,     // dmarc=pass, or dkim=pass aligned with the domain of From
  fail,     // dmarc=fail: never falls back to anything
  none,     // the trusted host says neither
  unknown,  // nobody is trusted (no authserv_id given)
};

// Whose word is taken for who wrote a mail.
struct Receiver {
  std::string authserv_id;      // "mx.example.org"; "*.example.org" for all hosts there
  std::vector<Network> relays;  // hosts between which the mail travelled on within the organization
  bool results_below = false;   // it writes them right below its own Received
};

// Anybody can write any field into a mail, so the place alone shows who wrote it. Each host puts
// its fields on top: from above, the first ones are the receiver's own. Its last Received field
// upwards is the border, where it took the mail from a stranger; what stands below came with the
// mail. Believed are therefore Authentication-Results (RFC 8601) and ARC-Authentication-Results
// (RFC 8617, which some providers put above their Received and the other below) that
//   - name `authserv_id`, and
//   - stand above the border (RFC 8601, 7.1): no Received stands above them but such as say that
//     the mail came from within (see is_inside()), and
//   - are the topmost group of them: below them only what stands before the next Received counts.
// With `results_below` the first Authentication-Results right below the border counts where there
// is none above it: only for a host that writes one into every mail.
Authenticated authenticate(const Message& message, const Receiver& receiver);

// Whether the receiver wrote any results into it, whatever they are.
bool has_results(const Message& message, const Receiver& receiver);

// The host whose results stand where the receiver's own do, whatever it is called: what
// `authserv_id` could be. `below`: they stand right below its Received (see `results_below`).
struct Voucher {
  std::string authserv_id;
  bool below = false;
};
std::optional<Voucher> find_voucher(const Message& message, const std::vector<Network>& relays);

}  // namespace undersigned::mail
