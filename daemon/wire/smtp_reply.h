#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::wire {

// One reply (RFC 5321, 4.2), with the text of its lines behind the code.
struct SmtpReply {
  int code = 0;  // 200–599
  std::vector<std::string> lines;

  bool positive() const { return code >= 200 && code < 300; }
  // "4.7.0" (RFC 2034) at the start of the text, else "".
  std::string_view enhanced() const;
  std::string first_line() const;  // code and text, cleaned, for people
};

// Octets in, complete replies out; no I/O. Octets may be fed in any cuts.
class SmtpReader {
 public:
  void feed(std::string_view octets);
  std::optional<SmtpReply> next();
  // Not empty: the stream cannot be understood from here on; why, for people.
  const std::string& broken() const { return broken_; }

 private:
  void line(std::string_view line);

  std::string rest_;
  SmtpReply reply_;
  std::deque<SmtpReply> complete_;
  std::string broken_;
};

// What an EHLO reply offers (RFC 5321, 4.1.1.1).
struct SmtpOffer {
  bool pipelining = false, eight_bit = false, utf8 = false, size = false;
  unsigned long long largest = 0;  // of SIZE; 0: it does not say
};
SmtpOffer read_offer(const SmtpReply& ehlo);

}  // namespace undersigned::wire
