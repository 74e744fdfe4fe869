#include "command/log.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace undersigned::command {

namespace {

constexpr std::size_t longest_value = 300;

struct Character {
  std::uint32_t code = 0;
  std::size_t octets = 1;
  bool valid = false;
};

// The UTF-8 character at the front of `text` (RFC 3629: no overlong forms, no surrogates).
Character character(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = octet(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return {first, 1, false};
  std::uint32_t code = first & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((octet(i) & 0xc0) != 0x80) return {first, 1, false};
    code = (code << 6) | (octet(i) & 0x3f);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {first, 1, false};
  return {code, size, true};
}

bool forbidden(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

std::string hex(const char* form, unsigned value) {
  char text[16];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

void append_escaped(std::string& out, std::string_view text, const Character& c) {
  if (!c.valid) {
    out += hex("\\x%02x", c.code);
  } else if (c.code == '\n') {
    out += "\\n";
  } else if (c.code == '\r') {
    out += "\\r";
  } else if (c.code == '\t') {
    out += "\\t";
  } else if (c.code == '"' || c.code == '\\') {
    out += {'\\', static_cast<char>(c.code)};
  } else if (forbidden(c.code)) {
    out += hex(c.code < 0x80 ? "\\x%02x" : "\\u%04x", c.code);
  } else {
    out += text.substr(0, c.octets);
  }
}

std::string line(std::string_view event, LogFields fields) {
  std::string text(event);
  for (const auto& [key, value] : fields) {
    text += ' ';
    text += key;
    text += '=';
    text += log_value(value);
  }
  return text;
}

// A command that opens no log writes warnings alone.
spdlog::logger& logger() {
  static spdlog::logger made = [] {
    spdlog::logger fresh("", std::make_shared<spdlog::sinks::stderr_sink_st>());
    // systemd's journal has the time of each line itself.
    const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;
    fresh.set_pattern(journal ? "%l: %v" : "%Y-%m-%dT%H:%M:%S.%e%z %l: %v");
    fresh.set_level(spdlog::level::warn);
    return fresh;
  }();
  return made;
}

void write(spdlog::level::level_enum level, std::string_view event, LogFields fields) {
  if (logger().should_log(level)) logger().log(level, line(event, fields));
}

}  // namespace

std::string log_value(std::string_view value) {
  std::string text;
  bool quoted = value.empty();
  std::size_t taken = 0;
  while (!value.empty() && taken < longest_value) {
    const auto c = character(value);
    quoted = quoted || c.code == ' ' || c.code == '=' || c.code == '"' || c.code == '\\';
    append_escaped(text, value, c);
    value.remove_prefix(c.octets);
    taken += c.octets;
  }
  if (!value.empty()) text += "…";
  return quoted ? "\"" + text + "\"" : text;
}

std::string without_addresses(std::string_view text) {
  constexpr std::string_view around = " \t\r\n<>()[]{},;:\"'=";
  std::string out;
  while (!text.empty()) {
    const auto start = std::min(text.find_first_not_of(around), text.size());
    const auto end = std::min(text.find_first_of(around, start), text.size());
    const auto word = text.substr(start, end - start);
    out += text.substr(0, start);
    if (word.find('@') == std::string_view::npos) {
      out += word;
    } else {
      out += out.ends_with('<') ? "address" : "<address>";
    }
    text.remove_prefix(end);
  }
  return out;
}

void open_log(std::string_view word, bool verbose) {
  auto level = spdlog::level::from_str(std::string(word));
  // from_str says "off" for what it does not know.
  if (level == spdlog::level::off && word != "off") level = spdlog::level::info;
  if (verbose && level > spdlog::level::debug) level = spdlog::level::debug;
  logger().set_level(level);
}

void log_detail(std::string_view event, LogFields fields) {
  write(spdlog::level::debug, event, fields);
}
void log_event(std::string_view event, LogFields fields) {
  write(spdlog::level::info, event, fields);
}
void log_warning(std::string_view event, LogFields fields) {
  write(spdlog::level::warn, event, fields);
}
void log_error(std::string_view event, LogFields fields) {
  write(spdlog::level::err, event, fields);
}

}  // namespace undersigned::command
