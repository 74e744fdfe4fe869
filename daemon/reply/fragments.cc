#include "reply/fragments.h"

#include <algorithm>
#include <array>

#include "reply/bare.h"
#include "reply/firm.h"
#include "reply/lines.h"
#include "reply/names.h"
#include "reply/place_runs.h"
#include "reply/role.h"
#include "reply/sentence_runs.h"
#include "reply/word_runs.h"

namespace undersigned::reply {

namespace {

using Kind = Fragment::Kind;

constexpr std::uint32_t longest_name = 7;           // words
constexpr std::uint32_t longest_organization = 16;  // words

bool statement(List list) {
  return says_meaning(list) || list == List::closings || list == List::greetings ||
         list == List::courtesy || list == List::my_name || list == List::place_before ||
         list == List::member_of;
}

class Builder {
 public:
  Builder(std::string_view text, const Sender& sender, const Lexicon& lexicon)
      : text_(text), sender_(sender), lexicon_(lexicon), all_(words(text)) {
    hits_ = longest(lexicon.find(all_));
    said_.assign(all_.size(), List::count);
    for (const Hit& hit : hits_) {
      const bool weak = hit.list == List::usually || hit.list == List::polite_if ||
                        hit.list == List::contrary || hit.list == List::doubts ||
                        (hit.list == List::confirms && hit.words() == 1);
      if (!statement(hit.list) || weak || !stands_alone(hit) || named(hit)) continue;
      const auto [name, behind] = name_within(hit);
      for (std::uint32_t i = hit.begin; i < hit.end; ++i)
        if (i >= name && i < behind)
          continue;
        else if (said_[i] == List::count || says_meaning(hit.list))
          said_[i] = hit.list;
    }
  }

  std::vector<Fragment> all() {
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i <= all_.size(); ++i) {
      const bool out = i == all_.size() || said_[i] != List::count || picture(i);
      const bool parted = !out && i > begin && all_[i].gap >= Gap::comma;
      if (out || parted) {
        take(begin, i);
        begin = out ? i + 1 : i;
      }
    }
    return std::move(out_);
  }

 private:
  // "my wife *Amparo Ruiz de Pacheco* and I": who signs, too.
  std::pair<std::uint32_t, std::uint32_t> name_within(const Hit& hit) const {
    std::uint32_t begin = hit.end, end = hit.end;
    if (hit.list != List::others) return {begin, end};
    for (std::uint32_t i = hit.begin + 1; i + 1 < hit.end; ++i)
      if (all_[i].capital && all_[i].folded.size() > 1) {
        begin = std::min(begin, i);
        end = i + 1;
      }
    return {begin, end};
  }

  // "Ana Example 🌻 Laredo TX": parts like a comma.
  bool picture(std::uint32_t i) const {
    return !all_[i].alphabetic && !all_[i].number && all_[i].folded != "&" &&
           static_cast<unsigned char>(all_[i].folded.front()) >= 0xE2;
  }

  // "Solidarity" closes a letter; in "Solidarity without Walls" it does not.
  bool stands_alone(const Hit& hit) const {
    const bool opens =
        hit.begin == 0 || all_[hit.begin].gap >= Gap::comma || said_[hit.begin - 1] != List::count;
    const bool ends = hit.end == all_.size() || all_[hit.end].gap >= Gap::comma;
    if (hit.list == List::closings || hit.list == List::agrees) return opens && ends;
    // "Mobile Bay" is no telephone's.
    const bool named = hit.words() == 1 && all_[hit.begin].capital && !ends &&
                       all_[hit.end].capital && all_[hit.end].gap == Gap::space;
    if (hit.list == List::courtesy) return opens && !named;
    // "Amigos de la Frontera" greets nobody.
    const bool goes_on = hit.words() == 1 && !ends && runs_.particle(hit.end);
    if (hit.list == List::greetings) return opens && !goes_on;
    return true;
  }

  // Inside a name or a place a word means nothing: "Nguyễn Thị Mai", "Mobile, AL".
  bool named(const Hit& hit) const {
    if (hit.words() != 1) return false;
    const std::uint32_t at = hit.begin;
    if (places_.state(at)) return true;
    if (all_[at].capital && all_[at].gap == Gap::comma && runs_.any(List::places, at, at + 1))
      return true;  // "Portland, Maine"
    const bool cased = static_cast<unsigned char>(all_[at].folded.front()) < 0xD6;
    if (!cased || !all_[at].capital || all_[at].shouted) return false;
    const bool last = at > 0 && all_[at].gap == Gap::space && all_[at - 1].capital &&
                      !all_[at - 1].shouted && all_[at - 1].end - all_[at - 1].begin > 1 &&
                      said_[at - 1] == List::count;
    return last || places_.before_state(at + 1);
  }

  // "1." before an item of a list; ", Inc." behind a name, but not "Denver, CO".
  bool belongs_to_neighbour(std::uint32_t begin, std::uint32_t end) {
    const Word& word = all_[begin];
    if (end - begin == 1 && word.number && !word.alphabetic && word.gap >= Gap::line &&
        word.end - word.begin <= 2)
      return true;
    if (end - begin == 1 && letter_of_item(begin)) return true;
    if (word.gap != Gap::comma || out_.empty() || out_.back().end != begin) return false;
    const Kind behind = out_.back().kind;
    const bool person = end - begin == 1 && behind == Kind::name && name_suffix(all_[begin]);
    const bool one = end - begin == 1 && firm_form(text_, all_[begin]) &&
                     !(places_.state(begin) && behind != Kind::organization);
    const bool several =
        behind == Kind::organization || (behind == Kind::proper && begin - out_.back().begin >= 2);
    const bool letters = several && firm_letters(all_, begin, end);
    if (!person && !one && !letters) return false;
    extend(end, person ? Kind::name : Kind::organization);
    return true;
  }

  // "a)", "(b)" at the beginning of a line.
  bool letter_of_item(std::uint32_t at) const {
    const Word& word = all_[at];
    return word.gap >= Gap::line && word.end - word.begin == 1 && text_.substr(word.end, 1) == ")";
  }

  // The last fragment goes on to `end`.
  void extend(std::uint32_t end, Kind kind) {
    Fragment& before = out_.back();
    before.end = end;
    before.text = runs_.raw(before.begin, end);
    before.kind = kind;
    before.after = end < all_.size() && all_[end].gap <= Gap::comma ? said_[end] : List::count;
  }

  // "Cannery Workers Union, Local 7", "White Coats – Pine State Chapter", "Department of History,
  // Example University": one name.
  bool completes_organization(const Fragment& f) const {
    if (out_.empty() || out_.back().end != f.begin || all_[f.begin].gap >= Gap::line) return false;
    const Fragment& before = out_.back();
    const bool named = before.kind == Kind::organization ||
                       (before.kind == Kind::proper && before.end - before.begin >= 2);
    const bool whose = before.begin > 0 && all_[before.begin].gap == Gap::space &&
                       runs_.any(List::we, before.begin - 1, before.begin);
    if (!named || whose || before.known_place || f.parenthesis || f.kind == Kind::title ||
        f.kind == Kind::name)
      return false;
    const bool unit = f.end - f.begin <= 5 && runs_.any(List::units, f.begin, f.end);
    if (f.kind == Kind::prose)  // "…, Glendale branch"
      return unit && all_[f.begin].capital && f.end - f.begin <= 3 && f.before == List::count;
    if (unit) return true;
    // "…, a project of Example Mutual Aid"
    const bool part = f.begin + 2 < f.end && all_[f.begin + 1].folded == "of" &&
                      runs_.any(List::divisions, f.begin, f.begin + 1);
    if (part) return true;
    return before.kind == Kind::organization && f.kind == Kind::organization &&
           runs_.any(List::divisions, before.begin, before.end);
  }

  // Where a name or a place ends within a fragment that goes on.
  std::uint32_t end_within(Fragment& f) const {
    if (f.before == List::place_before && f.kind != Kind::organization) {
      const std::uint32_t end = places_.end(f);
      if (end > f.begin) {
        f.kind = Kind::place;
        f.known_place = true;
        return end;
      }
    }
    if (f.before == List::my_name && f.kind == Kind::prose) return end_of_capitals(f);
    if (behind_city(f)) {
      const std::uint32_t end = places_.end(f);
      if (end == f.begin) return f.end;
      f.kind = Kind::place;
      return end;
    }
    return end_of_name(f);
  }

  // "Two Harbors, *Minnesota as a signer*"
  bool behind_city(const Fragment& f) const {
    return f.kind == Kind::prose && f.known_place && all_[f.begin].capital && !out_.empty() &&
           all_[f.begin].gap == Gap::comma && out_.back().end == f.begin &&
           (out_.back().kind == Kind::proper || out_.back().kind == Kind::place);
  }

  // "Clementine Okonjo-Barrett that's …"
  std::uint32_t end_of_capitals(Fragment& f) const {
    std::uint32_t end = f.begin;
    while (end < f.end && (all_[end].capital || (end > f.begin && runs_.particle(end)))) ++end;
    while (end > f.begin && !all_[end - 1].capital) --end;
    if (end == f.begin || end == f.end) return f.end;
    f.kind = Kind::proper;
    return end;
  }

  // "tamika rollins memphis": what stands behind the sender's whole name and is a place.
  std::uint32_t end_of_name(const Fragment& f) const {
    if (runs_.caseless(f)) return end_of_caseless(f);
    if (f.kind != Kind::name || runs_.shared_with_sender(f.begin, f.end) < 2) return f.end;
    std::uint32_t last = f.begin;
    for (std::uint32_t i = f.begin; i < f.end; ++i)
      if (runs_.shared_with_sender(i, i + 1) > 0) last = i + 1;
    if (last == f.end) return f.end;
    Fragment rest = f;
    rest.begin = last;
    return runs_.known_place(rest) ? last : f.end;
  }

  // "최민호 사무국장", "사무국장 한지우": a space parts the name from the title.
  std::uint32_t end_of_caseless(const Fragment& f) const {
    for (const Hit& hit : hits_) {
      if (hit.list != List::titles || hit.begin < f.begin || hit.end > f.end) continue;
      if (hit.words() == 1 && all_[hit.begin].folded.size() > 4) continue;  // a word, no character
      const std::uint32_t cut = hit.begin == f.begin ? hit.end
                                : hit.end == f.end   ? hit.begin
                                                     : f.end;
      const std::uint32_t rest = cut == hit.end ? f.end - cut : cut - f.begin;
      if (cut < f.end && rest >= 2 && rest <= 5 && all_[cut].begin > all_[cut - 1].end) return cut;
    }
    return f.end;
  }

  void take(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end || belongs_to_neighbour(begin, end)) return;
    if (end - begin > 1 && firm_form(text_, all_[begin]) && belongs_to_neighbour(begin, begin + 1))
      return take(begin + 1, end);  // "…, Inc. as an endorsing organization"
    Fragment fragment;
    fragment.begin = begin;
    fragment.end = end;
    fragment.before = begin > 0 && all_[begin].gap <= Gap::clause ? said_[begin - 1] : List::count;
    if (begin > 0 && all_[begin].gap >= Gap::line && said_[begin - 1] != List::count)
      fragment.before = said_[begin - 1];
    fragment.after = end < all_.size() && all_[end].gap <= Gap::comma ? said_[end] : List::count;
    fragment.sentence_begins = all_[begin].gap >= Gap::line;
    classify(fragment);
    const std::uint32_t cut = end_within(fragment);
    const std::uint32_t rest = fragment.end;
    if (cut < rest && runs_.caseless(fragment)) {
      take(fragment.begin, cut);
      return take(cut, rest);
    }
    fragment.end = cut;
    fragment.goes_on = fragment.end < end && all_[fragment.end].gap == Gap::space;
    finish(fragment);
    if (completes_organization(fragment)) {
      extend(fragment.end, Kind::organization);
      if (cut < rest) take(cut, rest);
      return;
    }
    if (fragment.parenthesis && end < all_.size() && all_[end].gap <= Gap::clause)
      fragment.after = said_[end];  // "(Berlin) signs"
    out_.push_back(std::move(fragment));
    if (cut < rest) take(cut, rest);
  }

  void finish(Fragment& fragment) const {
    const Word& first = all_[fragment.begin];
    fragment.text = runs_.raw(fragment.begin, fragment.end);
    fragment.line =
        static_cast<std::uint32_t>(std::count(text_.begin(), text_.begin() + first.begin, '\n'));
    const char before = first.begin > 0 ? text_[first.begin - 1] : '\n';
    fragment.parenthesis = before == '(' || before == '[';
    fragment.quoted = first.quoted && all_[fragment.end - 1].quoted;
    const std::size_t line_begin = text_.rfind('\n', first.begin);
    const std::string_view lead = trimmed(
        text_.substr(line_begin == std::string_view::npos ? 0 : line_begin + 1,
                     first.begin - (line_begin == std::string_view::npos ? 0 : line_begin + 1)));
    const std::string_view mark = lead.substr(0, lead.find(' '));
    fragment.item = mark == "*" || mark == "-" || mark == "\u2022" || mark == "\u00B7" ||
                    mark == "+" || mark == "\u2013" ||
                    (mark.size() >= 2 && mark.size() <= 4 && mark[0] >= '0' && mark[0] <= '9') ||
                    (mark.size() >= 2 && mark.size() <= 3 && mark.back() == ')');
  }

  // "Caroline Wrenfield, RN", but "Lawrence, MA" is a state.
  bool behind_person(const Fragment& f) const {
    return out_.back().kind == Kind::name ||
           (out_.back().kind == Kind::contact &&
            !lexicon_.is(List::places, all_, f.begin, f.end)) ||
           (out_.back().kind == Kind::proper && out_.back().end == f.begin &&
            out_.back().end - out_.back().begin >= 2 &&
            !lexicon_.is(List::places, all_, f.begin, f.end));
  }

  // "ismael cutzal tum" alone on a line, of whom the From field has one name.
  bool small_name(const Fragment& f) const {
    if (!f.sentence_begins || f.end - f.begin > 4 ||
        runs_.shared_with_sender(f.begin, f.begin + 1) == 0)
      return false;
    if (f.end < all_.size() && all_[f.end].gap < Gap::comma) return false;
    for (std::uint32_t i = f.begin; i < f.end; ++i)
      if (!all_[i].alphabetic || all_[i].capital || (!runs_.particle(i) && known_word(i)))
        return false;
    return true;
  }

  bool known_word(std::uint32_t i) const {
    for (const List list : {List::common, List::i, List::we, List::titles, List::organization_words,
                            List::places, List::courtesy, List::object})
      if (runs_.any(list, i, i + 1)) return true;
    return false;
  }

  // Next to it, but for small words that were trimmed: "marisol quezada, las cruces nm".
  bool parted_from_name(std::uint32_t end, std::uint32_t begin) const {
    return end <= begin && begin - end <= 1 && all_[end].gap >= Gap::comma;
  }

  // "marisol quintanilla / edinburg tx", behind a name and without capitals.
  bool small_place(Fragment& f) const {
    const bool behind_name = !out_.empty() && out_.back().kind == Kind::name &&
                             parted_from_name(out_.back().end, f.begin);
    if (!behind_name || !places_.small(f)) return false;
    return f.known_place = true;
  }

  void classify(Fragment& f) {
    bare_(f);
    if (f.begin > 0 && all_[f.begin].gap == Gap::comma && !out_.empty() && behind_person(f) &&
        lexicon_.is(List::postnominals, all_, f.begin, f.end)) {
      f.kind = Kind::contact;  // "…, MD": no part of who or where
      return;
    }
    const std::uint32_t size = f.end - f.begin;
    f.known_place = runs_.known_place(f) || places_.behind_postal_code(f);
    const bool letters = std::any_of(all_.begin() + f.begin, all_.begin() + f.end,
                                     [](const Word& word) { return word.alphabetic; });
    const bool colon = f.end < all_.size() && text_.substr(all_[f.end - 1].end, 1) == ":";
    const bool label =
        (lexicon_.is(List::form_other, all_, f.begin, f.end) && !places_.before_state(f.end)) ||
        (colon && lexicon_.is(List::form_contact, all_, f.begin, f.end));
    if (!letters || runs_.contact(f) || label || places_.street(f)) {
      f.kind = Kind::contact;
      return;
    }
    if (runs_.only_object(f) || sentences_.denied(f) || sentences_.names_statement(f)) {
      f.kind = Kind::prose;
      return;
    }
    const bool firm = size >= 2 && all_[f.end - 1].capital && firm_form(text_, all_[f.end - 1]) &&
                      !places_.state(f.end - 1);
    const bool organization = firm || runs_.any(List::organization_words, f.begin, f.end);
    const bool title = runs_.any(List::titles, f.begin, f.end);
    const bool is_proper = runs_.proper(f.begin, f.end);
    const std::uint32_t shared = runs_.shared_with_sender(f.begin, f.end);
    const bool firm_of_partners = std::any_of(all_.begin() + f.begin, all_.begin() + f.end,
                                              [](const Word& word) { return word.folded == "&"; });
    const std::uint32_t weight = runs_.without_particles(f.begin, f.end);
    const bool of_sender =
        (shared > 0 && !sender_.organization && size <= longest_name &&
         !(firm_of_partners && shared * 2 < size) &&
         (shared * 2 >= weight || (is_proper && !runs_.caseless(f)) || small_name(f))) ||
        (is_proper && size >= 2 && size <= 5 && runs_.long_form_of_sender(f.begin, f.end));
    const bool whole_sender = shared > 1 && shared >= sender_.keys.size();
    if (of_sender && shared == 1 && size > 1 && runs_.place_alone(f))
      f.kind = Kind::place;
    else if (of_sender && !organization && (!title || shared * 2 >= size || whole_sender))
      f.kind = Kind::name;
    else if (organization && size >= 2 &&
             (size <= longest_organization || runs_.any(List::we, f.begin, f.end)) &&
             (is_proper || organization_run(f)))
      f.kind =
          title && (begins_with_title(f) || about_duties(f)) ? Kind::title : Kind::organization;
    else if (title && size <= longest_organization && !sentences_.prose_around_title(f))
      f.kind = Kind::title;
    else if (f.known_place && size <= (runs_.caseless(f) ? 16 : 6) &&
             (is_proper || runs_.place_alone(f)))
      f.kind = Kind::place;
    else if ((f.before == List::place_before && is_proper && size <= 5) || small_place(f) ||
             places_.before_known(f))
      f.kind = Kind::place;
    else if (sentences_.part_of_sentence(f))
      f.kind = Kind::prose;
    else
      f.kind = is_proper && size <= longest_organization ? Kind::proper : Kind::prose;
  }

  bool organization_run(Fragment& f) const {
    // The run of capitals that holds the organization's word; prose around it is left out.
    const Hit* hit = runs_.find(List::organization_words, f.begin, f.end);
    for (const Hit& other : hits_)  // "At Sunday's meeting Congregation Ohav Shalom"
      if (hit != nullptr && !all_[hit->begin].capital && other.begin > hit->begin &&
          other.end <= f.end && other.list == List::organization_words && all_[other.begin].capital)
        hit = &other;
    if (hit == nullptr || !all_[hit->begin].capital) return false;
    // "Центр помощи мигрантам", "Red de apoyo": only the first word has a capital.
    const bool whole = hit->begin == f.begin && f.end - f.begin <= 7 && f.end - f.begin >= 2 &&
                       !(all_[f.begin + 1].capital && !all_[f.end - 1].capital) &&
                       !runs_.any(List::i, f.begin, f.end) &&
                       !runs_.any(List::titles, f.begin, f.end);
    if (whole) return true;
    std::uint32_t begin = hit->begin, end = hit->end;
    const auto belongs = [&](std::uint32_t at) {
      return all_[at].capital || runs_.particle(at) || all_[at].number ||
             lexicon_.is(List::units, all_, at, at + 1);
    };
    while (begin > f.begin && belongs(begin - 1)) --begin;
    while (end < f.end && (all_[end].capital || runs_.particle(end) || all_[end].number)) ++end;
    while (begin < hit->begin && !all_[begin].capital) ++begin;
    while (end > hit->end && runs_.particle(end - 1)) --end;
    if (end - begin < 2) return false;
    const bool title_rest =
        runs_.any(List::titles, f.begin, begin) || runs_.any(List::titles, end, f.end);
    if (title_rest) return true;  // split later, with the title
    f.in_prose = begin != f.begin || end != f.end;
    f.begin = begin;
    f.end = end;
    return true;
  }

  bool begins_with_title(const Fragment& f) const {
    const Hit* hit = runs_.find(List::titles, f.begin, f.end);
    if (hit == nullptr || hit->begin > f.begin + 1) return false;
    // "Northwest Farmworker Ministry"
    const bool inside = hit->begin == f.begin + 1 && hit->end < f.end &&
                        !runs_.particle(hit->end) && all_[hit->end].gap == Gap::space;
    return !inside;
  }

  // "Human Rights Officer", "Board Member": nothing in it names an organization.
  bool about_duties(const Fragment& f) const {
    return only_duties(all_, hits_, f.begin, f.end) &&
           std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
             return hit.list == List::titles && hit.begin >= f.begin && hit.end == f.end;
           });
  }

  std::string_view text_;
  const Sender& sender_;
  const Lexicon& lexicon_;
  std::vector<Word> all_;
  std::vector<Hit> hits_;
  std::vector<List> said_;
  WordRuns runs_{text_, all_, hits_, sender_, lexicon_};
  PlaceRuns places_{all_, hits_, runs_, lexicon_};
  SentenceRuns sentences_{all_, hits_, runs_, lexicon_};
  Bare bare_{all_, hits_, said_, runs_, lexicon_};
  std::vector<Fragment> out_;
};

}  // namespace

std::vector<Fragment> fragments(std::string_view text, const Sender& sender,
                                const Lexicon& lexicon) {
  return Builder(text, sender, lexicon).all();
}

}  // namespace undersigned::reply
