#include "mail/header_text.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "mail/charset.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

// White space of any script, and what is drawn as nothing but takes room.
bool blank(UChar32 point) {
  return u_isUWhiteSpace(point) || point == 0x2800 || point == 0x3164 || point == 0xFFA0 ||
         point == 0x115F || point == 0x1160;
}

// Ideographic and emoji variation selectors belong to the spelling of a name.
bool variation_selector(UChar32 point) {
  return (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
}

bool forbidden(UChar32 point) {
  if (u_charType(point) == U_CONTROL_CHAR) return true;
  if (variation_selector(point)) return false;
  return u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         u_hasBinaryProperty(point, UCHAR_BIDI_CONTROL) || (point >= 0xFFF9 && point <= 0xFFFB);
}

// Persian, Sinhala and their like spell words with a zero-width non-joiner or joiner. One belongs
// to the spelling where RFC 5892, A.1 and A.2, say so: behind a virama, or a non-joiner between
// letters that would join. Anywhere else it only hides.
class Joining {
 public:
  void kept(UChar32 point) {
    virama_ = u_getCombiningClass(point) == 9;
    const auto type = u_getIntPropertyValue(point, UCHAR_JOINING_TYPE);
    if (type != U_JT_TRANSPARENT) joins_ = type == U_JT_LEFT_JOINING || type == U_JT_DUAL_JOINING;
  }
  bool spells(UChar32 point, std::string_view rest) const {
    if (point != 0x200C && point != 0x200D) return false;
    return virama_ || (point == 0x200C && joins_ && begins_joined(rest));
  }

 private:
  static bool begins_joined(std::string_view rest) {
    const auto* text = reinterpret_cast<const uint8_t*>(rest.data());
    const auto length = static_cast<int64_t>(std::min<std::size_t>(rest.size(), 64));
    for (int64_t at = 0; at < length;) {
      UChar32 point = 0;
      U8_NEXT_OR_FFFD(text, at, length, point);
      const auto type = u_getIntPropertyValue(point, UCHAR_JOINING_TYPE);
      if (type == U_JT_TRANSPARENT) continue;
      return type == U_JT_RIGHT_JOINING || type == U_JT_DUAL_JOINING;
    }
    return false;
  }

  bool virama_ = false;  // the last character is one
  bool joins_ = false;   // the last letter joins what follows
};

// Single spaces between printable ASCII: nothing to mend.
bool plain(std::string_view text) {
  char previous = ' ';
  for (const char c : text) {
    if (c < ' ' || c > '~' || (c == ' ' && previous == ' ')) return false;
    previous = c;
  }
  return text.empty() || previous != ' ';
}

std::string without_forbidden(std::string_view utf8) {
  const auto* text = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto length = static_cast<int64_t>(utf8.size());
  std::string kept;
  kept.reserve(utf8.size());
  bool space_due = false;
  Joining joining;
  for (int64_t at = 0; at < length;) {
    const int64_t start = at;
    UChar32 point = 0;
    U8_NEXT_OR_FFFD(text, at, length, point);
    const bool visible_ascii = point > ' ' && point <= '~';
    if (!visible_ascii && blank(point)) {
      space_due = !kept.empty();
      continue;
    }
    const auto rest = utf8.substr(static_cast<std::size_t>(at));
    if (!visible_ascii && forbidden(point) && (space_due || !joining.spells(point, rest))) continue;
    if (space_due) kept += ' ';
    joining.kept(point);
    space_due = false;
    if (point == 0xFFFD) {
      kept += "\xEF\xBF\xBD";
    } else {
      kept.append(
          utf8.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start)));
    }
  }
  return kept;
}

}  // namespace

HeaderText HeaderText::clean(std::string_view utf8) {
  HeaderText made;
  made.text_ = plain(utf8) ? std::string(utf8) : to_nfc(without_forbidden(utf8));
  return made;
}

}  // namespace undersigned::mail
