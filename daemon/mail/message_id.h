#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::mail {

// A msg-id without its angle brackets (RFC 5322, 3.6.4): printable ASCII, no space, no bracket.
class MessageId {
 public:
  static std::optional<MessageId> parse(std::string_view text);  // with or without the brackets
  const std::string& text() const { return text_; }              // "left@right"
  std::string bracketed() const { return "<" + text_ + ">"; }
  bool operator==(const MessageId&) const = default;
  auto operator<=>(const MessageId&) const = default;

 private:
  std::string text_;
};

// All ids of an In-Reply-To or References field, in order; what is not an id is passed over.
std::vector<MessageId> read_message_ids(std::string_view field_body);

}  // namespace undersigned::mail
