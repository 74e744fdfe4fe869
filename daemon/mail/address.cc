#include "mail/address.h"

#include <algorithm>
#include <memory>

#include <idn2.h>
#include <libpsl.h>

#include "mail/ascii.h"
#include "mail/charset.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t longest_local = 64;
constexpr std::size_t longest_address = 254;
constexpr std::size_t longest_label = 63;

using IdnText = std::unique_ptr<char, void (*)(void*)>;

bool atext(char c) {
  constexpr std::string_view special = "!#$%&'*+-/=?^_`{|}~";
  return is_alpha(c) || is_digit(c) || (c & 0x80) != 0 || special.find(c) != std::string_view::npos;
}

// Dots may stand anywhere: Japanese telephone companies gave out such addresses.
bool is_dot_atom(std::string_view local) {
  return !local.empty() &&
         std::all_of(local.begin(), local.end(), [](char c) { return c == '.' || atext(c); });
}

bool is_quoted_local(std::string_view local) {
  if (local.size() < 3 || local.front() != '"' || local.back() != '"') return false;
  for (std::size_t i = 1; i + 1 < local.size(); ++i) {
    const char c = local[i];
    if ((c >= 0 && c < ' ') || c == 127 || c == '"' || c == '<' || c == '>') return false;
    if (c == '\\' && (++i + 1 >= local.size() || local[i] < ' ' || local[i] == '<' ||
                      local[i] == '>' || local[i] == 127)) {
      return false;
    }
  }
  return true;
}

bool is_literal(std::string_view domain) {
  if (domain.size() < 4 || domain.front() != '[' || domain.back() != ']') return false;
  domain = domain.substr(1, domain.size() - 2);
  if (starts_with(domain, "ipv6:")) domain.remove_prefix(5);
  return std::all_of(domain.begin(), domain.end(),
                     [](char c) { return hex_value(c) >= 0 || c == '.' || c == ':'; });
}

bool is_host_name(std::string_view domain) {
  std::size_t label = 0;
  for (std::size_t i = 0; i <= domain.size(); ++i) {
    if (i == domain.size() || domain[i] == '.') {
      if (label == 0 || label > longest_label || domain[i - 1] == '-') return false;
      label = 0;
    } else {
      const char c = domain[i];
      if (!(is_alpha(c) || is_digit(c) || c == '_' || (c == '-' && label > 0))) return false;
      ++label;
    }
  }
  return true;
}

// Lower-cased; A-labels become U-labels. Empty where it is no domain.
std::string canonical_domain(std::string_view written) {
  if (is_literal(written)) return lowered(written);
  if (!written.empty() && written.back() == '.') written.remove_suffix(1);
  const std::string domain = lowered(written);
  if (is_ascii(domain) && domain.find("xn--") == std::string::npos) {
    return is_host_name(domain) ? domain : std::string();
  }
  char* made = nullptr;
  if (idn2_to_ascii_8z(domain.c_str(), &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK) {
    return is_ascii(domain) && is_host_name(domain) ? domain : std::string();
  }
  const IdnText ascii(made, idn2_free);
  if (!is_host_name(ascii.get())) return {};
  made = nullptr;
  if (idn2_to_unicode_8z8z(ascii.get(), &made, 0) != IDN2_OK) return ascii.get();
  const IdnText text(made, idn2_free);
  return to_nfc(text.get());
}

bool safe(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return (c >= 0 && c < ' ') || c == 127 || c == '<' || c == '>';
         });
}

// No character that is invisible or turns the direction of what is read.
bool visible(std::string_view text) {
  return is_ascii(text) || HeaderText::clean(text).text() == to_nfc(text);
}

}  // namespace

Result<Address> Address::parse(std::string_view addr_spec) {
  const auto refuse = [&](const std::string& reason) {
    return fail(
        Error::Kind::input,
        "the address \"" + HeaderText::clean(addr_spec.substr(0, 100)).text() + "\" " + reason);
  };
  addr_spec = trimmed(addr_spec);
  if (!safe(addr_spec)) return refuse("holds a character that no address may hold");
  const auto at = addr_spec.rfind('@');
  if (at == std::string_view::npos) return refuse("has no @");
  const std::string_view local = addr_spec.substr(0, at);
  if (!is_dot_atom(local) && !is_quoted_local(local)) {
    return refuse("has no readable part before the @");
  }
  if (!visible(local)) return refuse("holds an invisible character");
  if (local.size() > longest_local) return refuse("is longer than 64 octets before the @");
  const std::string domain = canonical_domain(addr_spec.substr(at + 1));
  if (domain.empty() || !safe(domain)) return refuse("has no readable domain after the @");
  if (local.size() + 1 + domain.size() > longest_address)
    return refuse("is longer than 254 octets");
  Address made;
  made.text_ = to_nfc(local) + "@" + domain;
  return made;
}

std::string_view Address::local() const {
  return std::string_view(text_).substr(0, text_.rfind('@'));
}

std::string_view Address::domain() const {
  return std::string_view(text_).substr(text_.rfind('@') + 1);
}

bool Address::ascii() const { return is_ascii(text_); }

std::string Address::key() const { return folded(text_); }

std::string Address::mailbox_key() const {
  const std::string whole = key();
  const auto plus = whole.find('+');
  const auto at = whole.rfind('@');
  if (plus == 0 || plus >= at) return whole;
  return whole.substr(0, plus) + whole.substr(at);
}

std::string Address::organizational_domain() const {
  const std::string whole(domain());
  const char* registrable = psl_registrable_domain(psl_builtin(), whole.c_str());
  return registrable != nullptr ? registrable : whole;
}

}  // namespace undersigned::mail
