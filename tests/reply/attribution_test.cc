// What mail programs write above the mail that they quote, in the languages that they speak: all
// below it is cut, whether it is marked or not, and nothing above it.

#include <sstream>

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/own_words.h"

using namespace undersigned::reply;

namespace {

// NAME and ADDR are those of the campaign.
constexpr const char* attributions[] = {
    // Gmail
    "On Wed, Dec 9, 2015 at 10:31 AM NAME <ADDR> wrote:",
    "El mié, 9 dic 2015 a las 10:31, NAME (<ADDR>) escribió:",
    "Le mer. 9 déc. 2015 à 10:31, NAME <ADDR> a écrit :",
    "Am Mi., 9. Dez. 2015 um 10:31 Uhr schrieb NAME <ADDR>:",
    "Il giorno mer 9 dic 2015 alle ore 10:31 NAME <ADDR> ha scritto:",
    "Em qua., 9 de dez. de 2015 às 10:31, NAME <ADDR> escreveu:",
    "NAME <ADDR> escreveu no dia quarta, 9/12/2015 à(s) 10:31:",
    "Op wo 9 dec. 2015 om 10:31 schreef NAME <ADDR>:",
    "Den ons 9 dec. 2015 kl 10:31 skrev NAME <ADDR>:",
    "Den ons. 9. dec. 2015 kl. 10.31 skrev NAME <ADDR>:",
    "ons. 9. des. 2015 kl. 10:31 skrev NAME <ADDR>:",
    "ke 9. jouluk. 2015 klo 10.31 NAME (ADDR) kirjoitti:",
    "śr., 9 gru 2015 o 10:31 NAME <ADDR> napisał(a):",
    "st 9. 12. 2015 v 10:31 odesílatel NAME <ADDR> napsal:",
    "st 9. 12. 2015 o 10:31 NAME <ADDR> napísal(a):",
    "NAME <ADDR> ezt írta (időpont: 2015. dec. 9., Sze, 10:31):",
    "În mie., 9 dec. 2015 la 10:31, NAME <ADDR> a scris:",
    "На ср, 9.12.2015 г. в 10:31 NAME <ADDR> написа:",
    "ср, 9 дек. 2015 г. в 10:31, NAME <ADDR>:",
    "ср, 9 груд. 2015 р. о 10:31 NAME <ADDR> пише:",
    "Στις Τετ, 9 Δεκ 2015 στις 10:31 π.μ., ο χρήστης NAME <ADDR> έγραψε:",
    "NAME <ADDR>, 9 Ara 2015 Çar, 10:31 tarihinde şunu yazdı:",
    "في الأربعاء، 9 ديسمبر 2015 في 10:31 ص تمت كتابة ما يلي بواسطة NAME <ADDR>:",
    "\u202Bבתאריך יום ד׳, 9 בדצמ׳ 2015 ב-10:31 מאת \u202ANAME\u202C\u200F "
    "<\u202AADDR\u202C\u200F>:\u202C",
    "در تاریخ چهارشنبه ۹ دسامبر ۲۰۱۵،\u200F ۱۰:۳۱ NAME <ADDR> نوشت:",
    "बुध, 9 दिस॰ 2015 को 10:31 am बजे को NAME <ADDR> ने लिखा:",
    "Pada tanggal Rab, 9 Des 2015 pukul 10.31 NAME <ADDR> menulis:",
    "Vào Th 4, 9 thg 12, 2015 vào lúc 10:31 NAME <ADDR> đã viết:",
    "ในวันที่ พ. 9 ธ.ค. 2015 เวลา 10:31 NAME <ADDR> เขียนว่า:",
    "2015年12月9日(水) 10:31 NAME <ADDR>:",
    "2015년 12월 9일 (수) 오전 10:31, NAME <ADDR>님이 작성:",
    "NAME <ADDR> 于2015年12月9日周三 10:31写道：",
    "NAME <ADDR> 於 2015年12月9日 週三 上午10:31寫道：",
    "Missatge de NAME <ADDR> del dia dc., 9 de des. 2015 a les 10:31:",
    "sri, 9. pro 2015. u 10:31 NAME <ADDR> napisao je:",
    "V V sre., 9. dec. 2015 ob 10:31 je oseba NAME <ADDR> napisala:",
    "NAME <ADDR>, 2015-12-09, tr 10:31, rašė:",
    "trešd., 2015. g. 9. dec., plkst. 10:31 — lietotājs NAME (<ADDR>) rakstīja:",
    "Kontakt NAME (<ADDR>) kirjutas kuupäeval K, 9. detsember 2015 kell 10:31:",
    "Noong Miy, Dis 9, 2015 nang 10:31 AM, sinulat ni NAME <ADDR>:",
    "Mnamo Jtn, 9 Des 2015 saa 10:31 NAME <ADDR> aliandika:",
    // Apple Mail
    "On Dec 9, 2015, at 10:31 AM, NAME <ADDR> wrote:",
    "On 9 Dec 2015, at 10:31, NAME <ADDR> wrote:",
    "Am 09.12.2015 um 10:31 schrieb NAME <ADDR>:",
    "Le 9 déc. 2015 à 10:31, NAME <ADDR> a écrit :",
    "El 9 dic 2015, a las 10:31, NAME <ADDR> escribió:",
    "Il giorno 09 dic 2015, alle ore 10:31, NAME <ADDR> ha scritto:",
    "Em 9 de dez. de 2015, à(s) 10:31, NAME <ADDR> escreveu:",
    "Op 9 dec. 2015, om 10:31 heeft NAME <ADDR> het volgende geschreven:",
    "9 dec. 2015 kl. 10:31 skrev NAME <ADDR>:",
    "NAME <ADDR> kirjoitti 9.12.2015 kello 10.31:",
    "Wiadomość napisana przez NAME <ADDR> w dniu 09.12.2015, o godz. 10:31:",
    "9. 12. 2015 v 10:31, NAME <ADDR>:",
    "9 дек. 2015 г., в 10:31, NAME <ADDR> написал(а):",
    "2015/12/09 10:31、NAME <ADDR>のメール:",
    "2015. 12. 9. 오전 10:31, NAME <ADDR> 작성:",
    "在 2015年12月9日，上午10:31，NAME <ADDR> 写道：",
    "NAME <ADDR> şunları yazdı (9 Ara 2015 10:31):",
    // Thunderbird, mutt, Evolution, Yahoo, Proton, Zimbra, K-9
    "On 12/9/15 10:31 AM, NAME wrote:",
    "Am 09.12.15 um 10:31 schrieb NAME:",
    "Le 09/12/2015 à 10:31, NAME a écrit :",
    "El 9/12/15 a las 10:31, NAME escribió:",
    "Il 09/12/2015 10:31, NAME ha scritto:",
    "Em 09/12/2015 10:31, NAME escreveu:",
    "Op 09-12-15 om 10:31 schreef NAME:",
    "W dniu 09.12.2015 o 10:31, NAME pisze:",
    "Dne 09. 12. 15 v 10:31 NAME napsal(a):",
    "09.12.2015 10:31, NAME пишет:",
    "2015/12/09 10:31, NAME wrote:",
    "On Wed, Dec 09, 2015 at 10:31:02AM -0800, NAME wrote:",
    "On Wed, 2015-12-09 at 10:31 -0800, NAME wrote:",
    "On Wednesday, December 9, 2015, 10:31:02 AM PST, NAME <ADDR> wrote:",
    "El miércoles, 9 de diciembre de 2015, 10:31:02 PST, NAME <ADDR> escribió:",
    "Le mercredi 9 décembre 2015 à 10:31:02 UTC+1, NAME <ADDR> a écrit :",
    "On Wednesday, December 9th, 2015 at 10:31 AM, NAME <ADDR> wrote:",
    "----- On Dec 9, 2015, at 10:31 AM, NAME ADDR wrote:",
    "----- Le 9 Déc 15, à 10:31, NAME ADDR a écrit :",
    "On December 9, 2015 10:31:02 AM PST, NAME <ADDR> wrote:",
    "On 09 Dec 2015 10:31, \"NAME\" <ADDR> wrote:",
    "2015-12-09 10:31 GMT-08:00 NAME <ADDR>:",
    "NAME <ADDR> wrote:",
    "NAME schrieb am 09.12.2015 um 10:31:",
    "Quoting NAME <ADDR>:",
    "Zitat von NAME <ADDR>:",
    "NAME writes:",
};

// What Outlook and the like write: from, sent, to, subject.
constexpr const char* blocks[][4] = {
    {"From", "Sent", "To", "Subject"},
    {"Von", "Gesendet", "An", "Betreff"},
    {"De", "Envoyé", "À", "Objet"},
    {"De", "Enviado el", "Para", "Asunto"},
    {"De", "Enviado", "Para", "Asunto"},
    {"Da", "Inviato", "A", "Oggetto"},
    {"De", "Enviada em", "Para", "Assunto"},
    {"Van", "Verzonden", "Aan", "Onderwerp"},
    {"Från", "Skickat", "Till", "Ämne"},
    {"Fra", "Sendt", "Til", "Emne"},
    {"Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"},
    {"Od", "Wysłano", "Do", "Temat"},
    {"Od", "Odesláno", "Komu", "Předmět"},
    {"Od", "Odoslané", "Komu", "Predmet"},
    {"Feladó", "Elküldve", "Címzett", "Tárgy"},
    {"De la", "Trimis", "Către", "Subiect"},
    {"От", "Изпратено", "До", "Относно"},
    {"От", "Отправлено", "Кому", "Тема"},
    {"Від", "Надіслано", "Кому", "Тема"},
    {"Από", "Στάλθηκε", "Προς", "Θέμα"},
    {"Kimden", "Gönderildi", "Kime", "Konu"},
    {"Gönderen", "Gönderme Tarihi", "Alıcı", "Konu"},
    {"من", "تاريخ الإرسال", "إلى", "الموضوع"},
    {"מאת", "נשלח", "אל", "נושא"},
    {"از", "ارسال شده", "به", "موضوع"},
    {"差出人", "送信日時", "宛先", "件名"},
    {"보낸 사람", "보낸 날짜", "받는 사람", "제목"},
    {"发件人", "发送时间", "收件人", "主题"},
    {"寄件者", "寄件日期", "收件者", "主旨"},
    {"จาก", "ส่งแล้ว", "ถึง", "เรื่อง"},
    {"Từ", "Đã gửi", "Tới", "Chủ đề"},
    {"Dari", "Dikirim", "Kepada", "Perihal"},
    {"Od", "Poslano", "Za", "Predmet"},
    {"Od", "Poslano", "Za", "Zadeva"},
    {"Saatja", "Saadetud", "Adressaat", "Teema"},
    {"No", "Nosūtīts", "Kam", "Tēma"},
    {"Nuo", "Išsiųsta", "Kam", "Tema"},
    {"De", "Enviat", "Per a", "Assumpte"},
};

constexpr const char* separators[] = {
    "-----Original Message-----",
    "-----Mensaje original-----",
    "-----Message d'origine-----",
    "-----Ursprüngliche Nachricht-----",
    "-----Messaggio originale-----",
    "-----Mensagem original-----",
    "-----Oorspronkelijk bericht-----",
    "-----Ursprungligt meddelande-----",
    "-----Oprindelig meddelelse-----",
    "-----Opprinnelig melding-----",
    "-----Alkuperäinen viesti-----",
    "-----Oryginalna wiadomość-----",
    "-----Original-Nachricht-----",
    "-----Исходное сообщение-----",
    "-----Eredeti üzenet-----",
    "-----元のメッセージ-----",
    "-----원본 메시지-----",
    "-----邮件原件-----",
    "-------- Original message --------",
    "-------- Mensaje original --------",
    "-------- Message d'origine --------",
    "-------- Ursprüngliche Nachricht --------",
    "-------- Messaggio originale --------",
    "-------- Mensagem original --------",
    "---------- Forwarded message ---------",
    "---------- Mensaje reenviado ---------",
    "---------- Message transféré ---------",
    "---------- Weitergeleitete Nachricht ---------",
    "---------- Messaggio inoltrato ---------",
    "---------- Mensagem encaminhada ---------",
    "---------- Doorgestuurd bericht ---------",
    "---------- Пересылаемое сообщение ---------",
    "Begin forwarded message:",
    "Inicio del mensaje reenviado:",
    "Début du message transféré :",
    "Anfang der weitergeleiteten Nachricht:",
    "Inizio messaggio inoltrato:",
    "Início da mensagem encaminhada:",
};

// Programs with ways of their own, the call unmarked below.
constexpr const char* peculiar[] = {
    ">>> \"NAME\" <ADDR> 12/9/2015 10:31 AM >>>\n",
    ">>> On 12/9/2015 at 10:31 AM, in message <5@x>, NAME <ADDR> wrote:\n",
    ">>> NAME 12/9/2015 10:31 AM >>>\n",
    "-----\"NAME\" <ADDR> wrote: -----\n\nTo: ana@example.org\nFrom: \"NAME\" <ADDR>\nDate: "
    "12/09/2015 10:31AM\nSubject: Call for sign-ons\n",
    "NAME ---12/09/2015 10:31:02 AM---Dear friend, please join us\n\nFrom:\tNAME <ADDR>\nTo:\t"
    "ana@example.org\nDate:\t12/09/2015 10:31 AM\nSubject:\tCall for sign-ons\n",
    "In a message dated 12/9/2015 10:31:02 A.M. Pacific Standard Time, ADDR writes:\n",
    "In a message dated 12/09/15 10:31:02 Pacific Standard Time, \nADDR writes:\n",
    "--- On Wed, 12/9/15, NAME <ADDR> wrote:\n\nFrom: NAME <ADDR>\nSubject: Call for "
    "sign-ons\nTo: ana@example.org\nDate: Wednesday, December 9, 2015, 10:31 AM\n",
    "Date: Wed, 9 Dec 2015 10:31:02 -0800\nFrom: ADDR\nTo: ana@example.org\nSubject: Call for "
    "sign-ons\n",
    "From: ADDR\nDate: Wed, 9 Dec 2015 10:31:02 -0800\nSubject: Call for sign-ons\nTo: "
    "ana@example.org\n",
    "Subject: Call for sign-ons\nTo: ana@example.org\nFrom: ADDR\nDate: Wed, 9 Dec 2015\n",
    "At 10:31 AM 12/9/2015, you wrote:\n",
    "At 10:31 AM -0800 12/9/15, NAME wrote:\n",
    "At 2015-12-09 10:31:02, \"NAME\" <ADDR> wrote:\n",
    "Среда,  9 декабря 2015, 10:31 -08:00 от NAME <ADDR>:\n",
    "09.12.2015, 10:31, \"NAME\" <ADDR>:\n",
    "------------------ 原始邮件 ------------------\n发件人: \"NAME\"<ADDR>;\n发送时间: "
    "2015年12月9日(星期三) 晚上10:31\n收件人: \"ana\"<ana@example.org>;\n主题: Call\n",
    "------------------&nbsp;原始邮件&nbsp;------------------\n发件人: \"NAME\"<ADDR>;\n",
    "在 2015-12-09 10:31:02，\"NAME\" <ADDR> 写道：\n",
    "--------- 원본 메일 ---------\n보낸사람: NAME<ADDR>\n받는사람 : ana@example.org\n날짜: "
    "2015년 12월 9일\n제목: Call\n",
    "Message du 09/12/15 10:31\nDe : \"NAME\" <ADDR>\nA : ana@example.org\nCopie à : \nObjet : "
    "Call\n",
    "----Messaggio originale----\nDa: ADDR\nData: 9-dic-2015 10.31\nA: <ana@example.org>\nOgg: "
    "Call\n",
    "De: NAME <ADDR>\nEnviada: Quarta-feira, 9 de Dezembro de 2015\nPara: "
    "ana@example.org\nAssunto: Call\n",
    "-----Original-Nachricht-----\nBetreff: Call\nDatum: 2015-12-09T10:31:02+0100\nVon: "
    "\"NAME\" <ADDR>\nAn: \"ana@example.org\" <ana@example.org>\n",
    "Dnia środa, 9 grudnia 2015 NAME <ADDR> napisał(a):\n",
    "---------- Původní e-mail ----------\nOd: NAME <ADDR>\nKomu: ana@example.org\nDatum: 9. 12. "
    "2015 10:31:02\nPředmět: Call\n",
    "Am 9. Dezember 2015 10:31:02 MEZ schrieb NAME <ADDR>:\n",
    "On Wed, Dec 9, 2015 at 10:31 AM, NAME<ADDR> wrote:   Dear friend, please sign.\n",
    "El mié., dic. 9, 2015 a 10:31, NAME<ADDR> escribió:   Querida amiga, firme.\n",
    "On 9 Dec 2015, at 10:31,\n\"NAME\" <ADDR>\nwrote:\n",
    "On Wed, Dec 9, 2015 at 10:31 AM NAME\n<\nADDR> wrote:\n",
    "From: NAME on behalf of Committee <ADDR>\nSent: 09 December 2015 10:31\nTo: ana\nCc: b\n"
    "Subject: Call\nImportance: High\n",
    "From: \nNAME\nSent: \n09 December 2015 10:31\nTo: \nana\nSubject: \nCall\n",
    "From:NAME <ADDR>\nSent:Wednesday, December 9, 2015 10:31 AM\nTo:ana\nSubject:Call\n",
    "**From:** NAME <ADDR>\n**Sent:** Wednesday, December 9, 2015 10:31 AM\n**To:** ana\n"
    "**Subject:** Call\n",
    "_____________________________\nFrom: NAME <ADDR>\nSent: Wednesday, December 9, 2015 10:31 "
    "AM\nSubject: Call\nTo: <ana@example.org>\n",
    "NAME <ADDR> wrote on 12/09/2015 10:31:02 AM:\n",
    "NAME wrote on Wed Dec 9 10:31:02 2015:\n",
    "* NAME <ADDR> [2015-12-09 10:31:02 -0800]:\n",
    "NAME, on Wed 09 Dec 2015 10:31 wrote:\n",
    "Citando NAME <ADDR>:\n",
    "NAME <ADDR> a écrit :\n",
    "NAME via example.net <ADDR> wrote (Wed, Dec 9):\n",
};

constexpr const char* own = "Firmo. I sign, ich unterschreibe.\nAna Example\nOakland";

constexpr const char* call =
    "Dear friend,\n\nPlease join us. To sign as an individual, reply with: I sign, your name.\n\n"
    "I sign the statement.\nName: \nCity: \n\nThe committee";

std::string with(std::string text, const std::string& name, const std::string& value) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
  return text;
}

std::string filled(const char* attribution) {
  return with(with(attribution, "NAME", "Migrants Day sign-on"), "ADDR", "signon@example.net");
}

std::string marked(const std::string& text, const std::string& mark) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += mark + line + "\n";
  return out;
}

// Wrapped as a program that counts to `width` does.
std::string wrapped(const std::string& text, std::size_t width) {
  std::string out, line;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      out += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return out + line;
}

std::string own_text(const std::string& text) {
  Answered answered;
  answered.subject = "Call for sign-ons";
  answered.addresses = {"signon@example.net"};
  answered.names = {"Migrants Day sign-on", "Campaign"};
  return own_words(text, answered, {}, phrases_of_project().lexicon()).shown;
}

}  // namespace

TEST_CASE("An attribution line begins the quote, in every language and however it is laid out") {
  const std::string quote = call;
  for (const char* each : attributions) {
    const std::string line = filled(each);
    INFO(line);
    CHECK(own_text(std::string(own) + "\n\n" + line + "\n\n" + marked(quote, "> ")) == own);
    CHECK(own_text(std::string(own) + "\n\n" + line + "\n" + marked(quote, ">")) == own);
    CHECK(own_text(std::string(own) + "\n\n" + line + "\n\n" + quote) == own);
    CHECK(own_text(std::string(own) + "\n" + line + "\n" + quote) == own);
    CHECK(own_text(std::string(own) + "\n\n" + wrapped(line, 40) + "\n\n" + quote) == own);
    CHECK(own_text(std::string(own) + "\n\n" + wrapped(line, 60) + "\n\n" + marked(quote, "> ")) ==
          own);
    CHECK(own_text(std::string(own) + "\n\n" + marked(line + "\n\n" + quote, "> ")) == own);
    CHECK(own_text(line + "\n\n" + marked(quote, "> ") + "\n" + own) == own);
    CHECK(own_text(std::string(own) + "\n\n  " + line + "\n\n" + marked(quote, "| ")) == own);
  }
}

TEST_CASE("The header of the answered mail begins the quote, in every language") {
  for (const auto& [from, sent, to, subject] : blocks) {
    const auto block = [&, from = from, sent = sent, to = to, subject = subject](
                           const std::string& emphasis, const std::string& colon) {
      const auto label = [&](const char* name) { return emphasis + name + colon + emphasis + " "; };
      return label(from) + "Migrants Day sign-on <signon@example.net>\n" + label(sent) +
             "9. 12. 2015 10:31\n" + label(to) + "ana@example.org\n" + label(subject) +
             "Call for sign-ons\n\n";
    };
    INFO(from << " / " << sent);
    CHECK(own_text(std::string(own) + "\n\n" + block("", ":") + call) == own);
    CHECK(own_text(std::string(own) + "\n" + block("", ":") + call) == own);
    CHECK(own_text(std::string(own) + "\n\n" + block("*", ":") + call) == own);
    CHECK(own_text(std::string(own) + "\n\n" + block("", " :") + call) == own);
    CHECK(own_text(std::string(own) + "\n\n" + block("", "：") + call) == own);
    CHECK(own_text(std::string(own) + "\n\n________________________________\n" + block("", ":") +
                   call) == own);
    CHECK(own_text(std::string(own) + "\n\n" + marked(block("", ":") + call, "> ")) == own);
  }
}

TEST_CASE("A separator begins the quote, in every language") {
  for (const std::string line : separators) {
    INFO(line);
    CHECK(own_text(std::string(own) + "\n\n" + line + "\n\n" + call) == own);
    CHECK(own_text(std::string(own) + "\n" + line + "\nFrom: a@example.net\n\n" + call) == own);
  }
}

TEST_CASE("Programs with ways of their own to say that a mail follows are known, too") {
  for (const char* each : peculiar) {
    const std::string intro = filled(each);
    INFO(intro);
    CHECK(own_text(std::string(own) + "\n\n" + intro + "\n" + call) == own);
    CHECK(own_text(std::string(own) + "\n\n\n" + intro + "\n\n" + call) == own);
  }
}

TEST_CASE("What only looks like an attribution is the sender's") {
  const char* texts[] = {
      "On your own host you can run:\n\ntelnet 127.0.0.1 25\n\nThis should connect.",
      "My grandmother wrote: never give up.\nI sign.",
      "Here is what we decided on December 9, 2015:\nWe sign.",
      "On December 9 our board met.\nWe sign the statement.",
      "I sign. You can reach me here: ana@example.org\nI am glad of it.",
      "From the bottom of my heart: I sign.",
      "Subject to approval by our board: we sign.",
      "To whom it may concern:\n\nWe sign.",
      "To: the committee\n\nI sign.",
      "Date of birth: 12/9/1980\nI sign.",
      "Dear Campaign,\nIn your campaign of December 2015:\nwe sign.",
      "The campaign wrote to us, and we answer: we sign.",
      "And here is a thought -- this is no sign-off.\nI sign.",
      "On 12/9/2015 at 10:30 we voted, and the result is:\nwe sign.",
      "Names:\n* Ana Example\n* Bea Example",
      "My mail was ana@example.org until 2014, now it is:\nanna@example.org\nI sign.",
  };
  for (const std::string text : texts) {
    INFO(text);
    CHECK(own_text(text) == text);
    CHECK(own_text(text + "\n\n" + filled(attributions[0]) + "\n\n" + marked(call, "> ")) == text);
  }
}
