// Every letter that supporters get, in every language, comes back quoted by every mail program:
// what stands in it is never taken for what the person says.

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

#include <catch2/catch.hpp>

#include "command/load.h"
#include "every_language.h"
#include "mail/html_text.h"
#include "mail/message.h"
#include "reply/read.h"

using namespace undersigned;
using campaign::LetterKind;
using reply::Kind;

namespace {

// A letter as its reader has it before them. The names in it say what a reply might say.
struct Letter {
  LetterKind kind;
  std::string subject, text, html;
};

campaign::Signer signer(bool organization) {
  campaign::Signer out;
  out.as = organization ? campaign::As::organization : campaign::As::individual;
  out.name = "Ida I. Sign";
  out.title = "Coordinator";
  out.organization = "Sign On Coalition";
  out.place = "Oakland, California";
  return out;
}

// As many of each as a campaign may have.
std::vector<campaign::Signature> signatures() {
  std::vector<campaign::Signature> all(345);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].state = campaign::State::counted;
    all[i].signer = signer(i % 7 == 0);
  }
  return all;
}

std::optional<Letter> written(LetterKind kind, const std::string& language, bool organization,
                              campaign::Wish wish, const letter::Moment& moment) {
  const auto& campaign = campaign_of_all_languages();
  if (campaign.templates.language_for(kind, language) != language) return std::nullopt;
  campaign::LetterOrder order;
  order.kind = kind;
  order.to = {mail::HeaderText::clean("Ida I. Sign"), *mail::Address::parse("ida@example.org")};
  order.language = language;
  // To whoever is on the list it says so, and has other buttons.
  if (kind != LetterKind::not_understood || wish == campaign::Wish::withdraw)
    order.signers = {signer(organization)};
  order.before = {signer(!organization)};
  order.token = "confirm-" + std::string(40, 'b');
  order.wish = wish;
  static const letter::Thanks thanks(campaign.text, signatures());
  const auto ready = kind == LetterKind::thank_you
                         ? thanks.word(order, "quote-back", moment.now)
                         : letter::word_letter(campaign.text, order, "quote-back", moment);
  REQUIRE(ready.has_value());
  const auto message = mail::parse(ready->composed.own + ready->composed.shared);
  REQUIRE(message.has_value());
  return Letter{kind, message->subject, message->text, message->html};
}

// Each wish and each tense of the letters, and both sorts of signers.
std::vector<std::tuple<bool, campaign::Wish, letter::Moment>> variants() {
  const auto& config = campaign_of_all_languages().config;
  return {{false, campaign::Wish::sign, config.deadline - Seconds(60)},
          {true, campaign::Wish::change, config.deadline},
          {true, campaign::Wish::withdraw, {config.release.at, true}}};
}

std::vector<Letter> letters() {
  std::vector<Letter> out;
  for (const LetterKind kind :
       {LetterKind::call, LetterKind::reminder, LetterKind::confirmation,
        LetterKind::already_signed, LetterKind::amended, LetterKind::challenge,
        LetterKind::not_understood, LetterKind::withdrawn, LetterKind::late,
        LetterKind::question_received, LetterKind::thank_you})
    for (const auto& language : all_languages())
      for (const auto& [organization, wish, moment] : variants())
        if (auto found = written(kind, language, organization, wish, moment))
          out.push_back(std::move(*found));
  return out;
}

std::string marked(const std::string& text, const std::string& mark) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += mark + line + "\n";
  return out;
}

// As telephones show it: a paragraph is one line.
std::string unwrapped(const std::string& text) {
  return std::regex_replace(text, std::regex("([^\n>])\n([^\n<])"), "$1 $2");
}

// The links' words alone, as the HTML form shows them.
std::string shown(const Letter& letter) {
  return std::regex_replace(mail::html_to_text(letter.html), std::regex("(^|\n)(> )+"), "$1");
}

const std::string who = "Migrants Day sign-on <signon@example.org>";

std::string block(const std::string& from, const std::string& sent, const std::string& to,
                  const std::string& subject, const Letter& letter) {
  return from + who + "\n" + sent + "\n" + to + "Ida I. Sign <ida@example.org>\n" + subject +
         letter.subject + "\n\n";
}

struct Program {
  const char* name;
  bool html;
  std::string (*body)(const std::string& own, const Letter& letter);
};

const Program programs[] = {
    {"Gmail", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\nOn Wed, Dec 9, 2015 at 10:31 AM " + who + "\nwrote:\n\n" +
              marked(l.text, "> ");
     }},
    {"Apple Mail", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n" +
              marked("On Dec 9, 2015, at 10:31 AM, " + who + " wrote:\n\n" + l.text, "> ");
     }},
    {"iPhone", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\nSent from my iPhone\n\n> On Dec 9, 2015, at 10:31 AM, " + who +
              " wrote:\n> \n" + marked(shown(l), "> ");
     }},
    {"Outlook", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n" +
              block("From: ", "Sent: Wednesday, December 9, 2015 10:31 AM",
                    "To: ", "Subject: ", l) +
              l.text;
     }},
    {"Outlook, answer below", false,
     [](const std::string& own, const Letter& l) {
       return block("From: ", "Sent: Wednesday, December 9, 2015 10:31 AM",
                    "To: ", "Subject: ", l) +
              l.text + "\n\n" + own;
     }},
    {"Outlook on the web", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n________________________________\n" +
              block("From: ", "Sent: Wednesday, December 9, 2015 10:31 AM",
                    "To: ", "Subject: ", l) +
              shown(l);
     }},
    {"Exchange", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n-----Original Message-----\n" +
              block("From: ", "Sent: Wednesday, December 9, 2015 10:31 AM",
                    "To: ", "Subject: ", l) +
              l.text;
     }},
    {"Yahoo", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n    On Wednesday, December 9, 2015, 10:31:02 AM PST, " + who +
              " wrote:  \n \n" + marked(shown(l), " ");
     }},
    {"AOL", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n-----Original Message-----\nFrom: " + who +
              "\nTo: ida <ida@example.org>\nSent: Wed, Dec 9, 2015 10:31 am\nSubject: " +
              l.subject + "\n\n\n" + shown(l);
     }},
    {"Thunderbird, answer below", false,
     [](const std::string& own, const Letter& l) {
       return "On 12/09/2015 10:31 AM, Migrants Day sign-on wrote:\n" + marked(l.text, "> ") +
              "\n" + own;
     }},
    {"Proton", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\nSent with Proton Mail secure email.\n\nOn Wednesday, December 9th, 2015 " +
              "at 10:31 AM, " + who + " wrote:\n\n" + marked(l.text, "> ");
     }},
    {"Samsung", false,
     [](const std::string& own, const Letter& l) {
       return own +
              "\n\nSent from my Samsung Galaxy smartphone.\n\n-------- Original message "
              "--------\n" +
              "From: " + who +
              "\nDate: 12/9/15 10:31 (GMT-08:00)\nTo: ida@example.org\nSubject: " + l.subject +
              "\n\n" + unwrapped(shown(l));
     }},
    {"K-9", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\nOn December 9, 2015 10:31:02 AM PST, " + who + " wrote:\n" +
              marked(l.text, ">");
     }},
    {"Zimbra", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n" +
              block("From: ", "Sent: Wednesday, December 9, 2015 10:31:02 AM",
                    "To: ", "Subject: ", l) +
              l.text;
     }},
    {"Zimbra, bars", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n----- On Dec 9, 2015, at 10:31 AM, Migrants Day sign-on " +
              "signon@example.org wrote:\n\n" + marked(l.text, "| ");
     }},
    {"Notes", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n\n\n" +
              block("From:        ", "Date:        12/09/2015 10:31 AM",
                    "To:        ", "Subject:        ", l) +
              "\n\n" + l.text;
     }},
    {"GMX", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\n" +
              block("Von: ", "Gesendet: Mittwoch, 09. Dezember 2015 um 10:31 Uhr",
                    "An: ", "Betreff: ", l) +
              shown(l);
     }},
    {"mutt", false,
     [](const std::string& own, const Letter& l) {
       return own + "\n\nOn Wed, Dec 09, 2015 at 10:31:02AM -0800, Migrants Day sign-on wrote:\n" +
              marked(l.text, "> ");
     }},
    {"no marks", false,
     [](const std::string& own, const Letter& l) { return own + "\n\n" + l.text; }},
    {"no marks, of the HTML form", false,
     [](const std::string& own, const Letter& l) { return own + "\n\n" + shown(l); }},
    {"no marks, unwrapped", false,
     [](const std::string& own, const Letter& l) { return own + "\n" + unwrapped(l.text); }},
    {"no marks, answer below", false,
     [](const std::string& own, const Letter& l) { return shown(l) + "\n\n" + own; }},
    {"Gmail, HTML", true,
     [](const std::string& own, const Letter& l) {
       return "<div dir=\"ltr\">" + own +
              "</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Wed, "
              "Dec 9, 2015 at 10:31 AM Migrants Day sign-on &lt;<a "
              "href=\"mailto:signon@example.org\">signon@example.org</a>&gt; "
              "wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 "
              ".8ex;border-left:1px #ccc solid;padding-left:1ex\">" +
              l.html + "</blockquote></div>";
     }},
    {"Apple Mail, HTML", true,
     [](const std::string& own, const Letter& l) {
       return "<html><body>" + own +
              "<div><br><blockquote type=\"cite\"><div>On Dec 9, 2015, at 10:31 AM, Migrants Day "
              "sign-on &lt;signon@example.org&gt; wrote:</div><br><div>" +
              l.html + "</div></blockquote></div></body></html>";
     }},
    {"Outlook, HTML", true,
     [](const std::string& own, const Letter& l) {
       return "<html><body><p>" + own +
              "</p><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> "
              "Migrants Day sign-on &lt;signon@example.org&gt;<br><b>Sent:</b> Wednesday, December "
              "9, 2015 10:31 AM<br><b>To:</b> ida<br><b>Subject:</b> x</div><div>" +
              l.html + "</div></body></html>";
     }},
    {"Yahoo, HTML", true,
     [](const std::string& own, const Letter& l) {
       return "<div>" + own + "</div><div id=\"ydp1yahoo_quoted_22\" class=\"yahoo_quoted\">" +
              l.html + "</div>";
     }},
    {"Thunderbird, HTML", true,
     [](const std::string& own, const Letter& l) {
       return "<p>" + own +
              "</p><div class=\"moz-cite-prefix\">On 12/9/15 10:31 AM, Migrants Day sign-on "
              "wrote:<br></div><blockquote type=\"cite\" cite=\"mid:1@example.org\">" +
              l.html + "</blockquote>";
     }},
    {"no marks, HTML", true,
     [](const std::string& own, const Letter& l) {
       return "<div>" + own + "</div><br><div>" + l.html + "</div>";
     }},
};

reply::Meaning answer(const Program& program, const std::string& own, const Letter& letter,
                      const std::string& subject) {
  const std::string raw =
      "From: Ida I. Sign <ida@example.org>\nTo: " + who + "\nSubject: " + subject +
      "\nIn-Reply-To: <quoted@example.org>\n" + "MIME-Version: 1.0\nContent-Type: text/" +
      (program.html ? "html" : "plain") + "; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" +
      program.body(own, letter);
  const auto message = mail::parse(raw);
  REQUIRE(message.has_value());
  return reply::read(*message, reading_of_all_languages());
}

std::string percent_decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
    } else {
      const char octet = static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      if (octet != '\r') out += octet;
      i += 2;
    }
  }
  return out;
}

struct Button {
  std::string label, subject, body;
};

std::vector<Button> buttons(const Letter& letter) {
  static const std::regex link("([^\n]+):\n<mailto:[^?>]*\\?subject=([^&>]*)&body=([^>]*)>");
  std::vector<Button> out;
  for (std::sregex_iterator at(letter.text.begin(), letter.text.end(), link), end; at != end; ++at)
    out.push_back({(*at)[1], percent_decoded((*at)[2]), percent_decoded((*at)[3])});
  return out;
}

struct Misread {
  int count = 0;
  std::string first;
};

}  // namespace

TEST_CASE("No letter of ours speaks for the person who quotes it") {
  const std::string tops[] = {"", "When will this be published?", "Thanks!"};
  std::map<std::string, Misread> misread;
  int read = 0;
  for (const Letter& letter : letters())
    for (const Program& program : programs)
      for (const std::string& own : tops) {
        const auto meaning = answer(program, own, letter, "Re: " + letter.subject);
        ++read;
        const bool confirms = meaning.kind == Kind::confirm && letter.kind == LetterKind::challenge;
        const bool silent = meaning.kind == Kind::empty || meaning.kind == Kind::question;
        if ((confirms || silent) && meaning.reply == own) continue;
        Misread& wrong = misread[program.name];
        if (wrong.count++ == 0)
          wrong.first = letter.subject + ": \"" + own + "\" is " + std::string(word(meaning.kind)) +
                        ", reply: " + meaning.reply;
      }
  for (const auto& [program, wrong] : misread)
    FAIL_CHECK(program << ": " << wrong.count << " misread, first " << wrong.first);
  CHECK(read > 5000);
}

TEST_CASE("The subject of a letter of ours says nothing, whatever stands before it") {
  const Program& new_mail = {"new mail", false,
                             [](const std::string& own, const Letter&) { return own; }};
  for (const Letter& letter : letters()) {
    if (letter.kind == LetterKind::challenge) continue;  // its token asks for a yes
    for (const std::string prefix : {"", "Re: ", "Svar: ", "Odp: ", "RIF: ", "Vb: ", "回复：",
                                     "Re: [EXTERNAL] ", "[EXT] Antw: ", "Fwd: Re: "}) {
      INFO(prefix << letter.subject);
      CHECK(word(answer(new_mail, "", letter, prefix + letter.subject).kind) == "empty");
      CHECK(word(answer(new_mail, "When is this?", letter, prefix + letter.subject).kind) ==
            "question");
    }
  }
}

TEST_CASE("Each button says what it is for, in every language") {
  const Program& new_mail = {"new mail", false,
                             [](const std::string& own, const Letter&) { return own; }};
  const std::map<LetterKind, std::vector<Kind>> wanted = {
      {LetterKind::call, {Kind::sign, Kind::sign}},
      {LetterKind::challenge, {Kind::confirm}},
      {LetterKind::confirmation, {Kind::amend, Kind::amend, Kind::withdraw}},
  };
  const std::vector<Kind> of_listed = wanted.at(LetterKind::confirmation);
  int read = 0;
  for (const Letter& letter : letters()) {
    if (letter.kind != LetterKind::not_understood && !wanted.contains(letter.kind)) continue;
    const std::vector<Button> all = buttons(letter);
    const bool listed = letter.kind == LetterKind::not_understood && all.size() > 2;
    const auto& kinds = listed                                      ? of_listed
                        : letter.kind == LetterKind::not_understood ? wanted.at(LetterKind::call)
                                                                    : wanted.at(letter.kind);
    INFO(letter.subject);
    REQUIRE(all.size() == kinds.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      INFO(all[i].subject << "\n\n" << all[i].body);
      const auto meaning = answer(new_mail, all[i].body, letter, all[i].subject);
      CHECK(word(meaning.kind) == word(kinds[i]));
      // Sent without a look at what it says.
      const auto silent = answer(new_mail, "", letter, all[i].subject);
      if (letter.kind != LetterKind::challenge)
        CHECK((silent.kind == kinds[i] || silent.kind == Kind::empty));
      ++read;
    }
  }
  CHECK(read > 150);
}

TEST_CASE("What a button writes is the person's, and so are its words where they are typed") {
  const Program& new_mail = {"new mail", false,
                             [](const std::string& own, const Letter&) { return own; }};
  int read = 0;
  for (const Letter& letter : letters())
    for (const Button& button : buttons(letter)) {
      INFO(button.label << " / " << button.subject << " / " << button.body);
      CHECK(answer(new_mail, button.body, letter, button.subject).reply == button.body);
      for (const Program& program : programs) {
        INFO(program.name);
        CHECK(answer(program, button.label, letter, "Re: " + letter.subject).reply == button.label);
        ++read;
      }
    }
  CHECK(read > 1000);
}

TEST_CASE("An answer below a quote without marks is heard, and a person looks at it") {
  const Letter call = *written(LetterKind::call, "en", false, campaign::Wish::none,
                               campaign_of_all_languages().config.deadline - Seconds(60));
  const auto& below = *std::find_if(std::begin(programs), std::end(programs), [](const Program& p) {
    return std::string_view(p.name) == "Outlook, answer below";
  });
  const auto signs = answer(below, "I sign.\nIda I. Sign", call, "Re: " + call.subject);
  CHECK(signs.reply == "I sign.\nIda I. Sign");
  CHECK(signs.kind == Kind::sign);
  CHECK(signs.certainty == reply::Certainty::review);
  // An older mail below ours is none.
  const std::string older =
      "From: Bea Sample <bea@example.org>\nSent: Monday\nTo: ida\nSubject: Call\n\nI sign.\nBea";
  CHECK(answer(below, older, call, "Re: " + call.subject).kind == Kind::empty);
}
