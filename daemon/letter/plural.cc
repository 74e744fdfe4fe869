#include "letter/plural.h"

#include <unicode/msgfmt.h>

namespace undersigned::letter {

std::string plural(const std::string& pattern, std::int64_t number, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat format(icu::UnicodeString::fromUTF8(pattern),
                                  icu::Locale(std::string(language).c_str()), status);
  const icu::Formattable arguments[] = {icu::Formattable(number)};
  icu::UnicodeString out;
  icu::FieldPosition anywhere(icu::FieldPosition::DONT_CARE);
  format.format(arguments, 1, out, anywhere, status);
  std::string utf8;
  return U_FAILURE(status) ? std::to_string(number) : out.toUTF8String(utf8);
}

Result<void> check_plural(const std::string& pattern, const std::string& file, int line) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat format(icu::UnicodeString::fromUTF8(pattern), icu::Locale("en"), status);
  if (U_SUCCESS(status)) return {};
  return fail(
      Error::Kind::config,
      "this is no plural pattern; write it like {0, plural, one {# person} other {# people}}", file,
      line);
}

}  // namespace undersigned::letter
