#include "letter/slots.h"

#include <charconv>

namespace undersigned::letter {
namespace {

constexpr std::string_view begin = "\xEE\x80\x80", end = "\xEE\x80\x81";  // U+E000, U+E001

}  // namespace

std::string Slots::on_one_line(std::string_view value) {
  std::string one_line = without_slots(value);
  for (char& c : one_line)
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = ' ';
  return one_line;
}

std::string Slots::put(std::string_view value) {
  values_.push_back(on_one_line(value));
  return std::string(begin) + std::to_string(values_.size() - 1) + std::string(end);
}

std::string Slots::put_mark(std::string mark) {
  values_.push_back(std::move(mark));
  return std::string(begin) + std::to_string(values_.size() - 1) + std::string(end);
}

std::string Slots::without_slots(std::string_view text) {
  if (text.find(begin.substr(0, 2)) == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool reserved = text.substr(i, 2) == begin.substr(0, 2) && i + 2 < text.size() &&
                          static_cast<unsigned char>(text[i + 2]) < 0xA0;
    if (reserved)
      i += 2;
    else
      out += text[i];
  }
  return out;
}

std::vector<Slots::Piece> Slots::pieces(std::string_view text) const {
  std::vector<Piece> all;
  while (!text.empty()) {
    const auto from = text.find(begin);
    const auto to = from == std::string_view::npos ? from : text.find(end, from);
    if (to == std::string_view::npos) {
      all.push_back({text, false});
      break;
    }
    if (from > 0) all.push_back({text.substr(0, from), false});
    std::size_t number = 0;
    const auto digits = text.substr(from + begin.size(), to - from - begin.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (number < values_.size()) all.push_back({values_[number], true});
    text.remove_prefix(to + end.size());
  }
  return all;
}

std::string Slots::filled(std::string_view text) const {
  std::string out;
  for (const auto& piece : pieces(text)) out += piece.text;
  return out;
}

}  // namespace undersigned::letter
