#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.h"
#include "mail/address.h"
#include "reply/meaning.h"

namespace undersigned::campaign {

using reply::As;
using reply::Signer;

// What became of a signature. Only `counted` is ever published or counted.
enum class State {
  counted,
  pending,    // a challenge was sent and not yet answered
  review,     // an organizer looks first
  withdrawn,  // by the signer or an organizer
  late,       // arrived at or after the deadline
};
std::string_view word(State state);
std::optional<State> state_of(std::string_view word);
inline constexpr State all_states[] = {State::counted, State::pending, State::review,
                                       State::withdrawn, State::late};

// The record of one signer of the campaign. One person (address and name) has one as an
// individual, and one for each organization that they sign for.
struct Signature {
  std::int64_t id = 0;  // 0: not stored yet
  Signer signer;
  mail::Address address;
  State state = State::review;
  Instant arrived{};  // campaign time at which the mail arrived in the mailbox
  std::string language = "en";
  std::int64_t mail = 0;         // the mail that made it; 0: an organizer added it
  std::vector<std::string> why;  // why it waits for review, for people
};

// Why a signature is to come off the list, or has: its own signer wrote so.
extern const std::string_view seems_to_withdraw, declined_later, withdrew;
// Whether that is so. Such a one counts again only if its signer writes anew.
bool is_leaving(const Signature& signature);

// How the signer will be listed, on one line: "Maria Lopez, Executive Director, Casa Azul,
// Oakland". Organizations: "Casa Azul (Maria Lopez, Executive Director), Oakland".
std::string listing(const Signer& signer);

// What makes two names one: NFKC, case folded, without honorifics, punctuation and extra space;
// organizations also without a leading article. Equal keys are the same person or organization.
std::string person_key(std::string_view name);
std::string organization_key(std::string_view organization);

bool same_signer(const Signer& a, const Signer& b);  // same `as`, and same person or organization
// The words of the shorter name all stand in the longer, in order, and there are two at least:
// "Maria Lopez" and "Maria Lopez Garcia". From one address that is one person.
bool near_person(std::string_view a, std::string_view b);

}  // namespace undersigned::campaign
