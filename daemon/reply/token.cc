#include "reply/token.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace undersigned::reply {
namespace {

constexpr std::string_view prefix = "confirm-";
constexpr std::size_t digits = 40;

std::optional<std::string> token_in(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (std::size_t at = lower.find(prefix); at != std::string::npos;
       at = lower.find(prefix, at + 1)) {
    std::size_t end = at + prefix.size();
    while (end < lower.size() &&
           ((lower[end] >= 'a' && lower[end] <= 'z') || (lower[end] >= '2' && lower[end] <= '7'))) {
      ++end;
    }
    if (end - at == prefix.size() + digits) return lower.substr(at, end - at);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> find_token(const mail::Message& message) {
  for (const auto* list : {&message.to, &message.cc}) {
    for (const mail::NamedAddress& entry : *list) {
      if (auto token = token_in(entry.address.local())) return token;
    }
  }
  for (std::string_view delivered : message.all("Delivered-To")) {
    if (auto token = token_in(delivered)) return token;
  }
  return token_in(message.subject);
}

}  // namespace undersigned::reply
