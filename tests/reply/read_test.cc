// What a whole mail means, one sentence at a time: cases that a rule once read wrongly.

#include "reply/read.h"

#include <tuple>

#include <catch2/catch.hpp>

#include "mail/header_text.h"
#include "phrases_of_project.h"

using namespace undersigned;
using namespace undersigned::reply;

namespace {

Meaning read_text(const std::string& text, const std::string& subject = "Re: Call for sign-ons") {
  const auto message = mail::parse(
      "From: Ana Example <ana@example.org>\nTo: signon@example.net\n"
      "Subject: " +
      subject + "\nIn-Reply-To: <1@example.net>\n\n" + text);
  REQUIRE(message.has_value());
  Context context = context_of_project();
  return reply::read(*message, context);
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("A subject that takes back or corrects is heard beside words that sign") {
  struct Case {
    const char *subject, *text;
    Kind kind;
    Certainty certainty;
  };
  const Case cases[] = {
      {"Withdraw my signature", "I sign the statement.\nAna", Kind::withdraw, Certainty::review},
      {"Withdraw my signature", "Thanks, Ana", Kind::withdraw, Certainty::review},
      {"Correction", "Name: Ana Sample\nCity, State/Country: Oakland, CA\n", Kind::amend,
       Certainty::clear},
      {"Correction", "I sign the statement.\nAna Sample", Kind::amend, Certainty::review},
      {"Re: Withdraw my signature", "I sign the statement.", Kind::sign, Certainty::clear},
  };
  for (const Case& each : cases) {
    INFO(each.subject << " / " << each.text);
    const Meaning found = read_text(each.text, each.subject);
    CHECK(word(found.kind) == word(each.kind));
    CHECK(found.certainty == each.certainty);
  }
}

TEST_CASE("A figure signs only as a vote") {
  const std::pair<const char*, Kind> cases[] = {
      {"+1", Kind::sign},
      {"+1!\nAna Example", Kind::sign},
      {"Yes, +1", Kind::sign},
      {"1", Kind::question},
      {"Look at these: 1 and 2", Kind::question},
      {"My telephone: +1 (212) 555-0100", Kind::question},
      {"telephone: +1(212)555-0100", Kind::question},
      {"1, a quick summary of the work\n2, a list of members", Kind::question},
  };
  for (const auto& [text, kind] : cases) {
    INFO(text);
    CHECK(word(read_text(text).kind) == word(kind));
  }
}

TEST_CASE("Who signs is one line without hidden characters, wherever in the mail it stood") {
  const std::string forms[] = {
      "I sign.\n\nName: Ana\u200b Ex\u009bample\nOrganization: Casa\ufeff Azul\nCity: Rio\u2066 "
      "Vista\n",
      "I sign.\n\nAna\u200b Ex\u009bample\nDirector, Casa\ufeff Azul\nRio\u2066 Vista, CA\n",
      "Please add Ana\u200b Ex\u009bample to the list.\n",
  };
  for (const auto& text : forms) {
    INFO(text);
    const Meaning meaning = read_text(text);
    REQUIRE(meaning.signers.size() == 1);
    const Signer& signer = meaning.signers.front();
    for (const auto& each : {signer.name, signer.organization, signer.title, signer.place})
      if (each) CHECK(mail::HeaderText::clean(*each).text() == *each);
  }
}

TEST_CASE("A name that reads backwards is for a person to look at") {
  const Meaning meaning = read_text("I sign.\n\nName: \u202eelpmaxE anA\u202c\nCity: Reno, NV\n");
  CHECK(meaning.certainty == Certainty::review);
  for (const Signer& signer : meaning.signers)
    CHECK(signer.name.value_or("").find("\u202e") == std::string::npos);
}

TEST_CASE("A name of letters that only look like another's is for a person to look at") {
  const Meaning disguised = read_text("I sign.\n\nName: M\u0430ria Lopez\nCity: Reno, NV\n");
  CHECK(disguised.certainty == Certainty::review);
  REQUIRE_FALSE(disguised.why.empty());
  CHECK(disguised.why.back().find("look alike") != std::string::npos);
  const Meaning honest = read_text("I sign.\n\nName: Мария Лопес\nCity: Reno, NV\n");
  CHECK(honest.certainty == Certainty::clear);
}

TEST_CASE(
    "A name in another alphabet's letters or in those of formulas is for a person to look at") {
  for (const char* name : {"Мария Lopez", "𝐌𝐚𝐫𝐢𝐚 𝐋𝐨𝐩𝐞𝐳", "Maria Λopez"}) {
    CAPTURE(name);
    const auto text = "I sign.\n\nName: " + std::string(name) + "\nCity: Reno, NV\n";
    CHECK(read_text(text).certainty == Certainty::review);
  }
}

TEST_CASE("A yes with more than a yes, in answer to our request to confirm, is for a person") {
  const std::string subject = "Re: Please confirm [confirm-" + std::string(40, 'a') + "]";
  for (const char* plain : {"Yes, that was me.", "I confirm.\n\nThanks,\nAna"}) {
    CAPTURE(plain);
    CHECK(read_text(plain, subject).kind == Kind::confirm);
  }
  for (const char* more : {"Yes, I drafted the parking rules.", "Yes, the weather is lovely.",
                           "I confirm the train leaves at noon."}) {
    CAPTURE(more);
    CHECK(read_text(more, subject).kind == Kind::question);
    CHECK(read_text(more, subject).certainty == Certainty::review);
  }
}

TEST_CASE("A name longer than names are is cut, and a person looks at it") {
  std::string name = "Ana";
  for (int i = 0; i < 100; ++i) name += " Múñoz";
  const auto message =
      mail::parse("From: \"" + name + "\" <ana@example.org>\nSubject: I sign\n\nI sign.\n");
  REQUIRE(message.has_value());
  Context context = context_of_project();
  const Meaning meaning = reply::read(*message, context);
  CHECK(meaning.certainty == Certainty::review);
  REQUIRE(meaning.signers.size() == 1);
  const std::string shown = meaning.signers.front().name.value_or("");
  CHECK(shown.starts_with("Ana Múñoz"));
  CHECK(shown.size() <= 300);
  CHECK(mail::HeaderText::clean(shown).text() == shown);
}

TEST_CASE("A quote that only the HTML form marks is none of the sender's words") {
  const std::string call =
      "Dear friend, please join us in this statement for the human rights of all migrants. You may "
      "sign for yourself or for an organization. I sign, and so do many others, who stand with "
      "migrants and their families wherever they are; the list of all who have joined goes to the "
      "press on the day of the migrants, with the names of all who want to be named in it.";
  const auto mail_of = [&](const std::string& own, const std::string& html) {
    return mail::parse(
        "From: Ana Example <ana@example.org>\nTo: signon@example.net\nSubject: Re: Call\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        "Content-Type: text/plain\n\n" +
        own + "\n\n" + call + "\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n");
  };
  Context context = context_of_project();
  const auto marked = mail_of("When is the deadline?",
                              "<p>When is the deadline?</p><blockquote>" + call + "</blockquote>");
  REQUIRE(marked.has_value());
  const Meaning found = reply::read(*marked, context);
  CHECK(found.reply == "When is the deadline?");
  CHECK(word(found.kind) == "question");
  // Where neither form marks anything, all of it may be the sender's.
  const auto unmarked = mail_of("Hello.", "<p>Hello.</p><p>" + call + "</p>");
  REQUIRE(unmarked.has_value());
  CHECK(reply::read(*unmarked, context).reply == "Hello.\n\n" + call);
}

TEST_CASE("What the sender struck through is taken back, though the plain form shows it") {
  const auto read_both = [](const std::string& plain, const std::string& html) {
    const auto message = mail::parse(
        "From: Ana Example <ana@example.org>\nTo: signon@example.net\nSubject: Re: Call\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        "Content-Type: text/plain\n\n" +
        plain + "\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n");
    REQUIRE(message.has_value());
    Context context = context_of_project();
    return reply::read(*message, context);
  };
  const Meaning taken_back =
      read_both("I sign the statement.\nI do not know yet.",
                "<p><s>I sign the statement.</s></p><p>I do not know yet.</p>");
  CHECK(taken_back.kind != Kind::sign);
  CHECK(taken_back.reply == "I do not know yet.");
  // What somebody struck in the quote changes nothing of the sender's own words.
  const Meaning quoted = read_both("I sign the statement.\nAna Example\n> old new",
                                   "<p>I sign the statement.<br>Ana Example</p>"
                                   "<blockquote><del>old</del> new</blockquote>");
  CHECK(word(quoted.kind) == "sign");
  CHECK(quoted.certainty == Certainty::clear);
}

TEST_CASE("What is enclosed without a word is for a person to look at") {
  const auto read_with = [](const std::string& part) {
    const auto message = mail::parse(
        "From: Ana Example <ana@example.org>\nSubject: Re: Call\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n--b\n" +
        part + "\n\nAAAA\n--b--\n");
    REQUIRE(message.has_value());
    Context context = context_of_project();
    return reply::read(*message, context);
  };
  struct Case {
    const char* part;
    Certainty certainty;
  };
  const Case cases[] = {
      {"Content-Type: application/pdf; name=form.pdf", Certainty::review},
      {"Content-Type: image/jpeg; name=form.jpg\nContent-Disposition: attachment",
       Certainty::review},
      {"Content-Type: image/png; name=logo.png\nContent-Disposition: inline", Certainty::clear},
      {"Content-Type: application/pgp-signature; name=signature.asc", Certainty::clear},
      {"Content-Type: text/vcard; name=ana.vcf", Certainty::clear},
  };
  for (const Case& each : cases) {
    INFO(each.part);
    const Meaning found = read_with(each.part);
    CHECK(word(found.kind) == "empty");
    CHECK(found.certainty == each.certainty);
    CHECK(found.signers.empty());
  }
}

TEST_CASE("A wish for privacy is kept wherever it stands, in every language that can sign") {
  struct Case {
    const char *text, *subject;
    bool listed;
  };
  const char* re = "Re: Call for sign-ons";
  const Case cases[] = {
      {"I sign. Hide my name. Ana Example", re, false},
      {"I sign. Not public! Ana Example, Reno", re, false},
      {"Ik teken anoniem. Ana Example", re, false},
      {"Podpisuję anonimowo. Ana Example", re, false},
      {"I sign", "I sign - please keep my name private", false},
      {"I sign.\n\nAna Example\n-- \nPlease do not publish my name", re, false},
      {"I sign.\nName: Ana Example (please do not publish my name)\nCity: Reno", re, false},
      {"I sign. Ana Example, Reno", re, true},
      {"I teach at a private school. I sign. Ana Example, Reno", re, true},
      {"I sign. Ana Example\n\nThis message is confidential and may be privileged.", re, true},
  };
  for (const Case& each : cases) {
    INFO(each.subject << " / " << each.text);
    const Meaning found = read_text(each.text, each.subject);
    REQUIRE(found.kind == Kind::sign);
    REQUIRE_FALSE(found.signers.empty());
    CHECK(found.signers.front().listed == each.listed);
  }
}

TEST_CASE("Only a plain yes answers a challenge, and a wish for privacy beside it is kept") {
  const std::string token = " [confirm-" + std::string(40, 'a') + "]";
  const std::tuple<const char*, Kind, Certainty> cases[] = {
      {"Yes, that was me.", Kind::confirm, Certainty::clear},
      {"Sí, confirmo.", Kind::confirm, Certainty::clear},
      {"Si", Kind::confirm, Certainty::clear},  // an "if" in other languages
      {"Si, gracias", Kind::confirm, Certainty::clear},
      {"yes it was me. sorry for the trouble", Kind::confirm, Certainty::clear},
      {"I hereby confirm that I sent the e-mail.", Kind::confirm, Certainty::clear},
      {"Si puedo firmar mañana les aviso", Kind::question, Certainty::review},
      {"Yes, that was me. But please do not publish my name.", Kind::amend, Certainty::clear},
      {"OK, please delete it.", Kind::question, Certainty::review},
      {"Yes, somebody else must have used my address.", Kind::question, Certainty::review},
      {"Yes, my colleague forged it.", Kind::question, Certainty::review},
  };
  for (const auto& [text, kind, certainty] : cases) {
    INFO(text);
    const Meaning found = read_text(text, "Re: Please confirm" + token);
    CHECK(word(found.kind) == word(kind));
    CHECK(found.certainty == certainty);
    if (kind == Kind::amend) {
      REQUIRE(found.signers.size() == 1);
      CHECK_FALSE(found.signers[0].listed);
    }
  }
  CHECK(read_text("", "Re: Please confirm" + token).kind != Kind::confirm);
}

TEST_CASE("A signature for somebody of the family is for a person to look at") {
  for (const char* text :
       {"I am signing on behalf of my mother, Rosa Diaz.", "I sign for my neighbour Maria Gomez.",
        "Firmo en nombre de mi abuela.", "Je signe au nom de ma mère.",
        "Assino em nome da minha mãe.", "Ich unterschreibe im Namen meiner Mutter.",
        "Firmo a nome di mia madre."}) {
    INFO(text);
    const Meaning found = read_text(text);
    CHECK((found.kind != Kind::sign || found.certainty == Certainty::review));
  }
}

TEST_CASE("What our own letters offer to send is done at once") {
  for (const char* text : {"Please withdraw my signature.", "Por favor retiren mi firma.",
                           "Retiro mi firma.", "Quiero retirar mi firma."}) {
    INFO(text);
    const Meaning found = read_text(text);
    CHECK(word(found.kind) == "withdraw");
    CHECK(found.certainty == Certainty::clear);
  }
}

TEST_CASE("Whoever was asked to sign has not signed by saying so") {
  for (const char* text :
       {"I was asked to sign the statement.", "They want me to sign the statement.",
        "We were asked to sign on.", "I sign. This is not final."}) {
    INFO(text);
    const Meaning found = read_text(text);
    CHECK((found.kind != Kind::sign || found.certainty == Certainty::review));
  }
}

TEST_CASE("A wish for privacy is kept in the words that people find for it") {
  for (const char* text :
       {"I do not want to be named.", "I want to remain nameless.", "Strictly confidential.",
        "Please hide my identity.", "Please do not disclose.", "Just count me, no name.",
        "Nobody should know.", "I could lose my job if this came out."}) {
    INFO(text);
    const Meaning found = read_text("I sign. " + std::string(text));
    REQUIRE(found.signers.size() == 1);
    CHECK_FALSE(found.signers[0].listed);
  }
  for (const char* text :
       {"No quiero aparecer en la prensa.", "Es confidencial.", "Sin mi nombre.",
        "No difundan mi nombre.", "Que nadie se entere.", "No revelen mi identidad."}) {
    INFO(text);
    const Meaning found = read_text("Firmo. " + std::string(text));
    REQUIRE(found.signers.size() == 1);
    CHECK_FALSE(found.signers[0].listed);
  }
}

TEST_CASE("A withdrawal that names somebody or something is for a person") {
  const std::pair<const char*, Certainty> cases[] = {
      {"Please withdraw my signature.", Certainty::clear},
      {"Please withdraw my signature.\n\nAna Example", Certainty::clear},
      {"Please withdraw our organization's signature, but keep my own.", Certainty::review},
      {"Please withdraw the signature of Maria Lopez.", Certainty::review},
      {"Please withdraw my husband's signature.", Certainty::review},
  };
  for (const auto& [text, certainty] : cases) {
    INFO(text);
    const Meaning found = read_text(text);
    CHECK(word(found.kind) == word(Kind::withdraw));
    CHECK(found.certainty == certainty);
  }
}

TEST_CASE("A subject does not sign for a body that cannot be read") {
  for (const char* type : {"application/pkcs7-mime; smime-type=enveloped-data",
                           "multipart/encrypted; boundary=x", "text/calendar; method=REPLY"}) {
    INFO(type);
    const auto message = mail::parse(std::string("From: Ana Example <ana@example.org>\n"
                                                 "Subject: I sign as an individual\n"
                                                 "Content-Type: ") +
                                     type + "\n\nAAAA\n");
    REQUIRE(message.has_value());
    Context context = context_of_project();
    const Meaning found = reply::read(*message, context);
    CHECK((found.kind != Kind::sign || found.certainty == Certainty::review));
  }
}

namespace {

// "organization | Example Alliance | Ana Example", with what is listed, and "?" for review.
std::string who(const Meaning& found) {
  std::string out(word(found.kind));
  for (const Signer& each : found.signers) {
    out += each.as == As::organization ? " | organization" : " | individual";
    for (const auto* field : {&each.name, &each.organization, &each.title})
      out += " | " + field->value_or("-");
    if (!each.listed) out += " | private";
  }
  return out + (found.certainty == Certainty::review ? " ?" : "");
}

}  // namespace

TEST_CASE("A text file that was sent along is read where the mail only points to it") {
  struct Case {
    const char *own, *enclosed;
    Kind kind;
    Certainty certainty;
  };
  const char* form = "I sign the statement.\nName: Ana Example\nCity: Oakland, CA\n";
  const Case cases[] = {
      {"My reply is in the attached file.", form, Kind::sign, Certainty::clear},
      {"", form, Kind::sign, Certainty::clear},
      {"See the file.", "I sign the statement.\n", Kind::sign, Certainty::review},
      {"See the file.", "I sign.\nName: Bea Sample\nCity: Oakland, CA\n", Kind::sign,
       Certainty::review},
      {"Who wrote this statement?", form, Kind::question, Certainty::review},
      {"I decline.", form, Kind::decline, Certainty::clear},
  };
  for (const Case& each : cases) {
    INFO(each.own << " / " << each.enclosed);
    const auto message =
        mail::parse(std::string("From: Ana Example <ana@example.org>\nSubject: Re: Call\n"
                                "In-Reply-To: <1@example.net>\nMIME-Version: 1.0\n"
                                "Content-Type: multipart/mixed; boundary=b\n\n"
                                "--b\nContent-Type: text/plain\n\n") +
                    each.own +
                    "\n--b\nContent-Type: text/plain\n"
                    "Content-Disposition: attachment; filename=\"reply.txt\"\n\n" +
                    each.enclosed + "\n--b--\n");
    REQUIRE(message.has_value());
    Context context = context_of_project();
    const Meaning found = reply::read(*message, context);
    CHECK(word(found.kind) == word(each.kind));
    CHECK(found.certainty == each.certainty);
  }
}

TEST_CASE("What a sentence waits for, asks or says of others is told from the signature") {
  struct Case {
    const char* text;
    Kind kind;
    Certainty certainty;
  };
  const Case cases[] = {
      {"Please don't list us until you hear from me.\nAna Example", Kind::question,
       Certainty::review},
      {"Please don't list us.\nAna Example", Kind::decline, Certainty::clear},
      {"I signed last week as an individual. Please change my signature to an organizational one: "
       "Example Interfaith Council, Ana Example, President",
       Kind::amend, Certainty::review},
      {"I sign, for identification only: Example University. The university has no position on "
       "this.\nAna Example",
       Kind::sign, Certainty::clear},
      {"I sign. I have no position on this.\nAna Example", Kind::sign, Certainty::review},
      {"um yes please add my name my name is Ana Example that's Ana like the song", Kind::sign,
       Certainty::clear},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    const Meaning found = read_text(each.text);
    CHECK(word(found.kind) == word(each.kind));
    CHECK(found.certainty == each.certainty);
  }
}

TEST_CASE("Who is only mentioned does not sign") {
  const std::pair<const char*, const char*> cases[] = {
      {"Please add the Red Cross.", "sign | organization | Ana Example | Red Cross | - ?"},
      {"You should ask Amnesty.", "question ?"},
      {"Please add Caritas, they surely agree.", "sign | individual | Ana Example | - | - ?"},
      {"I sign. You should ask the Red Cross, too.\nAna Example",
       "sign | individual | Ana Example | - | -"},
      {"Please add the Red Cross.\nAna Example, teacher",
       "sign | organization | Ana Example | Red Cross | teacher ?"},
      {"Please add the Harbor Alliance.\nAna Example, Executive Director",
       "sign | organization | Ana Example | Harbor Alliance | Executive Director"},
      {"Please add the Red Cross.\nAna Example, Director, Example Alliance",
       "sign | individual | Ana Example | Example Alliance | Director ?"},
      {"We sign: please add the Example Alliance.",
       "sign | organization | Ana Example | Example Alliance | -"},
      {"They say that Harbor Alliance signs.",
       "sign | organization | Ana Example | Harbor Alliance | - ?"},
      {"Pedro Ruiz signs.", "sign | individual | Pedro Ruiz | - | - ?"},
      {"Ana Example signs.", "sign | individual | Ana Example | - | -"},
      {"Example Alliance signs.", "sign | organization | Ana Example | Example Alliance | -"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(who(read_text(text)) == wanted);
  }
}

TEST_CASE("What should be left out is not listed, or a person looks") {
  const std::string sign_off = "\nAna Example\nProfessor of Law, Example University\n";
  const std::pair<const char*, const char*> cases[] = {
      {"I sign, but leave out my employer.",
       "sign | individual | Ana Example | - | Professor of Law"},
      {"I sign, without any mention of my employer.",
       "sign | individual | Ana Example | - | Professor of Law"},
      {"I sign. No titles, please.", "sign | individual | Ana Example | Example University | -"},
      {"I sign. Just my name, no affiliation.", "sign | individual | Ana Example | - | -"},
      {"I sign. First name only, please.",
       "sign | individual | Ana Example | Example University | Professor of Law | private ?"},
      {"I sign with my initials only.",
       "sign | individual | Ana Example | Example University | Professor of Law | private ?"},
      {"Ich unterzeichne. Bitte ohne Nachnamen.",
       "sign | individual | Ana Example | Example University | Professor of Law | private ?"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(who(read_text(text + sign_off)) == wanted);
  }
  CHECK(read_text("Please remove my title from the list.").certainty == Certainty::review);
}

TEST_CASE("Leave to publish a name is heard, and no more than was said") {
  struct Case {
    const char* text;
    Kind kind;
    bool show;
  };
  const Case cases[] = {
      {"You may publish my name.", Kind::amend, true},
      {"Please make my name public again.", Kind::amend, true},
      {"Ya pueden publicar mi nombre.", Kind::amend, true},
      {"Mein Name darf jetzt doch veröffentlicht werden.", Kind::amend, true},
      {"You may publish my name only if the others are named.", Kind::question, false},
      {"May you publish my name?", Kind::question, false},
      {"You may publish my name next year.", Kind::question, false},
      {"Do not show my name publicly.", Kind::amend, false},
      {"You may print my name. No, wait: keep my name private.", Kind::amend, false},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    const Meaning found = read_text(each.text);
    CHECK(word(found.kind) == word(each.kind));
    CHECK(found.show == each.show);
    for (const Signer& signer : found.signers) CHECK(signer.listed == each.show);
  }
  CHECK(read_text("You may publish my name.").only_listing);
  CHECK_FALSE(read_text("Correction: my title is Director. You may publish my name.").only_listing);
}

namespace {

// Of a mail with a plain form, where one is given, and an HTML form.
Meaning read_page(const std::string& plain, const std::string& html) {
  const auto message = mail::parse(
      "From: Ana Example <ana@example.org>\nSubject: Re: Call\nIn-Reply-To: <1@example.net>\n"
      "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n" +
      (plain.empty() ? "" : "--b\nContent-Type: text/plain\n\n" + plain + "\n") +
      "--b\nContent-Type: text/html\n\n" + html + "\n--b--\n");
  REQUIRE(message.has_value());
  Context context = context_of_project();
  return reply::read(*message, context);
}

}  // namespace

TEST_CASE("Words that nobody sees neither sign nor name") {
  const std::string hidden = "<style>.x{display:none}</style>";
  CHECK(read_page("", hidden + "<p>Who wrote this?</p><p class=x>I sign.</p>").kind ==
        Kind::question);
  CHECK(read_page("Who wrote this?\n\nI sign.",
                  hidden + "<p>Who wrote this?</p><p class=x>I sign.</p>")
            .kind == Kind::question);
  CHECK(who(read_page("", "<p>I sign.</p><p style='color:#fff'>Bea Sample, Director</p>")) ==
        "sign | individual | Ana Example | - | -");
  const Meaning white = read_page("", "<p style='color:white'>I sign.</p>");
  CHECK(white.kind == Kind::empty);
  CHECK(white.certainty == Certainty::review);
}

TEST_CASE("What stands behind more than is read waits for a person") {
  const std::string signs = "I sign the statement.\nAna Example\n";
  const std::string long_line = std::string(100'000, 'x') + "\n";
  const std::string quote = repeated("> a line of theirs\n", 60'000) + "\n";
  for (const std::string& above :
       {long_line, quote, std::string(60'000, '\n'), repeated("> old\n", 60'000) + "\n"}) {
    INFO(above.substr(0, 20) << "… " << above.size());
    CHECK(read_text(above + signs).certainty == Certainty::review);
  }
  for (const std::string& above : {long_line, quote, std::string(1'100'000, '\n')}) {
    INFO(above.substr(0, 20) << "… " << above.size());
    CHECK(read_page("", "<pre>" + above + signs + "</pre>").certainty == Certainty::review);
  }
  CHECK(read_text(signs + repeated("> old\n", 40'000)).certainty == Certainty::clear);
}

TEST_CASE("Words of which nobody can tell whether they are seen wait for a person") {
  const std::string asks = "<p>Who wrote this?</p>", signs = "<p>I sign.</p>";
  for (const std::string& html : {
           asks + "<div style='clip-path:inset(100%)'>I sign.</div>",
           asks + "<dialog>I sign.</dialog>",
           signs + "<div style='position:absolute;left:-9999px'>Not really. I refuse.</div>",
           signs + "<style>.x{display:none}@media (min-width:1px){.x{display:block}}</style>"
                   "<p class=x>Not really. I refuse.</p>",
           std::string("<object data=x>I sign.</object>"),
           std::string("<select><option>I sign.</select>"),
       }) {
    INFO(html);
    CHECK(read_page("", html).certainty == Certainty::review);
  }
  // What they quote does not matter, nor what a plain form says as well.
  for (const Meaning& found :
       {read_page("", signs + "<blockquote><p style='opacity:0.1'>Who?</p></blockquote>"),
        read_page("I sign.", "<p style='position:absolute'>I sign.</p>")}) {
    CHECK(found.kind == Kind::sign);
    CHECK(found.certainty == Certainty::clear);
  }
}
