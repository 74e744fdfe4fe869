#include "campaign/signature.h"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace undersigned::campaign {
namespace {

constexpr std::array<std::string_view, 5> state_words{"counted", "pending", "review", "withdrawn",
                                                      "late"};

// Titles that people put before a name; they never tell two people apart.
constexpr std::array<std::string_view, 26> honorifics{
    "mr",  "mrs", "ms",   "mx",   "dr",     "prof",   "professor", "rev",   "reverend",
    "fr",  "sr",  "sra",  "srta", "sister", "father", "pastor",    "rabbi", "imam",
    "hon", "don", "dona", "herr", "frau",   "m",      "mme",       "bishop"};

// Articles that organizations are listed with or without.
constexpr std::array<std::string_view, 8> articles{"the", "la", "el",  "los",
                                                   "las", "le", "les", "die"};

// NFKC, case folded; letters, digits and marks stay, "&" becomes "and", the rest parts words.
std::vector<std::string> folded_words(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  icu::UnicodeString in = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const icu::UnicodeString out = U_SUCCESS(status) ? fold->normalize(in, status) : in;

  std::vector<std::string> words;
  icu::UnicodeString word;
  const auto end_word = [&] {
    if (word.isEmpty()) return;
    words.emplace_back();
    word.toUTF8String(words.back());
    word.remove();
  };
  for (std::int32_t i = 0; i < out.length(); i = out.moveIndex32(i, 1)) {
    const UChar32 c = out.char32At(i);
    const bool apostrophe = c == '\'' || c == 0x2019 || c == '.';
    if (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) {
      word.append(c);
    } else if (c == '&') {
      end_word();
      words.emplace_back("and");
    } else if (!apostrophe) {
      end_word();
    }
  }
  end_word();
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from) {
  std::string key;
  for (std::size_t i = from; i < words.size(); ++i) {
    if (!key.empty()) key += ' ';
    key += words[i];
  }
  return key;
}

template <typename List>
std::size_t leading(const std::vector<std::string>& words, const List& list) {
  std::size_t i = 0;
  while (i + 1 < words.size() && std::find(list.begin(), list.end(), words[i]) != list.end()) ++i;
  return i;
}

void add_part(std::string& line, const std::optional<std::string>& part) {
  if (!part || part->empty()) return;
  if (!line.empty()) line += ", ";
  line += *part;
}

}  // namespace

const std::string_view seems_to_withdraw = "the signer seems to withdraw";
const std::string_view declined_later = "the signer later wrote that they decline";
const std::string_view withdrew = "its signer withdrew it";

bool is_leaving(const Signature& signature) {
  if (signature.state != State::review && signature.state != State::withdrawn) return false;
  return std::any_of(signature.why.begin(), signature.why.end(), [](const std::string& why) {
    return why == seems_to_withdraw || why == declined_later || why == withdrew;
  });
}

std::string_view word(State state) { return state_words[static_cast<std::size_t>(state)]; }

std::optional<State> state_of(std::string_view text) {
  for (State state : all_states) {
    if (word(state) == text) return state;
  }
  return std::nullopt;
}

std::string listing(const Signer& signer) {
  std::string line;
  if (signer.as == As::individual) {
    add_part(line, signer.name);
    add_part(line, signer.title);
    add_part(line, signer.organization);
  } else {
    line = signer.organization.value_or("");
    std::string contact;
    add_part(contact, signer.name);
    add_part(contact, signer.title);
    if (!contact.empty()) line += " (" + contact + ")";
  }
  add_part(line, signer.place);
  return line;
}

std::string person_key(std::string_view name) {
  const std::vector<std::string> words = folded_words(name);
  return joined(words, leading(words, honorifics));
}

std::string organization_key(std::string_view organization) {
  const std::vector<std::string> words = folded_words(organization);
  return joined(words, leading(words, articles));
}

bool same_signer(const Signer& a, const Signer& b) {
  if (a.as != b.as) return false;
  if (a.as == As::individual) {
    return a.name && b.name && person_key(*a.name) == person_key(*b.name);
  }
  return a.organization && b.organization &&
         organization_key(*a.organization) == organization_key(*b.organization);
}

bool near_person(std::string_view a, std::string_view b) {
  std::vector<std::string> shorter = folded_words(person_key(a));
  std::vector<std::string> longer = folded_words(person_key(b));
  if (shorter.size() > longer.size()) std::swap(shorter, longer);
  if (shorter.size() < 2) return shorter == longer;
  auto at = longer.begin();
  for (const std::string& word : shorter) {
    at = std::find(at, longer.end(), word);
    if (at == longer.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace undersigned::campaign
