#include "mail/look_alike.h"

#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

bool drawn_alike(UScriptCode script) {
  return script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK ||
         script == USCRIPT_ARMENIAN || script == USCRIPT_CHEROKEE || script == USCRIPT_COPTIC;
}

}  // namespace

bool mixes_look_alikes(std::string_view utf8) {
  if (is_ascii(utf8)) return false;
  const auto* text = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto length = static_cast<int64_t>(utf8.size());
  UScriptCode word = USCRIPT_UNKNOWN;
  for (int64_t at = 0; at < length;) {
    UChar32 point = 0;
    U8_NEXT_OR_FFFD(text, at, length, point);
    if ((U_GET_GC_MASK(point) & U_GC_M_MASK) != 0) continue;
    if (!u_isalpha(point)) {
      word = USCRIPT_UNKNOWN;
      continue;
    }
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(point, &error);
    if (!drawn_alike(script)) continue;
    if (word != USCRIPT_UNKNOWN && word != script) return true;
    word = script;
  }
  return false;
}

}  // namespace undersigned::mail
