#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "campaign/zone.h"
#include "mail/address.h"
#include "result.h"

namespace undersigned::campaign {

// What all tables of one configuration share: its file, its zone, the first thing that is wrong in
// it, and the line of each key. Reading goes on after a problem, with defaults, so the sections
// need no checks of their own.
struct ConfigRead {
  std::string file;
  std::optional<Error> problem;
  std::map<std::string, int> lines;  // "release.press_list" → line
  Zone zone;

  void wrong(int line, const std::string& key, const std::string& what);
  // A path of the configuration, taken beside its file.
  std::string resolved(const std::string& path) const;
};

// One table of the configuration with typed access. A key that is not one of `keys` is a problem at
// once, with the key that was probably meant.
class ConfigTable {
 public:
  using Keys = std::span<const std::string_view>;
  // `table` may be nullptr: then required keys are problems at `line`, the others have defaults.
  ConfigTable(const toml::table* table, std::string name, int line, Keys keys, ConfigRead& read);

  const std::string& name() const { return name_; }
  bool has(std::string_view key) const;
  int line(std::string_view key) const;           // of the key, else of the table
  std::string title(std::string_view key) const;  // "[release] press_list"
  void wrong(std::string_view key, const std::string& what) const;
  const toml::node* node(std::string_view key) const;  // nullptr where it is not given
  ConfigRead& read() const { return read_; }

  // One line of text without control characters. Required ones may not be empty.
  std::string text(std::string_view key) const;
  std::string text_or(std::string_view key, std::string fallback) const;
  std::string path(std::string_view key) const;  // required, resolved
  std::string path_or_none(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key, bool required) const;
  std::int64_t number_or(std::string_view key, std::int64_t fallback, std::int64_t least,
                         std::int64_t most) const;
  bool truth_or(std::string_view key, bool fallback) const;
  // Required: a local date and time in the campaign's zone, or one with its offset.
  Instant time(std::string_view key) const;
  // "24h", "90m", "30s", "2d"; a number that is no text is seconds.
  Seconds duration_or(std::string_view key, Seconds fallback) const;
  std::chrono::minutes clock_or(std::string_view key, std::chrono::minutes fallback) const;
  // The place of the text in `words`; 0 where the key is not given.
  std::size_t choice(std::string_view key, Keys words) const;

 private:
  const toml::node* required(std::string_view key) const;
  std::optional<std::string> text_of(const toml::node& node, std::string_view key,
                                     const char* example) const;
  void wrong_type(std::string_view key, const toml::node& node, const std::string& wanted) const;

  const toml::table* table_;
  std::string name_;
  int line_;
  ConfigRead& read_;
};

// The word of `known` that was probably meant by `typed`; "" where none is near.
std::string_view probably_meant(std::string_view typed, ConfigTable::Keys known);
int line_of(const toml::node& node);

}  // namespace undersigned::campaign
