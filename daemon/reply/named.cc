#include "reply/named.h"

#include <algorithm>

#include "reply/names.h"
#include "reply/organization.h"
#include "reply/place.h"
#include "reply/role.h"
#include "reply/whose.h"

namespace undersigned::reply {

namespace {

using Kind = Fragment::Kind;

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

bool sign_as(bool Evidence::*who, const Intention& intention) {
  return std::any_of(intention.evidence.begin(), intention.evidence.end(),
                     [&](const Evidence& each) { return each.says == Says::signs && each.*who; });
}

// Each step takes fragments that the ones before it left.
class Search {
 public:
  Search(std::string_view text, const std::vector<Fragment>& all, const Sources& from,
         const Lexicon& lexicon)
      : text_(text), all_(all), from_(from), lexicon_(lexicon), taken_(all.size(), false) {}

  Named named() {
    find_person();
    find_companion();
    find_organization();
    find_role();
    find_place();
    out_.adds_another = adds_another();
    if (organization_at_ < all_.size()) {
      out_.organization_at = all_[organization_at_];
      out_.organization_signs = signs_behind(all_, organization_at_);
      out_.other_organization = other_organization();
      out_.organization_goes_on = goes_on_behind(organization_at_);
    }
    return std::move(out_);
  }

 private:
  void find_person() {
    std::size_t best = all_.size();
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (all_[i].kind != Kind::name || within_organization(i)) continue;
      if (best == all_.size() || keys(i) > keys(best)) best = i;
    }
    if (best == all_.size()) best = stranger();
    if (best < all_.size()) {
      take_person(best);
    } else if (!from_.sender.organization) {
      out_.person = filled(from_.sender.name);
      out_.of_from_field = out_.person.has_value();
    }
  }

  // "My wife and I both sign. / Stan Pulaski / Irene Pulaski": a line near the person's own, with
  // the same last word.
  void find_companion() {
    if (!from_.intention.others || !out_.person || person_at_ >= all_.size()) return;
    const std::vector<Word> own = words(*out_.person);
    for (std::size_t i = 0; i < all_.size() && !out_.companion; ++i) {
      const Fragment& each = all_[i];
      const std::uint32_t apart =
          std::max(each.line, all_[person_at_].line) - std::min(each.line, all_[person_at_].line);
      if (taken_[i] || own.size() < 2 || (each.kind != Kind::proper && each.kind != Kind::name))
        continue;
      const std::vector<Word> other = words(each.text);
      if (other.size() < 2 || other.size() > 5 || other.front().folded == own.front().folded)
        continue;
      const bool family = other.back().folded == own.back().folded;
      const bool beside = each.sentence_begins && apart > 0 && apart <= (family ? 2 : 1) &&
                          alone_on_line(i) && alone_on_line(person_at_) && person_like(each);
      if (!beside && each.before != List::others) continue;
      taken_[i] = true;
      out_.companion = person_name(each.text, lexicon_);
    }
  }

  bool alone_on_line(std::size_t i) const {
    const bool first = i == 0 || all_[i - 1].line != all_[i].line;
    return first && (i + 1 >= all_.size() || all_[i + 1].line != all_[i].line);
  }

  // "Colonia Mercedes", where its council stands elsewhere and writes.
  bool within_organization(std::size_t i) const {
    return std::any_of(all_.begin(), all_.end(), [&](const Fragment& other) {
      return other.kind == Kind::organization && other.text.size() > all_[i].text.size() &&
             other.text.find(all_[i].text) != std::string::npos;
    });
  }

  std::size_t keys(std::size_t i) const { return name_keys(all_[i].text, lexicon_).size(); }

  // "Contact: Ana Example"
  bool behind_label(std::size_t i) const {
    if (i == 0 || all_[i - 1].kind != Kind::contact || all_[i - 1].end != all_[i].begin)
      return false;
    const std::vector<Word> label = words(all_[i - 1].text);
    return lexicon_.is(List::form_contact, label, 0, label.size());
  }

  // A name that the From field does not know: after "my name is", else the first that could be one
  // behind the statement or on a line of its own.
  std::size_t stranger() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if ((all_[i].before == List::my_name || behind_label(i)) && all_[i].kind != Kind::contact &&
          all_[i].kind != Kind::prose)
        return i;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const Fragment& fragment = all_[i];
      const std::uint32_t size = fragment.end - fragment.begin;
      const bool placed = fragment.before == List::signs || fragment.sentence_begins;
      const bool enough = size >= 2 || caseless(fragment);
      if (fragment.kind == Kind::proper && placed && enough && size <= 8 && !fragment.quoted &&
          fragment.after != List::organization_signs && !fragment.item && person_like(fragment))
        return i;
    }
    return all_.size();
  }

  // "Brennan & Okafor", "350 East Bay" are nobody's name.
  static bool person_like(const Fragment& fragment) {
    return fragment.text.find_first_of("&0123456789") == std::string::npos;
  }

  static bool caseless(const Fragment& fragment) {
    return static_cast<unsigned char>(fragment.text.front()) >= 0xE1;
  }

  void take_person(std::size_t i) {
    taken_[i] = true;
    person_at_ = i;
    std::string written = all_[i].text;
    split_title(written);
    out_.person = filled(person_name(written, lexicon_));
    out_.stranger = all_[i].kind != Kind::name && !from_.sender.keys.empty() &&
                    !from_.sender.organization && same_script(written, from_.sender.name);
    const std::string& known = from_.sender.name;
    const auto written_keys = name_keys(written, lexicon_);
    const auto& keys = from_.sender.keys;
    const bool several = known.find('&') != std::string::npos;  // "Stan & Irene Pulaski"
    const bool part = keys.size() > written_keys.size() && !several && !from_.sender.organization &&
                      all_[i].before != List::my_name;
    if (part && std::all_of(written_keys.begin(), written_keys.end(), [&](const auto& key) {
          return std::find(keys.begin(), keys.end(), key) != keys.end();
        }))
      out_.person = filled(known);
  }

  // "Lamont Pierce organizer": the title is glued to the name.
  void split_title(std::string& written) {
    const std::vector<Word> all = words(written);
    for (const Hit& hit : lexicon_.find(all, {List::titles})) {
      if (hit.begin == 0 || hit.end != all.size()) continue;
      const bool honorific = lexicon_.is(List::honorifics, all, 0, hit.end);
      const std::size_t named = name_keys(written.substr(0, all[hit.begin].begin), lexicon_).size();
      const bool whole = named >= 2 && named == from_.sender.keys.size();
      if (honorific || (all[hit.begin].shouted && !whole)) continue;
      // "Tom Baker", "Mary Bishop": a name, unless more than two words stand before it.
      const auto key = without_accents(all[hit.begin].folded);
      const auto& own = from_.sender.keys;
      const bool of_sender = std::find(own.begin(), own.end(), key) != own.end();
      if (all[hit.begin].capital && (hit.begin < 2 || of_sender)) continue;
      out_.title = filled(written.substr(all[hit.begin].begin));
      written = written.substr(0, all[hit.begin - 1].end);
      return;
    }
  }

  // ---- the organization

  // "CAWAC is in. That's the Caribbean-American Women's Advocacy Circle": the longer name.
  void spell_out() {
    const std::vector<Word> found = words(all_[organization_at_].text);
    if (found.size() != 1 || !found[0].shouted) return;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!taken_[i] && all_[i].kind == Kind::organization && !all_[i].parenthesis &&
          initials(all_[i].text) == found[0].folded) {
        taken_[i] = true;
        organization_at_ = i;
        return;
      }
  }

  // "我们华人移工互助会", "저희 …": who says it is no part of the name.
  std::string_view without_we(std::string_view name) const {
    const std::vector<Word> all = words(name);
    if (static_cast<unsigned char>(name.front()) < 0xD6) return name;
    for (const std::size_t n : {3, 2, 1})
      if (n < all.size() && lexicon_.is(List::we, all, 0, n)) return name.substr(all[n].begin);
    return name;
  }

  std::string organization_text(const Fragment& fragment) const {
    std::string_view name = fragment.text;
    // "Our collective "Tierra y Voz""
    const std::size_t quote = name.find('"');
    if (quote != std::string_view::npos && name.starts_with("Our ")) name.remove_prefix(quote + 1);
    name = without_we(name);
    // Articles that an organization does not carry in a list: "Der Verein", "Il Circolo".
    for (const std::string_view article : {"Der ", "Die ", "Das ", "Il ", "Lo ", "Gli "})
      if (name.starts_with(article)) name.remove_prefix(article.size());
    for (const std::string_view article :
         {"El ", "La ", "Los ", "Las ", "Le ", "Les ", "A ", "O ", "As ", "Os "}) {
      const std::vector<Word> all = words(name);
      if (name.starts_with(article) && all.size() > 2 &&
          lexicon_.is(List::organization_words, all, 1, 2))
        name.remove_prefix(article.size());
    }
    return usual_case(name, lexicon_, false);
  }

  void find_organization() {
    int best = 0;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const int score =
          taken_[i] ? 0 : organization_score(all_, i, from_, person_at_ < all_.size(), lexicon_);
      if (score > best) {
        best = score;
        organization_at_ = i;
      }
    }
    if (organization_at_ >= all_.size()) return;
    taken_[organization_at_] = true;
    spell_out();
    out_.organization = organization_text(all_[organization_at_]);
    join_company();
  }

  // "Example Alliance (EA) approves …"
  bool goes_on_behind(std::size_t i) const {
    if (all_[i].goes_on) return true;
    while (i + 1 < all_.size() && all_[i + 1].parenthesis && all_[i + 1].line == all_[i].line) ++i;
    return i + 1 < all_.size() && !all_[i + 1].sentence_begins && all_[i + 1].kind == Kind::prose &&
           all_[i + 1].line <= all_[i].line + 1;
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
        out_.organization = *out_.organization + " (" + behind.text + ")";
      }
    }
    if (organization_at_ == 0) return;
    const Fragment& before = all_[organization_at_ - 1];
    const bool partners = found.text.find('&') != std::string::npos && before.end == found.begin &&
                          before.line == found.line && !before.sentence_begins &&
                          (before.kind == Kind::proper || before.kind == Kind::name) &&
                          before.end - before.begin == 1;
    if (!partners) return;
    taken_[organization_at_ - 1] = true;
    out_.organization = before.text + ", " + *out_.organization;
  }

  bool adds_another() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!taken_[i] && all_[i].before == List::signs && all_[i].kind == Kind::proper &&
          !all_[i].sentence_begins && !all_[i].known_place && !caseless(all_[i]))
        return true;
    return false;
  }

  bool other_organization() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!taken_[i] && all_[i].kind == Kind::organization && other_than_found(all_[i].text))
        return true;
    return false;
  }

  // ---- title, place

  void find_role() {
    const std::size_t from = person_at_ < all_.size() ? person_at_ : 0;
    role(from, all_.size());
    role(0, from);
    role_of_organization();
    role_by_position();
  }

  void role(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && !out_.title; ++i) {
      if (taken_[i] || all_[i].kind != Kind::title) continue;
      if (person_at_ < all_.size() && all_[i].line + 3 < all_[person_at_].line) continue;
      taken_[i] = true;
      Role role = role_of(all_[i].text, lexicon_);
      if (organization_at_ < all_.size() && role.organization &&
          other_than_found(*role.organization))
        role = {all_[i].text, std::nullopt};  // "Director of Advocacy", held at another place
      out_.title = role.title;
      if (out_.title) out_.title = ordinal(i) + *out_.title;
      if (out_.title && all_[i].text.ends_with(*out_.title)) join_title(i);
      if (!out_.organization && role.organization) out_.organization = role.organization;
      if (!out_.organization) affiliation(i);
    }
  }

  // "1. Vorsitzende" on a line of its own, where it is no item of a list.
  std::string ordinal(std::size_t i) const {
    const auto items =
        std::count_if(all_.begin(), all_.end(), [](const Fragment& each) { return each.item; });
    if (!all_[i].item || items != 1) return {};
    const std::size_t begin = words(text_)[all_[i].begin].begin;
    const bool numbered = begin >= 3 && text_.substr(begin - 2, 2) == ". " &&
                          text_[begin - 3] >= '1' && text_[begin - 3] <= '3' &&
                          (begin == 3 || text_[begin - 4] == '\n');
    return numbered ? std::string(text_.substr(begin - 3, 3)) : std::string();
  }

  bool other_than_found(const std::string& organization) const {
    const std::string& found = all_[organization_at_].text;
    return found.find(organization) == std::string::npos &&
           organization.find(found) == std::string::npos;
  }

  // "Volunteer tutor, Literacy Friends / Macon GA": what stands behind the title and is not the
  // place is where it is held.
  void affiliation(std::size_t title) {
    const std::size_t i = title + 1;
    if (i >= all_.size() || taken_[i] || all_[i].kind != Kind::proper || all_[i].known_place ||
        all_[i].line != all_[title].line || all_[i].end - all_[i].begin < 2 || before_state(i))
      return;
    if (!placed_behind(i)) return;
    taken_[i] = true;
    out_.organization = usual_case(all_[i].text, lexicon_, false);
  }

  // "Little Rock, AR"
  bool before_state(std::size_t i) const {
    if (i + 1 >= all_.size()) return false;
    const Fragment& next = all_[i + 1];
    const bool last = i + 2 >= all_.size() || all_[i + 2].sentence_begins ||
                      all_[i + 2].parenthesis || all_[i + 2].begin != next.end;
    return last && next.known_place && next.begin == all_[i].end && next.line == all_[i].line;
  }

  void role_of_organization() {
    if (organization_at_ < all_.size() && !out_.title &&
        all_[organization_at_].before == List::member_of)
      out_.title = title_before(text_, all_[organization_at_].begin, lexicon_);
    if (organization_at_ < all_.size() && !out_.title) {
      const Role role = role_of(all_[organization_at_].text, lexicon_);
      if (role.title && role.organization) {
        out_.title = role.title;
        out_.organization = usual_case(*role.organization, lexicon_, false);
      }
    }
  }

  // "Ana Example / tide gauger / Example Harbor Trust / Astoria, Oregon": what stands between the
  // name and a place, and is neither, is a title; a capitalized one only where the organization
  // stands elsewhere.
  void role_by_position() {
    const std::size_t i = person_at_ + 1;
    if (out_.title || person_at_ >= all_.size() || i >= all_.size() || taken_[i]) return;
    const Fragment& each = all_[i];
    const std::vector<Word> all = words(each.text);
    const bool fits = (each.kind == Kind::proper || each.kind == Kind::prose) && all.size() <= 5 &&
                      each.line <= all_[person_at_].line + 1 && !each.known_place &&
                      !each.parenthesis && !each.quoted && each.before == List::count &&
                      each.after == List::count && !before_state(i);
    if (!fits || caseless(each) || each.text.find_first_of("0123456789") != std::string::npos)
      return;
    for (std::size_t k = 0; k < all.size(); ++k)
      if (lexicon_.is(List::common, all, k, k + 1) && !lexicon_.is(List::particles, all, k, k + 1))
        return;
    const bool placed = placed_behind(i);
    const bool small =
        std::none_of(all.begin(), all.end(), [](const Word& w) { return w.capital; });
    const bool elsewhere = organization_at_ < all_.size() && organization_at_ != i;
    const bool goes_on = i + 1 < all_.size() && all_[i + 1].kind == Kind::proper &&
                         all_[i + 1].begin == each.end && all_[i + 1].line == each.line;
    if (small ? !(placed || elsewhere || goes_on) : !(placed && elsewhere)) return;
    taken_[i] = true;
    out_.title = each.text;
  }

  // "PhD student, geography": one or two plain words behind a comma belong to the title.
  void join_title(std::size_t i) {
    if (i + 1 >= all_.size()) return;
    const Fragment& next = all_[i + 1];
    const bool goes_on =
        next.begin == all_[i].end && !next.sentence_begins && next.line == all_[i].line;
    const bool plain =
        next.kind == Kind::prose && next.end - next.begin <= 2 && next.after == List::count;
    // "Chair, Social Justice Committee", where the organization stands elsewhere.
    const bool duty = next.kind == Kind::organization && organization_at_ < all_.size() &&
                      about_duties(next, lexicon_);
    if (!goes_on || !(plain || duty || field(i)) || taken_[i + 1]) return;
    taken_[i + 1] = true;
    out_.title = *out_.title + ", " + next.text;
  }

  // "Charge Nurse, Labor & Delivery", where a line of its own names the organization.
  bool field(std::size_t title) const {
    const std::size_t i = title + 1;
    if (organization_at_ >= all_.size() || organization_at_ <= i) return false;
    const bool ends_line = i + 1 < all_.size() && all_[i + 1].line > all_[i].line;
    const bool fits = all_[i].kind == Kind::proper || all_[i].kind == Kind::organization;
    return fits && !all_[i].known_place && ends_line && all_[title].sentence_begins &&
           all_[organization_at_].line == all_[title].line + 1 &&
           all_[i].text.find_first_of("0123456789") == std::string::npos &&
           placed_behind(organization_at_);
  }

  bool placed_behind(std::size_t i) const {
    return std::any_of(all_.begin() + static_cast<std::ptrdiff_t>(i) + 1, all_.end(),
                       [](const Fragment& each) { return each.known_place; });
  }

  void find_place() {
    for (std::size_t i = 0; i < all_.size(); ++i)  // "Just Kitchens | Oakland, CA"
      if (out_.organization && all_[i].text == *out_.organization) taken_[i] = true;
    for (std::size_t i = 0; i < all_.size() && i < person_at_ && !out_.place; ++i)
      if (!taken_[i] && all_[i].kind == Kind::place && all_[i].before == List::place_before &&
          (i == 0 || all_[i - 1].kind != Kind::prose || all_[i].begin != all_[i - 1].end + 1))
        out_.place = place_after(text_, all_, i, taken_);
    if (!out_.place && person_at_ < all_.size())
      out_.place = place_after(text_, all_, person_at_ + 1, taken_);
    for (std::size_t i = 0; i < all_.size() && !out_.place; ++i)
      if (!taken_[i] && all_[i].kind == Kind::place &&
          (all_[i].before == List::place_before || all_[i].sentence_begins))
        out_.place = place_after(text_, all_, i, taken_);
    if (!out_.place && organization_at_ < all_.size())
      out_.place = place_after(text_, all_, organization_at_ + 1, taken_);
    if (out_.place) out_.place = place_case(*out_.place, lexicon_);
  }

  std::string_view text_;
  const std::vector<Fragment>& all_;
  const Sources& from_;
  const Lexicon& lexicon_;
  std::vector<bool> taken_;
  std::size_t person_at_ = nowhere, organization_at_ = nowhere;
  Named out_;
};

}  // namespace

Named named(std::string_view text, const std::vector<Fragment>& all, const Sources& from,
            const Lexicon& lexicon) {
  return Search(text, all, from, lexicon).named();
}

bool we_sign(const Sources& from) {
  return from.intention.for_organization || sign_as(&Evidence::we, from.intention) ||
         sign_as(&Evidence::we, from.subject);
}

bool i_sign(const Sources& from) {
  return from.intention.individual || sign_as(&Evidence::i, from.intention) ||
         sign_as(&Evidence::i, from.subject);
}

}  // namespace undersigned::reply
