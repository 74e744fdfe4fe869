#include "wire/imap_reader.h"

#include <algorithm>
#include <charconv>

namespace undersigned::wire {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view other) {
    return std::equal(word.begin(), word.end(), other.begin(), other.end(),
                      [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
  });
}

// Status responses, tagged or not, and continuations end in text for people, where "{5}" is just
// that; only data has literals.
bool may_hold_literals(std::string_view line) {
  if (!line.starts_with("* ")) return false;
  const auto word = line.substr(2, line.find_first_of(" \r", 2) - 2);
  return !is_one_of(word, {"OK", "NO", "BAD", "BYE", "PREAUTH"});
}

// The n of a line that ends in "{n}".
std::optional<std::uint64_t> announced_literal(std::string_view line) {
  if (line.empty() || line.back() != '}') return std::nullopt;
  const auto open = line.rfind('{');
  if (open == std::string_view::npos || open + 2 > line.size() - 1) return std::nullopt;
  const char* first = line.data() + open + 1;
  const char* last = line.data() + line.size() - 1;
  if (!std::all_of(first, last, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  std::uint64_t size = UINT64_MAX;  // stays so where it does not fit
  std::from_chars(first, last, size);
  return size;
}

}  // namespace

void ImapReader::feed(std::string_view octets) {
  while (!octets.empty() && broken_.empty())
    octets = literal_left_ > 0 ? take_literal(octets) : take_text(octets);
}

std::optional<ImapResponse> ImapReader::next() {
  if (complete_.empty()) return std::nullopt;
  ImapResponse response = std::move(complete_.front());
  complete_.pop_front();
  return response;
}

std::string_view ImapReader::take_text(std::string_view octets) {
  const auto line_feed = octets.find('\n');
  const auto n = line_feed == std::string_view::npos ? octets.size() : line_feed + 1;
  auto& text = response_.text;
  if (text.size() + n > limits_.text + 2) {
    broken_ = "the server sends a line without end";
    return {};
  }
  text.append(octets.substr(0, n));
  // A line feed alone is no line end.
  if (text.size() >= line_start_ + 2 && text.ends_with("\r\n")) end_of_line();
  return octets.substr(n);
}

void ImapReader::end_of_line() {
  response_.text.resize(response_.text.size() - 2);
  const std::string_view line = std::string_view(response_.text).substr(line_start_);
  if (may_hold_literals(response_.text))
    if (const auto size = announced_literal(line)) return start_literal(*size);
  complete_.push_back(std::move(response_));
  response_ = {};
  line_start_ = literal_octets_ = 0;
}

void ImapReader::start_literal(std::uint64_t size) {
  if (size > limits_.literal || size + literal_octets_ > limits_.literals) {
    literal_too_large_ = true;
    broken_ = "the server announces " + std::to_string(size) + " octets, more than is taken";
    return;
  }
  literal_octets_ += size;
  literal_left_ = size;
  line_start_ = response_.text.size();
  response_.literals.emplace_back();
  // The size is only what the server says: no more is held ready than one mail usually needs.
  response_.literals.back().reserve(std::min<std::size_t>(size, 64 << 10));
}

std::string_view ImapReader::take_literal(std::string_view octets) {
  const auto n = std::min(octets.size(), literal_left_);
  response_.literals.back().append(octets.substr(0, n));
  literal_left_ -= n;
  return octets.substr(n);
}

}  // namespace undersigned::wire
