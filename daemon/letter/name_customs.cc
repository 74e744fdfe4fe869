#include "letter/name_customs.h"

#include <algorithm>
#include <iterator>

namespace undersigned::letter {
namespace {

// Words with a space around each, so that a list reads as one line of text.
bool holds(std::string_view list, std::string_view word) {
  for (auto at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const bool begins = at == 0 || list[at - 1] == ' ';
    const auto end = at + word.size();
    if (begins && (end == list.size() || list[end] == ' ')) return !word.empty();
  }
  return false;
}

struct OfLanguage {
  std::string_view language, words;
};

template <std::size_t size>
std::string_view words_of(const OfLanguage (&table)[size], std::string_view language) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const OfLanguage& one) { return one.language == language; });
  return found == std::end(table) ? std::string_view() : found->words;
}

constexpr std::string_view titles =
    "mr mrs ms mx miss dr dra prof profa professor rev revd reverend fr father sr sra srta sister "
    "brother pastor rabbi imam hon don dona lic ing herr frau m mme mlle bishop bp msgr";

constexpr std::string_view suffixes = "jr sr ii iii iv phd esq";

constexpr std::string_view degrees =
    "md jd edd dds dmin dnp dvm rn bsn msn np lcsw lmft lmsw msw mph mpa mba mfa mdiv ma ms ba bs "
    "llm cpa pe ret sj op ofm csj snd ihm rsm mbe obe cbe qc kc";

constexpr OfLanguage local_suffixes[] = {
    {"pt", "filho filha junior neto neta sobrinho segundo"}, {"fr", "fils pere"}, {"hu", "ifj id"}};

constexpr std::string_view prefixes =
    "van von vom vander vanden der den dem de del dela della delle dei degli di da do dos das du "
    "des la las los le les lo li het 't 's te ten ter zu zum zur op af av bin ibn bint binti abu "
    "al el ul ap st ste saint san santa d' o'";

constexpr OfLanguage unfiled[] = {{"es", "de del la las los"},
                                  {"ca", "de del la les els i"},
                                  {"gl", "de da do das dos"},
                                  {"pt", "de da do das dos d'"},
                                  {"fr", "de d'"},
                                  {"de", "von zu van der den dem de"},
                                  {"nl", "van von de der den het 't 's te ten ter op la le"},
                                  {"sv", "af av von"},
                                  {"da", "af av von"},
                                  {"no", "af av von"}};

constexpr std::string_view spanish_given_names =
    "adriana alberto alejandra alejandro alicia amalia ana andrea andres angel angela angelica "
    "antonia antonio arturo asuncion beatriz belen blanca camila carlos carmen carolina catalina "
    "cecilia cesar claudia concepcion consuelo cristina daniel daniela david diana diego dolores "
    "eduardo elena emilia emilio enrique ernesto esperanza esther eugenia eugenio felipe fernanda "
    "fernando francisca francisco gabriel gabriela gerardo gloria graciela guadalupe guillermo "
    "gustavo hector hugo ignacio ines irene isabel ivan jaime javier jesus joaquin jorge jose "
    "josefina juan juana julia julio laura leonardo leticia lourdes lucia luis luisa lupe "
    "magdalena manuel manuela marcela marcelo margarita maria mariana mario marta martha mateo "
    "mercedes miguel natalia oscar pablo paola patricia paula pedro pilar rafael ramon raquel raul "
    "rebeca ricardo roberto rocio rodrigo rosa rosario salvador sandra sebastian sergio silvia "
    "socorro sofia soledad susana teresa trinidad valentina veronica vicente victor victoria "
    "virginia yolanda";

constexpr std::string_view spanish_surnames =
    "acosta aguilar aguirre alvarado alvarez avila ayala benitez cabrera calderon camacho campos "
    "cardenas carrillo castillo castro cervantes chavez contreras cordova cortes cortez cruz "
    "delgado diaz dominguez duarte escobar espinoza espinosa estrada fernandez figueroa flores "
    "fuentes gallegos garcia garza gomez gonzales gonzalez guerra guerrero gutierrez guzman "
    "hernandez herrera hurtado ibarra jimenez juarez lara leon lopez lozano luna macias maldonado "
    "marin marquez marroquin martinez medina mejia melendez mendez mendoza mercado meza miranda "
    "molina montes montoya mora morales moreno munoz navarro nunez ochoa ojeda olivares orozco "
    "ortega ortiz osorio pacheco padilla paredes pena peralta perez pineda ponce quintero ramirez "
    "ramos rangel renteria reyes rios rivas rivera robles rocha rodriguez rojas romero rosales "
    "rubio ruiz salas salazar salinas sanchez sandoval santana santiago santos serrano sierra "
    "silva solis soto suarez tapia toledo torres trejo trujillo valdez valencia valenzuela vargas "
    "vasquez vazquez vega velasco velasquez velazquez vera villa villanueva villarreal zamora "
    "zapata zavala zuniga";

constexpr OfLanguage families[] = {
    {"hu",
     "nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz "
     "lakatos meszaros olah simon racz fekete szilagyi torok feher balazs gal kis szucs kocsis "
     "orsos pinter fodor szalai sipos magyar lukacs gulyas biro kiraly laszlo katona jakab bogdan "
     "balog sandor boros varadi fazekas kelemen antal somogyi orban fulop veres vincze hegedus "
     "budai deak pap balint pal illes szoke vass bodnar voros lengyel fabian bognar"},
    {"vi",
     "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh dao doan trinh "
     "truong lam mai ha luong cao ta chau quach thai luu to la tang kieu"},
    {"zh",
     "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng "
     "liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye "
     "cheng wei su lu ding ren lyu shen yao chan wong cheung lau leung ng tsang chow lam cheng ho "
     "chang hsu tsai"},
    {"ko",
     "kim lee yi rhee park pak bak choi choe jung jeong chung cho jo kang gang yoon yun jang chang "
     "lim im han oh seo suh shin sin kwon gwon hwang ahn an song ryu yoo hong jeon ko moon son "
     "yang bae baek heo nam noh roh"}};

// "Thị", "Văn" and the like stand behind it.
constexpr std::string_view vietnamese =
    "Nguyễn Trần Phạm Huỳnh Hoàng Đặng Đỗ Bùi Võ Vũ Ngô Dương Đinh Đào Đoàn Trịnh Trương Lương "
    "Quách Lưu";

}  // namespace

bool name_title(std::string_view folded) { return holds(titles, folded); }
bool name_suffix(std::string_view folded, std::string_view language) {
  return holds(suffixes, folded) || holds(words_of(local_suffixes, language), folded);
}
bool name_degree(std::string_view folded) { return holds(degrees, folded); }

bool name_prefix(std::string_view folded) { return holds(prefixes, folded); }
bool unfiled_prefix(std::string_view folded, std::string_view language) {
  return holds(words_of(unfiled, language), folded);
}

bool has_two_surnames(std::string_view language) { return language == "es" || language == "ca"; }
bool spanish_given(std::string_view folded) { return holds(spanish_given_names, folded); }
bool spanish_surname(std::string_view folded) { return holds(spanish_surnames, folded); }

bool family_comes_first(std::string_view language) { return !words_of(families, language).empty(); }
bool known_family(std::string_view folded, std::string_view language) {
  return holds(words_of(families, language), folded);
}
bool unmistakable_family(std::string_view word) { return holds(vietnamese, word); }

}  // namespace undersigned::letter
