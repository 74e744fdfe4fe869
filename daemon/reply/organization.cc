#include "reply/organization.h"

#include <algorithm>

#include "reply/named.h"
#include "reply/names.h"
#include "reply/role.h"

namespace undersigned::reply {

namespace {

using Kind = Fragment::Kind;

std::string squashed(std::string_view text) {
  std::string out;
  for (const Word& word : words(text)) out += without_accents(word.folded);
  return out;
}

class Candidate {
 public:
  Candidate(const std::vector<Fragment>& all, std::size_t at, const Sources& from,
            bool person_named, const Lexicon& lexicon)
      : all_(all), at_(at), from_(from), person_named_(person_named), lexicon_(lexicon) {}

  int score() const {
    const Fragment& fragment = all_[at_];
    if (fragment.kind == Kind::contact || fragment.kind == Kind::title) return 0;
    const bool body = fragment.kind == Kind::organization || fragment.kind == Kind::proper ||
                      fragment.kind == Kind::place;
    int score = 0;
    // "성명서에 서명합니다": in scripts without capitals the object stands there, too.
    const bool object = fragment.kind == Kind::prose && !fragment.text.empty() &&
                        static_cast<unsigned char>(fragment.text.front()) >= 0xD6;
    if (object) return 0;
    if (signs_behind(all_, at_) && fragment.kind != Kind::name) score += 6;
    if (fragment.before == List::for_organization && body) score += 5;
    if (fragment.before == List::member_of && body) score += 4;
    if (fragment.kind == Kind::organization) score += about_duties(fragment, lexicon_) ? 3 : 4;
    const bool long_enough = fragment.end - fragment.begin >= 2 || we_sign(from_);
    if (body && long_enough && of_domain(fragment.text, from_.sender.domain)) score += 4;
    if (anaphor() || small_words() || speaks()) return 0;
    if (fragment.kind == Kind::proper && keys_of_sender() >= 2) return 0;
    if (fragment.quoted && body) score += 2;
    // "Please put the Ladies of Perpetual Motion on it", of somebody who names themselves, too.
    if (fragment.kind == Kind::proper && fragment.before == List::signs && person_named_ &&
        fragment.text.find(" of ") != std::string::npos)
      score += 3;
    if (we_sign(from_) && body && fragment.before == List::signs) score += 3;
    if (fragment.parenthesis && from_.intention.identification && body) score += 2;
    if (fragment.kind == Kind::prose && fragment.end - fragment.begin > 8) score = 0;
    return score;
  }

 private:
  // "We", "That": no name, however it is written.
  bool small_words() const {
    const std::vector<Word> all = words(all_[at_].text);
    const std::vector<Hit> hits =
        lexicon_.find(all, {List::common, List::we, List::i, List::particles, List::yes});
    for (std::uint32_t k = 0; k < all.size(); ++k)
      if (std::none_of(hits.begin(), hits.end(),
                       [k](const Hit& hit) { return hit.begin <= k && k < hit.end; }))
        return false;
    return true;
  }

  std::size_t keys_of_sender() const {
    const auto& keys = from_.sender.keys;
    const auto own = name_keys(all_[at_].text, lexicon_);
    return static_cast<std::size_t>(std::count_if(own.begin(), own.end(), [&](const auto& key) {
      return !from_.sender.organization && std::find(keys.begin(), keys.end(), key) != keys.end();
    }));
  }

  // "Our org", "We the kitchen staff", "my asylum hearing", "his work and they": a piece of a
  // sentence.
  bool speaks() const {
    const std::vector<Word> all = words(all_[at_].text);
    if (all.empty() || static_cast<unsigned char>(all[0].folded.front()) >= 0xD6) return false;
    const auto person = [&](std::size_t k) {
      return lexicon_.is(List::we, all, k, k + 1) || lexicon_.is(List::i, all, k, k + 1);
    };
    const bool small =
        std::none_of(all.begin(), all.end(), [](const Word& w) { return w.capital; });
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (all[k].capital || lexicon_.is(List::particles, all, k, k + 1)) continue;
      if (person(k) || (small && lexicon_.is(List::common, all, k, k + 1))) return true;
    }
    return person(0);
  }

  // "The Meeting", where a longer name of a meeting stands elsewhere.
  bool anaphor() const {
    const std::vector<Word> all = words(all_[at_].text);
    if (all.empty() || all.size() > 2) return false;
    if (all.size() == 2 && !lexicon_.is(List::particles, all, 0, 1)) return false;
    const std::string& word = all.back().folded;
    return std::any_of(all_.begin(), all_.end(), [&](const Fragment& other) {
      if (other.kind != Kind::organization || other.text.size() <= all_[at_].text.size())
        return false;
      const std::vector<Word> longer = words(other.text);
      return longer.size() > all.size() &&
             std::any_of(longer.begin(), longer.end(),
                         [&](const Word& each) { return each.folded == word; });
    });
  }

  const std::vector<Fragment>& all_;
  const std::size_t at_;
  const Sources& from_;
  const bool person_named_;
  const Lexicon& lexicon_;
};

}  // namespace

int organization_score(const std::vector<Fragment>& all, std::size_t at, const Sources& from,
                       bool person_named, const Lexicon& lexicon) {
  return Candidate(all, at, from, person_named, lexicon).score();
}

bool signs_behind(const std::vector<Fragment>& all, std::size_t at) {
  if (all[at].after == List::organization_signs) return true;
  return at + 1 < all.size() && all[at + 1].parenthesis && all[at + 1].begin == all[at].end &&
         all[at + 1].after == List::organization_signs;
}

bool about_duties(const Fragment& fragment, const Lexicon& lexicon) {
  const std::vector<Word> all = words(fragment.text);
  return only_duties(all, lexicon.find(all, {List::organization_words, List::duties, List::titles}),
                     0, static_cast<std::uint32_t>(all.size()));
}

bool names_organization(std::string_view name, const Lexicon& lexicon) {
  const std::vector<Word> all = words(name);
  if (all.size() < 2) return false;
  return !lexicon.find(all, {List::organization_words}).empty();
}

bool says_no_name(std::string_view organization, const Lexicon& lexicon) {
  constexpr std::size_t longest_article = 4;  // octets; "the", "our", "l"
  const std::vector<Word> all = words(organization);
  if (all.empty() || lexicon.is(List::places, all, 0, all.size())) return true;
  int kinds = 0, articles = 0;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (lexicon.is(List::organization_words, all, i, i + 1))
      ++kinds;
    else if (!all[i].shouted && all[i].folded.size() <= longest_article && i == 0)
      ++articles;
    else
      return false;
  }
  return kinds == 1 && articles == 1;
}

std::string initials(std::string_view organization) {
  static constexpr std::string_view articles[] = {"the", "la",  "le",  "el",
                                                  "los", "las", "les", "a"};
  std::string out;
  for (const Word& word : words(organization)) {
    const bool article = out.empty() && std::find(std::begin(articles), std::end(articles),
                                                  word.folded) != std::end(articles);
    if (word.capital && !article) out += word.folded.substr(0, 1);
  }
  return out;
}

bool of_domain(std::string_view organization, std::string_view domain) {
  const std::string host = squashed(domain.substr(0, domain.find_last_of('.')));
  if (host.size() < 3) return false;
  const std::string name = squashed(organization);
  if (name.size() >= 4 && (host.find(name) != std::string::npos || name.find(host) == 0))
    return true;
  const std::string letters = initials(organization);
  return letters.size() >= 3 && host.find(letters) == 0;
}

}  // namespace undersigned::reply
