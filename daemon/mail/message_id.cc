#include "mail/message_id.h"

#include <algorithm>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

// In brackets and on a folded line of its own it is the longest line of RFC 5322, 2.1.1.
constexpr std::size_t longest = 998 - 3;

}  // namespace

std::optional<MessageId> MessageId::parse(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && text.front() == '<' && text.back() == '>') {
    text = trimmed(text.substr(1, text.size() - 2));
  }
  const auto at = text.rfind('@');
  const bool printable = std::all_of(
      text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>'; });
  if (!printable || text.size() > longest || at == std::string_view::npos || at == 0 ||
      at + 1 == text.size()) {
    return std::nullopt;
  }
  MessageId id;
  id.text_ = std::string(text);
  return id;
}

std::vector<MessageId> read_message_ids(std::string_view field_body) {
  std::vector<MessageId> ids;
  while (true) {
    const auto open = field_body.find('<');
    if (open == std::string_view::npos) return ids;
    field_body.remove_prefix(open);
    const auto close = field_body.find_first_of("<>", 1);
    if (close == std::string_view::npos) return ids;
    if (field_body[close] == '<') {
      field_body.remove_prefix(close);
      continue;
    }
    if (auto id = MessageId::parse(field_body.substr(0, close + 1))) ids.push_back(std::move(*id));
    field_body.remove_prefix(close + 1);
  }
}

}  // namespace undersigned::mail
