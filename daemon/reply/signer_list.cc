#include "reply/signer_list.h"

#include <algorithm>
#include <optional>

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
    std::vector<std::size_t> heads;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (all_[i].item && (i == 0 || all_[i - 1].line != all_[i].line)) heads.push_back(i);
    if (heads.size() < 2 || heads.size() > most_signers) return {};
    const auto speaks = [&](std::size_t i) {
      return all_[i].kind == Kind::name || all_[i].kind == Kind::organization ||
             all_[i].kind == Kind::proper || all_[i].kind == Kind::place;  // "Mobile Bay Witness"
    };
    if (!std::all_of(heads.begin(), heads.end(), speaks)) return {};
    const auto organizations = std::count_if(heads.begin(), heads.end(), [&](std::size_t i) {
      return all_[i].kind == Kind::organization;
    });
    const bool as_organizations = organizations * 2 >= static_cast<std::ptrdiff_t>(heads.size());
    std::optional<std::string> contact = contact_of_list(heads);
    for (const std::size_t head : heads)
      item(head, said_to_be(head).value_or(as_organizations), contact);
    return std::move(out_);
  }

 private:
  std::optional<std::string> contact_of_list(const std::vector<std::size_t>& heads) const {
    for (const Fragment& fragment : all_)
      if (fragment.kind == Kind::name && !fragment.item &&
          std::none_of(heads.begin(), heads.end(),
                       [&](std::size_t i) { return all_[i].line == fragment.line; }))
        return person_name(fragment.text, lexicon_);
    if (from_.sender.organization) return std::nullopt;
    return filled(from_.sender.name);
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

  void item(std::size_t head, bool organization, const std::optional<std::string>& contact) {
    Signer signer;
    signer.listed = !from_.intention.hide;
    if (organization) {
      signer.as = As::organization;
      signer.organization = usual_case(all_[head].text, lexicon_, false);
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
        signer.organization = usual_case(all_[i].text, lexicon_, false);
        taken[i] = true;
      }
    }
    const std::vector<Fragment> line(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(end));
    signer.place = place_after(text_, line, head + 1, taken);
    out_.push_back(std::move(signer));
  }

  std::string_view text_;
  const std::vector<Fragment>& all_;
  const Sources& from_;
  const Lexicon& lexicon_;
  std::vector<Signer> out_;
};

}  // namespace

std::vector<Signer> signer_list(std::string_view text, const std::vector<Fragment>& all,
                                const Sources& from, const Lexicon& lexicon) {
  return SignerList(text, all, from, lexicon).signers();
}

}  // namespace undersigned::reply
