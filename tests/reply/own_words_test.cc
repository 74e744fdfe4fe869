#include "reply/own_words.h"

#include <catch2/catch.hpp>

#include "mail/html_text.h"
#include "phrases_of_project.h"

using namespace undersigned::reply;

namespace {

OwnWords own(const std::string& text, const Sent& sent = {}) {
  Answered answered;
  answered.subject = "Call for sign-ons";
  answered.addresses = {"signon@example.net"};
  answered.names = {"Sign-on committee"};
  answered.sender = "ana@example.org";
  answered.sender_name = "Ana Example";
  return own_words(text, answered, sent, phrases_of_project().lexicon());
}

}  // namespace

TEST_CASE("The newest words of the sender are what stands in no quote") {
  const std::pair<std::string, std::string> cases[] = {
      {"I sign.\nAna", "I sign.\nAna"},
      {"", ""},
      // Answers above, below, between.
      {"I sign.\n\n> I sign\n", "I sign."},
      {"> To sign, reply.\n\nI sign.\n", "I sign."},
      {"On Dec 9, 2015, Ana wrote:\n> Will you sign?\nYes, we sign.\n> By when?\nToday.\n",
       "Yes, we sign.\nToday."},
      {"I sign.\n\nOn Dec 9, 2015, Ana wrote:\n> a\n> b\n\nAna Example\nOakland\n",
       "I sign.\n\nAna Example\nOakland"},
      // Quotes of quotes, marks of all kinds.
      {"I sign.\n>>> one\n>> two\n> three\n", "I sign."},
      {"I sign.\n> > one\n>two\n > three\n", "I sign."},
      {"I sign.\n| one\n| two\n", "I sign."},
      {"I sign.\nAE> one\nAE> two\n", "I sign."},
      {"I sign | Ana", "I sign | Ana"},
      // A quoted line that was wrapped without its mark.
      {"I sign.\n> This is a line of the call that is much too long to stand on one\nline of it\n"
       "> and goes on\n",
       "I sign."},
      // Forwarded mail, with words above it and without any.
      {"Please add us.\n\n---------- Forwarded message ---------\nFrom: A <a@example.net>\n"
       "Date: Wed, Dec 9, 2015\nSubject: Call\n\nI sign\n",
       "Please add us."},
      {"---------- Forwarded message ---------\nFrom: A <a@example.net>\nDate: Wed, Dec 9, 2015\n"
       "Subject: Call\n\nI sign\n",
       ""},
      {"FYI\n\nBegin forwarded message:\n\n> From: A <a@example.net>\n> Subject: Call\n>\n> I "
       "sign\n",
       "FYI"},
      // A letterhead, and a mail of one's own that is sent once more.
      {"To: the committee\nSubject: the statement\nDate: December 9, 2015\n\nI sign.\n", "I sign."},
      {"---------- Forwarded message ---------\nFrom: Ana Example <ana@example.org>\nDate: Wed, "
       "Dec 9, 2015\nSubject: Call\nTo: <wrong@example.net>\n\nI sign.\n\nOn Dec 5, 2015, "
       "Sign-on committee <signon@example.net> wrote:\n> Please sign\n",
       "I sign."},
      {"As I wrote.\n\nFrom: Ana Example <ana@example.org>\nSent: Wednesday\nSubject: Call\n\n"
       "I sign.\n",
       "As I wrote."},
      // A chain: only the newest.
      {"We sign.\n\nFrom: Ana Example <ana@example.org>\nSent: Monday, December 7, 2015\n"
       "To: Board\nSubject: FW: Call\n\nShall we sign?\n\nOn Dec 5, 2015, at 9:00, Sign-on "
       "committee <signon@example.net> wrote:\n\n> I sign\n",
       "We sign."},
      // The attribution glued to the last line.
      {"I sign On Wed, Dec 9, 2015 at 10:31 AM Sign-on committee <signon@example.net> wrote:\n"
       "> I sign\n",
       "I sign"},
      // OpenPGP: what is signed stays.
      {"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nI sign.\n- - a dash\n"
       "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n",
       "I sign.\n- a dash"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(own(text).shown == wanted);
  }
}

TEST_CASE("What a program adds is not the sender's") {
  const char* footers[] = {
      "Sent from my iPhone",
      "Sent from my iPad",
      "Sent from my mobile device, please excuse typos",
      "Sent from Yahoo Mail on Android",
      "Sent from Mail for Windows 10",
      "Sent from my Galaxy",
      "Sent from Proton Mail mobile",
      "Sent with Proton Mail secure email.",
      "Sent via the Samsung Galaxy S7, an AT&T 4G LTE smartphone",
      "Get Outlook for iOS<https://aka.ms/o0ukef>",
      "Get Outlook for Android",
      "Enviado desde mi iPhone",
      "Enviado desde mi Galaxy",
      "Enviado desde Correo para Windows",
      "Obtener Outlook para iOS",
      "Envoyé de mon iPhone",
      "Envoyé depuis mon téléphone Orange",
      "Télécharger Outlook pour iOS",
      "Von meinem iPhone gesendet",
      "Von meinem Samsung Galaxy Smartphone gesendet.",
      "Gesendet mit der GMX Mail App",
      "Holen Sie sich Outlook für Android",
      "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
      "Inviato da iPhone",
      "Ottieni Outlook per iOS",
      "Enviado do meu iPhone",
      "Obter o Outlook para iOS",
      "Verstuurd vanaf mijn iPhone",
      "Verzonden vanaf mijn Galaxy",
      "Skickat från min iPhone",
      "Sendt fra min iPhone",
      "Lähetetty iPhonesta",
      "Wysłane z iPhone'a",
      "Odesláno z iPhonu",
      "Odoslané z iPhonu",
      "Elküldve az iPhone-omról",
      "Trimis de pe iPhone-ul meu",
      "Изпратено от моя iPhone",
      "Отправлено с iPhone",
      "Отправлено из мобильной Почты Mail.ru",
      "Надіслано з iPhone",
      "Στάλθηκε από το iPhone μου",
      "iPhone'umdan gönderildi",
      "أُرسلت من الـ iPhone",
      "נשלח מה-iPhone שלי",
      "ارسال شده از iPhone من",
      "iPhoneから送信",
      "나의 iPhone에서 보냄",
      "发自我的 iPhone",
      "從我的iPhone傳送",
      "ส่งจาก iPhone ของฉัน",
      "Đã gửi từ iPhone của tôi",
      "Dikirim dari iPhone saya",
      "Enviat des del meu iPhone",
      "Poslano z mojega iPhonea",
      "Poslano s mog iPhonea",
      "Saadetud minu iPhone'ist",
      "Nosūtīts no mana iPhone",
      "Išsiųsta iš mano iPhone",
      "Virus-free. www.avast.com",
      "Libre de virus. www.avast.com",
      "Diese E-Mail wurde von Avast-Antivirussoftware auf Viren geprüft.",
      "Ipinadala mula sa aking iPhone",
  };
  for (const std::string footer : footers) {
    INFO(footer);
    CHECK(own("I sign.\nAna Example\n\n" + footer + "\n").shown == "I sign.\nAna Example");
    CHECK(own("I sign.\nAna Example\n\n" + footer +
              "\n\nOn Dec 9, 2015, at 10:31 AM, Sign-on committee <signon@example.net> wrote:\n\n"
              "> I sign\n")
              .shown == "I sign.\nAna Example");
    CHECK(own("> To sign, reply.\n\nI sign.\nAna Example\n\n" + footer).shown ==
          "I sign.\nAna Example");
    CHECK(own(footer + "\n").shown == "");
  }
}

TEST_CASE("What only begins like a footer or a notice is the sender's") {
  const char* texts[] = {
      "Hi all,\nApologies for the late reply.\nI sign.\nAna",
      "Please excuse my late answer: I sign.\nAna",
      "Sorry for the delay!\nWe sign.",
      "Written on behalf of the Example Alliance: we sign.",
      "Download our list of members from our page.\nWe sign.",
      "Pursuant to the vote of our board, we sign the statement.\nAna Example",
      "This letter we sign with joy.\nAna",
      "Von meinem Mann und mir: wir unterschreiben.\nAna",
      "Это письмо я подписываю.\nАнна",
      "使用我的名字。\n我签署声明。",
      "从我的角度我支持。\n我签署声明。",
  };
  for (const std::string text : texts) {
    INFO(text);
    CHECK(own(text).shown == text);
  }
  CHECK(own("Hello\nSent from my iPhone\nI sign.\nAna").shown == "Hello\nI sign.\nAna");
  const std::string quote(500, 'x');
  CHECK(own("I sign.\nSent from my iPhone\n" + quote).shown == "I sign.");
}

TEST_CASE("A legal notice is not the sender's") {
  const char* notices[] = {
      "CONFIDENTIALITY NOTICE: This e-mail and any attachments are for the intended recipient.",
      "This email is confidential and may be privileged. If you are not the intended recipient, "
      "please delete it.",
      "This message is intended only for the use of the addressee and may contain information "
      "that is privileged.",
      "The information contained in this transmission may be privileged and confidential.",
      "Please consider the environment before printing this e-mail.",
      "AVISO LEGAL: Este mensaje y sus archivos adjuntos son confidenciales.",
      "Este mensaje es confidencial y va dirigido únicamente a su destinatario.",
      "Ce message et toutes les pièces jointes sont confidentiels.",
      "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.",
      "Questo messaggio è destinato esclusivamente al destinatario.",
      "Esta mensagem é confidencial e destina-se apenas ao destinatário.",
  };
  for (const std::string notice : notices) {
    INFO(notice);
    CHECK(own("I sign.\nAna Example\n\n" + notice + "\n").shown == "I sign.\nAna Example");
    CHECK(own("I sign.\nAna Example\n\n" + notice + "\n\nAnother paragraph of it.\n").shown ==
          "I sign.\nAna Example");
    CHECK(own("Hello!\n\n" + notice + "\n\nI sign the statement.\nAna Example").shown ==
          "Hello!\n\nI sign the statement.\nAna Example");
    CHECK(own(notice + "\n\nHello!\nAna Example").shown == "Hello!\nAna Example");
  }
}

TEST_CASE("A sign-off is evidence for who signs, not for what is said") {
  struct Case {
    std::string text, words, sign_off, shown;
  };
  const Case cases[] = {
      {"I sign.\n\n-- \nAna Example\nDirector, Example Alliance\n", "I sign.",
       "Ana Example\nDirector, Example Alliance", "I sign."},
      {"I sign.\n--\nAna Example\n", "I sign.", "Ana Example", "I sign."},
      {"I sign.\n\nThanks,\nAna\n", "I sign.", "Thanks,\nAna", "I sign.\n\nThanks,\nAna"},
      {"I sign.\n\nThanks,\nAna\n\n-- \nAna Example\nDirector\n(510) 555-0100\n", "I sign.",
       "Thanks,\nAna\n\nAna Example\nDirector\n(510) 555-0100", "I sign.\n\nThanks,\nAna"},
      {"I sign.\n\nBest regards,\nAna Example\nDirector\nExample Alliance\nOakland, CA\n",
       "I sign.", "Best regards,\nAna Example\nDirector\nExample Alliance\nOakland, CA", "I sign."},
      {"I sign.\n-Ana\n", "I sign.", "-Ana", "I sign."},
      {"Thanks,\nAna\n", "Thanks,\nAna", "", "Thanks,\nAna"},
  };
  for (const auto& each : cases) {
    INFO(each.text);
    const OwnWords found = own(each.text);
    CHECK(found.text == each.words);
    CHECK(found.sign_off == each.sign_off);
    CHECK(found.shown == each.shown);
  }
}

TEST_CASE("A form that is filled in inside the quoted call is found, and only what was filled in") {
  const std::string call =
      "To sign, fill in:\nName:\nCity, State/Country:\nContact: press@example.net\n";
  const OwnWords found =
      own("On Dec 9, 2015, Sign-on committee <signon@example.net> wrote:\n> To sign, fill in:\n"
          "> Name: Ana Example\n> City, State/Country: Oakland, CA\n> Contact: press@example.net\n",
          Sent{call});
  CHECK(found.text == "");
  CHECK(found.filled == "Name: Ana Example\nCity, State/Country: Oakland, CA\n");
  // The answer stands below its label, without a mark.
  CHECK(own("> Name:\nAna Example\n> City, State/Country:\nOakland\n", Sent{call}).text ==
        "Name: Ana Example\nCity, State/Country: Oakland");
}

TEST_CASE("A form copied from the call and filled in is the sender's") {
  const std::string call =
      "Yes, I want to add my name to this statement for the human rights of all migrants.\n"
      "Name as it should appear:\nOrganization name as it should appear:\n"
      "Affiliation (optional, for identification only):\nCity, State/Country:\n";
  const std::string filled =
      "Name as it should appear: Ana Example\nOrganization name as it should appear: none\n"
      "Affiliation (optional, for identification only): Example College\n"
      "City, State/Country: Oakland";
  CHECK(own(filled, Sent{call}).text == filled);
}

TEST_CASE("In HTML alone, the quote is cut in the way of each program") {
  const std::string call = "<p>To sign, reply: I sign.</p>";
  const std::pair<const char*, std::string> cases[] = {
      {"Gmail",
       "<div dir=ltr>I sign.<br>Ana</div><br><div class=\"gmail_quote gmail_quote_container\"><div "
       "dir=ltr class=gmail_attr>On Wed, Dec 9, 2015 A wrote:<br></div><blockquote "
       "class=gmail_quote>" +
           call + "</blockquote></div>"},
      {"Gmail, answer below",
       "<div class=gmail_quote><div class=gmail_attr>On Wed, Dec 9, 2015 A wrote:<br></div>"
       "<blockquote class=gmail_quote>" +
           call + "</blockquote><div><br></div><div>I sign.<br>Ana</div></div>"},
      {"Gmail, forwarded",
       "<div dir=ltr>I sign.<br>Ana</div><br><div class=gmail_quote><div>---------- Forwarded "
       "message ---------<br>From: A</div>" +
           call + "</div>"},
      {"Apple Mail",
       "<div>I sign.</div><div>Ana</div><br><div><blockquote type=cite><div>On Dec 9, "
       "2015, at 10:31, A wrote:</div>" +
           call + "</blockquote></div>"},
      {"Outlook",
       "<div class=WordSection1><p class=MsoNormal>I sign.</p><p "
       "class=MsoNormal>Ana</p><div><div style='border:none;border-top:solid #E1E1E1 "
       "1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From:</b> A "
       "&lt;signon@example.net&gt;<br><b>Sent:</b> Wednesday, December 9, 2015<br>"
       "<b>To:</b> Ana<br><b>Subject:</b> Call</p></div></div>" +
           call + "</div>"},
      {"Outlook on the web",
       "<div class=\"elementToProof\">I sign.<br>Ana</div><div id=\"appendonsend\"></div><hr "
       "style=\"display:inline-block;width:98%\"><div id=\"divRplyFwdMsg\" dir=ltr><b>From:</b> "
       "A<br><b>Sent:</b> Wednesday<br></div><div>" +
           call + "</div>"},
      {"Outlook, classes renamed",
       "<div>I sign.<br>Ana</div><div id=\"x_appendonsend\"></div><hr><div id=\"x_divRplyFwdMsg\" "
       "dir=ltr><b>From:</b> A<br><b>Sent:</b> Wednesday<br></div><div>" +
           call + "</div>"},
      {"Outlook for telephones",
       "<div>I sign.<br>Ana</div><div id=\"ms-outlook-mobile-signature\">Get <a "
       "href=\"https://aka.ms/o0ukef\">Outlook for iOS</a></div><div "
       "id=\"mail-editor-reference-message-container\"><div><b>From:</b> A<br><b>Date:</b> "
       "Wednesday"
       "</div>" +
           call + "</div>"},
      {"Yahoo",
       "<div>I sign.<br>Ana</div><div id=\"ydp52yahoo_quoted_12\" "
       "class=\"ydp52yahoo_quoted\"><div>On Wednesday, December 9, 2015 A wrote:</div>" +
           call + "</div>"},
      {"Thunderbird",
       "<p>I sign.<br>Ana</p><div class=\"moz-cite-prefix\">On 12/9/15 10:31, A "
       "wrote:<br></div><blockquote type=cite cite=\"mid:1@x\">" +
           call + "</blockquote>"},
      {"Proton",
       "<div>I sign.<br>Ana</div><div class=\"protonmail_quote\">On Wednesday, December "
       "9th, 2015, A wrote:<br><blockquote class=\"protonmail_quote\" type=cite>" +
           call + "</blockquote></div>"},
      {"Zimbra",
       "<div>I sign.<br>Ana</div><hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div "
       "data-marker=\"__HEADERS__\"><b>From: </b>A<br><b>Sent: </b>Wednesday</div><div "
       "data-marker=\"__QUOTED_TEXT__\">" +
           call + "</div>"},
      {"Samsung",
       "<div>I sign.<br>Ana</div><div>-------- Original message --------</div><div>From: "
       "A &lt;signon@example.net&gt; </div><div>Date: 12/9/15 </div><div>To: Ana </div>" +
           call},
      {"Classes prefixed by a gateway",
       "<div>I sign.<br>Ana</div><div class=\"x_gmail_quote\"><div class=\"x_gmail_attr\">On Wed, "
       "Dec 9, 2015 A wrote:</div><blockquote class=\"x_gmail_quote\">" +
           call + "</blockquote></div>"},
      {"Notes",
       "<font>I sign.</font><br><font>Ana</font><br><br><font>From: &nbsp; &nbsp; A "
       "&lt;signon@example.net&gt;</font><br><font>To: &nbsp; &nbsp; Ana</font><br><font>"
       "Date: &nbsp; &nbsp; 12/09/2015</font><br><font>Subject: &nbsp; Call</font><hr>" +
           call},
  };
  for (const auto& [program, html] : cases) {
    INFO(program << "\n" << undersigned::mail::html_to_text(html));
    CHECK(own(undersigned::mail::html_to_text(html)).shown == "I sign.\nAna");
  }
}

TEST_CASE("However much is quoted, own words stay within bounds") {
  std::string quote;
  for (int i = 0; i < 20000; ++i) quote += "> I sign\n";
  CHECK(own("Hello\n" + quote).shown == "Hello");
  std::string long_text;
  for (int i = 0; i < 20000; ++i) long_text += "a line of its own\n";
  CHECK(own(long_text).text.size() <= (48u << 10));
}
