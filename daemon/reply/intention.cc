#include "reply/intention.h"

#include <algorithm>
#include <array>
#include <optional>

#include "reply/clause.h"
#include "reply/signing.h"

namespace undersigned::reply {

namespace {

constexpr std::uint32_t denied_before = 7;  // words between "not" and what it denies
constexpr std::uint32_t denied_after = 3;   // "sign nothing", "unterschreibe … nicht"

constexpr std::size_t most_evidence = 100;  // a person needs far less; bounds the work

class Collect {
 public:
  explicit Collect(const Clauses& clauses)
      : c_(clauses), signing_(clauses), all_(clauses.words()), hits_(clauses.hits()) {
    for (const Hit& hit : hits_)
      if (hit.list == List::common) ++common_[hit.language];
  }

  Intention evidence() {
    for (const Hit& hit : hits_)
      if (out_.evidence.size() < most_evidence && !outvoted(hit) && !place_behind(hit)) look(hit);
    forget_other_paragraphs();
    ask_in_few_words();
    tell_story();
    out_.question = asks_besides();
    return std::move(out_);
  }

 private:
  // "Firmo" signs in Spanish, Portuguese and Italian: it is read in the language of the words
  // around it, so that "se" is an "if" in Italian alone.
  bool outvoted(const Hit& hit) const {
    if (!says_meaning(hit.list)) return false;
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == hit.list && other.begin == hit.begin && other.end == hit.end &&
             common_[other.language] >= common_[hit.language] + 2;
    });
  }

  // "Our center is in!", but not "our center is in Oakland".
  bool place_behind(const Hit& hit) const {
    return (hit.list == List::agrees || hit.list == List::organization_signs) &&
           all_[hit.end - 1].folded == "in" && hit.end < all_.size() &&
           all_[hit.end].gap == Gap::space;
  }

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
        return hit.words() > 1 || c_.sentence(hit).end - c_.sentence(hit).begin <= 3
                   ? add(Says::unsubscribes, hit)
                   : void();
      case List::asks:
        return add(Says::asks, hit);
      case List::confirms:
        return confirm(hit);
      case List::reports:
        return add(Says::reports, hit);
      case List::later:  // "I would sign if …"
        return add(conditional(hit, c_.sentence(hit)) ? Says::conditional : Says::later, hit);
      case List::sarcasm:
        return add(Says::sarcasm, hit);
      case List::contrary:
      case List::doubts:
        return short_yes(hit) ? void() : add(Says::doubts, hit);
      case List::not_:
        return alone(hit) ? add(Says::doubts, hit) : void();
      default:
        return mark(hit);
    }
  }

  // Talk of signing in another paragraph is the story around the signature.
  void forget_other_paragraphs() {
    const Evidence* signs = out_.first(Says::signs);
    if (signs == nullptr) return;
    const std::uint32_t at = signs->begin;
    const std::vector<Evidence> all = out_.evidence;
    out_.evidence.clear();
    for (const Evidence& each : all) {
      const bool elsewhere =
          each.stray && (overlaps_signature(each, all) ||
                         blank_line_between(std::min(each.begin, at), std::max(each.begin, at)));
      if (!elsewhere) out_.evidence.push_back(each);
    }
  }

  // In a language of few phrases nobody can tell what a question beside the signature asks.
  void ask_in_few_words() {
    const Evidence* signs = out_.first(Says::signs);
    if (signs == nullptr || c_.lexicon().has(List::object, signs->language)) return;
    for (std::uint32_t i = 0; i < all_.size(); ++i)
      if (all_[i].question) return add(Says::doubts, {List::contrary, signs->language, i, i + 1});
  }

  // A question in a sentence of its own, longer than "How are you?".
  bool asks_besides() const {
    constexpr std::uint32_t polite = 4;  // words
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      if (!all_[i].question) continue;
      const Span span = c_.sentence({List::asks, 0, i, i + 1});
      const bool signs =
          std::any_of(out_.evidence.begin(), out_.evidence.end(), [&](const Evidence& each) {
            return each.says == Says::signs && each.begin >= span.begin && each.end <= span.end;
          });
      if (!signs && span.words() > polite) return true;
      i = span.end - 1;
    }
    return false;
  }

  // "I do not sign petitions. But …, add me": what is denied before a turn is the story of the
  // signature behind it. So is a plan or a chance in which nobody of us stands: "the university
  // would probably prefer it".
  void tell_story() {
    const Evidence* signs = out_.first(Says::signs);
    if (signs == nullptr) return;
    const std::uint32_t at = signs->begin, sentence = signs->sentence;
    const std::uint8_t language = signs->language;
    for (Evidence& each : out_.evidence) {
      if (each.says == Says::declines && each.end <= at)
        each.story |= each.language == language && turns_between(each.end, at, language);
      // "For identification only …; the university has no position on this."
      if (each.says == Says::declines && (out_.identification || out_.individual))
        each.of_employer = each.sentence != sentence && of_others(each);
      if (each.says == Says::later && each.end - each.begin == 1 && each.sentence != sentence)
        each.story = of_others(each);
    }
  }

  bool turns_between(std::uint32_t from, std::uint32_t to, std::uint8_t language) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
      return hit.list == List::contrast && hit.language == language && hit.begin >= from &&
             hit.end <= to;
    });
  }

  bool of_others(const Evidence& each) const {
    constexpr std::uint32_t short_remark = 5;  // words: "Maybe. Tomorrow."
    const Span span = c_.sentence({List::later, each.language, each.begin, each.end});
    return span.words() > short_remark && !c_.any_of_language(List::i, span, each.language) &&
           !c_.any_of_language(List::we, span, each.language);
  }

  // The same words, known to two languages: "簽署".
  static bool overlaps_signature(const Evidence& stray, const std::vector<Evidence>& all) {
    return std::any_of(all.begin(), all.end(), [&](const Evidence& each) {
      return each.says == Says::signs && each.begin < stray.end && stray.begin < each.end;
    });
  }

  bool blank_line_between(std::uint32_t from, std::uint32_t to) const {
    const std::string_view text =
        c_.text().substr(all_[from].begin, all_[to].begin - all_[from].begin);
    return text.find("\n\n") != std::string_view::npos;
  }

  void mark(const Hit& hit) {
    // "They have not been asked individually."
    out_.individual |= hit.list == List::individual && (hit.words() > 1 || !denied(hit));
    out_.for_organization |= hit.list == List::for_organization;
    out_.identification |= hit.list == List::identification;
    // Of a wish and its opposite the later one holds.
    if (hit.list == List::private_) {
      out_.hide = true;
      out_.show = false;
    }
    if (hit.list == List::public_ && allows(hit)) out_.show = true;
    out_.organization_only |= hit.list == List::organization_only;
    out_.first_name_only |= hit.list == List::first_name_only;
    out_.initials_only |= hit.list == List::initials_only;
    out_.without_organization |= hit.list == List::without_organization;
    out_.without_title |= hit.list == List::without_title;
    out_.others |= hit.list == List::others;
    out_.both |= hit.list == List::both;
  }

  // "You may publish my name", but not "only if the others are named", "next year", "may you …?"
  bool allows(const Hit& hit) const {
    const Span span = c_.sentence(hit);
    return !denied(hit) && !keeps_private(hit) && !conditional(hit, span) &&
           !all_[hit.begin].question && !c_.any_of_language(List::later, span, hit.language);
  }

  // "Portland, Maine" is not the Romanian "mâine": a capital inside a sentence is a name's.
  bool part_of_name(const Hit& hit) const {
    const Word& word = all_[hit.begin];
    return hit.words() == 1 && word.capital && !word.shouted && word.gap < Gap::line &&
           static_cast<unsigned char>(word.folded.front()) < 0xD6 && hit.begin > 0;
  }

  void add(Says says, const Hit& hit) {
    const bool plan = says == Says::later || says == Says::reports || says == Says::asks;
    if (plan && part_of_name(hit)) return;
    Evidence found;
    found.says = says;
    found.begin = hit.begin;
    found.end = hit.end;
    found.sentence = c_.sentence(hit).begin;
    found.language = hit.language;
    found.phrase =
        c_.text().substr(all_[hit.begin].begin, all_[hit.end - 1].end - all_[hit.begin].begin);
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

  // "not" within reach in the same clause, in a language that this clause can be in.
  bool denied(const Hit& hit) const {
    const Span near = c_.clause(hit);
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& no) {
      if (no.list != List::not_ || no.language != hit.language || !near.holds(no)) return false;
      if (no.begin >= hit.begin && no.end <= hit.end) return false;
      if (c_.covered(no) || clause_opens_between(no, hit) || doubled(no)) return false;
      return no.end <= hit.begin ? hit.begin - no.end < denied_before
                                 : no.begin >= hit.end && no.begin - hit.end < denied_after;
    });
  }

  // "I cannot not sign this"
  bool doubled(const Hit& no) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::not_ && other.language == no.language && !c_.covered(other) &&
             (other.end == no.begin || other.begin == no.end) && all_[no.begin].gap == Gap::space;
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

  void sign(const Hit& hit) {
    if (refused(hit) || signing_.mere_figure(hit)) return;
    const Span span = c_.sentence(hit);
    const bool first_person = c_.person_in(hit);
    const bool usual = c_.any(List::usually, span);
    if (hit.list == List::signs && c_.bare(hit) && !signing_.stands_for_itself(hit))
      return stray(hit);
    if (hit.list == List::organization_signs && !signing_.subject_before(hit) &&
        !signing_.own_subject(hit))
      return stray(hit);
    if (only_quoted(hit) && !(hit.list == List::organization_signs))
      out_.mentions = true;
    else if (denied(hit))
      usual ? void() : add(Says::declines, hit);
    else if (conditional(hit, span))
      add(Says::conditional, hit);
    else if (c_.any_of_language(List::later, span, hit.language))
      add(Says::later, hit);
    else if (asked(hit, span) && begins_with_person(hit, first_person))
      add(Says::asks, hit);
    else
      add_signs(hit);
  }

  void add_signs(const Hit& hit) {
    const Span span = c_.sentence(hit);
    const bool own = signing_.own_subject(hit);
    add(Says::signs, hit);
    Evidence& found = out_.evidence.back();
    found.contrasted = taken_back(hit, span);
    found.beyond = signing_.beyond(hit);
    found.framed = signing_.framed(hit);
    found.label = signing_.label(hit);
    found.hardly_known = !found.beyond.empty() && !c_.lexicon().has(List::object, hit.language);
    if (!found.organization || signing_.subject_before(hit)) return;
    found.organization = false;  // "We are glad to join"
    found.we |=
        own && c_.any_of_language(List::we, {c_.clause(hit).begin, hit.begin}, hit.language);
    found.i |= own && c_.any_of_language(List::i, {c_.clause(hit).begin, hit.begin}, hit.language);
  }

  // A word of signing that signs nothing: "part of me says yes; whether to *sign* I don't know".
  // Inside the clause of a signature ("with all who have signed") it says nothing more.
  void stray(const Hit& hit) {
    if (only_quoted(hit) || c_.covered(hit) || c_.any(List::usually, c_.sentence(hit))) return;
    const Span near = c_.clause(hit);
    const bool part = std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::signs && !c_.bare(other) && near.holds(other);
    });
    if (!part) add(Says::doubts, hit);
    if (part) return;
    if (out_.evidence.empty() || out_.evidence.back().begin != hit.begin) return;
    out_.evidence.back().anywhere = true;
    out_.evidence.back().stray = true;
  }

  bool conditional(const Hit& hit, const Span& span) const {
    if (c_.any(List::polite_if, span)) return false;
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::if_ && other.language == hit.language && span.holds(other) &&
             !c_.covered(other) && !opens_another(other, hit) && !yes_between(other, hit);
    });
  }

  // "I sign, and if you need a translator …": the condition is another sentence's.
  bool opens_another(const Hit& condition, const Hit& hit) const {
    const std::uint32_t before = condition.begin - 1;
    return condition.begin > hit.end && all_[before].gap >= Gap::comma &&
           c_.of(List::but, before, hit.language);
  }

  // "Away until January, but yes, add my name"
  bool yes_between(const Hit& condition, const Hit& hit) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& turn) {
      return turn.list == List::contrast && turn.language == hit.language &&
             turn.begin >= condition.end && turn.end <= hit.begin &&
             c_.of(List::yes, turn.end, hit.language);
    });
  }

  // A question by its mark, or by its words where the phrase is bare, or the language knows few.
  bool asked(const Hit& hit, const Span& span) const {
    const bool by_words = c_.bare(hit) || !c_.lexicon().has(List::object, hit.language);
    return all_[hit.begin].question ||
           (by_words && c_.any_of_language(List::asks, span, hit.language));
  }

  // "I would love to sign, but …" and no wish behind it that goes with signing.
  bool taken_back(const Hit& hit, const Span& span) const {
    const Span behind{hit.end, span.end};
    if (only_gladly(behind, hit.language)) return false;
    return c_.any_of_language(List::contrast, behind, hit.language) &&
           !c_.any(List::private_, behind) && !c_.any(List::identification, behind) &&
           !c_.any(List::individual, behind) && !c_.any(List::signs, behind) &&
           !c_.any(List::organization_only, behind) && !leaves_out(behind);
  }

  // "…, but leave out my employer"
  bool leaves_out(const Span& span) const {
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& hit) {
      return hit.list >= List::first_name_only && hit.list <= List::without_title &&
             span.holds(hit);
    });
  }

  // "… unterschreibe aber gern": nothing stands behind the turn that a rule does not know.
  bool only_gladly(const Span& behind, std::uint8_t language) const {
    std::uint32_t at = behind.begin;
    while (at < behind.end && !c_.of(List::contrast, at, language)) ++at;
    if (at == behind.end || at + 1 == behind.end) return false;
    for (++at; at < behind.end; ++at)
      if (!c_.explained(at, language) && !c_.of(List::agrees, at, language)) return false;
    return true;
  }

  // "I sign … Not!"
  bool alone(const Hit& hit) const {
    const Span span = c_.sentence(hit);
    return hit.begin > 0 && span.begin == hit.begin && span.end == hit.end;
  }

  // "Can I sign …?" asks; "Can you add me?" begs.
  bool begins_with_person(const Hit& hit, bool first_person) const {
    if (hit.list == List::organization_signs) return true;
    if (!first_person) return true;
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& who) {
      if (who.list != List::i && who.list != List::we) return false;
      std::uint32_t at = hit.begin;  // "The statement I sign?"
      while (at < who.begin && c_.caseless(at) && c_.of(List::object, at, hit.language)) ++at;
      return who.begin == at && who.end <= hit.end;
    });
  }

  // A single word ("no") declines only where it is the sentence, or opens it.
  void decline(const Hit& hit) {
    const Span span = c_.sentence(hit);
    if (const auto from = denied_denial(hit))
      return add_signs({List::signs, hit.language, *from, hit.end});
    const bool opens =
        span.begin == hit.begin && (hit.end == all_.size() || all_[hit.end].gap >= Gap::comma);
    if (hit.words() == 1 && span.end - span.begin > 3 && !opens) return;
    if (c_.any(List::usually, span) || keeps_private(hit)) return;
    add(awaits(hit, span) ? Says::conditional : Says::declines, hit);
  }

  // "Please don't list us until you hear from me".
  bool awaits(const Hit& hit, const Span& span) const {
    if (hit.words() == 1) return false;
    return std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
      return other.list == List::if_ && other.language == hit.language && other.begin == hit.end &&
             span.holds(other) && all_[hit.end].gap == Gap::space;
    });
  }

  // "not sign" behind "I cannot": where that begins.
  std::optional<std::uint32_t> denied_denial(const Hit& hit) const {
    if (hit.words() < 2 || all_[hit.begin].gap != Gap::space ||
        !c_.of(List::not_, hit.begin, hit.language))
      return std::nullopt;
    for (const Hit& no : hits_)
      if (no.list == List::not_ && no.language == hit.language && no.end == hit.begin)
        return no.begin;
    return std::nullopt;
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
    const Span span = c_.sentence(hit);
    const bool asks =
        all_[hit.begin].question && (hit.begin > span.begin || c_.clause(hit).end == span.end);
    const bool no = denied(hit);
    add(no ? Says::declines : asks ? Says::asks : Says::confirms, hit);
    if (no && out_.evidence.size() > 0 && out_.evidence.back().begin == hit.begin)
      out_.evidence.back().story = true;  // "I did not know": no answer where nobody was asked
  }

  // "Si, gracias": an "if" in one language, and in another a yes, which is all that is said.
  bool short_yes(const Hit& hit) const {
    const Span span = c_.sentence(hit);
    return span.end - span.begin <= 3 &&
           std::any_of(hits_.begin(), hits_.end(), [&](const Hit& other) {
             return other.list == List::confirms && other.language != hit.language &&
                    other.begin == hit.begin && other.end == hit.end;
           });
  }

  bool alone_in_clause(const Hit& hit) const {
    const Span span = c_.clause(hit);
    return c_.any_of_language(List::i, span, hit.language) || span.end - span.begin <= 3;
  }

  void agree(const Hit& hit) {
    if (signing_.mere_figure(hit)) return;
    if (all_[hit.begin].question || denied(hit) || c_.any(List::if_, c_.sentence(hit))) return;
    add(Says::agrees, hit);
  }

  const Clauses& c_;
  const Signing signing_;
  const std::vector<Word>& all_;
  const std::vector<Hit>& hits_;
  std::array<std::uint32_t, 256> common_{};  // small words of each language
  Intention out_;
};

}  // namespace

void Intention::take_wishes(const Intention& of_other_text) {
  hide |= of_other_text.hide;
  first_name_only |= of_other_text.first_name_only;
  initials_only |= of_other_text.initials_only;
  without_organization |= of_other_text.without_organization;
  without_title |= of_other_text.without_title;
}

bool Intention::leaves_out() const {
  return first_name_only || initials_only || without_organization || without_title;
}

bool Intention::says(Says what) const { return first(what) != nullptr; }

const Evidence* Intention::first(Says what) const {
  const auto found = std::find_if(evidence.begin(), evidence.end(),
                                  [what](const Evidence& each) { return each.says == what; });
  return found == evidence.end() ? nullptr : &*found;
}

Intention intention(std::string_view text, const std::vector<Word>& text_words,
                    const std::vector<Hit>& hits, const Lexicon& lexicon) {
  const Clauses clauses(text, text_words, hits, lexicon);
  return Collect(clauses).evidence();
}

}  // namespace undersigned::reply
