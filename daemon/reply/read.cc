#include "reply/read.h"

#include <algorithm>
#include <set>

#include "mail/ascii.h"
#include "mail/automatic.h"
#include "mail/header_text.h"
#include "mail/html_hints.h"
#include "mail/html_text.h"
#include "mail/look_alike.h"
#include "reply/clause.h"
#include "reply/enclosed.h"
#include "reply/form.h"
#include "reply/fragments.h"
#include "reply/intention.h"
#include "reply/language.h"
#include "reply/lines.h"
#include "reply/names.h"
#include "reply/organization.h"
#include "reply/own_words.h"
#include "reply/questions.h"
#include "reply/sender.h"
#include "reply/signers.h"
#include "reply/subject.h"
#include "reply/token.h"
#include "reply/two_forms.h"
#include "reply/weigh.h"
#include "reply/whose.h"

namespace undersigned::reply {

namespace {

constexpr std::size_t long_unquoted = 300;  // octets; who signs writes less, a quote is longer
constexpr std::size_t long_text = 3000;     // octets; who signs does not write so much unnoticed

// A text read for its meaning.
struct Reading {
  std::string text;
  std::vector<Word> words;
  std::vector<Hit> hits;
  Intention intention;
};

Reading reading(std::string text, const Lexicon& lexicon) {
  Reading out;
  out.text = std::move(text);
  out.words = words(out.text);
  mark_questions(out.words, lexicon);
  out.hits = longest(lexicon.find(out.words));
  out.intention = intention(out.text, out.words, out.hits, lexicon);
  return out;
}

bool has(const Reading& reading, List list, std::uint32_t before = UINT32_MAX) {
  return std::any_of(reading.hits.begin(), reading.hits.end(),
                     [&](const Hit& hit) { return hit.list == list && hit.begin < before; });
}

std::size_t count(const Reading& reading, List list) {
  std::size_t n = 0;
  std::uint32_t behind = 0;
  for (const Hit& hit : reading.hits) {
    if (hit.list != list || hit.begin < behind) continue;
    behind = hit.end;
    ++n;
  }
  return n;
}

// The steps of one mail, each looking only at what the ones before it found.
class Mail {
 public:
  Mail(const mail::Message& message, const Context& context, bool html_alone = false)
      : message_(message),
        context_(context),
        lexicon_(context.phrases->lexicon()),
        html_alone_(html_alone) {}

  Meaning meaning() {
    out_.token = find_token(message_);
    subject_ = subject_of(message_.subject, lexicon_);
    cut();
    const auto machine = mail::automatic(message_);
    if (machine && !machine->may_hold_words) return by_machine(*machine);
    if (from_any(context_.organizers)) out_.orders = orders(own_.text, lexicon_);
    form_ = form(own_.text, lexicon_);
    if (!form_.stands()) form_.rest = own_.text;
    body_ = reading(form_.stands() ? form_.rest : own_.text, lexicon_);
    const bool repeats = subject_.answers || subject_.forwards || subject_is_ours();
    title_ = reading(repeats ? std::string() : subject_.text, lexicon_);
    out_.language = language();
    if (machine && !speaks()) return by_machine(*machine);
    if (absent()) return std::move(out_);
    judge();
    if (machine && !answers_through_list(*machine)) doubt(machine->why);
    compare_forms();
    read_enclosed();
    return std::move(out_);
  }

 private:
  // Whether somebody says in their own words what they want of us.
  bool speaks() const {
    const Intention& words = body_.intention;
    return words.says(Says::signs) || words.says(Says::declines) || words.says(Says::withdraws) ||
           words.says(Says::amends) || form_.stands();
  }

  // A group's address answers what we wrote to it.
  bool answers_through_list(const mail::Automatic& machine) const {
    return machine.kind == mail::Automatic::Kind::bulk && subject_.answers && own_.quoted &&
           !message_.in_reply_to.empty();
  }

  // "My reply is in the attached file."
  void read_enclosed() {
    const bool silent = (out_.kind == Kind::question && body_.intention.evidence.empty()) ||
                        out_.kind == Kind::empty;
    constexpr std::size_t few = 20;  // words
    if (!silent || form_.stands() || body_.words.size() > few) return;
    const mail::Part* text = enclosed_text(message_);
    if (text == nullptr) return;
    mail::Message inside = message_;
    inside.parts.clear();
    inside.html.clear();
    inside.text = text->content;
    Mail reader(inside, context_);
    Meaning found = reader.meaning();
    if (found.kind == Kind::question || found.kind == Kind::empty) return;
    out_ = std::move(found);
    out_.why.emplace_back("its words stand in an attached file");
    if (!reader.form_.stands()) out_.certainty = Certainty::review;
  }

  void doubt(const std::string& why) {
    out_.certainty = Certainty::review;
    out_.why.push_back(why);
  }

  // The HTML form of some programs does not mark what it quotes; the plain form has those words,
  // too.
  bool only_quotes_more(std::string_view shown) const {
    const std::vector<Word> own = words(own_.text), all = words(shown);
    const auto same_word = [](const Word& a, const Word& b) { return a.folded == b.folded; };
    if (own.size() > all.size() || !std::equal(own.begin(), own.end(), all.begin(), same_word))
      return false;
    std::set<std::string> plain;
    for (Word& word : words(message_.text)) plain.insert(std::move(word.folded));
    return std::all_of(all.begin() + static_cast<std::ptrdiff_t>(own.size()), all.end(),
                       [&](const Word& word) { return plain.contains(word.folded); });
  }

  // A mail's two forms say the same to whoever reads it. Where they do not, nobody knows which of
  // them its sender saw, unless one is a stranger's: "your program cannot show this mail".
  void compare_forms() {
    if (html_alone_ || message_.html.empty() || trimmed(message_.text).empty() ||
        shows_the_same(message_.text, own_.text, message_.html))
      return;
    Meaning shown = Mail(message_, context_, true).meaning();
    const bool silent = out_.kind == Kind::question && body_.intention.evidence.empty();
    if (silent && shown.kind != Kind::empty) {
      out_ = std::move(shown);
      return;
    }
    const bool same = shown.kind == out_.kind && shown.signers == out_.signers &&
                      (shown.certainty == out_.certainty || shown.certainty == Certainty::clear);
    if (same || out_.kind == Kind::empty || only_quotes_more(shown.reply)) return;
    if (shown.kind != out_.kind) {
      out_.kind = Kind::question;
      out_.signers.clear();
    }
    doubt("its plain form and its HTML form do not say the same");
  }

  Answered answered() const {
    Answered out;
    if (subject_.answers || subject_.forwards) out.subject = subject_.text;
    for (const auto* list : {&message_.to, &message_.cc})
      for (const mail::NamedAddress& each : *list) {
        out.addresses.push_back(each.address.text());
        if (!each.name.empty()) out.names.push_back(each.name.text());
      }
    if (!message_.from.empty()) {
      out.sender = message_.from.front().address.text();
      out.sender_name = message_.from.front().name.text();
    }
    return out;
  }

  // From the plain text; where a program marked the quote in the HTML form alone, or the sender
  // struck something through or hid it, from that.
  void cut() {
    const Answered about = answered();
    if (!html_alone_) own_ = own_words(message_.text, about, context_.sent, lexicon_);
    own_.cut |= cut_part(message_, "text/plain");
    const std::string& html = message_.html;
    const bool blank = html_alone_ || trimmed(message_.text).empty();
    const bool unmarked = blank || (!own_.quoted && own_.text.size() > long_unquoted);
    if (!html.empty() && (unmarked || mail::may_strike(html) || mail::may_hide(html)))
      look_at_page(about, blank, unmarked);
    out_.reply = own_.shown;
  }

  void look_at_page(const Answered& about, bool blank, bool unmarked) {
    const mail::HtmlText page = mail::read_html(message_.html);
    const bool strikes = mail::may_strike(message_.html);
    if (!unmarked && !strikes && !page.hides) return;
    OwnWords shown = own_words(page.text, about, context_.sent, lexicon_);
    // White letters alone are a mail program's mistake, and what they say is the sender's.
    veiled_ = page.hides && trimmed(shown.text).empty();
    const bool taken_back = strikes || (page.hides && !veiled_);
    const bool shorter = shown.text.size() < own_.text.size();
    if (!blank && !(shorter && (taken_back || (unmarked && shown.quoted)))) return;
    own_ = std::move(shown);
    own_.cut |= cut_part(message_, "text/html");
    unsure_ = page.unsure && depends_on_unsure_words(about);
  }

  // Of a page whose style is not worked out in full: whether what the sender says is other words
  // where those that nobody can be sure of are seen, or are not.
  bool depends_on_unsure_words(const Answered& about) const {
    for (const mail::Drawn drawn : {mail::Drawn::surely, mail::Drawn::perhaps}) {
      const std::string text = mail::read_html(message_.html, drawn).text;
      if (own_words(text, about, context_.sent, lexicon_).text != own_.text) return true;
    }
    return false;
  }

  Meaning by_machine(const mail::Automatic& found) {
    switch (found.kind) {
      case mail::Automatic::Kind::bounce:
        out_.kind = Kind::bounce;
        break;
      case mail::Automatic::Kind::auto_reply:
        out_.kind = Kind::auto_reply;
        break;
      case mail::Automatic::Kind::bulk:
        out_.kind = Kind::bulk;
        break;
    }
    out_.certainty = Certainty::clear;
    out_.why.push_back(found.why);
    if (found.permanent) out_.bounced = found.failed;
    if (body_.words.empty()) body_ = reading(own_.text, lexicon_);
    out_.language = language();
    return std::move(out_);
  }

  bool subject_is_ours() const { return context_.sent.holds_subject(subject_.text); }

  // Out of office without a header that says so.
  bool absent() {
    const Reading whole = reading(subject_is_ours() ? std::string() : message_.subject, lexicon_);
    const bool own_words = body_.intention.says(Says::signs);
    const bool by_subject = has(whole, List::absent_subject, 4) && !own_words;
    const bool by_body = has(body_, List::absent, 40) && !body_.intention.says(Says::signs) &&
                         !body_.intention.says(Says::declines) &&
                         !body_.intention.says(Says::unsubscribes) &&
                         !body_.intention.says(Says::later) &&
                         !body_.intention.says(Says::conditional) && !form_.stands();
    if (!by_subject && !by_body) return false;
    out_.kind = Kind::auto_reply;
    out_.certainty = Certainty::clear;
    out_.why.emplace_back(by_subject ? "the subject is that of an automatic reply"
                                     : "the words are those of an automatic reply");
    return true;
  }

  std::string language() const {
    const std::string otherwise = context_.languages.empty() ? "en" : context_.languages.front();
    if (!body_.words.empty()) return language_of(body_.words, body_.hits, lexicon_, otherwise);
    return language_of(title_.words, title_.hits, lexicon_, otherwise);
  }

  bool from_any(const std::vector<mail::Address>& addresses) const {
    return std::any_of(message_.from.begin(), message_.from.end(), [&](const auto& from) {
      return std::any_of(addresses.begin(), addresses.end(),
                         [&](const auto& known) { return known.key() == from.address.key(); });
    });
  }

  void judge() {
    const Sender from = sender(message_, lexicon_);
    Form filled = form(own_.filled, lexicon_);
    Circumstances about;
    about.words = std::any_of(body_.words.begin(), body_.words.end(),
                              [](const Word& word) {
                                return word.alphabetic || word.number || !word.folded.empty();
                              }) ||
                  form_.stands();
    about.form = form_.stands() && form_.filled();
    about.form_in_quote = filled.filled() && filled.labels >= 2;
    about.token = out_.token.has_value();
    about.answer = subject_.answers || !message_.in_reply_to.empty() || own_.quoted;
    about.bulk_words = !about.answer && count(body_, List::bulk) >= 2;
    about.names_only = names_only(from);
    // A name in small letters behind "please add" is no stray word.
    const auto own = [&](const std::string& word) { return names_sender(word, from, lexicon_); };
    for (Evidence& each : body_.intention.evidence) {
      std::erase_if(each.beyond, own);
      std::erase_if(each.label, own);
    }
    forget_own_name(from);
    hear_wishes_elsewhere(from);
    const bool alone = out_.token.has_value() || has(body_, List::courtesy);
    about.more = !alone || says_more(from);
    Verdict verdict = weigh(body_.intention, title_.intention, about);
    out_.kind = verdict.kind;
    out_.certainty = verdict.certainty;
    out_.why = std::move(verdict.why);
    out_.show = body_.intention.show || form_.publish.value_or(false);
    out_.leaves_out = body_.intention.leaves_out();
    out_.only_listing = out_.kind == Kind::amend && !about.form &&
                        !body_.intention.says(Says::amends) && !title_.intention.says(Says::amends);
    if (out_.kind == Kind::withdraw &&
        (body_.intention.others || names_another(body_.text, from, lexicon_))) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("it names somebody or something: is it all that is withdrawn?");
    }
    if (out_.kind == Kind::sign && !about.words && unreadable(message_)) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("the mail has a body that cannot be read here");
    }
    if (out_.kind == Kind::empty && (unreadable(message_) || encloses(message_))) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("what it encloses can only be read by a person");
    }
    if (veiled_) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("its words are hidden by their style");
    }
    if (unsure_) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("nobody can tell which of its words are hidden by their style");
    }
    if (own_.cut) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("it is longer than what is read");
    }
    if (own_.below) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("it stands below a quote that has no marks");
    }
    if (out_.leaves_out && (out_.kind == Kind::amend || out_.kind == Kind::withdraw ||
                            out_.kind == Kind::unsubscribe)) {
      out_.certainty = Certainty::review;
      out_.why.emplace_back("asks that something be left out, which only a person can do");
    }
    if (out_.kind == Kind::sign || out_.kind == Kind::amend) {
      const bool quoted_form = about.form_in_quote && !about.form;
      name(from, quoted_form ? filled : form_);
      if (quoted_form) pass_on(from);
    }
  }

  // "FYI", over the form that somebody else filled in.
  void pass_on(const Sender& from) {
    const auto own = [&](const Signer& each) {
      return each.name && names_sender(*each.name, from, lexicon_);
    };
    if (!subject_.forwards || std::any_of(out_.signers.begin(), out_.signers.end(), own)) return;
    out_.kind = Kind::question;
    out_.signers.clear();
    doubt("it passes on what somebody else filled in");
  }

  // "Hyun-woo No" is a name, not a no.
  void forget_own_name(const Sender& from) {
    const std::vector<Word>& all = body_.words;
    const auto own = [&](std::uint32_t i) { return names_sender(all[i].folded, from, lexicon_); };
    std::erase_if(body_.intention.evidence, [&](const Evidence& each) {
      return each.end - each.begin == 1 && each.begin > 0 && all[each.begin].gap == Gap::space &&
             all[each.begin].capital && own(each.begin) && own(each.begin - 1);
    });
  }

  // A wish for privacy holds wherever it stands: in the form, the sign-off, the subject, the name.
  void hear_wishes_elsewhere(const Sender& from) {
    const auto hear = [&](std::string_view text) {
      if (!text.empty())
        body_.intention.take_wishes(reading(std::string(text), lexicon_).intention);
    };
    hear(own_.sign_off);
    if (form_.stands()) hear(own_.text);
    if (!subject_.answers && !subject_.forwards) hear(subject_.text);
    hear(message_.from.empty() ? from.name : message_.from.front().name.text());
  }

  // Words in the answer to a challenge that no rule knows: a yes with more is for a person.
  bool says_more(const Sender& from) const {
    const Clauses clauses(body_.text, body_.words, body_.hits, lexicon_);
    for (std::uint32_t i = 0; i < body_.words.size(); ++i) {
      const Word& word = body_.words[i];
      const bool known = clauses.explained(i, 0) || clauses.of(List::confirms, i) ||
                         clauses.of(List::agrees, i) || clauses.of(List::reports, i) ||
                         clauses.of(List::signs, i) || clauses.of(List::common, i) ||
                         clauses.of(List::courtesy, i) || clauses.of(List::i, i) ||
                         clauses.of(List::object, i) || names_sender(word.folded, from, lexicon_);
      if (!known) return true;
    }
    return false;
  }

  void name(const Sender& from, const Form& fields) {
    if (from_any(context_.ours)) {
      out_.kind = Kind::question;
      out_.certainty = Certainty::review;
      out_.why.emplace_back("it comes from the campaign's own address");
      return;
    }
    // "Please list Ana Example, Oakland" over no more than "Thank you"
    const bool by_subject =
        body_.words.empty() || (from.name.empty() && title_.intention.says(Says::signs) &&
                                !body_.intention.says(Says::signs));
    const Sources sources{by_subject ? title_.text : body_.text,
                          own_.sign_off,
                          fields,
                          body_.intention,
                          title_.intention,
                          from,
                          title_.text};
    Signers found = signers(sources, lexicon_);
    out_.signers = std::move(found.signers);
    for (std::string& why : found.why) out_.why.push_back(std::move(why));
    someone_else(from, found);
    if (std::any_of(out_.signers.begin(), out_.signers.end(), [&](const Signer& each) {
          return each.as == As::organization && each.organization &&
                 says_no_name(*each.organization, lexicon_);
        }))
      found.doubts.emplace_back("what stands for the organization is a place or a kind alone");
    if (out_.kind == Kind::amend && body_.intention.individual &&
        std::any_of(out_.signers.begin(), out_.signers.end(),
                    [](const Signer& each) { return each.organization.has_value(); }))
      found.doubts.emplace_back("it may change whether a person or an organization signs");
    if (own_.text.find("___") != std::string::npos)
      found.doubts.emplace_back("it leaves a blank to be filled in");
    if (body_.intention.mentions) found.doubts.emplace_back("it quotes words of signing");
    if (own_.text.size() > long_text) found.doubts.emplace_back("it is a long text");
    if (!found.doubts.empty()) out_.certainty = Certainty::review;
    for (std::string& doubt : found.doubts) out_.why.push_back(std::move(doubt));
  }

  // A name that has nothing in common with the From field, or "Nadia signs" where no organization
  // is found: it may be a third person's.
  void someone_else(const Sender& from, Signers& found) const {
    const auto individual = [](const Signer& each) { return each.as == As::individual; };
    if (!std::all_of(out_.signers.begin(), out_.signers.end(), individual)) return;
    const Evidence* says = body_.intention.first(Says::signs);
    const bool third_person = says != nullptr && says->organization;
    for (const Signer& signer : out_.signers) {
      const bool own = signer.name && names_sender(*signer.name, from, lexicon_);
      if (third_person && !(own && sender_before(from, says->begin)))
        found.doubts.emplace_back("it says that somebody signs, and may mean somebody else");
      else if (!own && signer.name && from.keys.size() >= 2 && !from.organization &&
               same_script(*signer.name, from.name))
        found.doubts.emplace_back("the name is not that of the sender");
    }
  }

  bool sender_before(const Sender& from, std::uint32_t before) const {
    for (std::uint32_t i = 0; i < before; ++i)
      if (names_sender(body_.words[i].folded, from, lexicon_)) return true;
    return false;
  }

  // Scripts without capitals do not tell a name from a sentence; its length does.
  static bool sentence_without_capitals(const Fragment& fragment) {
    constexpr std::size_t longest_place = 24;  // octets
    return fragment.kind == Fragment::Kind::proper && fragment.text.size() > longest_place &&
           static_cast<unsigned char>(fragment.text.front()) >= 0xD6;
  }

  // By a question mark, or by a small word of a script without capitals.
  bool asks_or_supposes() const {
    const auto question = [](const Word& word) { return word.question; };
    return std::any_of(body_.words.begin(), body_.words.end(), question) ||
           std::any_of(body_.hits.begin(), body_.hits.end(), [&](const Hit& hit) {
             return (hit.list == List::if_ || hit.list == List::asks) &&
                    static_cast<unsigned char>(body_.words[hit.begin].folded.front()) >= 0xD6;
           });
  }

  bool names_only(const Sender& from) const {
    if (body_.words.empty() || body_.words.size() > 24) return false;
    if (asks_or_supposes()) return false;
    bool person = false, place = false;
    for (const Fragment& fragment : fragments(body_.text, from, lexicon_)) {
      if (fragment.kind == Fragment::Kind::prose || sentence_without_capitals(fragment))
        return false;
      person |= fragment.kind == Fragment::Kind::name;
      place |= fragment.kind == Fragment::Kind::place ||
               fragment.kind == Fragment::Kind::organization ||
               fragment.kind == Fragment::Kind::proper;
    }
    return person && place;
  }

  const mail::Message& message_;
  const Context& context_;
  const Lexicon& lexicon_;
  const bool html_alone_;  // as if it had no plain form
  Meaning out_;
  Subject subject_;
  OwnWords own_;
  bool veiled_ = false;  // all of its words are hidden where it is drawn
  bool unsure_ = false;  // nobody can tell which of its words are
  Form form_;
  Reading body_, title_;
};

}  // namespace

namespace {

constexpr std::size_t longest_field = 300;  // octets

// U+202E makes a name read as another; nobody types it.
bool turned(std::string_view text) { return text.find("\u202e") != text.npos; }

// Wherever in the mail they stood: what goes on a list is one line without hidden characters, and
// not longer than a name can be.
void make_printable(Meaning& meaning) {
  for (Signer& signer : meaning.signers) {
    for (auto* text : {&signer.name, &signer.organization, &signer.title, &signer.place}) {
      if (!*text) continue;
      **text = mail::HeaderText::clean(**text).text();
      if ((*text)->size() > longest_field) {
        std::size_t end = longest_field;  // not within a character
        while (end > 0 && (static_cast<unsigned char>((**text)[end]) & 0xC0) == 0x80) --end;
        **text = mail::HeaderText::clean((*text)->substr(0, end)).text();
        meaning.certainty = Certainty::review;
      }
      if ((*text)->empty()) {
        text->reset();
      } else if (mail::mixes_look_alikes(**text)) {
        meaning.certainty = Certainty::review;
        meaning.why.push_back("a word in it holds letters of two scripts that look alike");
      }
    }
    const bool nobody = signer.as == As::individual ? !signer.name : !signer.organization;
    if (nobody) meaning.certainty = Certainty::review;
  }
}

}  // namespace

Meaning read(const mail::Message& message, const Context& context) {
  Meaning meaning = Mail(message, context).meaning();
  make_printable(meaning);
  if (!meaning.signers.empty() && (turned(message.text) || turned(message.subject))) {
    meaning.certainty = Certainty::review;
    meaning.why.push_back("it holds a character that turns the direction of reading");
  }
  return meaning;
}

}  // namespace undersigned::reply
