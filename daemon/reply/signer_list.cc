#include "reply/signer_list.h"

#include <algorithm>
#include <optional>

#include "reply/lines.h"
#include "reply/named.h"
#include "reply/names.h"
#include "reply/place.h"
#include "reply/role.h"

namespace undersigned::reply {

namespace {

using Kind = Fragment::Kind;

constexpr std::size_t most_signers = 60;

class SignerList {
 public:
  SignerList(std::string_view text, const std::vector<Fragment>& all, const Sources& from,
             const Lexicon& lexicon)
      : text_(text), all_(all), from_(from), lexicon_(lexicon) {}

  std::vector<Signer> signers() {
    heads_ = items();
    if (heads_.size() < 2) heads_ = lines_of_names();
    if (heads_.size() < 2 || heads_.size() > most_signers) return {};
    if (!std::all_of(heads_.begin(), heads_.end(), [&](std::size_t i) { return names(i); }))
      return {};
    const auto organizations = std::count_if(heads_.begin(), heads_.end(), [&](std::size_t i) {
      return all_[who(i)].kind == Kind::organization;
    });
    const bool as_organizations = organizations * 2 >= static_cast<std::ptrdiff_t>(heads_.size());
    const std::size_t contact = contact_of_list();
    for (const std::size_t head : heads_)
      item(head, said_to_be(head).value_or(is_organization(head, as_organizations)), contact);
    if (one_line_each()) share(contact);
    return std::move(out_);
  }

 private:
  std::vector<std::size_t> items() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].item && (i == 0 || all_[i - 1].line != all_[i].line)) out.push_back(i);
    return out;
  }

  // Without marks only lines on end behind a colon, all of organizations, or, where the text says
  // that several sign, of people with the sender among them.
  std::vector<std::size_t> lines_of_names() const {
    std::vector<std::size_t> out;
    bool organizations = true, people = true, sender = false;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (i > 0 && all_[i - 1].line == all_[i].line) continue;
      const bool on_end = !out.empty() && all_[out.back()].line + 1 == all_[i].line;
      if (!on_end && out.size() >= 2) break;
      if (!on_end) out.clear(), organizations = people = true, sender = false;
      if (!on_end && !introduced(i)) continue;
      const Fragment& each = all_[i];
      const std::uint32_t size = each.end - each.begin;
      const bool person = (each.kind == Kind::name || each.kind == Kind::proper) && size >= 2 &&
                          size <= 5 && !each.known_place;
      if (!person && each.kind != Kind::organization) {
        if (out.size() >= 2) break;
        out.clear();
        continue;
      }
      organizations &= each.kind == Kind::organization;
      people &= person;
      sender |= each.kind == Kind::name;
      out.push_back(i);
    }
    const bool several = from_.intention.others && people && sender;
    if (out.size() < 2 || !(several || (organizations && !i_sign(from_)))) out.clear();
    return out;
  }

  // Whether the text before the line of a fragment ends with a colon.
  bool introduced(std::size_t i) const {
    const std::vector<Word> words_of_text = words(text_);
    const std::string_view before = trimmed(text_.substr(0, words_of_text[all_[i].begin].begin));
    return before.ends_with(':') || before.ends_with("\uFF1A");
  }

  // The fragment of a line that says who: an organization before a person, but for "me, Ana".
  std::size_t who(std::size_t head) const {
    std::size_t best = head;
    for (std::size_t i = head; i < all_.size() && all_[i].line == all_[head].line; ++i) {
      if (all_[i].kind == Kind::organization && all_[best].kind != Kind::organization &&
          all_[best].kind != Kind::name)
        best = i;
      if (all_[i].kind == Kind::name && all_[best].kind != Kind::organization) best = i;
      if (all_[best].kind == Kind::prose && all_[i].kind == Kind::proper) best = i;
    }
    return best;
  }

  bool names(std::size_t head) const {
    const Kind kind = all_[who(head)].kind;
    return kind == Kind::name || kind == Kind::organization || kind == Kind::proper ||
           kind == Kind::place;  // "Mobile Bay Witness"
  }

  bool is_organization(std::size_t head, bool otherwise) const {
    const Kind kind = all_[who(head)].kind;
    if (kind == Kind::name && !from_.sender.organization) return false;
    return kind == Kind::organization || otherwise;
  }

  // The person of whom a line outside the list speaks; the end where there is none.
  std::size_t contact_of_list() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].kind == Kind::name && !all_[i].item && !in_list(all_[i])) return i;
    return all_.size();
  }

  bool in_list(const Fragment& fragment) const {
    return std::any_of(heads_.begin(), heads_.end(),
                       [&](std::size_t i) { return all_[i].line == fragment.line; });
  }

  std::optional<std::string> contact_name(std::size_t contact) const {
    if (contact < all_.size()) return person_name(all_[contact].text, lexicon_);
    for (const std::size_t head : heads_)
      if (all_[who(head)].kind == Kind::name) return person_name(all_[who(head)].text, lexicon_);
    if (from_.sender.organization) return std::nullopt;
    return filled(from_.sender.name);
  }

  bool one_line_each() const {
    for (std::size_t i = heads_.front(); i < heads_.back(); ++i)
      if (!in_list(all_[i])) return false;
    return true;
  }

  // What stands once behind the list holds for all: "Ana Example, Director / Kent, WA", "all in
  // Chicago, Illinois". A title is the contact's.
  void share(std::size_t contact) {
    std::size_t behind = heads_.back() + 1;
    while (behind < all_.size() && in_list(all_[behind])) ++behind;
    std::optional<std::string> title;
    for (std::size_t i = contact; i < all_.size() && all_[i].line <= all_[contact].line + 1; ++i)
      if (!title && all_[i].kind == Kind::title) title = role_of(all_[i].text, lexicon_).title;
    std::vector<bool> taken(all_.size(), false);
    for (std::size_t i = 0; i < all_.size(); ++i)
      taken[i] = all_[i].kind != Kind::place && !place_follows(i);
    while (behind < all_.size() && taken[behind]) ++behind;
    const auto place = place_after(text_, all_, behind, taken);
    for (Signer& signer : out_) {
      if (!signer.title && signer.as == As::organization) signer.title = title;
      if (!signer.place && place) signer.place = place_case(*place, lexicon_);
    }
  }

  bool place_follows(std::size_t i) const {
    return i + 1 < all_.size() && all_[i + 1].kind == Kind::place && all_[i].kind == Kind::proper &&
           all_[i + 1].begin == all_[i].end && all_[i + 1].line == all_[i].line;
  }

  // "1) High Desert Humanists (organization)"; whether it is one, where the line says.
  std::optional<bool> said_to_be(std::size_t head) const {
    for (std::size_t i = head; i < all_.size() && all_[i].line == all_[head].line; ++i) {
      if (!all_[i].parenthesis) continue;
      const std::vector<Word> all = words(all_[i].text);
      if (all.size() != 1) continue;
      if (lexicon_.is(List::form_organization, all, 0, 1)) return true;
      if (all[0].folded.starts_with("individu") || all[0].folded == "person") return false;
    }
    return std::nullopt;
  }

  void item(std::size_t head, bool organization, std::size_t contact) {
    const std::size_t at = who(head);
    Signer signer;
    signer.listed = !from_.intention.hide;
    std::size_t end = head + 1;
    while (end < all_.size() && all_[end].line == all_[head].line) ++end;
    if (organization) {
      signer.as = As::organization;
      signer.organization = usual_case(all_[at].text, lexicon_, false);
      signer.name = contact_name(contact);
    } else {
      signer.name = person_name(all_[at].text, lexicon_);
    }
    std::vector<bool> taken(all_.size(), false);
    for (std::size_t i = at + 1; i < end; ++i) {
      if (all_[i].kind == Kind::title && !signer.title) {
        signer.title = role_of(all_[i].text, lexicon_).title;
        taken[i] = true;
      } else if (all_[i].kind == Kind::organization && !signer.organization) {
        signer.organization = usual_case(all_[i].text, lexicon_, false);
        taken[i] = true;
      }
    }
    const std::vector<Fragment> line(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(end));
    signer.place = place_after(text_, line, at + 1, taken);
    out_.push_back(std::move(signer));
  }

  std::string_view text_;
  const std::vector<Fragment>& all_;
  const Sources& from_;
  const Lexicon& lexicon_;
  std::vector<std::size_t> heads_;  // the first fragment of each line
  std::vector<Signer> out_;
};

}  // namespace

std::vector<Signer> signer_list(std::string_view text, const std::vector<Fragment>& all,
                                const Sources& from, const Lexicon& lexicon) {
  return SignerList(text, all, from, lexicon).signers();
}

}  // namespace undersigned::reply
