#include "wire/smtp_reply.h"

#include <algorithm>
#include <charconv>

#include "wire/session.h"

namespace undersigned::wire {

namespace {

// RFC 5321, 4.5.3.1.5 says 512; some servers write more.
constexpr std::size_t kLongestLine = 4096, kMostLines = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string_view SmtpReply::enhanced() const {
  if (lines.empty()) return {};
  const std::string_view text = lines.front();
  const auto word = text.substr(0, text.find(' '));
  const bool plausible = word.size() >= 5 && word[1] == '.' && word[0] == '0' + code / 100;
  const auto of_number = [](char c) { return is_digit(c) || c == '.'; };
  return plausible && std::all_of(word.begin(), word.end(), of_number) ? word : std::string_view();
}

std::string SmtpReply::first_line() const {
  return one_line(std::to_string(code) + " " + (lines.empty() ? "" : lines.front()));
}

void SmtpReader::feed(std::string_view octets) {
  while (broken_.empty() && !octets.empty()) {
    const auto end = octets.find('\n');
    if (rest_.size() + std::min(end, octets.size()) > kLongestLine) {
      broken_ = "the server sends a line without end";
      return;
    }
    if (end == std::string_view::npos) {
      rest_ += octets;
      return;
    }
    rest_ += octets.substr(0, end);
    if (!rest_.empty() && rest_.back() == '\r') rest_.pop_back();
    line(rest_);
    rest_.clear();
    octets.remove_prefix(end + 1);
  }
}

void SmtpReader::line(std::string_view line) {
  const bool coded = line.size() >= 3 && line[0] >= '2' && line[0] <= '5' && is_digit(line[1]) &&
                     is_digit(line[2]) && (line.size() == 3 || line[3] == ' ' || line[3] == '-');
  const int code = coded ? (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0') : 0;
  if (!coded || (reply_.code != 0 && code != reply_.code) || reply_.lines.size() == kMostLines) {
    broken_ = "the server sends what is no reply: " + one_line(line);
    return;
  }
  reply_.code = code;
  reply_.lines.emplace_back(line.substr(std::min<std::size_t>(4, line.size())));
  if (line.size() > 3 && line[3] == '-') return;
  complete_.push_back(std::move(reply_));
  reply_ = {};
}

std::optional<SmtpReply> SmtpReader::next() {
  if (complete_.empty()) return std::nullopt;
  SmtpReply reply = std::move(complete_.front());
  complete_.pop_front();
  return reply;
}

SmtpOffer read_offer(const SmtpReply& ehlo) {
  SmtpOffer offer;
  for (std::size_t i = 1; i < ehlo.lines.size(); ++i) {
    std::string line = ehlo.lines[i];
    for (char& c : line)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    const std::string_view word = std::string_view(line).substr(0, line.find(' '));
    offer.pipelining |= word == "PIPELINING";
    offer.eight_bit |= word == "8BITMIME";
    offer.utf8 |= word == "SMTPUTF8";
    if (word != "SIZE") continue;
    offer.size = true;
    if (line.size() > 5) std::from_chars(line.data() + 5, line.data() + line.size(), offer.largest);
  }
  return offer;
}

}  // namespace undersigned::wire
