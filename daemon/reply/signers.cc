#include "reply/signers.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "reply/language.h"
#include "reply/named.h"
#include "reply/names.h"
#include "reply/organization.h"
#include "reply/place.h"
#include "reply/role.h"
#include "reply/signer_list.h"
#include "reply/wishes.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t most_read = 6 << 10;  // octets of text in which names are looked for

// As whom those sign whom a free text names.
class Decide {
 public:
  Decide(Named named, const Sources& from, const Lexicon& lexicon)
      : named_(std::move(named)), from_(from), lexicon_(lexicon) {}

  Signers decided() {
    if (!named_.organization && we_ && !i_ && from_.sender.organization)
      named_.organization = from_.sender.name;
    if (!named_.organization && we_ && !i_) named_.organization = in_subject();
    if (somebody_signs()) {
      named_.person = std::exchange(named_.organization, std::nullopt);
      named_.of_from_field = false;
    }
    if (only_mentioned()) named_.organization.reset();
    if (named_.of_from_field) out_.why.emplace_back("the name is that of the From field");
    Signer signer;
    signer.name = named_.person;
    signer.title = named_.title;
    signer.place = named_.place;
    signer.listed =
        from_.intention.organization_only || !from_.intention.hide || from_.intention.show;
    decide(std::move(signer));
    return std::move(out_);
  }

 private:
  // "Organizational sign-on: Example Coalition".
  std::optional<std::string> in_subject() const {
    for (const Fragment& each : fragments(from_.subject_text, from_.sender, lexicon_))
      if (each.kind == Fragment::Kind::organization) return usual_case(each.text, lexicon_, false);
    return std::nullopt;
  }

  // The organization signs, and not who writes for it.
  bool as_organization() const {
    if (!named_.organization || from_.intention.individual || from_.intention.identification)
      return false;
    return we_ || is_subject() || begins_sentence() || speaks_of_us() ||
           (!i_ && (is_object() || !named_.person));
  }

  // "Example Alliance signs".
  bool is_subject() const {
    const auto& at = named_.organization_at;
    return named_.organization_signs ||
           (at && at->kind == Fragment::Kind::organization && !i_ && at->after == List::signs);
  }

  // "Example Alliance approves being listed": a sentence begins with it, and nobody says "I".
  bool begins_sentence() const {
    const auto& at = named_.organization_at;
    return at && at->kind == Fragment::Kind::organization && at->sentence_begins && !i_ &&
           named_.organization_goes_on;
  }

  // Words of "us", and none of "me", where no phrase says who signs: "unser Vorstand hat
  // beschlossen".
  bool speaks_of_us() const {
    if (we_ || i_) return false;
    const std::vector<Word> all = words(from_.text);
    const std::vector<Hit> hits = lexicon_.find(all);
    const std::string code = language_of(all, hits, lexicon_, "en");
    const auto count = [&](List list) {
      return std::count_if(hits.begin(), hits.end(), [&](const Hit& hit) {
        return hit.list == list && lexicon_.languages()[hit.language] == code;
      });
    };
    return count(List::we) > 0 && count(List::i) == 0;
  }

  // "Please add Example Alliance".
  bool is_object() const {
    const auto& at = named_.organization_at;
    return at && (at->before == List::signs || at->before == List::organization_signs);
  }

  // Whether something says that the writer may sign for the organization that is named.
  bool speaks_for_it() const {
    const std::string& name = *named_.organization;
    return we_ || from_.intention.for_organization || from_.sender.organization ||
           mentions(name) > 1 || of_domain(name, from_.sender.domain) || holds_office();
  }

  int mentions(std::string_view name) const {
    int out = 0;
    for (const std::string_view text : {from_.text, from_.sign_off})
      for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) ++out;
    return out;
  }

  // "Director": of the only organization that is named.
  bool holds_office() const {
    const auto title = named_.title ? named_.title : office(named_.person.value_or(""), lexicon_);
    return title && !named_.other_organization &&
           !lexicon_.find(words(*title), {List::offices}).empty();
  }

  // "Pedro Ruiz signs", of somebody else: nothing makes that an organization.
  bool somebody_signs() const {
    const auto& at = named_.organization_at;
    if (!named_.organization || !named_.organization_signs || speaks_for_it()) return false;
    if (at->kind != Fragment::Kind::proper || at->quoted || at->end - at->begin > 3) return false;
    const std::vector<Word> all = words(at->text);
    return std::all_of(all.begin(), all.end(), [](const Word& word) {
      return word.capital && word.alphabetic && !word.number;
    });
  }

  // "I sign. You should ask the Red Cross, too": nobody's affiliation.
  bool only_mentioned() const {
    const auto& at = named_.organization_at;
    return i_ && !we_ && named_.organization && at && at->in_prose &&
           at->before != List::member_of && at->before != List::for_organization &&
           !named_.organization_signs && !speaks_for_it();
  }

  // "They say that Example Alliance signs."
  bool hearsay() const {
    const auto& at = named_.organization_at;
    return named_.organization_signs && at && at->in_prose;
  }

  // No word in it makes it an organization's.
  bool unknown() const {
    return named_.organization_at && named_.organization_at->kind == Fragment::Kind::proper;
  }

  // "I sign: … We sign: …"
  bool both() const {
    const auto speaks = [&](bool Evidence::*who, bool Evidence::*other) {
      return std::any_of(from_.intention.evidence.begin(), from_.intention.evidence.end(),
                         [&](const Evidence& each) {
                           return each.says == Says::signs && each.*who && !(each.*other);
                         });
    };
    return from_.intention.both || (named_.person && speaks(&Evidence::i, &Evidence::we) &&
                                    speaks(&Evidence::we, &Evidence::i));
  }

  void decide(Signer signer) {
    if (both() && named_.organization) {
      out_.doubts.emplace_back("a person and an organization sign");
      if (!signer.title && named_.person) signer.title = office(*named_.person, lexicon_);
      add(signer, As::organization);
      signer.title.reset();
      add(signer, As::individual, false);
      return;
    }
    if (as_organization() && two_organizations(signer)) return;
    if (as_organization()) {
      if (!signer.title && named_.person) signer.title = office(*named_.person, lexicon_);
      if ((is_object() || unknown() || hearsay()) && !speaks_for_it())
        out_.doubts.emplace_back("names an organization, and does not say that it speaks for it");
      if (!we_ && !is_subject() && !is_object() && named_.person)
        out_.doubts.emplace_back("does not say in plain words that the organization signs");
      if (from_.intention.hide)
        out_.doubts.emplace_back("the organization may be named, the person perhaps not");
      return add(signer, As::organization);
    }
    if (we_ && !i_ && !from_.intention.individual)
      out_.doubts.emplace_back("says \"we\" and names no organization");
    if (named_.organization && !i_ && !from_.intention.identification)
      out_.doubts.emplace_back("names a person and an organization, and does not say which signs");
    if (two_people(signer)) return;
    if (named_.adds_another && !i_ && !we_) out_.doubts.emplace_back("asks to add somebody else");
    if (named_.stranger) out_.doubts.emplace_back("the name is not that of the From field");
    add(signer, As::individual);
  }

  // "Black Migrant Power Project & Haitian Bridge Builders": two names, each of an organization.
  bool two_organizations(Signer signer) {
    std::size_t at = named_.organization->find(" & "), behind = at + 3;
    if (at == std::string::npos) {
      at = named_.organization->find(" and ");
      behind = at + 5;
    }
    // "Office of Justice, Peace and Integrity of Creation" is one.
    if (at == std::string::npos || named_.organization->find(',') < at) return false;
    const std::string left = named_.organization->substr(0, at),
                      right = named_.organization->substr(behind);
    const auto whole = [&](const std::string& name) {
      return words(name).size() >= 3 && names_organization(name, lexicon_);
    };
    if (!whole(left) || !whole(right) || unfinished(left)) return false;
    out_.doubts.emplace_back("it may name two organizations");
    for (const std::string& name : {left, right}) {
      named_.organization = name;
      add(signer, As::organization);
    }
    return true;
  }

  // "The Department of Ethnic", before "and Border Studies".
  bool unfinished(const std::string& name) const {
    const std::vector<Word> all = words(name);
    const std::vector<Hit> hits = lexicon_.find(all, {List::divisions});
    return std::any_of(hits.begin(), hits.end(),
                       [&](const Hit& hit) { return hit.begin <= 1 && all.size() - hit.end <= 2; });
  }

  // "Walter and Joan Prewitt".
  bool two_people(Signer signer) {
    if (!named_.person) return false;
    if (named_.companion) {
      for (const auto& name : {named_.person, named_.companion}) {
        signer.name = name;
        add(signer, As::individual);
      }
      return true;
    }
    const std::vector<Word> all = words(*named_.person);
    for (std::size_t i = 1; i + 1 < all.size(); ++i) {
      static constexpr std::string_view joining[] = {"and", "&", "y", "et", "und", "e", "i", "ak"};
      if (all[i].capital ||
          std::find(std::begin(joining), std::end(joining), all[i].folded) == std::end(joining))
        continue;
      // "de la Fuente y Garza" is one; so is who signs with "roommates".
      const bool letter = all[i].folded.size() == 1 && all[i].alphabetic;
      if (letter && i > 1 && i + 2 == all.size()) continue;
      std::string left = named_.person->substr(0, all[i - 1].end);
      if (!all[i + 1].capital) {
        out_.doubts.emplace_back("it signs for others, whom it does not name");
        signer.name = left;
        add(signer, As::individual);
        return true;
      }
      const std::string right = named_.person->substr(all[i + 1].begin);
      if (i == 1) left += " " + named_.person->substr(all.back().begin);
      if (!share_mailbox(all.front(), all[i + 1])) out_.doubts.emplace_back("it names two people");
      for (const std::string& name : {left, right}) {
        signer.name = name;
        add(signer, As::individual);
      }
      return true;
    }
    return false;
  }

  // "Stan & Irene Pulaski" write from one address.
  bool share_mailbox(const Word& one, const Word& other) const {
    const auto sends = [&](const Word& first_name) {
      const std::vector<Word> senders = words(from_.sender.name);
      return std::any_of(senders.begin(), senders.end(),
                         [&](const Word& each) { return each.folded == first_name.folded; });
    };
    return one.folded != other.folded && sends(one) && sends(other);
  }

  void add(Signer signer, As as, bool with_organization = true) {
    signer.as = as;
    signer.organization = with_organization ? named_.organization : std::nullopt;
    out_.signers.push_back(std::move(signer));
  }

  Named named_;
  const Sources& from_;
  const Lexicon& lexicon_;
  const bool we_ = we_sign(from_), i_ = i_sign(from_);
  Signers out_;
};

Signers of_text(const Sources& from, const Lexicon& lexicon) {
  std::string text(from.text.substr(0, most_read));
  if (!from.sign_off.empty()) text += "\n\n" + std::string(from.sign_off.substr(0, most_read));
  const std::vector<Fragment> all = fragments(text, from.sender, lexicon);
  std::vector<Signer> list = signer_list(text, all, from, lexicon);
  if (!list.empty()) return {std::move(list), {"it lists several signers"}, {}};
  return Decide(named(text, all, from, lexicon), from, lexicon).decided();
}

bool subject_organization(const Sources& from) {
  return std::any_of(from.subject.evidence.begin(), from.subject.evidence.end(),
                     [](const Evidence& each) { return each.says == Says::signs && each.we; }) ||
         from.subject.for_organization;
}

// "Example Nurses would like to sign. / Contact: … / Title: …": the form names no organization, the
// words beside it do.
std::optional<std::string> beside_form(const Sources& from, const Lexicon& lexicon) {
  if (from.form.organization || from.form.affiliation || from.form.name) return std::nullopt;
  for (const Signer& signer : of_text(from, lexicon).signers)
    if (signer.as == As::organization) return signer.organization;
  return std::nullopt;
}

// "Name: Ana Example / Dearborn, Michigan": a line of its own with a place that is known.
std::optional<std::string> place_beside_form(const Sources& from, const Lexicon& lexicon) {
  const std::vector<Fragment> all = fragments(from.form.rest, from.sender, lexicon);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].sentence_begins ||
        (all[i].kind != Fragment::Kind::proper && all[i].kind != Fragment::Kind::place))
      continue;
    const bool last = i + 1 >= all.size() || all[i + 1].line != all[i].line;
    const Fragment& place = last ? all[i] : all[i + 1];
    if (place.kind == Fragment::Kind::place && place.known_place && place.line == all[i].line)
      if (const auto found = place_after(from.form.rest, all, i, std::vector<bool>(all.size())))
        return place_case(*found, lexicon);
  }
  return std::nullopt;
}

Signers of_form(const Sources& from, const Lexicon& lexicon) {
  const Form& form = from.form;
  Signers out;
  Signer signer;
  const auto beside = beside_form(from, lexicon);
  signer.as =
      form.organization || beside || subject_organization(from) ? As::organization : As::individual;
  signer.organization = form.organization ? form.organization : beside ? beside : form.affiliation;
  signer.title = form.title;
  std::optional<std::string> name = form.name ? form.name : form.contact;
  if (!name && !from.sender.organization) name = filled(from.sender.name);
  if (name) signer.name = filled(person_name(*name, lexicon));
  if (signer.as == As::organization && !signer.organization && from.sender.organization)
    signer.organization = from.sender.name;
  if (signer.as == As::individual && form.affiliation) {
    const Role role = role_of(*form.affiliation, lexicon);
    const bool title_alone = role.title && !role.organization;
    const bool is_title = !lexicon.find(words(*form.affiliation), {List::titles}).empty();
    signer.organization = title_alone && !is_title ? form.affiliation : role.organization;
    if (!signer.title && is_title) signer.title = role.title;
  }
  if (signer.organization) signer.organization = usual_case(*signer.organization, lexicon, false);
  if (form.place) signer.place = place_case(place_text(*form.place), lexicon);
  if (!form.place && form.labels == 1) signer.place = place_beside_form(from, lexicon);
  signer.listed = form.publish.value_or(!from.intention.hide || from.intention.show);
  out.why.emplace_back("who signs is read from the form");
  out.signers.push_back(signer);
  if (signer.as == As::organization && !form.more_organizations.empty())
    out.doubts.emplace_back("the form names more than one organization");
  for (const std::string& name : form.more_organizations) {
    if (signer.as != As::organization) break;
    signer.organization = usual_case(name, lexicon, false);
    out.signers.push_back(signer);
  }
  return out;
}

// "Jo": who else is called so? Scripts without spaces write whole names as one word.
bool one_word(std::string_view name) {
  return std::none_of(name.begin(), name.end(),
                      [](char c) { return c == ' ' || static_cast<unsigned char>(c) >= 0x80; });
}

// "Pérez Ibacache y soy director": the pronoun, or a verb that holds it, in small letters.
bool sentence(std::string_view field, const Lexicon& lexicon) {
  const std::vector<Word> all = words(field);
  for (std::size_t i = 1; i < all.size(); ++i)
    if (!all[i].capital && all[i].folded.size() > 1 && all[i].gap == Gap::space &&
        lexicon.is(List::i, all, i, i + 1) && !lexicon.is(List::particles, all, i, i + 1))
      return true;
  return false;
}

// What must hold for each signer that is listed at once.
void examine(Signers& out, const Sources& from, const Lexicon& lexicon) {
  const auto whole = [&](const std::string& name) {  // "Name: Suharyanti", who is called so
    return from.form.name && name == from.sender.name;
  };
  for (const Signer& signer : out.signers) {
    if (signer.as == As::organization && !signer.organization)
      out.doubts.emplace_back("no organization is named");
    if (signer.as == As::individual && !signer.name) out.doubts.emplace_back("no name is given");
    if (signer.as == As::individual && signer.name && initials_only(*signer.name))
      out.doubts.emplace_back("the name is only initials");
    if (signer.as == As::individual && signer.name && one_word(*signer.name) &&
        !whole(*signer.name))
      out.doubts.emplace_back("only one name is given");
    for (const auto* field : {&signer.name, &signer.title, &signer.organization})
      if (*field && sentence(**field, lexicon))
        out.doubts.emplace_back("a name or title reads like a sentence");
    if (look_alike(signer.name.value_or("")) || look_alike(signer.organization.value_or("")))
      out.doubts.emplace_back("the name mixes alphabets that look alike");
  }
}

}  // namespace

Signers signers(const Sources& from, const Lexicon& lexicon) {
  Signers out =
      from.form.stands() && (from.form.filled() || from.text.empty() || from.form.labels >= 2)
          ? of_form(from, lexicon)
          : of_text(from, lexicon);
  if (from.intention.organization_only)
    out.doubts.emplace_back("asks that the organization be named and the person not");
  if (from.form.elsewhere)
    out.doubts.emplace_back("the form says of a name that it stands elsewhere");
  leave_out(out, from.intention, lexicon);
  examine(out, from, lexicon);
  return out;
}

}  // namespace undersigned::reply
