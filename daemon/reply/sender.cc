#include "reply/sender.h"

#include <algorithm>

#include "reply/lines.h"
#include "reply/names.h"
#include "reply/organization.h"

namespace undersigned::reply {

namespace {

// Whether each word is one of which no name is made.
bool only_no_names(const std::vector<Word>& all, const Lexicon& lexicon) {
  const std::vector<Hit> hits = lexicon.find(all, {List::no_name, List::no_person});
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i].alphabetic && std::none_of(hits.begin(), hits.end(), [i](const Hit& hit) {
          return hit.begin <= i && i < hit.end;
        }))
      return false;
  return true;
}

bool account_name(const std::vector<Word>& all) { return all.size() == 1 && all.front().number; }

bool of_organization(std::string_view name, const Lexicon& lexicon) {
  return names_organization(without_parentheses(name), lexicon) &&
         name.find(',') == std::string_view::npos;
}

}  // namespace

bool names_nobody(std::string_view display_name, const Lexicon& lexicon) {
  const std::vector<Word> all = words(display_name);
  if (account_name(all) || only_no_names(all, lexicon)) return true;
  return !of_organization(display_name, lexicon) && !lexicon.find(all, {List::no_person}).empty();
}

Sender sender(const mail::Message& message, const Lexicon& lexicon) {
  Sender out;
  if (message.from.empty()) return out;
  const mail::NamedAddress& from = message.from.front();
  std::string name = from.name.text();
  if (const std::size_t via = name.find(" via "); via != std::string::npos) name.resize(via);
  out.domain = std::string(from.address.domain());
  if (has_address(name) || names_nobody(without_parentheses(name), lexicon)) name.clear();
  out.organization = of_organization(name, lexicon);
  out.name = out.organization ? name : person_name(name, lexicon);
  out.keys = name_keys(out.name, lexicon);
  return out;
}

}  // namespace undersigned::reply
