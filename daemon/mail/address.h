#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_text.h"
#include "result.h"

namespace undersigned::mail {

// An addr-spec (RFC 5322, 3.4.1; UTF-8 as in RFC 6532). Holds no CR, LF, NUL, control character,
// space outside quotes, or angle bracket, so it can stand in `MAIL FROM:<…>` as it is.
// At most 254 octets, local part at most 64 (RFC 5321, 4.5.3.1).
class Address {
 public:
  // Reads `local@domain`. The domain is lower-cased and IDNA names are kept as UTF-8 U-labels.
  // Errors: Kind::input with the reason.
  static Result<Address> parse(std::string_view addr_spec);

  const std::string& text() const { return text_; }
  std::string_view local() const;
  std::string_view domain() const;
  bool ascii()
      const;  // false: needs SMTPUTF8 (RFC 6531), or an A-label domain where only it is not
  // What tells two people apart: case folded, without a "+tag" in the local part being touched.
  std::string key() const;
  // key() without the "+tag": whose mailbox it is (RFC 5233). Two people may share it in theory, so
  // it only ever makes a rule more careful: who we are, and how often we write to somebody.
  std::string mailbox_key() const;
  // The registrable domain by the public suffix list (libpsl): "example.co.uk".
  std::string organizational_domain() const;

  bool operator==(const Address&) const = default;
  auto operator<=>(const Address&) const = default;

 private:
  std::string text_;
};

// One entry of an address list: display name (RFC 2047 decoded) and address.
struct NamedAddress {
  HeaderText name;
  Address address;
  bool operator==(const NamedAddress&) const = default;
};

// Reads an address-list as it stands in From, To, Cc, Reply-To (RFC 5322, 3.4, and 4.4): comments,
// quoted strings, routes, groups, encoded words, unquoted dots and commas in names as they happen.
// Entries without a readable address are left out; `groups` says whether a group stood in it,
// `unreadable` how many were left out, or name a second address (a route, a word with an @).
struct AddressList {
  std::vector<NamedAddress> entries;
  bool groups = false;
  int unreadable = 0;
};
AddressList read_address_list(std::string_view field_body);

}  // namespace undersigned::mail
