#include "reply/wishes.h"

#include <algorithm>

namespace undersigned::reply {

namespace {

bool holds(const std::optional<std::string>& field, List list, const Lexicon& lexicon) {
  return field && !lexicon.find(words(*field), {list}).empty();
}

void leave_out_organization(Signer& signer, Signers& found, const Lexicon& lexicon) {
  if (signer.as == As::organization) {
    found.doubts.emplace_back("asks that an organization be left out, and signs for one");
    return;
  }
  const bool known = signer.organization.has_value();
  signer.organization.reset();
  if (holds(signer.title, List::organization_words, lexicon)) signer.title.reset();
  // An employer that no rule knows as one may have been taken for a place.
  if (!known && signer.place && !holds(signer.place, List::places, lexicon)) {
    signer.place.reset();
    found.doubts.emplace_back("asks that an organization be left out: is one left?");
  }
}

void leave_out_title(Signer& signer, Signers& found, const Lexicon& lexicon) {
  signer.title.reset();
  if (holds(signer.name, List::honorifics, lexicon))
    found.doubts.emplace_back("asks for no title, and the name holds one");
}

}  // namespace

void leave_out(Signers& found, const Intention& wishes, const Lexicon& lexicon) {
  const bool part_of_name = wishes.first_name_only || wishes.initials_only;
  for (Signer& signer : found.signers) {
    if (part_of_name) signer.listed = false;
    if (wishes.without_organization) leave_out_organization(signer, found, lexicon);
    if (wishes.without_title) leave_out_title(signer, found, lexicon);
  }
  if (part_of_name) found.doubts.emplace_back("asks that only a part of the name be published");
}

}  // namespace undersigned::reply
