#include "reply/meaning.h"

#include <array>

namespace undersigned::reply {

namespace {

constexpr std::array<std::string_view, std::size(all_kinds)> kind_words = {
    "sign",     "amend",  "withdraw",   "decline", "confirm", "unsubscribe",
    "question", "bounce", "auto-reply", "bulk",    "empty"};

}  // namespace

std::string_view word(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view word) {
  for (const Kind kind : all_kinds)
    if (kind_words[static_cast<std::size_t>(kind)] == word) return kind;
  return std::nullopt;
}

}  // namespace undersigned::reply
