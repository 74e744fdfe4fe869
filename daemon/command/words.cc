#include "command/words.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "mail/header_text.h"

namespace undersigned::command {

std::string when(const campaign::Config& config, Instant at) {
  const auto local = config.zone.local(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  constexpr std::array names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s %04d-%02u-%02u %02d:%02d ",
                names[std::chrono::weekday(day).c_encoding()], static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
  return text.data() + config.zone.abbreviation(at);
}

std::string span(std::chrono::milliseconds length) {
  struct Unit {
    std::int64_t seconds;
    const char* one;
    const char* many;
  };
  constexpr Unit units[] = {{86400, "day", "days"},
                            {3600, "hour", "hours"},
                            {60, "minute", "minutes"},
                            {1, "second", "seconds"}};
  auto left = std::chrono::duration_cast<std::chrono::seconds>(length).count();
  std::string text;
  int parts = 0;
  for (const auto& unit : units) {
    const auto number = left / unit.seconds;
    left %= unit.seconds;
    if (parts == 0 && number == 0) continue;
    if (number > 0) text += (text.empty() ? "" : " ") + counted(number, unit.one, unit.many);
    if (++parts == 2) break;
  }
  return text.empty() ? "0 seconds" : text;
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out(indent);
  while (text.ends_with('\n')) text.remove_suffix(1);
  while (!text.empty()) {
    // Word by word, so that spaces stay as they are.
    const std::size_t end = std::min(text.find_first_of(" \t\n"), text.size());
    out += mail::HeaderText::clean(text.substr(0, end)).text();
    if (end < text.size() && text[end] == '\n') {
      out += '\n';
      out += indent;
    } else if (end < text.size()) {
      out += ' ';
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace undersigned::command
