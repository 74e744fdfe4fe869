#include "campaign/toml_advice.h"

#include <algorithm>

namespace undersigned::campaign {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && std::string_view(" \t\r").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return text;
}

std::string_view line_at(std::string_view text, int line) {
  for (; line > 1 && !text.empty(); --line)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return trimmed(text.substr(0, text.find('\n')));
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool typographic(std::string_view text) {
  return has(text, "“") || has(text, "”") || has(text, "„") || has(text, "«") || has(text, "‘");
}

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

std::string advice_for_value(std::string_view key, std::string_view value) {
  const auto quotes = std::count(value.begin(), value.end(), '"');
  if (value.empty()) return "a value is missing behind =";
  if (quotes == 1)
    return "a quotation mark is missing: write " + std::string(key) + " = \"…\" on one line";
  if (letter(value.front()))
    return "a text stands in quotation marks: " + std::string(key) + " = \"" +
           std::string(trimmed(value.substr(0, value.find('#')))) + "\"";
  if (digit(value.front()) && value.size() >= 8 && has(value, "-"))
    return "a date and time is written like 2015-12-17T17:00:00, in the campaign's own time zone, "
           "or with its offset from UTC, like 2015-12-17T17:00:00-08:00";
  if (digit(value.front()) && has(value, ":"))
    return "a time of day stands in quotation marks, like \"07:00\"";
  return {};
}

}  // namespace

std::string toml_advice(std::string_view toml, int line, std::string_view parser) {
  const auto text = line_at(toml, line);
  if (has(parser, "redefine")) return "this stands there twice; remove one of the two";
  if (has(parser, "array") && text.starts_with('['))
    return "a list that begins above is not closed; write ] behind its last entry";
  if (text.starts_with('['))
    return "the name of a table stands between brackets on a line of its own, like [campaign]";
  if (typographic(text))
    return "these are quotation marks of a word processor; write straight ones (\")";
  const auto equals = text.find('=');
  const auto key = trimmed(text.substr(0, equals));
  if (const auto colon = text.find(':'); colon < equals)
    return "write = behind the key: " + std::string(trimmed(text.substr(0, colon))) + " = …";
  if (equals == std::string_view::npos)
    return "write a key, =, and its value, like name = \"…\" (a remark begins with #)";
  if (auto advice = advice_for_value(key, trimmed(text.substr(equals + 1))); !advice.empty())
    return advice;
  return "this line cannot be read as TOML: " + std::string(parser);
}

}  // namespace undersigned::campaign
