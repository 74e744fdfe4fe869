#include "letter/print_words.h"

#include <array>
#include <utility>

namespace undersigned::letter {
namespace {

constexpr std::array<std::pair<std::string_view, PrintWords>, 6> all{{
    {"en",
     {"Organizations", "Individuals", "Total", "Goal", "page {} of {}",
      "{0, plural, other {# more signed and asked not to be named.}}"}},
    {"es",
     {"Organizaciones", "Personas", "Total", "Meta", "página {} de {}",
      "{0, plural, one {Firmó además una persona que pidió que no se publicara su nombre.} other "
      "{Firmaron además # personas que pidieron que no se publicara su nombre.}}"}},
    {"fr",
     {"Organisations", "Particuliers", "Total", "Objectif", "page {} sur {}",
      "{0, plural, one {# autre signataire a demandé à ne pas être nommé.} other {# autres "
      "signataires ont demandé à ne pas être nommés.}}"}},
    {"pt",
     {"Organizações", "Pessoas", "Total", "Meta", "página {} de {}",
      "{0, plural, one {Mais # pessoa assinou e pediu que o nome não fosse publicado.} other {Mais "
      "# pessoas assinaram e pediram que o nome não fosse publicado.}}"}},
    {"de",
     {"Organisationen", "Personen", "Gesamt", "Ziel", "Seite {} von {}",
      "{0, plural, one {# weitere Person hat unterzeichnet und möchte nicht genannt werden.} other "
      "{# weitere Personen haben unterzeichnet und möchten nicht genannt werden.}}"}},
    {"it",
     {"Organizzazioni", "Persone", "Totale", "Obiettivo", "pagina {} di {}",
      "{0, plural, one {Un'altra persona ha firmato e chiesto di non essere nominata.} other "
      "{Altre # persone hanno firmato e chiesto di non essere nominate.}}"}},
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
