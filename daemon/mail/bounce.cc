#include "mail/bounce.h"

#include <algorithm>
#include <array>

#include "mail/ascii.h"
#include "mail/bounce_words.h"
#include "mail/html_text.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

using Kind = Automatic::Kind;

// "rfc822;maria@example.org" (RFC 3464, 2.3.2).
std::optional<Address> recipient(std::string_view body) {
  const auto semicolon = body.find(';');
  if (semicolon != std::string_view::npos) body.remove_prefix(semicolon + 1);
  const auto list = read_address_list(body);
  if (list.entries.empty()) return std::nullopt;
  return list.entries.front().address;
}

// Our letters have one recipient each; a report that names more is another's, or hostile.
constexpr std::size_t most_recipients = 100;

void add(std::vector<Address>& all, const std::optional<Address>& one) {
  if (all.size() < most_recipients && one && std::find(all.begin(), all.end(), *one) == all.end())
    all.push_back(*one);
}

// The per-recipient fields of message/delivery-status; blank lines separate recipients.
void read_status(std::string_view content, Automatic& bounce) {
  std::string final, original;
  bool failed = false;
  bool permanent = false;
  const auto flush = [&] {
    if (failed) add(bounce.failed, recipient(original.empty() ? final : original));
    bounce.permanent |= failed && permanent;
    final.clear();
    original.clear();
    failed = permanent = false;
  };
  while (!content.empty()) {
    const std::string_view line = trimmed(take_line(content));
    if (line.empty()) {
      flush();
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon);
    const std::string_view body = trimmed(line.substr(colon + 1));
    if (same(name, "Final-Recipient")) final = body;
    if (same(name, "Original-Recipient")) original = body;
    if (same(name, "Action")) failed = starts_with(body, "failed");
    if (same(name, "Status")) permanent = body.starts_with('5');
  }
  flush();
}

const Part* part(const Message& message, std::string_view type, int deepest) {
  for (const Part& found : message.parts) {
    if (found.type == type && found.depth <= deepest) return &found;
  }
  return nullptr;
}

std::string content_type(const Message& message) {
  const auto* body = message.field("Content-Type");
  return body == nullptr ? std::string() : lowered(*body);
}

// "Re:", "Fwd:", "AW:": somebody answers or passes on.
bool answers(std::string_view subject) {
  const auto colon = subject.find(':');
  return colon != std::string_view::npos && colon <= 3;
}

std::optional<Automatic> by_structure(const Message& message) {
  const std::string type = content_type(message);
  const bool report = type.starts_with("multipart/report");
  // Who passes a report on shows its parts in a mail of another type.
  if (!report && answers(message.subject)) return std::nullopt;
  const auto* status = part(message, "message/delivery-status", 2);
  if (status == nullptr) status = part(message, "message/global-delivery-status", 2);
  if (status != nullptr) {
    Automatic bounce{Kind::bounce, "a delivery report (RFC 3464)", {}, false};
    read_status(status->content, bounce);
    return bounce;
  }
  if (part(message, "message/disposition-notification", 2) != nullptr) {
    return Automatic{
        Kind::auto_reply, "a report that a mail was opened or deleted (RFC 8098)", {}, false};
  }
  if (part(message, "message/feedback-report", 2) != nullptr) {
    return Automatic{Kind::bulk, "a complaint report (RFC 5965)", {}, false};
  }
  if (report && type.find("delivery-status") != std::string::npos) {
    return Automatic{Kind::bounce, "a delivery report (RFC 3464)", {}, false};
  }
  return std::nullopt;
}

// What is weighed where nothing in the structure says that a mail is a report. A person's mail has
// none of the signs of a sender; what a person writes about a failed delivery has only words.
struct Signs {
  int sender = 0;  // that no person sent it
  int words = 0;   // that it tells of a mail that was not delivered
};

int daemon_name(const Message& message) {
  // "MAILER-DAEMON <>" has no address, so the whole field is looked at.
  std::string name;
  for (const char c : message.decoded("From")) {
    if (is_alpha(c) || c == '@') name += lower(c);
  }
  constexpr std::array<std::string_view, 6> daemons{"mailerdaemon",        "maildaemon",
                                                    "maildeliverysystem",  "maildeliverysubsystem",
                                                    "maildeliveryservice", "ndradministrator"};
  const auto within = [&](std::string_view known) { return name.find(known) != std::string::npos; };
  if (std::any_of(daemons.begin(), daemons.end(), within)) return 3;
  const bool master = within("postmaster") || within("systemadministrator") || within("mailsystem");
  return master ? 2 : 0;
}

bool no_return_path(const Message& message) {
  const auto* path = message.field("Return-Path");
  return path != nullptr && (trimmed(*path) == "<>" || contains(*path, "mailer-daemon"));
}

bool says_generated(const Message& message) {
  const auto* said = message.field("Auto-Submitted");
  return said != nullptr && !starts_with(trimmed(*said), "no");
}

// The fields of a delivery report that stand in the text, or the returned mail's own header.
int returned_mail(const Message& message, std::string_view folded) {
  const bool report = contains(folded, "\nfinal-recipient:") && contains(folded, "\naction:");
  const bool header = contains(folded, "\nreceived:") ||
                      (contains(folded, "\nmessage-id:") && contains(folded, "\nsubject:"));
  const bool attached = std::any_of(message.parts.begin(), message.parts.end(),
                                    [](const Part& p) { return p.attached; });
  return report ? 3 : header || attached ? 1 : 0;
}

// Text of the report itself: of long ones only the head, the rest is the returned mail.
std::string report_text(const Message& message) {
  constexpr std::size_t head = 16384;
  const std::string text = message.text.empty() ? html_to_text(message.html) : message.text;
  return "\n" + folded(cut_utf8(text, head));
}

Signs weigh(const Message& message, const std::string& text) {
  Signs signs;
  signs.sender = daemon_name(message) + 2 * no_return_path(message) + says_generated(message) +
                 4 * (message.field("X-Failed-Recipients") != nullptr);
  if (!answers(message.subject)) {
    signs.words += 2 * says_not_delivered_in_subject(folded(message.subject));
  }
  signs.words += 2 * says_not_delivered_in_text(text) + 2 * read_diagnosis(text).found +
                 returned_mail(message, text);
  return signs;
}

// Addresses beside a diagnosis, above the returned mail's header.
void read_recipients(const Message& message, const std::string& text, Automatic& bounce) {
  for (const std::string_view body : message.all("X-Failed-Recipients")) {
    for (const auto& entry : read_address_list(body).entries) add(bounce.failed, entry.address);
  }
  if (!bounce.failed.empty()) return;
  const auto end = std::min(text.find("\nreceived:"), text.find("\nreturn-path:"));
  std::string_view rest = std::string_view(text).substr(0, end);
  while (!rest.empty() && bounce.failed.size() < most_recipients) {
    const std::string_view line = take_line(rest);
    const auto open = line.find('<');
    const auto close = line.find('>', open);
    if (close == std::string_view::npos) continue;
    const auto address = Address::parse(line.substr(open + 1, close - open - 1));
    const std::string_view near = rest.substr(0, 400);
    const bool diagnosed = read_diagnosis(line).found || read_diagnosis(near).found ||
                           says_not_delivered_in_text(near);
    if (address && diagnosed) add(bounce.failed, *address);
  }
}

}  // namespace

std::optional<Automatic> read_bounce(const Message& message) {
  if (auto report = by_structure(message)) return report;
  // Nearly all mails end here: no sign of a sender, no look at the text.
  if (daemon_name(message) == 0 && !no_return_path(message) && !says_generated(message) &&
      message.field("X-Failed-Recipients") == nullptr) {
    return std::nullopt;
  }
  const std::string text = report_text(message);
  const Signs signs = weigh(message, text);
  const bool bounces = signs.sender >= 2 && signs.words >= 2 && signs.sender + signs.words >= 5;
  if (!bounces && signs.sender < 4 && !(signs.sender == 3 && daemon_name(message) == 3)) {
    return std::nullopt;
  }
  if (!bounces && signs.words == 0 && daemon_name(message) < 3) return std::nullopt;
  Automatic bounce{Kind::bounce, "a mail system says that a mail was not delivered", {}, false};
  const Diagnosis diagnosis = read_diagnosis(text);
  const bool delayed =
      says_delayed(folded(message.subject)) || (says_delayed(text) && !diagnosis.permanent);
  bounce.permanent = !delayed;
  if (bounce.permanent) read_recipients(message, text, bounce);
  return bounce;
}

}  // namespace undersigned::mail
