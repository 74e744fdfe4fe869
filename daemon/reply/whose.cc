#include "reply/whose.h"

#include <algorithm>

#include "mail/ascii.h"
#include "reply/names.h"

namespace undersigned::reply {

bool names_sender(std::string_view name, const Sender& sender, const Lexicon& lexicon) {
  const std::vector<std::string> keys = name_keys(name, lexicon);
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    return std::any_of(sender.keys.begin(), sender.keys.end(), [&](const std::string& own) {
      return key == own || (std::min(key.size(), own.size()) >= 3 &&
                            (key.starts_with(own) || own.starts_with(key)));
    });
  });
}

bool same_script(std::string_view a, std::string_view b) {
  const auto latin = [](std::string_view text) {
    return std::any_of(text.begin(), text.end(), mail::is_alpha);
  };
  return latin(a) == latin(b);
}

bool names_another(std::string_view text, const Sender& sender, const Lexicon& lexicon) {
  const std::vector<Word> said = words(text);
  const std::vector<Hit> withdraws = lexicon.find(said, {List::withdraws, List::courtesy});
  for (const Hit& hit : lexicon.find(said, {List::organization_words, List::for_organization})) {
    // "retiren mi firma" holds a company in another language, and "por favor" a "for".
    const bool other = std::any_of(withdraws.begin(), withdraws.end(), [&](const Hit& phrase) {
      return phrase.begin <= hit.begin && hit.end <= phrase.end;
    });
    if (!other) return true;
  }
  const std::vector<Fragment> all = fragments(text, sender, lexicon);
  return std::any_of(all.begin(), all.end(), [&](const Fragment& each) {
    return each.kind == Fragment::Kind::organization ||
           (each.kind == Fragment::Kind::proper && each.end - each.begin >= 2 &&
            !each.sentence_begins && !names_sender(each.text, sender, lexicon));
  });
}

}  // namespace undersigned::reply
