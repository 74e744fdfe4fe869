#include "mail/authentication.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

// Comments become a space; quoted strings are kept, with their quotes.
std::string without_comments(std::string_view text) {
  std::string out;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      if (depth == 0) out += text.substr(i, 2);
      ++i;
    } else if (c == '"' && depth == 0) {
      quoted = !quoted;
      out += c;
    } else if (c == '(' && !quoted) {
      ++depth;
    } else if (c == ')' && !quoted && depth > 0) {
      --depth;
      out += ' ';
    } else if (depth == 0) {
      out += c;
    }
  }
  return out;
}

// Cuts at `mark` outside of quoted strings.
std::vector<std::string_view> split(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> pieces;
  bool quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i == text.size() || (!quoted && marks.find(text[i]) != std::string_view::npos)) {
      pieces.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  return pieces;
}

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

// One "method=result ptype.property=value …" of a field (RFC 8601, 2.2).
struct Outcome {
  std::string method, result;
  std::vector<std::pair<std::string, std::string>> properties;
  std::string_view property(std::string_view name) const {
    for (const auto& [key, value] : properties) {
      if (key == name) return value;
    }
    return {};
  }
};

// "a = b" and "header . d = x" are the same without the blanks.
std::string tight(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool joins = c == '=' || c == '.' || c == '/';
    if (joins) {
      while (!out.empty() && is_space(out.back())) out.pop_back();
      while (i + 1 < text.size() && is_space(text[i + 1])) ++i;
    }
    out += c;
  }
  return out;
}

std::optional<Outcome> read_outcome(std::string_view text) {
  const std::string joined = tight(text);
  Outcome outcome;
  for (const std::string_view word : split(joined, " \t\r\n")) {
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string key = lowered(word.substr(0, equals));
    const std::string value = lowered(unquoted(word.substr(equals + 1)));
    if (outcome.method.empty()) {
      outcome.method = key.substr(0, key.find('/'));
      outcome.result = value;
    } else {
      outcome.properties.emplace_back(key, value);
    }
  }
  if (outcome.method.empty()) return std::nullopt;
  return outcome;
}

bool names(std::string_view id, std::string_view authserv_id) {
  if (!authserv_id.starts_with("*.")) return same(id, authserv_id);
  const std::string_view domain = authserv_id.substr(1);
  return id.size() > domain.size() && same(id.substr(id.size() - domain.size()), domain);
}

bool is_arc(const Field& field) { return same(field.name, "ARC-Authentication-Results"); }

struct Results {
  std::string id;  // of who says so, as written
  std::vector<Outcome> outcomes;
};

// One field of results; nothing for other fields. In an ARC one an instance stands first (RFC 8617,
// 4.1.1).
std::optional<Results> read_results(const Field& field) {
  if (!is_arc(field) && !same(field.name, "Authentication-Results")) return std::nullopt;
  const std::string plain = without_comments(field.body);
  auto pieces = split(plain, ";");
  if (is_arc(field)) {
    if (pieces.size() < 2 || !starts_with(trimmed(pieces.front()), "i=")) return std::nullopt;
    pieces.erase(pieces.begin());
  }
  const std::string_view head = trimmed(pieces.front());
  // A version may follow the id.
  Results results{std::string(unquoted(head.substr(0, head.find_first_of(" \t\r\n")))), {}};
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (auto outcome = read_outcome(pieces[i])) results.outcomes.push_back(std::move(*outcome));
  }
  return results;
}

std::string_view organization_of(std::string_view authserv_id) {
  return authserv_id.starts_with("*.") ? authserv_id.substr(2) : authserv_id;
}

// Nothing where the receiver wrote no results.
std::optional<std::vector<Outcome>> trusted(const Message& message, const Receiver& receiver) {
  const auto organization = organization_of(receiver.authserv_id);
  std::vector<Outcome> all;
  bool found = false, below = false;
  for (const Field& field : message.fields) {
    if (same(field.name, "Received")) {
      if (found || below) break;
      if (is_inside(read_hop(field.body), organization, receiver.relays)) continue;
      if (!receiver.results_below) break;
      below = true;
      continue;
    }
    if (below && is_arc(field)) continue;
    const auto results = read_results(field);
    if (!results || !names(results->id, receiver.authserv_id)) continue;
    found = true;
    all.insert(all.end(), results->outcomes.begin(), results->outcomes.end());
    if (below) break;
  }
  if (!found) return std::nullopt;
  return all;
}

// "spf=pass" leads where a host gives no id at all.
bool could_be_id(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

constexpr std::array<std::string_view, 12> once_only{
    "Date",    "Sender",       "Reply-To",     "To",
    "Cc",      "Message-ID",   "In-Reply-To",  "References",
    "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"};

std::string_view domain_part(std::string_view text) {
  const auto at = text.rfind('@');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

bool dkim_aligned(const Outcome& outcome, std::string_view from_domain) {
  if (outcome.method != "dkim" || outcome.result != "pass") return false;
  std::string_view domain = outcome.property("header.d");
  if (domain.empty()) domain = domain_part(outcome.property("header.i"));
  return same_organization(domain, from_domain);
}

// DKIM signs one field of a name, from the bottom; a reader takes the first. What was put above it
// afterwards nobody vouches for (RFC 6376, 8.15).
bool repeats_a_field(const Message& message) {
  return std::any_of(once_only.begin(), once_only.end(),
                     [&](std::string_view name) { return message.all(name).size() > 1; });
}

}  // namespace

Authenticated authenticate(const Message& message, const Receiver& receiver) {
  if (receiver.authserv_id.empty()) return Authenticated::unknown;
  const auto outcomes = trusted(message, receiver);
  const std::string_view from =
      message.from_is_plain ? message.from.front().address.domain() : std::string_view();
  bool dmarc_pass = false;
  bool dkim_pass = false;
  for (const Outcome& outcome : outcomes.value_or(std::vector<Outcome>())) {
    if (outcome.method == "dmarc") {
      if (outcome.result == "fail") return Authenticated::fail;
      const std::string_view judged = domain_part(outcome.property("header.from"));
      dmarc_pass |= outcome.result == "pass" && (judged.empty() || same_organization(judged, from));
    }
    dkim_pass |= dkim_aligned(outcome, from);
  }
  // Several authors: nobody can say for which of them the result holds.
  if (from.empty() || repeats_a_field(message)) return Authenticated::none;
  return dmarc_pass || dkim_pass ? Authenticated::pass : Authenticated::none;
}

bool has_results(const Message& message, const Receiver& receiver) {
  return !receiver.authserv_id.empty() && trusted(message, receiver).has_value();
}

std::optional<Voucher> find_voucher(const Message& message, const std::vector<Network>& relays) {
  std::optional<Hop> border;
  for (const Field& field : message.fields) {
    if (same(field.name, "Received")) {
      if (border) break;
      const Hop hop = read_hop(field.body);
      if (!is_inside(hop, hop.by, relays)) border = hop;
      continue;
    }
    if (border && is_arc(field)) continue;
    const auto results = read_results(field);
    if (!results || !could_be_id(results->id)) continue;
    // Right below the border it may also be what the sender's own host wrote.
    if (border && !same_organization(results->id, border->by)) break;
    return Voucher{lowered(results->id), border.has_value()};
  }
  return std::nullopt;
}

}  // namespace undersigned::mail
