#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "instant.h"
#include "reply/meaning.h"

namespace undersigned::campaign {

// What became of each mail, in numbers. Invariant: received() == the sum of the others; every mail
// that was stored is in exactly one of them, or in `waiting` (stored, not read yet).
struct MailCounts {
  std::int64_t received = 0;
  std::array<std::int64_t, std::size(reply::all_kinds)> kinds{};  // by reply::Kind
  std::int64_t duplicate = 0, late = 0, quarantined = 0;
  std::int64_t waiting = 0;
  bool balanced() const;
};

struct SignatureCounts {
  std::int64_t individuals = 0, organizations = 0;                  // counted
  std::int64_t individuals_private = 0, organizations_private = 0;  // of them, not to be named
  std::int64_t pending = 0, review = 0, withdrawn = 0, late = 0;
};

struct LetterCounts {
  std::int64_t queued = 0, sent = 0, uncertain = 0, failed = 0;
};

// A point on the digest's curve: counted signatures that arrived on that local day.
struct Day {
  std::string date;  // "2015-12-16", in the campaign's zone
  std::int64_t individuals = 0, organizations = 0;
};

// What waits for a person, as the digest lists it.
struct Waiting {
  std::int64_t id = 0;  // signature id (review) or mail id
  // "signature", "question", "unreadable mail", "declined", "withdrawal", "correction"
  std::string what;
  std::string who;   // "Maria Lopez <m@…>" for organizers only
  std::string text;  // first words of the reply, or how it would be listed
  std::vector<std::string> why;
  bool leaving = false;    // whoever accepts it takes what is listed off the list
  std::string words = {};  // of a signature that is leaving: first words of the mail that says so
  std::vector<std::int64_t> entries = {};  // of a mail: the signatures of its sender
};

}  // namespace undersigned::campaign
