#include "reply/enclosed.h"

#include <algorithm>

#include "mail/ascii.h"

namespace undersigned::reply {

bool unreadable(const mail::Message& message) {
  if (!message.text.empty() || !message.html.empty()) return false;
  const std::string* type = message.field("Content-Type");
  if (type == nullptr) return false;
  const std::string lower = mail::lowered(mail::trimmed(*type));
  if (lower.starts_with("multipart/") && !lower.starts_with("multipart/encrypted"))
    return encloses(message);
  return !lower.empty() && !lower.starts_with("text/plain") && !lower.starts_with("text/html");
}

bool cut_part(const mail::Message& message, std::string_view type) {
  return std::any_of(message.parts.begin(), message.parts.end(), [&](const mail::Part& part) {
    return part.cut && part.type == type && !part.attached && part.disposition != "attachment";
  });
}

bool encloses(const mail::Message& message) {
  return std::any_of(message.parts.begin(), message.parts.end(), [](const mail::Part& part) {
    const bool sent = part.disposition == "attachment" || !part.filename.empty();
    const bool document = part.type.starts_with("image/") || part.type.starts_with("audio/") ||
                          part.type.starts_with("application/");
    const bool proof = part.type.ends_with("-signature") || part.type.ends_with("pgp-keys");
    return !part.attached && sent && document && !proof && part.disposition != "inline";
  });
}

const mail::Part* enclosed_text(const mail::Message& message) {
  const mail::Part* found = nullptr;
  for (const mail::Part& part : message.parts) {
    const bool sent = part.disposition == "attachment" || !part.filename.empty();
    if (part.attached || !sent || part.depth == 0 || part.type != "text/plain") continue;
    if (found != nullptr) return nullptr;
    found = &part;
  }
  return found;
}

}  // namespace undersigned::reply
