#include "letter/family_name.h"

#include <catch2/catch.hpp>

using namespace undersigned::letter;

namespace {

struct Case {
  const char* name;
  const char* language;
  const char* family;
  const char* rest;
};

const Case cases[] = {
    {"Maria Lopez", "en", "Lopez", "Maria"},
    {"Cher", "en", "Cher", ""},
    {"", "en", "", ""},
    // Titles and suffixes.
    {"Rev. Dr. John O'Neill Jr.", "en", "O'Neill", "John"},
    {"Ana Álvarez, Ph.D.", "en", "Álvarez", "Ana"},
    {"William Gates III", "en", "Gates", "William"},
    {"Ana Ruiz MSW LCSW", "en", "Ruiz", "Ana"},
    {"Jack W. Ma", "en", "Ma", "Jack W."},
    {"Mrs. Smith", "en", "Smith", ""},
    {"Sam Reed (he/him)", "en", "Reed", "Sam"},
    {"João Silva Neto", "pt", "Silva", "João"},
    {"Carlos Neto", "es", "Neto", "Carlos"},
    // Two surnames.
    {"Maria Lopez Garcia", "es", "Lopez Garcia", "Maria"},
    {"Gabriel García Márquez", "es", "García Márquez", "Gabriel"},
    {"Gabriel García Márquez", "en", "García Márquez", "Gabriel"},
    {"Juan Carlos López", "es", "López", "Juan Carlos"},
    {"María del Carmen Rodríguez", "es", "Rodríguez", "María del Carmen"},
    {"José Luis Rodríguez Zapatero", "es", "Rodríguez Zapatero", "José Luis"},
    {"Ana M. Torres", "es", "Torres", "Ana M."},
    {"José Ortega y Gasset", "es", "Ortega y Gasset", "José"},
    {"Ana Cruz-Díaz", "es", "Cruz-Díaz", "Ana"},
    {"Maria Garcia Smith", "en", "Smith", "Maria Garcia"},
    {"Mary Ann Jones", "en", "Jones", "Mary Ann"},
    {"Ana Souza Lima", "pt", "Lima", "Ana Souza"},
    // Prefixes, by the custom of the language.
    {"Anna van der Berg", "nl", "Berg", "Anna van der"},
    {"Anna van der Berg", "en", "van der Berg", "Anna"},
    {"Ursula von der Leyen", "de", "Leyen", "Ursula von der"},
    {"Rosa de la Cruz", "es", "Cruz", "Rosa de la"},
    {"Rosa De La Cruz", "en", "De La Cruz", "Rosa"},
    {"Ana de la Cruz Pérez", "es", "Cruz Pérez", "Ana de la"},
    {"Carmen La Rosa", "es", "La Rosa", "Carmen"},
    {"Vera da Silva", "pt", "Silva", "Vera da"},
    {"Anne de La Fontaine", "fr", "La Fontaine", "Anne de"},
    {"Anna De Luca", "it", "De Luca", "Anna"},
    {"Al Gore", "en", "Gore", "Al"},
    {"Fatima al-Rashid", "en", "Rashid", "Fatima"},
    {"Omar bin Laden", "en", "bin Laden", "Omar"},
    {"محمد الأمين", "ar", "أمين", "محمد"},
    // The family name first.
    {"Nagy János", "hu", "Nagy", "János"},
    {"János Nagy", "hu", "Nagy", "János"},
    {"Dr. Pelikán József", "hu", "Pelikán", "József"},
    {"Nguyễn Thị Hoa", "vi", "Nguyễn", "Thị Hoa"},
    {"Nguyễn Thị Hoa", "en", "Nguyễn", "Thị Hoa"},
    {"Linh Phạm", "vi", "Phạm", "Linh"},
    {"Wang Xiaoming", "zh", "Wang", "Xiaoming"},
    {"Xiaoming Wang", "zh", "Wang", "Xiaoming"},
    {"Kim Minsu", "ko", "Kim", "Minsu"},
    {"Taro Yamada", "ja", "Yamada", "Taro"},
    {"王小明", "zh", "王小明", ""},
    {"山田 太郎", "ja", "山田 太郎", ""},
    {"김 민수", "ko", "김 민수", ""},
    {"አበበ በቀለ", "am", "አበበ በቀለ", ""},
    {"DUPONT Jean", "fr", "DUPONT", "Jean"},
    {"JP Morgan", "en", "Morgan", "JP"},
    {"ANA LOPEZ", "en", "LOPEZ", "ANA"},
};

}  // namespace

TEST_CASE("a person is filed under the family name, by the custom of their language") {
  for (const auto& one : cases) {
    CAPTURE(one.name, one.language);
    const auto filed = filed_name(one.name, one.language);
    CHECK(filed.family == one.family);
    CHECK(filed.rest == one.rest);
  }
}
