#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::wire {

// One complete response (RFC 3501, 7; 9): the text without its last CRLF. Each literal was taken
// out and stands in the text as its "{n}" alone, in order.
struct ImapResponse {
  std::string text;
  std::vector<std::string> literals;
};

// Octets in, complete responses out; no I/O. What stands in a literal is never looked at, so no
// mail can pass for an answer. Octets may be fed in any cuts.
class ImapReader {
 public:
  struct Limits {
    std::size_t text = 64 << 10;      // of one response, literals not counted
    std::size_t literal = 16 << 20;   // of one literal
    std::size_t literals = 32 << 20;  // of all literals of one response
  };

  ImapReader() : ImapReader(Limits{}) {}
  explicit ImapReader(Limits limits) : limits_(limits) {}

  void feed(std::string_view octets);
  std::optional<ImapResponse> next();
  // Not empty: the stream cannot be understood from here on; why, for people.
  const std::string& broken() const { return broken_; }
  // The stream broke at a literal above the limits.
  bool literal_too_large() const { return literal_too_large_; }

 private:
  std::string_view take_text(std::string_view octets);
  std::string_view take_literal(std::string_view octets);
  void end_of_line();
  void start_literal(std::uint64_t size);

  Limits limits_;
  ImapResponse response_;
  std::size_t line_start_ = 0;    // of the present line, in response_.text
  std::size_t literal_left_ = 0;  // octets still missing of the last literal
  std::size_t literal_octets_ = 0;
  std::deque<ImapResponse> complete_;
  std::string broken_;
  bool literal_too_large_ = false;
};

}  // namespace undersigned::wire
