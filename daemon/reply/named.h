#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reply/signers.h"

namespace undersigned::reply {

// Whom and what a free text names, before it is decided who signs.
struct Named {
  std::optional<std::string> person, organization, title, place;
  std::optional<std::string> companion;     // another of the family, where several sign
  bool of_from_field = false;               // the person is nowhere but there
  bool stranger = false;                    // the person is another than the From field's
  std::optional<Fragment> organization_at;  // where the organization stands
  bool other_organization = false;          // another than that stands in the text, too
  bool adds_another = false;                // "please add Caritas": somebody else is asked for
  bool organization_signs = false;          // "… signs" stands behind it
  bool organization_goes_on = false;        // a sentence goes on behind it
};
Named named(std::string_view text, const std::vector<Fragment>& all, const Sources& from,
            const Lexicon& lexicon);

// Whether "we" sign, or "I": in the words, or in the subject.
bool we_sign(const Sources& from);
bool i_sign(const Sources& from);

}  // namespace undersigned::reply
