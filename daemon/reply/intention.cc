#include "reply/intention.h"

#include <algorithm>
#include <optional>

namespace undersigned::reply {

namespace {

constexpr std::uint32_t denied_before = 7;  // words between "not" and what it denies
constexpr std::uint32_t denied_after = 3;   // "sign nothing", "unterschreibe … nicht"

constexpr std::uint32_t longest_phrase = 24;  // words
constexpr std::uint32_t most_between = 4;     // words between an organization and its verb
constexpr std::uint32_t most_beyond = 40;     // words behind a phrase that are looked at

constexpr std::size_t most_evidence = 100;  // a person needs far less; bounds the work

struct Span {
  std::uint32_t begin = 0, end = 0;
  bool holds(const Hit& hit) const { return hit.begin >= begin && hit.end <= end; }
};

class Collect {
 public:
  Collect(std::string_view text, const std::vector<Word>& all, const std::vector<Hit>& hits,
          const Lexicon& lexicon)
      : text_(text), all_(all), hits_(hits), lexicon_(lexicon) {}

  Intention evidence() {
    for (const Hit& hit : hits_)
      if (out_.evidence.size() < most_evidence) look(hit);
    return std::move(out_);
  }

 private:
  void look(const Hit& hit) {
    switch (hit.list) {
      case List::signs:
      case List::organization_signs:
        return sign(hit);
      case List::agrees:
        return agree(hit);
      case List::declines:
        return decline(hit);
      case List::withdraws:
        return add(Says::withdraws, hit);
      case List::amends:
        return add(Says::amends, hit);
      case List::unsubscribes:
        return hit.words() > 1 || sentence(hit).end - sentence(hit).begin <= 3
                   ? add(Says::unsubscribes, hit)
                   : void();
      case List::asks:
        return add(Says::asks, hit);
      case List::confirms:
        return confirm(hit);
      case List::reports:
        return add(Says::reports, hit);
      case List::later:
        return add(Says::later, hit);
      case List::sarcasm:
        return add(Says::sarcasm, hit);
      case List::contrary:
      case List::doubts:
        return add(Says::doubts, hit);
      case List::not_:
        return alone(hit) ? add(Says::doubts, hit) : void();
      default:
        return mark(hit);
    }
  }

  void mark(const Hit& hit) {
    out_.individual |= hit.list == List::individual;
    out_.for_organization |= hit.list == List::for_organization;
    out_.identification |= hit.list == List::identification;
    out_.hide |= hit.list == List::private_;
    out_.show |= hit.list == List::public_;
    out_.organization_only |= hit.list == List::organization_only;
    out_.others |= hit.list == List::others;
    out_.both |= hit.list == List::both;
  }

  void add(Says says, const Hit& hit) {
    Evidence found;
    found.says = says;
    found.begin = hit.begin;
    found.end = hit.end;
    found.sentence = sentence(hit).begin;
    found.language = hit.language;
    found.phrase =
        text_.substr(all_[hit.begin].begin, all_[hit.end - 1].end - all_[hit.begin].begin);
    found.organization = hit.list == List::organization_signs;
    found.anywhere = hit.list == List::contrary;
    for (const Hit& other : hits_) {
      if (other.begin >= hit.end) break;
      if (other.begin < hit.begin) continue;
      if (other.language != hit.language) continue;  // "my" is "we" in Czech
      found.we |= other.list == List::we;
      found.i |= other.list == List::i;
    }
    out_.evidence.push_back(std::move(found));
  }

  Span sentence(const Hit& hit) const { return around(hit, Gap::sentence); }
  Span clause(const Hit& hit) const { return around(hit, Gap::comma); }

  Span around(const Hit& hit, Gap least) const {
    Span span{hit.begin, hit.end};
    while (span.begin > 0 && !parts(span.begin, least)) --span.begin;
    while (span.end < all_.size() && !parts(span.end, least)) ++span.end;
    return span;
  }

  // A line end parts only where the line before was not simply full.
  bool parts(std::uint32_t at, Gap least) const {
    const Gap gap = all_[at].gap;
    if (gap == Gap::line) return ended_early(at);
    return gap >= least;
  }

  bool ended_early(std::uint32_t at) const {
    const std::size_t line_end = text_.rfind('\n', all_[at].begin);
    if (line_end == std::string_view::npos) return false;
    const std::size_t line_begin =
        line_end == 0 ? std::string_view::npos : text_.rfind('\n', line_end - 1);
    const std::size_t from = line_begin == std::string_view::npos ? 0 : line_begin + 1;
    return line_end - from < 45;
  }

  bool any(List list, const Span& span) const {
    return std::any_of(hits_.begin(), hits_.end(),
                       [&](const Hit& hit) { return hit.list == list && span.holds(hit); });
  }

  // "not" within reach in the same clause, in a language that this clause can be in.
  bool denied(const Hit& hit) const {
    const Span near = clause(hit);
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& no) {
      if (no.list != List::not_ || no.language != hit.language || !near.holds(no)) return false;
      if (no.begin >= hit.begin && no.end <= hit.end) return false;
      if (covered(no) || clause_opens_between(no, hit)) return false;
      return no.end <= hit.begin ? hit.begin - no.end < denied_before
                                 : no.begin >= hit.end && no.begin - hit.end < denied_after;
    });
  }

  // "I have no papers but sign": the denial ends where another clause opens.
  bool clause_opens_between(const Hit& a, const Hit& b) const {
    const std::uint32_t from = std::min(a.end, b.end), to = std::max(a.begin, b.begin);
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
      return hit.list == List::but && hit.language == a.language && hit.begin >= from &&
             hit.end <= to;
    });
  }

  // Part of a longer phrase that has its own meaning ("do not publish my name").
  bool covered(const Hit& small) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& big) {
      return says_meaning(big.list) && big.begin <= small.begin && big.end >= small.end &&
             big.words() > small.words();
    });
  }

  bool only_quoted(const Hit& hit) const {
    for (std::uint32_t i = hit.begin; i < hit.end; ++i)
      if (!all_[i].quoted) return false;
    return std::any_of(all_.begin(), all_.end(), [](const Word& word) { return !word.quoted; });
  }

  // "لا أريد التوقيع" and "التوقيع على البيان" share words: what denies wins.
  bool refused(const Hit& hit) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      const bool denies = other.list == List::declines || other.list == List::withdraws ||
                          other.list == List::unsubscribes || other.list == List::unrelated;
      return denies && other.words() > 1 && other.begin < hit.end && hit.begin < other.end;
    });
  }

  // "+1" is a vote; "1" is a number, and "+1 (212) 555-0100" a telephone's.
  bool mere_figure(const Hit& hit) const {
    const Word& first = all_[hit.begin];
    if (!first.number || first.alphabetic) return false;
    if (text_[first.begin] != '+') return true;
    return hit.end < all_.size() && all_[hit.end].number;
  }

  void sign(const Hit& hit) {
    if (refused(hit) || mere_figure(hit)) return;
    const Span span = sentence(hit);
    const bool first_person = person_in(hit);
    const bool usual = any(List::usually, span);
    if (hit.list == List::signs && bare(hit) && !stands_for_itself(hit)) return stray(hit);
    if (hit.list == List::organization_signs && !subject_before(hit) && !own_subject(hit))
      return stray(hit);
    if (only_quoted(hit) && !(hit.list == List::organization_signs))
      out_.mentions = true;
    else if (denied(hit))
      usual ? void() : add(Says::declines, hit);
    else if (conditional(hit, span))
      add(Says::conditional, hit);
    else if (any_of_language(List::later, span, hit.language))
      add(Says::later, hit);
    else if (asked(hit, span) && begins_with_person(hit, first_person))
      add(Says::asks, hit);
    else
      add_signs(hit);
  }

  void add_signs(const Hit& hit) {
    const Span span = sentence(hit);
    const bool own = own_subject(hit);
    add(Says::signs, hit);
    Evidence& found = out_.evidence.back();
    found.contrasted = taken_back(hit, span);
    found.beyond = beyond(hit);
    if (!found.organization || subject_before(hit)) return;
    found.organization = false;  // "We are glad to join"
    found.we |= own && any_of_language(List::we, {clause(hit).begin, hit.begin}, hit.language);
    found.i |= own && any_of_language(List::i, {clause(hit).begin, hit.begin}, hit.language);
  }

  // A word of signing that signs nothing: "part of me says yes; whether to *sign* I don't know".
  // Inside the clause of a signature ("with all who have signed") it says nothing more.
  void stray(const Hit& hit) {
    if (only_quoted(hit) || covered(hit) || any(List::usually, sentence(hit))) return;
    const Span near = clause(hit);
    const bool part = std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::signs && !bare(other) && near.holds(other);
    });
    if (!part) add(Says::doubts, hit);
    if (!part) out_.evidence.back().anywhere = true;
  }

  // A single word ("signed", "assino") signs only at the head of a clause.
  bool opens_clause(const Hit& hit) const {
    if (hit.begin == 0 || all_[hit.begin].gap >= Gap::comma) return true;
    const auto before = std::find_if(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.end == hit.begin &&
             (other.list == List::courtesy || other.list == List::but ||
              other.list == List::greetings || other.list == List::agrees ||
              other.list == List::i || other.list == List::we || other.list == List::yes);
    });
    return before != hits_.end();
  }

  // "… signs" needs a name or an organization's word before it, not "she", "the law" or nothing.
  bool subject_before(const Hit& hit) const {
    const Span span = around({hit.list, hit.language, hit.begin, hit.begin}, Gap::sentence);
    std::uint32_t at = hit.begin;
    while (at > span.begin && hit.begin - at < most_between && !all_[at - 1].capital &&
           !of(List::organization_words, at - 1) && between(at - 1, hit.language))
      --at;
    if (at == span.begin) return false;
    const bool small = small_word(at - 1, hit.language);
    return of(List::organization_words, at - 1) || (all_[at - 1].capital && !small);
  }

  // "We" and what only begins a sentence with a capital.
  bool small_word(std::uint32_t at, std::uint8_t language) const {
    for (const List list : {List::common, List::i, List::we, List::greetings, List::courtesy})
      if (of(list, at, language)) return true;
    return false;
  }

  // "We are glad to join": said of the writer, not of somebody else.
  bool own_subject(const Hit& hit) const {
    const Span before{clause(hit).begin, hit.begin};
    return any_of_language(List::we, before, hit.language) ||
           any_of_language(List::i, before, hit.language);
  }

  // Small words that may part an organization from what it does: "(Quakers) gladly".
  bool between(std::uint32_t at, std::uint8_t language) const {
    return of(List::particles, at) || of(List::agrees, at) || is_object(at) ||
           explained(at, language);
  }

  bool of(List list, std::uint32_t at, std::optional<std::uint8_t> language = {}) const {
    const auto near = std::lower_bound(
        hits_.begin(), hits_.end(), at,
        [](const Hit& hit, std::uint32_t word) { return hit.begin + longest_phrase < word; });
    for (auto hit = near; hit != hits_.end() && hit->begin <= at; ++hit)
      if (hit->list == list && at < hit->end && (!language || hit->language == *language))
        return true;
    return false;
  }

  bool person_in(const Hit& hit) const {
    return any_of_language(List::i, {hit.begin, hit.end}, hit.language) ||
           any_of_language(List::we, {hit.begin, hit.end}, hit.language);
  }

  bool any_of_language(List list, const Span& span, std::uint8_t language) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
      return hit.list == list && hit.language == language && span.holds(hit);
    });
  }

  bool conditional(const Hit& hit, const Span& span) const {
    if (any(List::polite_if, span)) return false;
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::if_ && other.language == hit.language && span.holds(other) &&
             !covered(other) && !opens_another(other, hit);
    });
  }

  // "I sign, and if you need a translator …": the condition is another sentence's.
  bool opens_another(const Hit& condition, const Hit& hit) const {
    const std::uint32_t before = condition.begin - 1;
    return condition.begin > hit.end && all_[before].gap >= Gap::comma &&
           of(List::but, before, hit.language);
  }

  // A question by its mark, or by its words where the phrase is bare.
  bool asked(const Hit& hit, const Span& span) const {
    return all_[hit.begin].question ||
           (bare(hit) && any_of_language(List::asks, span, hit.language));
  }

  // "I would love to sign, but …" and no wish behind it that goes with signing.
  bool taken_back(const Hit& hit, const Span& span) const {
    const Span behind{hit.end, span.end};
    return any_of_language(List::contrast, behind, hit.language) && !any(List::private_, behind) &&
           !any(List::identification, behind) && !any(List::individual, behind) &&
           !any(List::signs, behind) && !any(List::organization_only, behind);
  }

  // A word alone, in scripts without spaces two characters.
  bool bare(const Hit& hit) const {
    const bool caseless = static_cast<unsigned char>(all_[hit.begin].folded.front()) >= 0xE1;
    return hit.words() == 1 || (caseless && hit.words() == 2);
  }

  // "I sign … Not!"
  bool alone(const Hit& hit) const {
    const Span span = sentence(hit);
    return hit.begin > 0 && span.begin == hit.begin && span.end == hit.end;
  }

  // A signature says who signs and what it is put to in few words; other words in its clause may
  // make it something else ("put me on the list of *opponents*", "the *minute* you pay I sign").
  std::vector<std::string> beyond(const Hit& hit) const {
    std::vector<std::string> out;
    if (!lexicon_.has(List::object, hit.language)) return out;
    const bool named = hit.list == List::organization_signs;  // who signs stands before it
    std::uint32_t begin = named ? hit.begin : clause(hit).begin;
    std::uint32_t end = std::min(clause(hit).end, hit.end + most_beyond);
    for (const Hit& other : hits_) {
      if (other.list != List::but || other.language != hit.language || is_object(other.begin))
        continue;
      if (other.begin >= hit.end && other.begin < end) end = other.begin;
      if (other.end <= hit.begin && other.end > begin) begin = other.end;
    }
    for (std::uint32_t i = std::max(begin + most_beyond, hit.begin) - most_beyond; i < end; ++i)
      if ((i < hit.begin && !of(List::common, i) && !explained(i, hit.language)) ||
          (i >= hit.end && !explained(i, hit.language)))
        out.push_back(all_[i].folded);
    return out;
  }

  bool is_object(std::uint32_t at) const { return of(List::object, at); }

  // Whether a rule knows the word as part of who signs, what is signed, or how.
  bool explained(std::uint32_t at, std::uint8_t language) const {
    const Word& word = all_[at];
    if (word.capital || word.number || !word.alphabetic) return true;
    const auto near = std::lower_bound(
        hits_.begin(), hits_.end(), at,
        [](const Hit& hit, std::uint32_t word) { return hit.begin + longest_phrase < word; });
    for (auto hit = near; hit != hits_.end() && hit->begin <= at; ++hit)
      if (at < hit->end && explains(*hit, language)) return true;
    return false;
  }

  static bool explains(const Hit& hit, std::uint8_t language) {
    switch (hit.list) {
      case List::object:
      case List::i:
      case List::we:
      case List::signs:
      case List::organization_signs:
      case List::agrees:
      case List::confirms:
      case List::private_:
      case List::public_:
      case List::organization_only:
      case List::others:
      case List::both:
      case List::identification:
      case List::individual:
      case List::for_organization:
      case List::polite_if:
      case List::usually:
      case List::my_name:
      case List::member_of:
      case List::organization_words:
      case List::titles:
      case List::courtesy:
      case List::closings:
      case List::greetings:
        return hit.language == language || hit.words() > 1;
      case List::honorifics:
      case List::postnominals:
      case List::particles:
      case List::places:
      case List::place_before:
        return true;
      default:
        return false;
    }
  }

  // "Firmo", "Signed, Ana": heads a clause, and without a person in the verb also ends it or stands
  // before a name.
  bool stands_for_itself(const Hit& hit) const {
    if (!opens_clause(hit) && !only_objects_before(hit) && !short_sentence(hit)) return false;
    if (person_in(hit)) return true;
    if (hit.end == all_.size() || all_[hit.end].gap >= Gap::comma) return true;
    const std::uint32_t end = clause(hit).end;  // "Signing now."
    if (lexicon_.has(List::object, hit.language) && end - hit.end <= 2 && is_object(hit.end) &&
        is_object(end - 1))
      return true;
    return all_[hit.end].capital && hit.words() == 1;
  }

  // "Bildiriyi imzalıyorum.": a verb that holds the person, and hardly anything else.
  bool short_sentence(const Hit& hit) const {
    const Span span = clause(hit);
    return !lexicon_.has(List::object, hit.language) && person_in(hit) &&
           span.end - span.begin <= 4;
  }

  // "Como organización firmamos", "y lo firmo".
  bool only_objects_before(const Hit& hit) const {
    for (std::uint32_t i = clause(hit).begin; i < hit.begin; ++i)
      if (!explained(i, hit.language) || all_[i].capital) return false;
    return person_in(hit);
  }

  // "Can I sign …?" asks; "Can you add me?" begs.
  bool begins_with_person(const Hit& hit, bool first_person) const {
    if (hit.list == List::organization_signs) return true;
    if (!first_person) return true;
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& who) {
      return (who.list == List::i || who.list == List::we) && who.begin == hit.begin;
    });
  }

  // A single word ("no") declines only where it is the sentence, or opens it.
  void decline(const Hit& hit) {
    const Span span = sentence(hit);
    const bool opens =
        span.begin == hit.begin && (hit.end == all_.size() || all_[hit.end].gap >= Gap::comma);
    if (hit.words() == 1 && span.end - span.begin > 3 && !opens) return;
    if (any(List::usually, span) || keeps_private(hit)) return;
    add(Says::declines, hit);
  }

  // "Keep my name off the published list" declines nothing but the publication.
  bool keeps_private(const Hit& hit) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::private_ && other.begin < hit.end && hit.begin < other.end;
    });
  }

  // "I can not confirm", "Am I supposed to confirm?": no yes.
  void confirm(const Hit& hit) {
    if (refused(hit)) return;
    if (hit.words() == 1 && !alone_in_clause(hit)) return;
    // "Yes it was me, who else?"
    const Span span = sentence(hit);
    const bool asks =
        all_[hit.begin].question && (hit.begin > span.begin || clause(hit).end == span.end);
    add(denied(hit) ? Says::declines : asks ? Says::asks : Says::confirms, hit);
  }

  bool alone_in_clause(const Hit& hit) const {
    const Span span = clause(hit);
    return any_of_language(List::i, span, hit.language) || span.end - span.begin <= 3;
  }

  void agree(const Hit& hit) {
    if (mere_figure(hit)) return;
    if (all_[hit.begin].question || denied(hit) || any(List::if_, sentence(hit))) return;
    add(Says::agrees, hit);
  }

  std::string_view text_;
  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  const Lexicon& lexicon_;
  Intention out_;
};

}  // namespace

bool Intention::says(Says what) const { return first(what) != nullptr; }

const Evidence* Intention::first(Says what) const {
  const auto found = std::find_if(evidence.begin(), evidence.end(),
                                  [what](const Evidence& each) { return each.says == what; });
  return found == evidence.end() ? nullptr : &*found;
}

Intention intention(std::string_view text, const std::vector<Word>& text_words,
                    const std::vector<Hit>& hits, const Lexicon& lexicon) {
  return Collect(text, text_words, hits, lexicon).evidence();
}

}  // namespace undersigned::reply
