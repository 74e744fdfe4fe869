#include "reply/subject.h"

#include "reply/lines.h"

namespace undersigned::reply {

Subject subject_of(std::string_view subject, const Lexicon& lexicon) {
  Subject out;
  subject = trimmed(subject);
  for (int prefixes = 0; prefixes < 8; ++prefixes) {
    std::size_t colon = subject.find(':'), behind = colon + 1;
    if (const std::size_t wide = subject.find("\uFF1A"); wide < colon) {
      colon = wide;
      behind = wide + 3;
    }
    if (colon == std::string_view::npos || colon > 24) break;
    std::string_view prefix = subject.substr(0, colon);
    if (const std::size_t count = prefix.find_first_of("[(^"); count != std::string_view::npos)
      prefix = prefix.substr(0, count);  // "Re[2]:"
    const std::vector<Word> all = words(prefix);
    if (all.empty()) break;
    const bool answer = lexicon.is(List::reply_prefix, all, 0, all.size());
    const bool forward = lexicon.is(List::forward_prefix, all, 0, all.size());
    if (!answer && !forward) break;
    out.answers |= answer;
    out.forwards |= forward;
    subject = trimmed(subject.substr(behind));
  }
  // "Yes, I sign (was: Sign-on now)"
  if (const std::size_t was = subject.find("(was: "); was != std::string_view::npos && was > 0)
    subject = trimmed(subject.substr(0, was));
  out.text = std::string(subject);
  return out;
}

}  // namespace undersigned::reply
