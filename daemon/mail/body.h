#pragma once

#include <string>

#include "mail/structure.h"

// What a person reads of a mail; not part of the room's interface.
namespace undersigned::mail {

struct Body {
  std::string text;
  std::string html;
  bool flowed = false;
};

// Chooses as mail programs do: of alternatives the plain and the HTML one, of related parts the
// root, of mixed parts all that are shown inline. Attachments are never text.
Body choose_body(const Entity& root, const std::vector<Part>& parts);

// The decoded content of a leaf: text as UTF-8 with LF line ends, at most `limits.text` octets of
// it; of an attached message its header.
struct Content {
  std::string octets;
  bool cut = false;  // there is more of that text
};
Content content_of(const Entity& leaf, const Limits& limits);

}  // namespace undersigned::mail
