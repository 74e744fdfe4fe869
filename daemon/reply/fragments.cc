#include "reply/fragments.h"

#include <algorithm>
#include <array>

#include "reply/lines.h"
#include "reply/names.h"
#include "reply/role.h"
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
      for (std::uint32_t i = hit.begin; i < hit.end; ++i)
        if (said_[i] == List::count || says_meaning(hit.list)) said_[i] = hit.list;
    }
  }

  std::vector<Fragment> all() {
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i <= all_.size(); ++i) {
      const bool out = i == all_.size() || said_[i] != List::count;
      const bool parted = !out && i > begin && all_[i].gap >= Gap::comma;
      if (out || parted) {
        take(begin, i);
        begin = out ? i + 1 : i;
      }
    }
    return std::move(out_);
  }

 private:
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

  // "WI" is a state, whatever it means in small letters in some language.
  bool state(std::uint32_t at) const {
    const Word& word = all_[at];
    return word.shouted && word.end - word.begin == 2 && runs_.any(List::places, at, at + 1);
  }

  bool before_state(std::uint32_t at) const {
    if (at >= all_.size() || all_[at].gap != Gap::comma) return false;
    return state(at) || std::any_of(hits_.begin(), hits_.end(), [at](const Hit& hit) {
             return hit.list == List::places && hit.begin == at;
           });
  }

  // Inside a name or a place a word means nothing: "Nguyễn Thị Mai", "Mobile, AL".
  bool named(const Hit& hit) const {
    if (hit.words() != 1) return false;
    const std::uint32_t at = hit.begin;
    if (state(at)) return true;
    const bool cased = static_cast<unsigned char>(all_[at].folded.front()) < 0xD6;
    if (!cased || !all_[at].capital || all_[at].shouted) return false;
    const bool last = at > 0 && all_[at].gap == Gap::space && all_[at - 1].capital &&
                      !all_[at - 1].shouted && all_[at - 1].end - all_[at - 1].begin > 1 &&
                      said_[at - 1] == List::count;
    return last || before_state(at + 1);
  }

  // What stands behind a company's name.
  bool company(std::uint32_t at) const {
    static constexpr std::array<std::string_view, 9> forms = {"inc",  "llc",  "llp", "ltd", "pllc",
                                                              "corp", "gmbh", "plc", "co"};
    if (text_.substr(all_[at].end, 1) == "-") return false;  // "co-founder"
    return std::find(forms.begin(), forms.end(), all_[at].folded) != forms.end();
  }

  // "P.C.", "A.C.": an organization's, where it stands behind one.
  bool company_letters(std::uint32_t begin, std::uint32_t end) const {
    static constexpr std::array<std::string_view, 4> forms = {"pc", "ac", "sa", "llc"};
    std::string joined;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (all_[i].folded.size() != 1) return false;
      joined += all_[i].folded;
    }
    return std::find(forms.begin(), forms.end(), joined) != forms.end();
  }

  // "Jr." behind a person's name.
  bool suffix(std::uint32_t at) const {
    static constexpr std::array<std::string_view, 5> known = {"jr", "sr", "ii", "iii", "iv"};
    return std::find(known.begin(), known.end(), all_[at].folded) != known.end();
  }

  // "1." before an item of a list; ", Inc." behind a name, but not "Denver, CO".
  bool belongs_to_neighbour(std::uint32_t begin, std::uint32_t end) {
    const Word& word = all_[begin];
    if (end - begin == 1 && word.number && !word.alphabetic && word.gap >= Gap::line &&
        word.end - word.begin <= 2)
      return true;
    if (word.gap != Gap::comma || out_.empty() || out_.back().end != begin) return false;
    const Kind behind = out_.back().kind;
    const bool person = end - begin == 1 && behind == Kind::name && suffix(begin);
    const bool one =
        end - begin == 1 && company(begin) && !(state(begin) && behind != Kind::organization);
    const bool several =
        behind == Kind::organization || (behind == Kind::proper && begin - out_.back().begin >= 2);
    const bool letters = several && company_letters(begin, end);
    if (!person && !one && !letters) return false;
    extend(end, person ? Kind::name : Kind::organization);
    return true;
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
    if (!named || before.known_place || f.parenthesis || f.kind == Kind::prose ||
        f.kind == Kind::title || f.kind == Kind::name)
      return false;
    if (f.end - f.begin <= 5 && runs_.any(List::units, f.begin, f.end)) return true;
    // "…, a project of Example Mutual Aid"
    const bool part = f.begin + 2 < f.end && all_[f.begin + 1].folded == "of" &&
                      runs_.any(List::divisions, f.begin, f.begin + 1);
    if (part) return true;
    return before.kind == Kind::organization && f.kind == Kind::organization &&
           runs_.any(List::divisions, before.begin, before.end);
  }

  // "tamika rollins memphis": what stands behind the sender's whole name and is a place.
  std::uint32_t end_of_name(const Fragment& f) const {
    if (f.kind != Kind::name || runs_.shared_with_sender(f.begin, f.end) < 2) return f.end;
    std::uint32_t last = f.begin;
    for (std::uint32_t i = f.begin; i < f.end; ++i)
      if (runs_.shared_with_sender(i, i + 1) > 0) last = i + 1;
    if (last == f.end) return f.end;
    Fragment rest = f;
    rest.begin = last;
    return runs_.known_place(rest) ? last : f.end;
  }

  void take(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end || belongs_to_neighbour(begin, end)) return;
    if (end - begin > 1 && company(begin) && belongs_to_neighbour(begin, begin + 1))
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
    const std::uint32_t cut = end_of_name(fragment);
    const std::uint32_t rest = fragment.end;
    fragment.end = cut;
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
    fragment.item = lead == "*" || lead == "-" || lead == "\u2022" || lead == "\u00B7" ||
                    lead == "+" || lead == "\u2013" ||
                    (lead.size() >= 2 && lead.size() <= 4 && lead[0] >= '0' && lead[0] <= '9');
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

  // Next to it, but for small words that were trimmed: "marisol quezada, las cruces nm".
  bool parted_from_name(std::uint32_t end, std::uint32_t begin) const {
    return end <= begin && begin - end <= 1 && all_[end].gap >= Gap::comma;
  }

  // "marisol quintanilla / edinburg tx", behind a name and without capitals.
  bool small_place(Fragment& f) const {
    const std::uint32_t size = f.end - f.begin;
    const bool behind_name = !out_.empty() && out_.back().kind == Kind::name &&
                             parted_from_name(out_.back().end, f.begin);
    if (!behind_name || size < 2 || size > 4) return false;
    const bool small = std::none_of(all_.begin() + f.begin, all_.begin() + f.end,
                                    [](const Word& word) { return word.capital; });
    if (!small || !lexicon_.is(List::places, all_, f.end - 1, f.end)) return false;
    return f.known_place = true;
  }

  // "79098 Freiburg im Breisgau": the line of an address in most of the world.
  bool behind_postal_code(const Fragment& f) const {
    const Word& code = all_[f.begin];
    const std::uint32_t digits = code.end - code.begin;
    return code.number && !code.alphabetic && digits >= 4 && digits <= 6 && code.gap >= Gap::line &&
           f.end - f.begin >= 2 && f.end - f.begin <= 6 && runs_.proper(f.begin + 1, f.end) &&
           !runs_.any(List::organization_words, f.begin, f.end);
  }

  // In scripts without capitals and spaces the rest of a sentence looks like a name; what touches a
  // phrase of meaning without a mark between is none.
  bool part_of_sentence(const Fragment& f) const {
    if (!runs_.caseless(f)) return false;
    const auto says = [](List list) { return list != List::count && says_meaning(list); };
    const bool behind = f.begin > 0 && all_[f.begin].gap == Gap::space && says(f.before) &&
                        f.before != List::for_organization;
    const bool ahead = f.end < all_.size() && all_[f.end].gap == Gap::space && says(f.after) &&
                       !runs_.any(List::organization_words, f.begin, f.end);
    return behind || ahead;
  }

  void classify(Fragment& f) {
    fragment_trim(f);
    if (f.begin > 0 && all_[f.begin].gap == Gap::comma && !out_.empty() && behind_person(f) &&
        lexicon_.is(List::postnominals, all_, f.begin, f.end)) {
      f.kind = Kind::contact;  // "…, MD": no part of who or where
      return;
    }
    const std::uint32_t size = f.end - f.begin;
    f.known_place = runs_.known_place(f) || behind_postal_code(f);
    const bool letters = std::any_of(all_.begin() + f.begin, all_.begin() + f.end,
                                     [](const Word& word) { return word.alphabetic; });
    const bool label = lexicon_.is(List::form_other, all_, f.begin, f.end) && !before_state(f.end);
    if (!letters || runs_.contact(f) || label) {
      f.kind = Kind::contact;
      return;
    }
    if (runs_.only_object(f)) {
      f.kind = Kind::prose;
      return;
    }
    const bool firm =
        size >= 2 && all_[f.end - 1].capital && company(f.end - 1) && !state(f.end - 1);
    const bool organization = firm || runs_.any(List::organization_words, f.begin, f.end);
    const bool title = runs_.any(List::titles, f.begin, f.end);
    const bool is_proper = runs_.proper(f.begin, f.end);
    const std::uint32_t shared = runs_.shared_with_sender(f.begin, f.end);
    const bool firm_of_partners = std::any_of(all_.begin() + f.begin, all_.begin() + f.end,
                                              [](const Word& word) { return word.folded == "&"; });
    const bool of_sender = shared > 0 && !sender_.organization && size <= longest_name &&
                           !(firm_of_partners && shared * 2 < size) &&
                           (shared * 2 >= size || (is_proper && !runs_.caseless(f)));
    const bool whole_sender = shared > 1 && shared >= sender_.keys.size();
    if (of_sender && shared == 1 && size > 1 && runs_.place_alone(f))
      f.kind = Kind::place;
    else if (of_sender && !organization && (!title || shared * 2 >= size || whole_sender))
      f.kind = Kind::name;
    else if (organization && size >= 2 && size <= longest_organization &&
             (is_proper || organization_run(f)))
      f.kind =
          title && (begins_with_title(f) || about_duties(f)) ? Kind::title : Kind::organization;
    else if (title && size <= longest_organization && !prose_around_title(f))
      f.kind = Kind::title;
    else if (f.known_place && size <= 6 && (is_proper || runs_.place_alone(f)))
      f.kind = Kind::place;
    else if ((f.before == List::place_before && is_proper && size <= 5) || small_place(f))
      f.kind = Kind::place;
    else if (part_of_sentence(f))
      f.kind = Kind::prose;
    else
      f.kind = is_proper && size <= longest_organization ? Kind::proper : Kind::prose;
  }

  // Leading "the", "and", "de parte de": not part of a name.
  void fragment_trim(Fragment& f) const {
    // "I'm Elena Muñoz", "Soy Elena Muñoz"
    if (f.end - f.begin > 1 && all_[f.begin + 1].capital && all_[f.begin].folded.size() > 1 &&
        all_[f.begin + 1].gap == Gap::space && !runs_.caseless(f) &&
        lexicon_.is(List::i, all_, f.begin, f.begin + 1) &&
        runs_.shared_with_sender(f.begin, f.begin + 1) == 0)
      ++f.begin;
    while (f.end - f.begin > 1 && !all_[f.begin].capital && !all_[f.begin].number &&
           (runs_.particle(f.begin) || lexicon_.is(List::closings, all_, f.begin, f.begin + 1)))
      ++f.begin;
    if (f.end - f.begin > 2 && all_[f.begin].number && !all_[f.begin].alphabetic &&
        runs_.particle(f.begin + 1))
      f.begin += 2;  // "2015-44 of …"
    while (f.end - f.begin > 1 && runs_.particle(f.end - 1) && !all_[f.end - 1].capital) --f.end;
    const auto sign = [&](std::uint32_t i) { return !all_[i].alphabetic && !all_[i].number; };
    while (f.end - f.begin > 1 && sign(f.end - 1)) --f.end;  // "Boyle Heights CA 💛"
    while (f.end - f.begin > 1 && sign(f.begin)) ++f.begin;
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

  // A title stands nearly alone; "my director told me to ask" is prose.
  bool prose_around_title(const Fragment& f) const {
    if (runs_.proper(f.begin, f.end)) return false;
    const std::uint32_t size = f.end - f.begin;
    const Hit* hit = runs_.find(List::titles, f.begin, f.end);
    static constexpr std::array<std::string_view, 8> articles = {"a",  "an",  "un",   "una",
                                                                 "my", "ein", "eine", "une"};
    if (hit != nullptr && hit->begin > f.begin &&
        std::find(articles.begin(), articles.end(), all_[hit->begin - 1].folded) != articles.end())
      return true;
    if (runs_.any(List::i, f.begin, f.end) || runs_.any(List::we, f.begin, f.end)) return true;
    return size > 7;
  }

  std::string_view text_;
  const Sender& sender_;
  const Lexicon& lexicon_;
  std::vector<Word> all_;
  std::vector<Hit> hits_;
  std::vector<List> said_;
  WordRuns runs_{text_, all_, hits_, sender_, lexicon_};
  std::vector<Fragment> out_;
};

}  // namespace

std::vector<Fragment> fragments(std::string_view text, const Sender& sender,
                                const Lexicon& lexicon) {
  return Builder(text, sender, lexicon).all();
}

}  // namespace undersigned::reply
