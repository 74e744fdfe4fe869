#include <algorithm>

#include "letter/encode.h"

namespace undersigned::letter {
namespace {

constexpr std::size_t field_line = 78;
constexpr std::string_view utf8_word = "=?utf-8?Q?";
constexpr std::size_t encoded_word = 75;  // RFC 2047, 2

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 32 && c < 127; }) &&
         text.find("=?") == std::string_view::npos;
}

bool atoms(std::string_view text) {  // RFC 5322, 3.2.3, with single spaces between
  static constexpr std::string_view special = "()<>[]:;@\\,.\"";
  return !text.empty() && text.front() != ' ' && text.back() != ' ' &&
         text.find("  ") == std::string_view::npos &&
         text.find_first_of(special) == std::string_view::npos;
}

std::size_t character_length(std::string_view utf8) {
  const auto c = static_cast<unsigned char>(utf8.front());
  const std::size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
  return std::min(n, utf8.size());
}

// RFC 2047, 4.2 and 5 (3): the octets that may stand in a phrase as they are.
std::string q_encoded(std::string_view character) {
  static constexpr std::string_view safe =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/";
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : character) {
    if (c == ' ') {
      out += '_';
    } else if (safe.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += {'=', hex[octet >> 4], hex[octet & 15]};
    }
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const auto end = text.find(' ');
    all.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return all;
}

}  // namespace

Field::Field(std::string_view name) : done_(name) {
  done_ += ':';
  column_ = done_.size();
}

Field& Field::add(std::string_view token) {
  const bool fits = column_ + 1 + token.size() <= field_line;
  done_ += fits ? " " : "\r\n ";
  done_ += token;
  column_ = (fits ? column_ : 0) + 1 + token.size();
  return *this;
}

Field& Field::text(std::string_view utf8) {
  const auto all = words(utf8);
  const bool long_word =
      std::any_of(all.begin(), all.end(), [](auto w) { return w.size() > field_line - 2; });
  const bool single_spaces = utf8.find("  ") == std::string_view::npos &&
                             (utf8.empty() || (utf8.front() != ' ' && utf8.back() != ' '));
  if (!plain(utf8) || long_word || !single_spaces) return encoded(utf8);
  for (auto word : all) add(word);
  return *this;
}

Field& Field::phrase(std::string_view utf8) {
  if (!plain(utf8) || utf8.size() > 60) return encoded(utf8);
  return atoms(utf8) ? text(utf8) : add(quoted(utf8));
}

Field& Field::encoded(std::string_view utf8) {
  const std::size_t frame = utf8_word.size() + 2;
  std::string word;
  while (!utf8.empty()) {
    const auto length = character_length(utf8);
    const auto next = q_encoded(utf8.substr(0, length));
    // The first word begins on the field's own line where a useful piece of it fits there.
    const bool here = column_ + 24 < field_line;
    const std::size_t room = std::min(encoded_word, here ? field_line - column_ - 1 : encoded_word);
    if (word.size() + next.size() + frame > room) {
      add(std::string(utf8_word) + word + "?=");
      word.clear();
    } else {
      word += next;
      utf8.remove_prefix(length);
    }
  }
  if (!word.empty()) add(std::string(utf8_word) + word + "?=");
  return *this;
}

Field& Field::parameter(std::string_view name, std::string_view value) {
  done_ += ';';
  ++column_;
  const bool ascii = plain(value);
  if (ascii && value.size() < 60) return add(std::string(name) + "=" + quoted(value));
  const std::size_t room = field_line - name.size() - 12;
  std::string piece = "utf-8''";
  std::vector<std::string> pieces;
  while (!value.empty()) {
    const auto length = character_length(value);
    const auto next = percent_encoded(value.substr(0, length));
    value.remove_prefix(length);
    if (piece.size() + next.size() > room) {
      pieces.push_back(std::move(piece));
      piece.clear();
    }
    piece += next;
  }
  pieces.push_back(std::move(piece));
  if (pieces.size() == 1) return add(std::string(name) + "*=" + pieces.front());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) done_ += ';';
    add(std::string(name) + "*" + std::to_string(i) + "*=" + pieces[i]);
  }
  return *this;
}

std::string Field::line() const { return done_ + "\r\n"; }

}  // namespace undersigned::letter
