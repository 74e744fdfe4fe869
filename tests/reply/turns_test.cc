// What stands beside the words that sign: stories, refusals of another thing, figures of speech.
// They must not hide a signature, and a signature must not hide them.

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/read.h"

using namespace undersigned;
using namespace undersigned::reply;

namespace {

struct Case {
  const char* text;
  Kind kind;
  Certainty certainty;
};

Meaning read_from(const std::string& text, const std::string& from, const std::string& subject) {
  const auto message =
      mail::parse("From: " + from + "\nTo: signon@example.net\nSubject: " + subject +
                  "\nIn-Reply-To: <1@example.net>\n"
                  "Content-Type: text/plain; charset=utf-8\n\n" +
                  text + "\n");
  REQUIRE(message.has_value());
  Context context = context_of_project();
  return reply::read(*message, context);
}

void check(std::initializer_list<Case> cases, const std::string& subject = "Re: Call") {
  for (const Case& each : cases) {
    INFO(subject << " / " << each.text);
    const Meaning found = read_from(each.text, "Ana Example <ana@example.org>", subject);
    CHECK(word(found.kind) == word(each.kind));
    CHECK(found.certainty == each.certainty);
  }
}

}  // namespace

TEST_CASE("A denial before a turn is the story of the signature behind it") {
  check({
      {"I do not sign things like this, but please add me.\nAna Example", Kind::sign,
       Certainty::clear},
      {"I don't sign petitions. I don't join things. But I can't not sign this one.\nAna Example",
       Kind::sign, Certainty::clear},
      {"I did not know what to tell her. So: yes, put my name down.\nAna Example", Kind::sign,
       Certainty::clear},
      {"Please add me. But no, I do not sign it.\nAna Example", Kind::sign, Certainty::review},
      {"I do not sign this.\nAna Example", Kind::decline, Certainty::clear},
  });
}

TEST_CASE("Two denials in a row affirm") {
  check({
      {"I cannot not sign this.\nAna Example", Kind::sign, Certainty::clear},
      {"I can't not sign.\nAna Example", Kind::sign, Certainty::clear},
      {"I cannot sign this.\nAna Example", Kind::decline, Certainty::clear},
  });
}

TEST_CASE("A turn takes a signature back, unless what follows is only how gladly it is given") {
  check({
      {"Bin im Urlaub, unterschreibe aber gern: Ana Example, Lübeck.", Kind::sign,
       Certainty::clear},
      {"I sign, but the second half is rubbish and must go.\nAna Example", Kind::sign,
       Certainty::review},
  });
}

TEST_CASE("Plans count where they are the writer's or stand alone") {
  check({
      {"I sign. The university would probably prefer that it is not named.\nAna Example",
       Kind::sign, Certainty::clear},
      {"I sign. Probably.\nAna Example", Kind::sign, Certainty::review},
      {"I sign. I probably have to ask first.\nAna Example", Kind::sign, Certainty::review},
  });
}

TEST_CASE("What is said plainly weighs more than words of signing about something else") {
  check({
      {"Please don't add us to the list. We sign only statements that our members wrote.",
       Kind::decline, Certainty::review},
      {"Is the deadline 5 pm Pacific or 5 pm local? We sign most things by committee.",
       Kind::question, Certainty::review},
  });
}

TEST_CASE("A family name that means no is no refusal") {
  const Meaning named = read_from("I sign.\n\nHyun-woo No\nFresno, California",
                                  "Hyun-woo No <no@example.org>", "Re: Call");
  CHECK(word(named.kind) == "sign");
  CHECK(named.certainty == Certainty::clear);
  const Meaning refusing = read_from("No.", "Hyun-woo No <no@example.org>", "Re: Call");
  CHECK(word(refusing.kind) == "decline");
}

TEST_CASE("Who asks to be removed without saying from what is for a person") {
  check({
      {"Please remove me.\nAna Example", Kind::withdraw, Certainty::review},
      {"Bitte streichen Sie mich von der Liste.\nAna Example", Kind::withdraw, Certainty::review},
      {"Please remove me from your mailing list.\nAna Example", Kind::unsubscribe,
       Certainty::clear},
      {"Please remove me. Stop sending me e-mails.\nAna Example", Kind::unsubscribe,
       Certainty::clear},
      {"Please remove my signature from the statement.\nAna Example", Kind::withdraw,
       Certainty::clear},
  });
}

TEST_CASE("The subject of a new mail signs where the words only point to it") {
  check({{"Thank you. (see the subject line)\nAna Example", Kind::sign, Certainty::clear},
         {"Thank you, but I have doubts about the wording of it.\nAna Example", Kind::sign,
          Certainty::review}},
        "Please add my name");
}

TEST_CASE("An absent person who signs is heard") {
  check({{"I'm out of office until January, but yes, add my name!\nAna Example", Kind::sign,
          Certainty::clear}},
        "Out of office - but YES");
  check(
      {{"I am out of the office until January.\nAna Example", Kind::auto_reply, Certainty::clear}},
      "Out of office");
  check({{"Then here it is: I sign, Ana Example, Reno.", Kind::sign, Certainty::clear}},
        "Re: Automatic reply: hello");
}

TEST_CASE("A plain signature is taken at once, in any language") {
  const std::initializer_list<std::pair<const char*, const char*>> all{
      {"መግለጫውን እፈርማለሁ።", "አበበ ከበደ"},
      {"أوقع على البيان.", "أحمد علي"},
      {"Подписвам декларацията.", "Иван Петров"},
      {"আমি এই বিবৃতিতে স্বাক্ষর করছি।", "রহিম উদ্দিন"},
      {"Signo la declaració.", "Jordi Puig"},
      {"Podepisuji prohlášení.", "Jana Nováková"},
      {"Jeg underskriver erklæringen.", "Mette Hansen"},
      {"Υπογράφω τη δήλωση.", "Νίκος Παπάς"},
      {"I sign the statement.", "Ann Bell"},
      {"Firmo la declaración.", "Ana Ruiz"},
      {"Allkirjastan avalduse.", "Mari Tamm"},
      {"من این بیانیه را امضا می‌کنم.", "مریم رضایی"},
      {"Allekirjoitan julkilausuman.", "Matti Virtanen"},
      {"Je signe la déclaration.", "Luc Martin"},
      {"Ich unterschreibe die Erklärung.", "Karl Braun"},
      {"אני חותם על ההצהרה.", "דוד כהן"},
      {"मैं इस वक्तव्य पर हस्ताक्षर करता हूँ।", "राजेश कुमार"},
      {"Potpisujem izjavu.", "Ivan Horvat"},
      {"Mwen siyen deklarasyon an.", "Jean Dorvil"},
      {"Aláírom a nyilatkozatot.", "Nagy Anna"},
      {"Saya menandatangani pernyataan ini.", "Budi Santoso"},
      {"Firmo la dichiarazione.", "Luca Ferri"},
      {"声明に署名します。", "山田太郎"},
      {"성명서에 서명합니다.", "김철수"},
      {"Pasirašau pareiškimą.", "Ona Kazlauskienė"},
      {"Parakstu paziņojumu.", "Jānis Bērziņš"},
      {"Ik onderteken de verklaring.", "Jan Bakker"},
      {"Jeg signerer uttalelsen.", "Kari Nordmann"},
      {"Podpisuję oświadczenie.", "Anna Nowak"},
      {"Assino a declaração.", "João Silva"},
      {"Semnez declarația.", "Ion Popescu"},
      {"Подписываю заявление.", "Иван Петров"},
      {"Podpisujem vyhlásenie.", "Jana Kováčová"},
      {"Podpisujem izjavo.", "Ana Novak"},
      {"Jag undertecknar uttalandet.", "Karin Svensson"},
      {"Ninatia sahihi tamko hili.", "Juma Ali"},
      {"Pumipirma ako sa pahayag.", "Jose Reyes"},
      {"Bildiriyi imzalıyorum.", "Ayşe Yılmaz"},
      {"Підписую заяву.", "Олена Коваль"},
      {"میں اس بیان پر دستخط کرتا ہوں۔", "احمد خان"},
      {"Tôi ký tên vào tuyên bố.", "Nguyễn Văn An"},
      {"我签署声明。", "张伟"},
  };
  for (const auto& [text, name] : all) {
    INFO(text);
    const Meaning found = read_from(std::string(text) + "\n\n" + name,
                                    std::string(name) + " <a@example.org>", "Re: Call");
    CHECK(word(found.kind) == word(Kind::sign));
    CHECK(found.certainty == Certainty::clear);
  }
}

TEST_CASE("What stands before a colon may name whose word follows") {
  check({
      {"Bob: I sign the statement.\nAna Example", Kind::sign, Certainty::review},
      {"Ana Example: I sign the statement.", Kind::sign, Certainty::clear},
      {"There is no doubt in my mind: I sign.\nAna Example", Kind::sign, Certainty::clear},
      {"Dear friends: I sign the statement.\nAna Example", Kind::sign, Certainty::clear},
      {"My neighbor wrote to me: I sign.\nAna Example", Kind::sign, Certainty::review},
      {"My neighbor wrote you a letter, but I sign.\nAna Example", Kind::sign, Certainty::clear},
  });
}
