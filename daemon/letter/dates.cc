#include "letter/dates.h"

#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <sstream>

#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/listformatter.h>
#include <unicode/measfmt.h>
#include <unicode/measunit.h>
#include <unicode/numfmt.h>
#include <unicode/smpdtfmt.h>

namespace undersigned::letter {
namespace {

std::string utf8(const icu::UnicodeString& text) {
  // CLDR parts "5:00" and "PM" by a narrow no-break space, which many mail programs show as a box.
  icu::UnicodeString plain(text);
  plain.findAndReplace(icu::UnicodeString(UChar(0x202F)), icu::UnicodeString(UChar(' ')));
  std::string out;
  return plain.toUTF8String(out);
}

// Haitian Creole has no data in ICU; dates are given by day, month and year.
constexpr std::array haitian_months{"janvye", "fevriye", "mas",     "avril", "me",     "jen",
                                    "jiyè",   "out",     "septanm", "oktòb", "novanm", "desanm"};

icu::Locale locale_of(std::string_view language) {
  return icu::Locale(language == "tl" ? "fil" : std::string(language).c_str());
}

UDate as_if_utc(campaign::LocalTime local) {
  return 1000.0 * static_cast<double>(local.time_since_epoch().count());
}

// Making a format takes ICU a millisecond, so each is made once.
const icu::SimpleDateFormat* format_of(const char16_t* skeleton, std::string_view language) {
  static thread_local std::map<std::pair<std::u16string, std::string>,
                               std::unique_ptr<icu::SimpleDateFormat>>
      made;
  auto& format = made[{skeleton, std::string(language)}];
  if (format) return format.get();
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = locale_of(language);
  const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  if (U_FAILURE(status)) return nullptr;
  format = std::make_unique<icu::SimpleDateFormat>(patterns->getBestPattern(skeleton, status),
                                                   locale, status);
  if (U_FAILURE(status)) return nullptr;
  format->adoptTimeZone(icu::TimeZone::getGMT()->clone());
  return format.get();
}

// Most letters say the same few dates, so the last one of each format is remembered.
std::string formatted(campaign::LocalTime local, const char16_t* skeleton,
                      std::string_view language) {
  static thread_local std::map<std::pair<std::u16string, std::string>,
                               std::pair<campaign::LocalTime, std::string>>
      last;
  auto& [when, words] = last[{skeleton, std::string(language)}];
  if (when == local && !words.empty()) return words;
  const auto* format = format_of(skeleton, language);
  if (format == nullptr) return {};
  icu::UnicodeString out;
  when = local;
  return words = utf8(format->format(as_if_utc(local), out));
}

std::string haitian_day(campaign::LocalTime local) {
  const std::chrono::year_month_day date(
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(local.time_since_epoch())));
  return std::to_string(unsigned(date.day())) + " " + haitian_months[unsigned(date.month()) - 1] +
         " " + std::to_string(int(date.year()));
}

std::string haitian_hour(campaign::LocalTime local) { return formatted(local, u"HHmm", "fr"); }

// "Pacific Time": the everyday name, the same in summer and winter.
std::string zone_words(const campaign::Zone& zone, std::string_view language) {
  static thread_local std::map<std::pair<std::string, std::string>, std::string> known;
  auto& words = known[{zone.name(), std::string(language)}];
  if (!words.empty()) return words;
  const std::unique_ptr<icu::TimeZone> icu_zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone.name())));
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format(icu::UnicodeString(u"vvvv"),
                               locale_of(language == "ht" ? "fr" : language), status);
  if (U_FAILURE(status)) return zone.name();
  format.setTimeZone(*icu_zone);
  icu::UnicodeString out;
  return words = utf8(format.format(0.0, out));
}

}  // namespace

std::string worded_date(Instant at, const campaign::Zone& zone, std::string_view language) {
  if (language == "ht") return haitian_day(zone.local(at));
  return formatted(zone.local(at), u"yMMMMd", language);
}

std::string worded_day(Instant at, const campaign::Zone& zone, std::string_view language) {
  if (language == "ht") return haitian_day(zone.local(at));
  return formatted(zone.local(at), u"yMMMMEEEEd", language);
}

std::string worded_time(Instant at, const campaign::Zone& zone, std::string_view language) {
  const auto local = zone.local(at);
  const auto name = zone_words(zone, language);
  if (language == "ht") return haitian_day(local) + ", " + haitian_hour(local) + " (" + name + ")";
  const auto time = formatted(local, u"yMMMMEEEEdjm", language);
  return language == "en" ? time + " " + name : time + " (" + name + ")";
}

std::string worded_moment(Instant at, const campaign::Zone& zone, std::string_view language) {
  const auto local = zone.local(at);
  if (language == "ht") return haitian_day(local) + ", " + haitian_hour(local);
  return formatted(local, u"MMMMdjm", language);
}

std::string short_day(std::string_view date, std::string_view language) {
  std::chrono::year_month_day day{};
  std::istringstream in{std::string(date)};
  int year = 0, month = 0, of_month = 0;
  char dash = 0;
  if (!(in >> year >> dash >> month >> dash >> of_month)) return std::string(date);
  day = std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(unsigned(month)),
                                    std::chrono::day(unsigned(of_month)));
  return formatted(campaign::LocalTime(std::chrono::local_days(day)), u"MMMd",
                   language == "ht" ? "fr" : language);
}

std::string worded_duration(std::chrono::milliseconds span, std::string_view language) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(span).count();
  UErrorCode status = U_ZERO_ERROR;
  icu::MeasureFormat format(locale_of(language), UMEASFMT_WIDTH_WIDE, status);
  std::int64_t amount = minutes;
  std::unique_ptr<icu::MeasureUnit> unit(icu::MeasureUnit::createMinute(status));
  if (minutes >= 2 * 24 * 60) {
    amount = minutes / (24 * 60);
    unit.reset(icu::MeasureUnit::createDay(status));
  } else if (minutes >= 2 * 60) {
    amount = minutes / 60;
    unit.reset(icu::MeasureUnit::createHour(status));
  }
  const icu::Measure measure(icu::Formattable(amount), unit.release(), status);
  icu::UnicodeString out;
  icu::FieldPosition anywhere(icu::FieldPosition::DONT_CARE);
  format.formatMeasures(&measure, 1, out, anywhere, status);
  return U_FAILURE(status) ? std::to_string(amount) : utf8(out);
}

std::string worded_number(std::int64_t number, std::string_view language) {
  static thread_local std::map<std::string, std::unique_ptr<icu::NumberFormat>> made;
  auto& format = made[std::string(language)];
  UErrorCode status = U_ZERO_ERROR;
  if (!format) format.reset(icu::NumberFormat::createInstance(locale_of(language), status));
  icu::UnicodeString out;
  return format ? utf8(format->format(number, out)) : std::to_string(number);
}

std::string worded_percent(double share, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::NumberFormat> format(
      icu::NumberFormat::createPercentInstance(locale_of(language), status));
  icu::UnicodeString out;
  return U_FAILURE(status) ? std::string()
                           : utf8(format->format(std::floor(share * 100) / 100, out));
}

std::string worded_list(const std::vector<std::string>& items, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::ListFormatter> format(
      icu::ListFormatter::createInstance(locale_of(language), status));
  std::vector<icu::UnicodeString> words;
  for (const auto& item : items) words.push_back(icu::UnicodeString::fromUTF8(item));
  icu::UnicodeString out;
  if (U_SUCCESS(status))
    format->format(words.data(), static_cast<int32_t>(words.size()), out, status);
  return utf8(out);
}

}  // namespace undersigned::letter
