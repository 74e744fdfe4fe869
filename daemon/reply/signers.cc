#include "reply/signers.h"

#include <algorithm>
#include <optional>

#include "reply/lines.h"
#include "reply/names.h"
#include "reply/place.h"

namespace undersigned::reply {

namespace {

using Kind = Fragment::Kind;

constexpr std::size_t most_read = 6 << 10;  // octets of text in which names are looked for
constexpr std::size_t most_signers = 60;

// A title and what it is held at: "Dean of the School of Law" is both.
struct Role {
  std::optional<std::string> title, organization;
};

std::optional<std::string> filled(std::string text) {
  text = std::string(trimmed(text));
  while (!text.empty() && (text.back() == ',' || text.back() == ';')) text.pop_back();
  if (text.empty()) return std::nullopt;
  return text;
}

bool joins(std::string_view folded) {
  return folded == "of" || folded == "at" || folded == "for" || folded == "de" || folded == "del" ||
         folded == "da" || folded == "do" || folded == "en" || folded == "der" || folded == "des" ||
         folded == "du" || folded == "with" || folded == "bei" || folded == "am" ||
         folded == "und" || folded == "la" || folded == "the" || folded == "la";
}

bool inside(const Hit& hit, const Hit* outer) {
  return outer != nullptr && hit.begin >= outer->begin && hit.end <= outer->end;
}

Role role_of(std::string_view text, const Lexicon& lexicon) {
  const std::vector<Word> all = words(text);
  const std::vector<Hit> hits = lexicon.find(all);
  const Hit *title = nullptr, *organization = nullptr;
  for (const Hit& hit : hits)
    if (hit.list == List::titles && (title == nullptr || hit.begin < title->begin)) title = &hit;
  for (const Hit& hit : hits)
    if (hit.list == List::organization_words && !inside(hit, title) &&
        (organization == nullptr || (title != nullptr && organization->begin < title->end)))
      organization = &hit;
  const auto cut = [&](std::size_t from, std::size_t to) {
    return filled(std::string(text.substr(from, to - from)));
  };
  if (organization == nullptr) return {cut(0, text.size()), std::nullopt};
  if (title == nullptr) return {std::nullopt, cut(0, text.size())};
  if (title->begin > organization->begin)  // "Service Workers Guild member"
    return {cut(all[title->begin].begin, text.size()), cut(0, all[title->begin].begin)};
  // The organization begins at the comma before its word, else behind the last "of" or "at".
  std::size_t begin = organization->begin;
  while (begin > title->end && all[begin].gap < Gap::comma && !joins(all[begin - 1].folded))
    --begin;
  std::size_t split = begin;
  while (split > title->end && joins(all[split - 1].folded)) --split;
  if (split == begin && all[begin].gap < Gap::comma) return {cut(0, text.size()), std::nullopt};
  return {cut(0, all[split - 1].end), cut(all[begin].begin, text.size())};
}

class FreeText {
 public:
  FreeText(const Sources& from, const Lexicon& lexicon) : from_(from), lexicon_(lexicon) {
    text_ = std::string(from.text.substr(0, most_read));
    if (!from.sign_off.empty()) {
      text_ += "\n\n";
      sign_off_line_ = static_cast<std::uint32_t>(std::count(text_.begin(), text_.end(), '\n'));
      text_ += from.sign_off.substr(0, most_read);
    }
    all_ = fragments(text_, from.sender, lexicon);
    taken_.assign(all_.size(), false);
  }

  Signers read() {
    if (list()) return std::move(out_);
    find_person();
    find_organization();
    find_role();
    Signer signer;
    signer.listed = !from_.intention.hide || from_.intention.show;
    if (from_.intention.organization_only) signer.listed = true;
    signer.name = person_;
    signer.title = title_;
    find_place();
    signer.place = place_;
    decide(signer);
    return std::move(out_);
  }

 private:
  // ---- several signers, one to a line

  bool list() {
    std::vector<std::size_t> heads;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].item && (i == 0 || all_[i - 1].line != all_[i].line)) heads.push_back(i);
    if (heads.size() < 2 || heads.size() > most_signers) return false;
    const auto speaks = [&](std::size_t i) {
      return all_[i].kind == Kind::name || all_[i].kind == Kind::organization ||
             all_[i].kind == Kind::proper;
    };
    if (!std::all_of(heads.begin(), heads.end(), speaks)) return false;
    const auto organizations = std::count_if(heads.begin(), heads.end(), [&](std::size_t i) {
      return all_[i].kind == Kind::organization;
    });
    const bool as_organizations = organizations * 2 >= static_cast<std::ptrdiff_t>(heads.size());
    std::optional<std::string> contact = contact_of_list(heads);
    for (const std::size_t head : heads) item(head, as_organizations, contact);
    out_.doubts.emplace_back("it lists several signers");
    return true;
  }

  std::optional<std::string> contact_of_list(const std::vector<std::size_t>& heads) const {
    for (const Fragment& fragment : all_)
      if (fragment.kind == Kind::name && !fragment.item &&
          std::none_of(heads.begin(), heads.end(),
                       [&](std::size_t i) { return all_[i].line == fragment.line; }))
        return person_name(fragment.text, lexicon_);
    if (from_.sender.organization) return std::nullopt;
    return filled(from_.sender.name);
  }

  void item(std::size_t head, bool organization, const std::optional<std::string>& contact) {
    Signer signer;
    signer.listed = !from_.intention.hide;
    if (organization) {
      signer.as = As::organization;
      signer.organization = organization_text(all_[head]);
      signer.name = contact;
    } else {
      signer.name = person_name(all_[head].text, lexicon_);
    }
    std::size_t end = head + 1;
    while (end < all_.size() && all_[end].line == all_[head].line) ++end;
    std::vector<bool> taken(all_.size(), false);
    for (std::size_t i = head + 1; i < end; ++i) {
      if (all_[i].kind == Kind::title && !signer.title) {
        signer.title = all_[i].text;
        taken[i] = true;
      } else if (all_[i].kind == Kind::organization && !signer.organization) {
        signer.organization = organization_text(all_[i]);
        taken[i] = true;
      }
    }
    const std::vector<Fragment> line(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(end));
    signer.place = place_after(text_, line, head + 1, taken);
    out_.signers.push_back(std::move(signer));
  }

  // ---- the person

  void find_person() {
    std::size_t best = all_.size();
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (all_[i].kind != Kind::name) continue;
      if (best == all_.size() || keys(i) > keys(best)) best = i;
    }
    if (best == all_.size()) best = stranger();
    if (best < all_.size()) {
      take_person(best);
    } else if (!from_.sender.organization) {
      person_ = filled(from_.sender.name);
      if (person_) out_.why.emplace_back("the name is that of the From field");
    }
  }

  std::size_t keys(std::size_t i) const { return name_keys(all_[i].text, lexicon_).size(); }

  // A name that the From field does not know: after "my name is", else the first that could be one
  // behind the statement or on a line of its own.
  std::size_t stranger() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].before == List::my_name && all_[i].kind != Kind::contact) return i;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const Fragment& fragment = all_[i];
      const std::uint32_t size = fragment.end - fragment.begin;
      const bool placed = fragment.before == List::signs || fragment.sentence_begins;
      const bool enough = size >= 2 || caseless(fragment);
      if (fragment.kind == Kind::proper && placed && enough && size <= 8 && !fragment.quoted &&
          fragment.after != List::organization_signs && !fragment.item)
        return i;
    }
    return all_.size();
  }

  static bool caseless(const Fragment& fragment) {
    return static_cast<unsigned char>(fragment.text.front()) >= 0xE1;
  }

  void take_person(std::size_t i) {
    taken_[i] = true;
    person_at_ = i;
    std::string written = all_[i].text;
    split_title(written);
    person_ = filled(person_name(written, lexicon_));
    stranger_ =
        all_[i].kind != Kind::name && !from_.sender.keys.empty() && !from_.sender.organization;
    const std::string& known = from_.sender.name;
    const auto written_keys = name_keys(written, lexicon_);
    const bool part = written_keys.size() <= 1 && from_.sender.keys.size() > written_keys.size() &&
                      !from_.sender.organization && all_[i].before != List::my_name;
    if (part &&
        (written_keys.empty() || std::find(from_.sender.keys.begin(), from_.sender.keys.end(),
                                           written_keys.front()) != from_.sender.keys.end()))
      person_ = filled(known);
  }

  // "Lamont Pierce organizer": the title is glued to the name.
  void split_title(std::string& written) {
    const std::vector<Word> all = words(written);
    for (const Hit& hit : lexicon_.find(all)) {
      if (hit.list != List::titles || hit.begin == 0 || hit.end != all.size()) continue;
      const bool honorific = lexicon_.is(List::honorifics, all, 0, hit.end);
      if (honorific || all[hit.begin].shouted) continue;
      title_ = filled(written.substr(all[hit.begin].begin));
      written = written.substr(0, all[hit.begin - 1].end);
      return;
    }
  }

  // ---- the organization

  std::string organization_text(const Fragment& fragment) const {
    return usual_case(fragment.text, lexicon_, false);
  }

  void find_organization() {
    int best = 0;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const int score = taken_[i] ? 0 : organization_score(i);
      if (score > best) {
        best = score;
        organization_at_ = i;
      }
    }
    if (organization_at_ >= all_.size()) return;
    taken_[organization_at_] = true;
    organization_ = organization_text(all_[organization_at_]);
    join_company();
  }

  int organization_score(std::size_t i) const {
    const Fragment& fragment = all_[i];
    if (fragment.kind == Kind::contact || fragment.kind == Kind::title) return 0;
    const bool body = fragment.kind == Kind::organization || fragment.kind == Kind::proper ||
                      fragment.kind == Kind::place;
    int score = 0;
    if (signs_behind(i) && fragment.kind != Kind::name) score += 6;
    if (fragment.before == List::for_organization && body) score += 5;
    if (fragment.before == List::member_of && body) score += 4;
    if (fragment.kind == Kind::organization) score += 4;
    const bool long_enough = fragment.end - fragment.begin >= 2 || we();
    if (body && long_enough && of_domain(fragment.text, from_.sender.domain)) score += 4;
    if (anaphor(i) || small_words(i)) return 0;
    if (fragment.quoted && body) score += 2;
    if (we() && body && fragment.before == List::signs) score += 3;
    if (fragment.parenthesis && from_.intention.identification && body) score += 2;
    if (fragment.kind == Kind::prose && fragment.end - fragment.begin > 8) score = 0;
    return score;
  }

  // "We", "That": no name, however it is written.
  bool small_words(std::size_t i) const {
    const std::vector<Word> all = words(all_[i].text);
    const std::vector<Hit> hits = lexicon_.find(all);
    for (std::uint32_t k = 0; k < all.size(); ++k)
      if (std::none_of(hits.begin(), hits.end(), [k](const Hit& hit) {
            return hit.begin <= k && k < hit.end &&
                   (hit.list == List::common || hit.list == List::we || hit.list == List::i ||
                    hit.list == List::particles || hit.list == List::yes);
          }))
        return false;
    return true;
  }

  // "X signs", "X (Berlin) signs".
  bool signs_behind(std::size_t i) const {
    if (all_[i].after == List::organization_signs) return true;
    return i + 1 < all_.size() && all_[i + 1].parenthesis && all_[i + 1].begin == all_[i].end &&
           all_[i + 1].after == List::organization_signs;
  }

  // "The Meeting", where a longer name of a meeting stands elsewhere.
  bool anaphor(std::size_t i) const {
    const std::vector<Word> all = words(all_[i].text);
    if (all.empty() || all.size() > 2) return false;
    if (all.size() == 2 && !lexicon_.is(List::particles, all, 0, 1)) return false;
    const std::string& word = all.back().folded;
    return std::any_of(all_.begin(), all_.end(), [&](const Fragment& other) {
      if (other.kind != Kind::organization || other.text.size() <= all_[i].text.size())
        return false;
      const std::vector<Word> longer = words(other.text);
      return longer.size() > all.size() &&
             std::any_of(longer.begin(), longer.end(),
                         [&](const Word& each) { return each.folded == word; });
    });
  }

  // "Dessalines, Burke & Pham LLP": commas inside a name of partners; "(Quakers)" behind one.
  void join_company() {
    const Fragment& found = all_[organization_at_];
    if (organization_at_ + 1 < all_.size()) {
      const Fragment& behind = all_[organization_at_ + 1];
      const bool inside = behind.parenthesis && behind.begin == found.end && !behind.known_place &&
                          (behind.kind == Kind::proper || behind.kind == Kind::organization) &&
                          behind.end - behind.begin <= 3 && !taken_[organization_at_ + 1];
      if (inside) {
        taken_[organization_at_ + 1] = true;
        organization_ = *organization_ + " (" + behind.text + ")";
      }
    }
    if (organization_at_ == 0) return;
    const Fragment& before = all_[organization_at_ - 1];
    const bool joined = found.text.find('&') != std::string::npos && before.end == found.begin &&
                        before.line == found.line && !before.sentence_begins &&
                        (before.kind == Kind::proper || before.kind == Kind::name) &&
                        before.end - before.begin == 1;
    if (!joined) return;
    taken_[organization_at_ - 1] = true;
    organization_ = before.text + ", " + *organization_;
  }

  // ---- title, place

  void find_role() {
    const std::size_t from = person_at_ < all_.size() ? person_at_ : 0;
    role(from, all_.size());
    role(0, from);
    role_of_organization();
  }

  void role(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && !title_; ++i) {
      if (taken_[i] || all_[i].kind != Kind::title) continue;
      if (person_at_ < all_.size() && all_[i].line + 3 < all_[person_at_].line) continue;
      taken_[i] = true;
      const Role role = role_of(all_[i].text, lexicon_);
      title_ = role.title;
      if (title_ && role.title == all_[i].text) join_title(i);
      if (!organization_ && role.organization) organization_ = role.organization;
    }
  }

  void role_of_organization() {
    if (organization_at_ < all_.size() && !title_ &&
        all_[organization_at_].before == List::member_of)
      title_ = title_before(all_[organization_at_].begin);
    if (organization_at_ < all_.size() && !title_) {
      const Role role = role_of(all_[organization_at_].text, lexicon_);
      if (role.title && role.organization) {
        title_ = role.title;
        organization_ = usual_case(*role.organization, lexicon_, false);
      }
    }
  }

  // "Proud member of …": the title stands in the words before the organization.
  std::optional<std::string> title_before(std::uint32_t begin) const {
    const std::vector<Word> all = words(text_);
    for (const Hit& hit : lexicon_.find(all))
      if (hit.list == List::titles && hit.end <= begin && hit.end + 2 > begin)
        return filled(
            text_.substr(all[hit.begin].begin, all[hit.end - 1].end - all[hit.begin].begin));
    return std::nullopt;
  }

  // "PhD student, geography": one or two plain words behind a comma belong to the title.
  void join_title(std::size_t i) {
    if (i + 1 >= all_.size()) return;
    const Fragment& next = all_[i + 1];
    const bool plain = next.kind == Kind::prose && next.begin == all_[i].end &&
                       !next.sentence_begins && next.line == all_[i].line &&
                       next.end - next.begin <= 2 && next.after == List::count;
    if (!plain || taken_[i + 1]) return;
    taken_[i + 1] = true;
    title_ = *title_ + ", " + next.text;
  }

  void find_place() {
    for (std::size_t i = 0; i < all_.size() && i < person_at_ && !place_; ++i)
      if (!taken_[i] && all_[i].kind == Kind::place && all_[i].before == List::place_before &&
          (i == 0 || all_[i - 1].kind != Kind::prose || all_[i].begin != all_[i - 1].end + 1))
        place_ = place_after(text_, all_, i, taken_);
    if (!place_ && person_at_ < all_.size())
      place_ = place_after(text_, all_, person_at_ + 1, taken_);
    for (std::size_t i = 0; i < all_.size() && !place_; ++i)
      if (!taken_[i] && all_[i].kind == Kind::place &&
          (all_[i].before == List::place_before || all_[i].sentence_begins))
        place_ = place_after(text_, all_, i, taken_);
    if (!place_ && organization_at_ < all_.size())
      place_ = place_after(text_, all_, organization_at_ + 1, taken_);
    if (place_) place_ = place_case(*place_, lexicon_);
  }

  // ---- as whom

  bool we() const {
    return from_.intention.for_organization || speaks(&Evidence::we) ||
           subject_speaks(&Evidence::we);
  }
  bool i() const {
    return from_.intention.individual || speaks(&Evidence::i) || subject_speaks(&Evidence::i);
  }
  bool speaks(bool Evidence::*who) const {
    return std::any_of(from_.intention.evidence.begin(), from_.intention.evidence.end(),
                       [&](const Evidence& each) { return each.says == Says::signs && each.*who; });
  }
  bool subject_speaks(bool Evidence::*who) const {
    return std::any_of(from_.subject.evidence.begin(), from_.subject.evidence.end(),
                       [&](const Evidence& each) { return each.says == Says::signs && each.*who; });
  }

  void decide(Signer signer) {
    const bool at = organization_at_ < all_.size();
    const auto signing = [](List list) {
      return list == List::signs || list == List::organization_signs;
    };
    const bool subject_signs = at && (signs_behind(organization_at_) ||
                                      (all_[organization_at_].kind == Kind::organization && !i() &&
                                       all_[organization_at_].after == List::signs));
    const bool object = at && signing(all_[organization_at_].before);
    const bool named = organization_.has_value();
    if (!named && we() && !i() && from_.sender.organization) {
      organization_ = from_.sender.name;
    }
    const bool as_organization = organization_ && !from_.intention.individual &&
                                 !from_.intention.identification &&
                                 (subject_signs || we() || (object && !i()) || (!person_ && !i()));
    if (from_.intention.both && organization_) {
      if (!signer.title && person_) signer.title = office(*person_);
      add(signer, As::organization);
      signer.title.reset();
      add(signer, As::individual, false);
      return;
    }
    if (as_organization && two_organizations(signer)) return;
    if (as_organization) {
      if (!signer.title && person_) signer.title = office(*person_);
      return add(signer, As::organization);
    }
    if (we() && !i() && !from_.intention.individual)
      out_.doubts.emplace_back("says \"we\" and names no organization");
    if (organization_ && !i() && !from_.intention.identification)
      out_.doubts.emplace_back("names a person and an organization, and does not say which signs");
    if (two_people(signer)) return;
    if (stranger_) out_.doubts.emplace_back("the name is not that of the From field");
    add(signer, As::individual);
  }

  // "Pastor Wilbur Grimes": for an organization the form of address says in which office.
  std::optional<std::string> office(const std::string& name) const {
    const std::vector<Word> all = words(name);
    for (const Hit& hit : lexicon_.find(all))
      if (hit.list == List::titles && hit.begin == 0 && hit.end < all.size())
        return filled(name.substr(0, all[hit.end - 1].end));
    return std::nullopt;
  }

  // "Black Migrant Power Project & Haitian Bridge Builders": two names, each of an organization.
  bool two_organizations(Signer signer) {
    const std::size_t at = organization_->find(" & ");
    if (at == std::string::npos) return false;
    const std::string left = organization_->substr(0, at), right = organization_->substr(at + 3);
    const auto whole = [&](const std::string& name) {
      return words(name).size() >= 3 && names_organization(name, lexicon_);
    };
    if (!whole(left) || !whole(right)) return false;
    out_.doubts.emplace_back("it may name two organizations");
    for (const std::string& name : {left, right}) {
      organization_ = name;
      add(signer, As::organization);
    }
    return true;
  }

  // "Walter and Joan Prewitt".
  bool two_people(Signer signer) {
    if (!person_) return false;
    const std::vector<Word> all = words(*person_);
    for (std::size_t i = 1; i + 1 < all.size(); ++i) {
      static constexpr std::string_view joining[] = {"and", "&", "y", "et", "und", "e", "i", "ak"};
      if (all[i].capital ||
          std::find(std::begin(joining), std::end(joining), all[i].folded) == std::end(joining))
        continue;
      std::string left = person_->substr(0, all[i - 1].end);
      const std::string right = person_->substr(all[i + 1].begin);
      if (i == 1) left += " " + person_->substr(all.back().begin);
      out_.doubts.emplace_back("it names two people");
      for (const std::string& name : {left, right}) {
        signer.name = name;
        add(signer, As::individual);
      }
      return true;
    }
    return false;
  }

  void add(Signer signer, As as, bool with_organization = true) {
    signer.as = as;
    signer.organization = with_organization ? organization_ : std::nullopt;
    out_.signers.push_back(std::move(signer));
  }

  const Sources& from_;
  const Lexicon& lexicon_;
  std::string text_;
  std::uint32_t sign_off_line_ = 0;
  std::vector<Fragment> all_;
  std::vector<bool> taken_;
  std::size_t person_at_ = static_cast<std::size_t>(-1);
  std::size_t organization_at_ = static_cast<std::size_t>(-1);
  std::optional<std::string> person_, organization_, title_, place_;
  bool stranger_ = false;
  Signers out_;
};

bool subject_organization(const Sources& from) {
  return std::any_of(from.subject.evidence.begin(), from.subject.evidence.end(),
                     [](const Evidence& each) { return each.says == Says::signs && each.we; }) ||
         from.subject.for_organization;
}

Signers of_form(const Sources& from, const Lexicon& lexicon) {
  const Form& form = from.form;
  Signers out;
  Signer signer;
  signer.as = form.organization || subject_organization(from) ? As::organization : As::individual;
  signer.organization = form.organization ? form.organization : form.affiliation;
  signer.title = form.title;
  std::optional<std::string> name = form.name ? form.name : form.contact;
  if (!name && !from.sender.organization) name = filled(from.sender.name);
  if (name) signer.name = filled(person_name(*name, lexicon));
  if (signer.as == As::organization && !signer.organization && from.sender.organization)
    signer.organization = from.sender.name;
  if (signer.as == As::individual && form.affiliation) {
    const Role role = role_of(*form.affiliation, lexicon);
    const bool title_alone = role.title && !role.organization;
    const std::vector<Word> all = words(*form.affiliation);
    const std::vector<Hit> hits = lexicon.find(all);
    const bool is_title = std::any_of(hits.begin(), hits.end(),
                                      [](const Hit& hit) { return hit.list == List::titles; });
    signer.organization = title_alone && !is_title ? form.affiliation : role.organization;
    if (!signer.title && is_title) signer.title = role.title;
  }
  if (signer.organization) signer.organization = usual_case(*signer.organization, lexicon, false);
  if (form.place) signer.place = place_case(place_text(*form.place), lexicon);
  signer.listed = form.publish.value_or(!from.intention.hide || from.intention.show);
  out.why.emplace_back("who signs is read from the form");
  out.signers.push_back(std::move(signer));
  return out;
}

// What must hold for each signer that is listed at once.
void examine(Signers& out) {
  for (const Signer& signer : out.signers) {
    if (signer.as == As::organization && !signer.organization)
      out.doubts.emplace_back("no organization is named");
    if (signer.as == As::individual && !signer.name) out.doubts.emplace_back("no name is given");
    if (signer.as == As::individual && signer.name && initials_only(*signer.name))
      out.doubts.emplace_back("the name is only initials");
    if (look_alike(signer.name.value_or("")) || look_alike(signer.organization.value_or("")))
      out.doubts.emplace_back("the name mixes alphabets that look alike");
  }
}

}  // namespace

Signers signers(const Sources& from, const Lexicon& lexicon) {
  Signers out =
      from.form.stands() && (from.form.filled() || from.text.empty() || from.form.labels >= 2)
          ? of_form(from, lexicon)
          : FreeText(from, lexicon).read();
  if (from.intention.organization_only)
    out.doubts.emplace_back("asks that the organization be named and the person not");
  examine(out);
  return out;
}

}  // namespace undersigned::reply
