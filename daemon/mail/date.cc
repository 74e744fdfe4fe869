#include "mail/date.h"

#include <array>
#include <string>
#include <vector>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

std::vector<std::string> words(std::string_view body) {
  std::vector<std::string> found;
  int comment = 0;
  bool open = false;
  for (const char c : body) {
    if (c == '(') ++comment;
    if (comment == 0 && !is_space(c) && c != ',') {
      if (!open) found.emplace_back();
      found.back() += lower(c);
      open = true;
    } else {
      open = false;
    }
    if (c == ')' && comment > 0) --comment;
  }
  return found;
}

// -1 where `text` is not one to `most` digits.
int number(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return -1;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

unsigned month(std::string_view word) {
  constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
  const auto at = word.size() < 3 ? std::string_view::npos : names.find(word.substr(0, 3));
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<unsigned>(at / 3 + 1);
}

int year(std::string_view word) {
  const int value = number(word, 4);
  if (value < 0 || word.size() < 2) return -1;
  if (word.size() == 2) return value < 50 ? value + 2000 : value + 1900;
  return word.size() == 3 ? value + 1900 : value;
}

std::chrono::minutes zone(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, int>, 8> named{{{"edt", -4},
                                                                   {"est", -5},
                                                                   {"cdt", -5},
                                                                   {"cst", -6},
                                                                   {"mdt", -6},
                                                                   {"mst", -7},
                                                                   {"pdt", -7},
                                                                   {"pst", -8}}};
  for (const auto& [name, hours] : named) {
    if (word == name) return std::chrono::hours(hours);
  }
  if (word.size() != 5 || (word[0] != '+' && word[0] != '-')) return {};
  const int digits = number(word.substr(1), 4);
  if (digits < 0 || digits % 100 >= 60) return {};
  const auto offset = std::chrono::hours(digits / 100) + std::chrono::minutes(digits % 100);
  return word[0] == '-' ? -offset : offset;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view word) {
  std::array<int, 3> parts{0, 0, 0};
  std::size_t count = 0;
  while (count < 3) {
    const auto colon = word.find(':');
    parts[count++] = number(word.substr(0, colon), 2);
    if (colon == std::string_view::npos) break;
    word.remove_prefix(colon + 1);
  }
  if (count < 2 || parts[0] < 0 || parts[0] > 23 || parts[1] < 0 || parts[1] > 59 || parts[2] < 0 ||
      parts[2] > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) +
         std::chrono::seconds(parts[2]);
}

}  // namespace

std::optional<Instant> read_date(std::string_view body) {
  const auto found = words(body);
  std::size_t at = !found.empty() && number(found[0], 2) < 0 ? 1 : 0;
  if (found.size() < at + 4) return std::nullopt;
  const int day = number(found[at], 2);
  const unsigned in_month = month(found[at + 1]);
  const int in_year = year(found[at + 2]);
  const auto time = time_of_day(found[at + 3]);
  const std::chrono::year_month_day date{std::chrono::year(in_year), std::chrono::month(in_month),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (day < 1 || in_year < 1900 || !date.ok() || !time) return std::nullopt;
  const auto offset = found.size() > at + 4 ? zone(found[at + 4]) : std::chrono::minutes(0);
  return std::chrono::sys_days(date) + *time - offset;
}

}  // namespace undersigned::mail
