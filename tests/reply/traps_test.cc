// Mails that hold words of signing and sign nothing, or nothing yet. Each stands for a class, and
// none may be acted upon before a person has looked.

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/read.h"

using namespace undersigned;
using namespace undersigned::reply;

namespace {

bool acted_upon(const std::string& text, const std::string& subject) {
  const auto message = mail::parse(
      "From: Ana Example <ana@example.org>\nTo: signon@example.net\nSubject: " + subject +
      "\nIn-Reply-To: <1@example.net>\nContent-Type: text/plain; charset=utf-8\n\n" + text +
      "\n\nAna Example\nReno, NV\n");
  REQUIRE(message.has_value());
  Context context;
  context.phrases = &phrases_of_project();
  const Meaning found = reply::read(*message, context);
  return (found.kind == Kind::sign || found.kind == Kind::amend) &&
         found.certainty == Certainty::clear;
}

void none_is_acted_upon(std::initializer_list<const char*> texts) {
  for (const char* text : texts) {
    INFO(text);
    CHECK_FALSE(acted_upon(text, "Re: Call for sign-ons"));
  }
}

}  // namespace

TEST_CASE("A question signs nothing, whatever words it asks with") {
  none_is_acted_upon({
      "Did you add my name?",
      "Have you added my name already?",
      "Can you confirm that you added my name?",
      "Is \"we sign\" enough, or do you need a form?",
      "Do you want me to sign?",
      "May we sign as a parish?",
      "Why should we add our name?",
      "¿Firmo con mi nombre o con el de la casa?",
      "Antes de decidir si firmamos quisiera leer el texto.",
      "Est-ce que je signe en mon nom ?",
      "Unterschreibe ich hier für mich oder für den Verein?",
      "Xin chào, có bản dịch tiếng Việt không? Tôi muốn đọc kỹ trước khi quyết định có ký tên hay "
      "không.",
  });
}

TEST_CASE("What depends on something, or comes later, signs nothing yet") {
  none_is_acted_upon({
      "Before I sign, I would like to know who else is on the list.",
      "I'd sign in a heartbeat if it said more. Prove me wrong and add it and then you may have my "
      "name.",
      "Fix the typo and then you may add my name.",
      "Take out the last line and you have my signature.",
      "Show me the final text and I sign.",
      "Please add my name after New Year.",
      "I sign. On reflection, please wait.",
      "We sign as soon as our board has met.",
      "Arreglen el error y firmo.",
      "Korrigieren Sie den Fehler, dann unterschreibe ich.",
      "Je signe dès que le bureau aura voté.",
      "N ap siyen yon fwa konsèy administrasyon an apwouve sa.",
      "Yönetim onaylarsa imzalıyorum.",
      "Tôi ký tên nếu ban chấp hành đồng ý.",
      "Podpisuję, jeśli usuniecie punkt trzeci.",
      "理事会が承認したら署名します。",
  });
}

TEST_CASE("A draft signs nothing, wherever it says that it is one") {
  none_is_acted_upon({
      "DRAFT for Monday's staff meeting - not for sending yet\n\nWe sign the statement.",
      "Draft - we sign the statement.",
      "Borrador: firmamos la declaración.",
      "Brouillon : nous signons.",
      "Entwurf: Wir unterzeichnen den Aufruf.",
  });
  for (const char* subject : {"DRAFT: We sign as an organization", "draft, do not use", "not yet!",
                              "Please ignore: test"}) {
    INFO(subject);
    CHECK_FALSE(acted_upon("I sign the statement.", subject));
  }
  CHECK(acted_upon("I sign the statement.", "Hello from Reno"));
}

TEST_CASE("What is meant mockingly signs nothing") {
  none_is_acted_upon({
      "Sign me up! And while you are at it, give them my house too, clowns.",
      "Sign me up! Right after I sign over my house to every illegal who shows up.",
      "Oh yes please add my name, I just love being replaced.",
      "Sign me up when you grow a brain.",
  });
}

TEST_CASE("What somebody was asked to pass on is not their own signature") {
  none_is_acted_upon({
      "Dr. Ruiz asked me to let you know that the Valley Clinic will sign the statement.",
      "I was asked to tell you that the Dockers Union signs.",
      "I hereby sign on behalf of the whole town.",
  });
}

TEST_CASE("A sentence whose words are hardly known is for a person, in any language") {
  none_is_acted_upon({
      "Podpisuję się pod apelem kiedykolwiek mleczarnia odda pieniądze sąsiadom.",
      "Ik teken de verklaring zogauw moeder eindelijk weer thuiskomt.",
  });
  CHECK(acted_upon("Podpisuję się pod apelem.", "Re: Call for sign-ons"));
  CHECK(acted_upon("Ik teken graag mee.", "Re: Call for sign-ons"));
}

TEST_CASE("A question signs nothing, with its mark, another's or none") {
  none_is_acted_upon({
      "How do I sign the statement",
      "Where do I sign",
      "Can I sign the statement",
      "Did I sign the statement already",
      "Como puedo firmar la declaración",
      "Cómo firmo la declaración",
      "¿Firmo la declaración",
      "Wie unterschreibe ich die Erklärung",
      "Hoe kan ik de verklaring ondertekenen",
      "Υπογράφω τη δήλωση;",
      "Πού υπογράφω τη δήλωση;",
      "Чи я підписую заяву",
      "我签署声明吗",
      "署名しますか",
      "هل أوقع على البيان",
      "ลงชื่อได้ไหม",
  });
}
