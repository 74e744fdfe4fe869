#include "campaign/config_table.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace undersigned::campaign {

namespace {

// Insertions, deletions, replacements and swaps of neighbours that make `a` into `b`.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({row[j - 1] + 1, above[j] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

std::string words_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text in quotation marks";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
      return "a date without a time";
    case toml::node_type::time:
      return "a time without a date";
    case toml::node_type::date_time:
      return "a date and time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string listed(ConfigTable::Keys words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += word == words.back() ? " or " : ", ";
    text += "\"" + std::string(word) + "\"";
  }
  return text;
}

}  // namespace

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::string_view probably_meant(std::string_view typed, ConfigTable::Keys known) {
  std::string_view best;
  // A third of the word may be mistyped; more, and the advice would be a guess.
  std::size_t least = std::max<std::size_t>(typed.size() / 3, 1) + 1;
  for (const auto& word : known) {
    const std::size_t steps = distance(typed, word);
    if (steps < least) {
      least = steps;
      best = word;
    }
  }
  return best;
}

void ConfigRead::wrong(int line, const std::string& key, const std::string& what) {
  if (!problem) problem = Error{Error::Kind::config, key + ": " + what, file, line};
}

std::string ConfigRead::resolved(const std::string& path) const {
  const std::filesystem::path given(path);
  if (given.is_absolute()) return given.lexically_normal().string();
  return (std::filesystem::path(file).parent_path() / given).lexically_normal().string();
}

ConfigTable::ConfigTable(const toml::table* table, std::string name, int line, Keys keys,
                         ConfigRead& read)
    : table_(table), name_(std::move(name)), line_(line), read_(read) {
  if (table_ == nullptr) return;
  for (const auto& [key, value] : *table_) {
    read_.lines[name_ + "." + std::string(key.str())] = static_cast<int>(key.source().begin.line);
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    const auto meant = probably_meant(key.str(), keys);
    wrong(key.str(), meant.empty()
                         ? "there is no such key; remove it (there are " + listed(keys) + ")"
                         : "there is no such key; did you mean \"" + std::string(meant) + "\"?");
  }
}

bool ConfigTable::has(std::string_view key) const { return node(key) != nullptr; }

const toml::node* ConfigTable::node(std::string_view key) const {
  return table_ == nullptr ? nullptr : table_->get(key);
}

int ConfigTable::line(std::string_view key) const {
  const auto found = read_.lines.find(name_ + "." + std::string(key));
  return found == read_.lines.end() ? line_ : found->second;
}

std::string ConfigTable::title(std::string_view key) const {
  return "[" + name_ + "] " + std::string(key);
}

void ConfigTable::wrong(std::string_view key, const std::string& what) const {
  read_.wrong(line(key), title(key), what);
}

void ConfigTable::wrong_type(std::string_view key, const toml::node& node,
                             const std::string& wanted) const {
  wrong(key, "this must be " + wanted + ", and it is " + words_of(node.type()));
}

const toml::node* ConfigTable::required(std::string_view key) const {
  const auto* found = node(key);
  if (found == nullptr) wrong(key, "this key is missing; add it to [" + name_ + "]");
  return found;
}

std::optional<std::string> ConfigTable::text_of(const toml::node& node, std::string_view key,
                                                const char* example) const {
  const auto value = node.value_exact<std::string>();
  if (!value) {
    wrong_type(key, node, std::string("a text in quotation marks") + example);
    return std::nullopt;
  }
  if (has_control(*value)) {
    wrong(key, "this must be one line without control characters");
    return std::nullopt;
  }
  return value;
}

std::string ConfigTable::text(std::string_view key) const {
  const auto* found = required(key);
  if (found == nullptr) return {};
  auto value = text_of(*found, key, "");
  if (value && value->find_first_not_of(' ') == std::string::npos)
    wrong(key, "this may not be empty");
  return value.value_or("");
}

std::string ConfigTable::text_or(std::string_view key, std::string fallback) const {
  const auto* found = node(key);
  return found == nullptr ? fallback : text_of(*found, key, "").value_or(fallback);
}

std::string ConfigTable::path(std::string_view key) const {
  const auto value = text(key);
  return value.empty() ? value : read_.resolved(value);
}

std::string ConfigTable::path_or_none(std::string_view key) const {
  return has(key) ? path(key) : std::string();
}

std::vector<std::string> ConfigTable::texts(std::string_view key, bool needed) const {
  const auto* found = needed ? required(key) : node(key);
  if (found == nullptr) return {};
  const auto* list = found->as_array();
  if (list == nullptr) {
    wrong_type(key, *found, "a list of texts such as [\"…\", \"…\"]");
    return {};
  }
  std::vector<std::string> texts;
  for (const auto& entry : *list) {
    const auto value = entry.value_exact<std::string>();
    if (!value) {
      read_.wrong(
          line_of(entry), title(key),
          "each entry must be a text in quotation marks, and one is " + words_of(entry.type()));
      return {};
    }
    texts.push_back(*value);
  }
  if (needed && texts.empty()) wrong(key, "this list may not be empty");
  return texts;
}

std::int64_t ConfigTable::number_or(std::string_view key, std::int64_t fallback, std::int64_t least,
                                    std::int64_t most) const {
  const auto* found = node(key);
  if (found == nullptr) return fallback;
  const auto value = found->value_exact<std::int64_t>();
  if (!value) {
    wrong_type(key, *found, "a whole number without quotation marks");
    return fallback;
  }
  if (*value < least || *value > most) {
    wrong(key, "this must be from " + std::to_string(least) + " to " + std::to_string(most) +
                   ", and it is " + std::to_string(*value));
    return fallback;
  }
  return *value;
}

bool ConfigTable::truth_or(std::string_view key, bool fallback) const {
  const auto* found = node(key);
  if (found == nullptr) return fallback;
  const auto value = found->value_exact<bool>();
  if (!value) wrong_type(key, *found, "true or false, without quotation marks");
  return value.value_or(fallback);
}

Instant ConfigTable::time(std::string_view key) const {
  const auto* found = required(key);
  if (found == nullptr) return {};
  const auto value = found->value_exact<toml::date_time>();
  if (!value) {
    wrong_type(key, *found, "a date and time without quotation marks, such as 2015-12-17T17:00:00");
    return {};
  }
  const auto days = std::chrono::local_days(std::chrono::year(value->date.year) /
                                            value->date.month / value->date.day);
  const LocalTime local = days + std::chrono::hours(value->time.hour) +
                          std::chrono::minutes(value->time.minute) +
                          std::chrono::seconds(value->time.second);
  if (value->offset)
    return Instant(local.time_since_epoch()) - std::chrono::minutes(value->offset->minutes);
  const auto at = read_.zone.instant(local);
  if (!at)
    wrong(key, at.error().what +
                   ", or write it with its offset from UTC, such as 2015-11-01T01:30:00-07:00");
  return at.value_or(Instant{});
}

Seconds ConfigTable::duration_or(std::string_view key, Seconds fallback) const {
  const auto* found = node(key);
  if (found == nullptr) return fallback;
  std::string text;
  if (const auto number = found->value_exact<std::int64_t>()) text = std::to_string(*number);
  if (const auto value = found->value_exact<std::string>()) text = *value;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::string_view units = "smhd";
  constexpr std::int64_t seconds[] = {1, 60, 3600, 86400};
  const auto place = unit.empty() ? 0 : units.find(unit);
  const bool bare = unit.empty() && found->is_string();
  const bool good = !bare && error == std::errc() && count > 0 && count <= 100'000'000 &&
                    unit.size() <= 1 && place != std::string_view::npos;
  if (!good) {
    wrong(key,
          "this must be a time span with its unit, such as \"24h\", \"90m\", \"30s\" or \"2d\"");
    return fallback;
  }
  return Seconds(count * seconds[place]);
}

std::chrono::minutes ConfigTable::clock_or(std::string_view key,
                                           std::chrono::minutes fallback) const {
  const auto* found = node(key);
  if (found == nullptr) return fallback;
  if (const auto time = found->value_exact<toml::time>())
    return std::chrono::minutes(time->hour * 60 + time->minute);
  const std::string text = found->value_exact<std::string>().value_or("");
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (hours < 24 && minutes < 60) return std::chrono::minutes(hours * 60 + minutes);
  }
  const bool short_hour = text.size() == 4 && text[1] == ':' && digit(0) && digit(2) && digit(3);
  wrong(key, "this must be a time of day such as \"07:00\" or \"18:30\"" +
                 (short_hour ? "; write \"0" + text + "\"" : std::string()));
  return fallback;
}

std::size_t ConfigTable::choice(std::string_view key, Keys words) const {
  const auto* found = node(key);
  if (found == nullptr) return 0;
  const auto value = found->value_exact<std::string>().value_or("");
  const auto place = std::find(words.begin(), words.end(), value);
  if (place != words.end()) return static_cast<std::size_t>(place - words.begin());
  std::string small = value;
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  const auto meant = probably_meant(small, words);
  wrong(key, "this must be " + listed(words) +
                 (meant.empty() ? "" : "; did you mean \"" + std::string(meant) + "\"?"));
  return 0;
}

}  // namespace undersigned::campaign
