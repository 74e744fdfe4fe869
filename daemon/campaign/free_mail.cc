#include "campaign/free_mail.h"

#include <algorithm>
#include <array>

namespace undersigned::campaign {

bool free_mail(std::string_view domain) {
  static constexpr std::array<std::string_view, 30> providers{
      "gmail", "googlemail", "yahoo",   "ymail",   "rocketmail", "hotmail",  "outlook",    "live",
      "msn",   "aol",        "aim",     "icloud",  "me",         "mac",      "protonmail", "proton",
      "gmx",   "web",        "mail",    "inbox",   "yandex",     "qq",       "163",        "126",
      "naver", "daum",       "hanmail", "comcast", "verizon",    "sbcglobal"};
  const auto name = domain.substr(0, domain.find('.'));
  return std::find(providers.begin(), providers.end(), name) != providers.end();
}

}  // namespace undersigned::campaign
