#include "mail/received.h"

#include <algorithm>
#include <utility>

#include <arpa/inet.h>

#include "mail/address.h"
#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

// 4 or 16 octets; empty where `text` is no address.
std::string address_octets(std::string_view text) {
  if (starts_with(text, "ipv6:")) text.remove_prefix(5);
  if (starts_with(text, "::ffff:") && text.find('.') != std::string_view::npos) {
    text.remove_prefix(7);
  }
  text = text.substr(0, text.find('%'));  // a zone (RFC 4007)
  const std::string name(text);
  std::string octets(16, '\0');
  if (inet_pton(AF_INET, name.c_str(), octets.data()) == 1) return octets.substr(0, 4);
  if (inet_pton(AF_INET6, name.c_str(), octets.data()) == 1) return octets;
  return {};
}

// The words outside of comments, and the comments that stand before `by`.
struct Pieces {
  bool balanced = true;
  std::vector<std::string> words, comments;
};

Pieces take_apart(std::string_view text) {
  Pieces pieces;
  std::string word, comment;
  int depth = 0;
  bool before_by = true;
  const auto end_word = [&] {
    if (word.empty()) return;
    if (same(word, "by")) before_by = false;
    pieces.words.push_back(std::exchange(word, {}));
  };
  for (const char c : text) {
    if (c == '(' && depth++ == 0) {
      end_word();
      comment.clear();
    } else if (c == ')' && --depth == 0) {
      if (before_by) pieces.comments.push_back(comment);
    } else if (depth < 0) {
      pieces.balanced = false;
      depth = 0;
    } else if (depth > 0) {
      comment += c;
    } else if (is_space(c)) {
      end_word();
    } else if (c == ';') {
      break;  // the date
    } else {
      word += c;
    }
  }
  end_word();
  pieces.balanced = pieces.balanced && depth == 0;
  return pieces;
}

std::string_view without_brackets(std::string_view word) {
  while (!word.empty() && (word.front() == '[' || word.front() == '(')) word.remove_prefix(1);
  const auto end = word.find_first_of("])");
  return word.substr(0, end);
}

// What the host noted of its peer: "name [address]", "[address]", "address", "HELO name".
void read_peer(const std::vector<std::string>& comments, Hop& hop) {
  std::vector<std::string> names;
  for (const std::string& comment : comments) {
    std::string_view rest = trimmed(comment);
    const bool forged = contains(rest, "forged");
    bool first = true;
    while (!rest.empty()) {
      const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
      const std::string_view word = without_brackets(rest.substr(0, end));
      if (!address_octets(word).empty()) {
        hop.addresses.emplace_back(word);
      } else if (first && !forged && word.find('.') != std::string_view::npos) {
        names.emplace_back(word);
      }
      first = false;
      rest = trimmed(rest.substr(end));
    }
  }
  // More than one remark leaves room for what the other side called itself.
  if (names.size() == 1 && comments.size() == 1) hop.peer = names.front();
}

std::string organization_of(std::string_view domain) {
  const auto address = Address::parse("x@" + std::string(domain));
  return address ? address->organizational_domain() : std::string();
}

// Handed on by other means than SMTP: to the mailbox, within the provider.
bool is_delivery(std::string_view protocol) {
  return starts_with(protocol, "LMTP") || starts_with(protocol, "UTF8LMTP") || protocol == "HTTPS";
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  Network network;
  network.octets_ = address_octets(text.substr(0, slash));
  const int most = static_cast<int>(network.octets_.size()) * 8;
  if (most == 0) return std::nullopt;
  network.bits_ = most;
  if (slash == std::string_view::npos) return network;
  const std::string_view digits = text.substr(slash + 1);
  if (digits.empty() || digits.size() > 3 || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return std::nullopt;
  }
  network.bits_ = std::stoi(std::string(digits));
  if (network.bits_ > most) return std::nullopt;
  return network;
}

bool Network::contains(std::string_view address) const {
  const std::string other = address_octets(address);
  if (other.size() != octets_.size()) return false;
  for (int bit = 0; bit < bits_; ++bit) {
    const auto octet = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((octets_[octet] & mask) != (other[octet] & mask)) return false;
  }
  return true;
}

Hop read_hop(std::string_view received) {
  const Pieces pieces = take_apart(received);
  Hop hop;
  int froms = 0, bys = 0, withs = 0;
  const auto& words = pieces.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string next = i + 1 < words.size() ? words[i + 1] : std::string();
    if (same(words[i], "from") && ++froms == 1) hop.from = next;
    if (same(words[i], "by") && ++bys == 1) hop.by = next;
    if (!same(words[i], "with") || ++withs > 1) continue;
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      if (same(words[j], "id") || same(words[j], "for") || same(words[j], "via")) break;
      hop.protocol += (hop.protocol.empty() ? "" : " ") + words[j];
    }
  }
  std::transform(hop.protocol.begin(), hop.protocol.end(), hop.protocol.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const bool from_leads = froms == 0 || same(words.front(), "from");
  hop.clear = pieces.balanced && from_leads && froms <= 1 && bys <= 1 && withs <= 1 &&
              (froms == 0 || !hop.from.empty());
  if (froms == 0) return hop;
  if (const auto literal = without_brackets(hop.from); !address_octets(literal).empty()) {
    hop.addresses.emplace_back(literal);
  }
  read_peer(pieces.comments, hop);
  return hop;
}

bool same_organization(std::string_view a, std::string_view b) {
  const std::string one = organization_of(a);
  return !one.empty() && one == organization_of(b);
}

bool is_inside(const Hop& hop, std::string_view organization, const std::vector<Network>& relays) {
  if (!hop.clear) return false;
  if (hop.from.empty()) return true;
  if (is_delivery(hop.protocol)) return true;
  const bool by_relays =
      !hop.addresses.empty() &&
      std::all_of(hop.addresses.begin(), hop.addresses.end(), [&](const std::string& address) {
        return std::any_of(relays.begin(), relays.end(),
                           [&](const Network& network) { return network.contains(address); });
      });
  if (by_relays) return true;
  return hop.addresses.size() == 1 && !hop.peer.empty() &&
         same_organization(hop.peer, organization) && same_organization(hop.by, organization);
}

}  // namespace undersigned::mail
