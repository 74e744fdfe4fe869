#include "letter/print_words.h"

#include <array>
#include <utility>

namespace undersigned::letter {
namespace {

constexpr std::array<std::pair<std::string_view, PrintWords>, 15> all{{
    {"en",
     {"Organizations", "Individuals", "Total", "Goal", "page {} of {}",
      "{0, plural, one {One more person signed and asked not to be named.} other {# more people "
      "signed and asked not to be named.}}",
      "Affiliations are given for identification only."}},
    {"es",
     {"Organizaciones", "Personas", "Total", "Meta", "página {} de {}",
      "{0, plural, one {Firmó además una persona que pidió que no se publicara su nombre.} other "
      "{Firmaron además # personas que pidieron que no se publicara su nombre.}}",
      "Las afiliaciones se indican solo para identificación."}},
    {"fr",
     {"Organisations", "Particuliers", "Total", "Objectif", "page {} sur {}",
      "{0, plural, one {# autre signataire a demandé à ne pas être nommé.} other {# autres "
      "signataires ont demandé à ne pas être nommés.}}",
      "Les affiliations ne sont données qu'à titre d'identification."}},
    {"pt",
     {"Organizações", "Pessoas", "Total", "Meta", "página {} de {}",
      "{0, plural, one {Mais # pessoa assinou e pediu que o nome não fosse publicado.} other {Mais "
      "# pessoas assinaram e pediram que o nome não fosse publicado.}}",
      "As afiliações são indicadas apenas para identificação."}},
    {"de",
     {"Organisationen", "Personen", "Gesamt", "Ziel", "Seite {} von {}",
      "{0, plural, one {# weitere Person hat unterzeichnet und möchte nicht genannt werden.} other "
      "{# weitere Personen haben unterzeichnet und möchten nicht genannt werden.}}",
      "Zugehörigkeiten dienen nur der Kennzeichnung."}},
    {"it",
     {"Organizzazioni", "Persone", "Totale", "Obiettivo", "pagina {} di {}",
      "{0, plural, one {Un'altra persona ha firmato e chiesto di non essere nominata.} other "
      "{Altre # persone hanno firmato e chiesto di non essere nominate.}}",
      "Le affiliazioni sono indicate solo per identificazione."}},
    {"tl",
     {"Mga organisasyon", "Mga indibidwal", "Kabuuan", "Layunin", "pahina {} ng {}",
      "{0, plural, other {# pa ang lumagda at humiling na huwag pangalanan.}}",
      "Ang mga samahan ay para sa pagkakakilanlan lamang."}},
    {"ht",
     {"Òganizasyon", "Moun", "Total", "Objektif", "paj {} sou {}",
      "{0, plural, other {# lòt siyen epi mande pou non yo pa parèt.}}",
      "Afilyasyon yo la pou idantifikasyon sèlman."}},
    {"zh",
     {"团体", "个人", "总数", "目标", "第 {} 页，共 {} 页",
      "{0, plural, other {另有 # 人签名并要求不公开姓名。}}", "所列单位仅供辨识身份。"}},
    {"ko",
     {"단체", "개인", "합계", "목표", "{} / {}쪽",
      "{0, plural, other {그 밖에 #명이 서명하고 이름을 밝히지 않기를 원했습니다.}}",
      "소속은 본인 확인을 위해서만 적었습니다."}},
    {"vi",
     {"Tổ chức", "Cá nhân", "Tổng cộng", "Mục tiêu", "trang {} / {}",
      "{0, plural, other {# người nữa đã ký và xin không nêu tên.}}",
      "Nơi công tác chỉ ghi để nhận biết."}},
    {"ar",
     {"المنظمات", "الأفراد", "المجموع", "الهدف", "صفحة {} من {}",
      "{0, plural, other {موقّعون آخرون طلبوا عدم ذكر أسمائهم: #.}}", "تُذكر الجهات للتعريف فقط."}},
    {"ru",
     {"Организации", "Частные лица", "Всего", "Цель", "страница {} из {}",
      "{0, plural, other {Ещё подписались и просили не называть имени: #.}}",
      "Организации указаны только для идентификации."}},
    {"am",
     {"ድርጅቶች", "ግለሰቦች", "ጠቅላላ", "ግብ", "ገጽ {} ከ {}",
      "{0, plural, other {ሌሎች # ፈርመው ስማቸው እንዳይገለጽ ጠይቀዋል።}}", "ድርጅቶቹ የተጠቀሱት ለመለያ ብቻ ነው።"}},
    {"ja",
     {"団体", "個人", "合計", "目標", "{} / {} ページ",
      "{0, plural, other {ほかに # 名が署名し、氏名の非公開を希望しました。}}",
      "所属は本人を示すためにのみ記しています。"}},
}};

}  // namespace

const PrintWords& print_words(std::string_view language) {
  for (const auto& [known, words] : all)
    if (known == language) return words;
  return all.front().second;
}

std::string with_numbers(std::string_view pattern, std::string_view first,
                         std::string_view second) {
  std::string out;
  for (auto number : {first, second}) {
    const auto at = pattern.find("{}");
    if (at == std::string_view::npos) break;
    out += pattern.substr(0, at);
    out += number;
    pattern.remove_prefix(at + 2);
  }
  return out += pattern;
}

}  // namespace undersigned::letter
