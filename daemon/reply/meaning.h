#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/authentication.h"
#include "reply/orders.h"

namespace undersigned::reply {

enum class Kind {
  sign,
  amend,
  withdraw,
  decline,
  confirm,
  unsubscribe,
  question,
  bounce,
  auto_reply,
  bulk,
  empty
};
// The word of the contract: "auto-reply" for auto_reply, the others as they are called.
std::string_view word(Kind kind);
std::optional<Kind> kind_of(std::string_view word);
inline constexpr Kind all_kinds[] = {
    Kind::sign,     Kind::amend,  Kind::withdraw,   Kind::decline, Kind::confirm, Kind::unsubscribe,
    Kind::question, Kind::bounce, Kind::auto_reply, Kind::bulk,    Kind::empty};

enum class As { individual, organization };
enum class Certainty { clear, review };

// Who signs, as it would be printed. All text is UTF-8, NFC, one line (mail::HeaderText rules).
struct Signer {
  As as = As::individual;
  std::optional<std::string> name;  // the person's name; nothing where an organization gave none
  std::optional<std::string> organization;  // that signs; for an individual the affiliation
  std::optional<std::string> title;         // a role, "Executive Director"
  std::optional<std::string> place;         // city, state, country as written
  bool listed = true;                       // false: asked not to be named in public
  bool operator==(const Signer&) const = default;
};

// What one mail means. `signers` is empty unless kind is sign or amend.
struct Meaning {
  Kind kind = Kind::question;
  std::string reply;  // own words: no quoted mail, attribution, sign-off block or mobile footer
  std::vector<Signer> signers;
  Certainty certainty = Certainty::review;
  std::string language = "en";   // two letters
  std::vector<std::string> why;  // short reasons, for people
  bool show = false;             // says that the name may be public: takes back an earlier wish
  bool only_listing = false;     // of an amend: says nothing but whether the name may be public
  bool leaves_out = false;  // asks that something be left out of the entry: a title, an employer
  std::optional<std::string> token;    // the challenge token found in the mail, if any
  Orders orders;                       // of an organizer; see campaign::decide
  std::vector<mail::Address> bounced;  // recipients that a bounce names as failed for good
};

}  // namespace undersigned::reply
