#include "mail/authentication.h"

#include <algorithm>
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

// The outcomes of a field that `authserv_id` wrote; empty for others.
std::vector<Outcome> read_field(std::string_view body, std::string_view authserv_id) {
  const std::string plain = without_comments(body);
  const auto pieces = split(plain, ";");
  const std::string_view head = trimmed(pieces.front());
  // A version may follow the id.
  if (!same(unquoted(head.substr(0, head.find_first_of(" \t\r\n"))), authserv_id)) return {};
  std::vector<Outcome> outcomes;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (auto outcome = read_outcome(pieces[i])) outcomes.push_back(std::move(*outcome));
  }
  return outcomes;
}

std::string organization(std::string_view domain) {
  const auto address = Address::parse("x@" + std::string(domain));
  return address ? address->organizational_domain() : std::string();
}

bool same_organization(std::string_view a, std::string_view b) {
  const std::string one = organization(a);
  return !one.empty() && one == organization(b);
}

// One Received field (RFC 5321, 4.4), as far as it says who wrote it and whom it heard.
struct Hop {
  std::string_view by;
  std::string_view from;
  std::string_view peer;  // the name in parentheses, which the host looked up itself
  std::string_view address;
};

std::string_view word_after(std::string_view body, std::string_view key) {
  for (std::size_t at = 0; at + key.size() < body.size(); ++at) {
    const bool starts = at == 0 || is_space(body[at - 1]);
    if (!starts || !same(body.substr(at, key.size()), key) || !is_space(body[at + key.size()]))
      continue;
    const std::string_view rest = trimmed(body.substr(at + key.size()));
    return rest.substr(0, rest.find_first_of(" \t\r\n;()"));
  }
  return {};
}

Hop read_hop(std::string_view body) {
  Hop hop;
  hop.from = starts_with(trimmed(body), "from") ? word_after(body, "from") : std::string_view();
  hop.by = word_after(body, "by");
  const auto open = body.find('(');
  const std::string_view comment = open == std::string_view::npos
                                       ? std::string_view()
                                       : body.substr(open + 1, body.find(')', open) - open - 1);
  hop.peer = comment.substr(0, comment.find_first_of(" \t["));
  const auto bracket = comment.find('[');
  if (bracket != std::string_view::npos) {
    hop.address = comment.substr(bracket + 1, comment.find(']', bracket) - bracket - 1);
  }
  return hop;
}

bool is_private(std::string_view address) {
  if (starts_with(address, "ipv6:")) address.remove_prefix(5);
  if (address.starts_with("172.") && address.size() > 6) {
    const int second = (address[4] - '0') * 10 + (address[5] - '0');
    return second >= 16 && second <= 31 && address[6] == '.';
  }
  return address.starts_with("127.") || address.starts_with("10.") ||
         address.starts_with("192.168.") || address == "::1" || starts_with(address, "fd") ||
         starts_with(address, "fe80:");
}

enum class Written { inside, border, elsewhere };

// Where a Received field comes from. `border`: our host took the mail from outside.
Written written(const Hop& hop, std::string_view authserv_id) {
  const bool name = hop.by.find('.') != std::string_view::npos &&
                    hop.by.find(':') == std::string_view::npos &&
                    std::any_of(hop.by.begin(), hop.by.end(), is_alpha);
  // Large providers write the addresses of inner hosts, local delivery the bare host name.
  if (name && !same(hop.by, authserv_id) && !same_organization(hop.by, authserv_id)) {
    return Written::elsewhere;
  }
  if (hop.from.empty()) return Written::inside;
  if (!hop.address.empty()) {
    const bool ours = is_private(hop.address) || same_organization(hop.peer, authserv_id);
    return ours ? Written::inside : Written::border;
  }
  const bool bare = hop.from.find('.') == std::string_view::npos;
  return bare || same_organization(hop.from, authserv_id) ? Written::inside : Written::border;
}

std::vector<Outcome> trusted(const Message& message, std::string_view authserv_id) {
  std::vector<Outcome> all;
  bool passed_border = false;
  for (const Field& field : message.fields) {
    if (same(field.name, "Received")) {
      const Written place = written(read_hop(field.body), authserv_id);
      if (passed_border || place == Written::elsewhere) break;
      passed_border = place == Written::border;
    } else if (same(field.name, "Authentication-Results")) {
      for (Outcome& outcome : read_field(field.body, authserv_id))
        all.push_back(std::move(outcome));
    }
  }
  return all;
}

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

}  // namespace

Authenticated authenticate(const Message& message, std::string_view authserv_id) {
  if (authserv_id.empty()) return Authenticated::unknown;
  const auto outcomes = trusted(message, authserv_id);
  const std::string_view from =
      message.from_is_plain ? message.from.front().address.domain() : std::string_view();
  bool dmarc_pass = false;
  bool dkim_pass = false;
  for (const Outcome& outcome : outcomes) {
    if (outcome.method == "dmarc") {
      if (outcome.result == "fail") return Authenticated::fail;
      const std::string_view judged = domain_part(outcome.property("header.from"));
      dmarc_pass |= outcome.result == "pass" && (judged.empty() || same_organization(judged, from));
    }
    dkim_pass |= dkim_aligned(outcome, from);
  }
  // Several authors: nobody can say for which of them the result holds.
  if (from.empty()) return Authenticated::none;
  return dmarc_pass || dkim_pass ? Authenticated::pass : Authenticated::none;
}

}  // namespace undersigned::mail
