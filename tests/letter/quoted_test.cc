// Our own letters as they come back: quoted whole by the mail programs that people use, with
// nothing written above. No word of ours may be taken for theirs.

#include <filesystem>
#include <regex>

#include <catch2/catch.hpp>

#include "mail/html_text.h"
#include "mail/message.h"
#include "reply/read.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

namespace {

const Instant now = at("2015-12-10T20:00:00Z");

struct Sent {
  std::string name, subject, text, html;
};

Sent sent_letter(const std::string& name, const Ready& ready) {
  const auto message = mail::parse(ready.composed.own + ready.composed.shared);
  if (!message) FAIL(message.error().text());
  return {name, message->subject, message->text, message->html};
}

// What a letter may be about, and when it may be written.
std::vector<campaign::Wish> wishes(LetterKind kind) {
  using campaign::Wish;
  if (kind != LetterKind::challenge && kind != LetterKind::question_received) return {Wish::none};
  return {Wish::none, Wish::sign, Wish::change, Wish::withdraw};
}

std::vector<Moment> moments(LetterKind kind) {
  const auto& release = sample().config.release;
  if (kind == LetterKind::call || kind == LetterKind::reminder) return {now};
  if (kind == LetterKind::challenge || kind == LetterKind::question_received) return {now};
  return {now, sample().config.deadline, {release.at, true}};
}

// Every letter to `who`, in every language that it is written in.
std::vector<Sent> all_letters(const std::string& who) {
  std::vector<Sent> all;
  for (const auto& folder : std::filesystem::directory_iterator(SOURCE_DIR "/templates")) {
    if (!folder.is_directory()) continue;
    const auto language = folder.path().filename().string();
    for (auto kind : campaign::all_letters) {
      const bool ours = campaign::is_report(kind) || kind == LetterKind::release;
      if (ours || sample().templates.language_for(kind, language) != language) continue;
      auto one = order(kind, language);
      one.to.name = mail::HeaderText::clean(who);
      for (auto* signers : {&one.signers, &one.before})
        for (auto& signer : *signers) signer.name = who;
      const auto name = std::string(campaign::word(kind)) + "." + language;
      for (auto wish : wishes(kind)) {
        one.wish = wish;
        for (const auto& moment : moments(kind))
          all.push_back(sent_letter(name, *word_letter(sample().text, one, "1", moment)));
      }
      if (kind != LetterKind::not_understood) continue;
      one.signers = {person(who)};
      all.push_back(sent_letter(name, *word_letter(sample().text, one, "1", now)));
    }
  }
  const std::vector<PressContact> press = {{address("p@press.example"), who, "The Tribune"}};
  const auto list = many(20);
  all.push_back(sent_letter("release.en", word_release(sample().text, list, press, now)->at(0)));
  return all;
}

std::string marked(const std::string& text, const std::string& mark) {
  return std::regex_replace(text, std::regex("(^|\n)(?!$)"), "$1" + mark);
}

// What stands between <body> and </body>.
std::string body_of(const std::string& html) {
  const auto from = html.find('>', html.find("<body")) + 1;
  return html.substr(from, html.find("</body>") - from);
}

struct Program {
  const char* name;
  bool html;
  std::string (*quote)(const Sent&);
};

const std::string us = "Migrants Day sign-on <signon@example.org>";

std::string header_lines(const Sent& letter, const std::string& before) {
  return before + "From: " + us +
         "\nSent: Thursday, December 10, 2015 12:00 PM\nTo: Robin Reader <robin@example.net>\n"
         "Subject: " +
         letter.subject + "\n\n" + letter.text;
}

const Program programs[] = {
    {"Gmail", false,
     [](const Sent& s) {
       return "On Thu, Dec 10, 2015 at 12:00 PM " + us + " wrote:\n\n" + marked(s.text, "> ");
     }},
    {"Gmail, HTML", true,
     [](const Sent& s) {
       return "<div dir=\"ltr\"><br></div><br><div class=\"gmail_quote\"><div dir=\"ltr\" "
              "class=\"gmail_attr\">On Thu, Dec 10, 2015 at 12:00 PM Migrants Day sign-on &lt;<a "
              "href=\"mailto:signon@example.org\">signon@example.org</a>&gt; "
              "wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 "
              ".8ex\">" +
              body_of(s.html) + "</blockquote></div>";
     }},
    {"Apple Mail", false,
     [](const Sent& s) {
       return "\n\nOn Dec 10, 2015, at 12:00 PM, " + us + " wrote:\n\n" + marked(s.text, "> ");
     }},
    {"Apple Mail, HTML", true,
     [](const Sent& s) {
       return "<html><body><br><div><blockquote type=\"cite\"><div>On Dec 10, 2015, at 12:00 PM, "
              "Migrants Day sign-on &lt;signon@example.org&gt; wrote:</div><br><div>" +
              body_of(s.html) + "</div></blockquote></div></body></html>";
     }},
    {"iPhone", false,
     [](const Sent& s) {
       return "\n\nSent from my iPhone\n\n> On Dec 10, 2015, at 12:00 PM, " + us + " wrote:\n> \n" +
              marked(s.text, "> ");
     }},
    {"Outlook", false, [](const Sent& s) { return header_lines(s, "\n\n"); }},
    {"Outlook, older", false,
     [](const Sent& s) { return header_lines(s, "\n\n-----Original Message-----\n"); }},
    {"Outlook, HTML", true,
     [](const Sent& s) {
       return "<html><body><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;"
              "border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal>"
              "<b>From:</b> Migrants Day sign-on &lt;signon@example.org&gt; <br><b>Sent:</b> "
              "Thursday, December 10, 2015 12:00 PM<br><b>To:</b> robin@example.net<br>"
              "<b>Subject:</b> Call</p></div>" +
              body_of(s.html) + "</body></html>";
     }},
    {"Outlook on the web", true,
     [](const Sent& s) {
       return "<html><body><div><br></div><hr style=\"display:inline-block;width:98%\"><div "
              "id=\"divRplyFwdMsg\" dir=\"ltr\"><font><b>From:</b> Migrants Day sign-on "
              "&lt;signon@example.org&gt;<br><b>Sent:</b> Thursday, December 10, 2015 12:00 "
              "PM<br><b>To:</b> robin@example.net<br><b>Subject:</b> Call</font><div>&nbsp;</div>"
              "</div>" +
              body_of(s.html) + "</body></html>";
     }},
    {"Thunderbird", false,
     [](const Sent& s) {
       return "On 12/10/2015 12:00 PM, Migrants Day sign-on wrote:\n" + marked(s.text, "> ");
     }},
    {"Yahoo", true,
     [](const Sent& s) {
       return "<html><body><div class=\"ydp1yahoo-style-wrap\"><div><br></div></div><div "
              "id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>On Thursday, December 10, 2015, "
              "12:00:00 PM PST, Migrants Day sign-on &lt;signon@example.org&gt; wrote: </div><div>"
              "<br></div><div>" +
              body_of(s.html) + "</div></div></body></html>";
     }},
    {"AOL", false,
     [](const Sent& s) {
       return "\n\n-----Original Message-----\nFrom: " + us +
              "\nTo: Robin Reader <robin@example.net>\nSent: Thu, Dec 10, 2015 12:00 "
              "pm\nSubject: " +
              s.subject + "\n\n" + s.text;
     }},
    {"Proton", false,
     [](const Sent& s) {
       return "\n\n-------- Original Message --------\nOn Dec 10, 2015, 12:00 PM, Migrants Day "
              "sign-on < signon@example.org> wrote:\n\n" +
              marked(s.text, "> ");
     }},
    {"Zimbra", false,
     [](const Sent& s) {
       return "\n\n----- Original Message -----\nFrom: \"Migrants Day sign-on\" "
              "<signon@example.org>\nTo: \"Robin Reader\" <robin@example.net>\nSent: Thursday, "
              "December 10, 2015 12:00:00 PM\nSubject: " +
              s.subject + "\n\n" + s.text;
     }},
    {"no mark at all", false, [](const Sent& s) { return s.text; }},
};

reply::Context context_of(const std::vector<Sent>& sent) {
  reply::Context context = context_in({"en", "es"});
  context.sent.push_back(sample().text.statement);
  for (const auto& one : sent) {
    context.sent.push_subject(one.subject);
    context.sent.push_back(one.text);
    context.sent.push_back(mail::html_to_text(one.html));
  }
  return context;
}

// What organizers get, in both languages that have it.
std::vector<Sent> all_reports() {
  std::vector<Sent> all;
  const auto to = address("robin@example.net");
  const std::vector<PressContact> press = {{address("p@press.example"), "Ana", "The Tribune"}};
  auto one = report(214);
  for (const std::string language : {"en", "es"})
    for (const char* phase : {"open", "closed", "released"})
      for (const bool required : {false, true}) {
        using Approval = campaign::ReleaseConfig::Approval;
        auto config = sample().config;
        config.languages = {language};
        config.release.approval = required ? Approval::required : Approval::unless_held;
        const CampaignText text{&config, sample().text.templates, sample().text.statement};
        one.phase = phase;
        const auto release = *word_release(text, many(20), press, now);
        campaign::LetterOrder order;
        order.to.address = to;
        const Answered answered{
            {{CarriedOut::What::held}, {CarriedOut::What::approved}}, {"hold what?"}, false};
        all.push_back(sent_letter("digest", *word_digest(text, one, to, "1")));
        all.push_back(sent_letter("deadline-summary",
                                  *word_deadline_summary(text, one, release.at(0), to, "1")));
        all.push_back(
            sent_letter("alarm", *word_alarm(text, {"It waits: approve or hold."}, to, "1", now)));
        all.push_back(sent_letter("answer", *word_answer(text, order, answered, "1", now)));
      }
  return all;
}

reply::Meaning answer(const Program& program, const Sent& letter, const reply::Context& context) {
  const auto mail =
      mail::parse("From: Robin Reader <robin@example.net>\r\nTo: " + us +
                  "\r\nSubject: Re: " + mail::HeaderText::clean(letter.subject).text() +
                  "\r\nContent-Type: text/" + (program.html ? "html" : "plain") +
                  "; charset=utf-8\r\n\r\n" + program.quote(letter));
  if (!mail) FAIL(mail.error().text());
  return reply::read(*mail, context);
}

}  // namespace

TEST_CASE("no letter that comes back quoted is a signature, a confirmation or a withdrawal") {
  // What is known of our letters is how they read for others: names differ.
  const auto context = context_of(all_letters("Alex Other"));
  const auto letters = all_letters("Robin Reader");
  REQUIRE(letters.size() > 70);
  for (const auto& program : programs)
    for (const auto& letter : letters) {
      const auto meaning = answer(program, letter, context);
      CAPTURE(program.name, letter.name, meaning.reply, reply::word(meaning.kind));
      CHECK(meaning.signers.empty());
      CHECK((meaning.kind == reply::Kind::empty || meaning.kind == reply::Kind::question));
    }
}

TEST_CASE("no report that comes back quoted orders anything") {
  auto context = context_of({});
  context.organizers = {address("robin@example.net")};
  int read = 0;
  for (const auto& program : programs)
    for (const auto& letter : all_reports()) {
      const auto meaning = answer(program, letter, context);
      CAPTURE(program.name, letter.name, meaning.reply);
      const bool nothing = meaning.orders.orders.empty() || !meaning.orders.unclear.empty();
      CHECK((nothing && !meaning.orders.holds_first));
      ++read;
    }
  CHECK(read > 300);
}

TEST_CASE("orders that somebody else wrote are none where they come back quoted") {
  auto context = context_of({});
  context.organizers = {address("robin@example.net")};
  const Sent letters[] = {
      {"orders", "Re: The list today", "approve\naccept 12\nreject m7\n",
       "<body><div>approve</div><div>accept 12</div><div>reject m7</div></body>"},
      {"a hold", "Re: The list today", "hold\n", "<body>hold</body>"}};
  for (const auto& program : programs) {
    if (std::string_view(program.name) == "no mark at all") continue;  // nobody could tell
    for (const auto& letter : letters) {
      const auto meaning = answer(program, letter, context);
      CAPTURE(program.name, letter.name, meaning.reply);
      CHECK(meaning.orders.orders.empty());
    }
  }
}
