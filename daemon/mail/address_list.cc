#include <utility>

#include "mail/address.h"
#include "mail/ascii.h"
#include "mail/charset.h"

namespace undersigned::mail {
namespace {

// Index after the closing mark of what opens at `at`; npos where it is never closed. Backslash
// quotes one character.
std::size_t closing_quote(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// For each "(" the index after the ")" that closes it; npos where none does.
std::vector<std::size_t> comment_ends(std::string_view text) {
  std::vector<std::size_t> ends(text.size(), std::string_view::npos);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '(') {
      open.push_back(i);
    } else if (text[i] == ')' && !open.empty()) {
      ends[open.back()] = i + 1;
      open.pop_back();
    }
  }
  return ends;
}

// Index after the encoded word at `at`; npos where there is none. Its text may hold commas and
// brackets that must not count: RFC 2047, 5 forbids them there and programs write them.
std::size_t encoded_word_end(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("=?")) return std::string_view::npos;
  const auto charset_end = text.find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() ||
      text[charset_end + 2] != '?') {
    return std::string_view::npos;
  }
  // RFC 2047, 2 allows 75 octets; programs write more, but not without end.
  constexpr std::size_t longest = 1000;
  if (charset_end > at + longest) return std::string_view::npos;
  auto end = text.substr(charset_end + 3, longest).find("?=");
  if (end == std::string_view::npos) return end;
  end += charset_end + 3;
  return text.substr(at, end - at).find_first_of(" \t") == std::string_view::npos
             ? end + 2
             : std::string_view::npos;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

// Comments, and blanks outside quotes: neither belongs to an addr-spec (RFC 5322, 4.4).
std::string without_folding(std::string_view text) {
  std::string out;
  const auto comments = comment_ends(text);
  bool quotes = true;
  for (std::size_t i = 0; i < text.size();) {
    const auto quote = quotes && text[i] == '"' ? closing_quote(text, i) : std::string_view::npos;
    const auto comment = text[i] == '(' ? comments[i] : std::string_view::npos;
    quotes = quotes && (text[i] != '"' || quote != std::string_view::npos);
    if (quote != std::string_view::npos) {
      out += text.substr(i, quote - i);
      i = quote;
    } else if (comment != std::string_view::npos) {
      i = comment;
    } else {
      if (!is_space(text[i])) out += text[i];
      ++i;
    }
  }
  return out;
}

// "maria . lopez @ example . org" is one addr-spec in the obsolete syntax.
std::string joined_around_dots(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool joins = c == '.' || c == '@';
    while (joins && !out.empty() && is_space(out.back())) out.pop_back();
    if (is_space(c) && !out.empty() && (out.back() == '.' || out.back() == '@')) continue;
    out += c;
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), comments_(comment_ends(text)) {}

  AddressList read() {
    while (at_ < text_.size()) step();
    finish(true);
    return std::move(list_);
  }

 private:
  void step() {
    switch (text_[at_]) {
      case '"':
        return take_quoted();
      case '(':
        return take_comment();
      case '<':
        return take_angle();
      case ',':
        return finish(false), void(++at_);
      case ';':
        return finish(true), void(++at_);
      case ':':
        if (!has_at_ && addresses_.empty()) return begin_group();
        break;
      case '=':
        if (const auto end = encoded_word_end(text_, at_); end != std::string_view::npos) {
          return take(end);
        }
        break;
      case '@':
        has_at_ = true;
        break;
      default:
        break;
    }
    take(at_ + 1);
  }

  // After one quote that is never closed, quotes mean nothing: the field is read in linear time.
  std::size_t quote_end(std::size_t at) {
    const auto end = quotes_ ? closing_quote(text_, at) : std::string_view::npos;
    quotes_ = end != std::string_view::npos;
    return end;
  }
  void take(std::size_t end) {
    name_ += text_.substr(at_, end - at_);
    bare_ += text_.substr(at_, end - at_);
    at_ = end;
  }
  void take_quoted() {
    const auto end = quote_end(at_);
    if (end == std::string_view::npos) return void(++at_);  // a lone quote means nothing
    name_ += unescaped(text_.substr(at_ + 1, end - at_ - 2));
    bare_ += text_.substr(at_, end - at_);
    at_ = end;
  }
  void take_comment() {
    const auto end = comments_[at_];
    if (end == std::string_view::npos) return take(at_ + 1);
    comment_ = unescaped(text_.substr(at_ + 1, end - at_ - 2));
    at_ = end;
  }
  void take_angle() {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != '>' && text_[end] != '<') {
      const auto quote = text_[end] == '"' ? quote_end(end) : std::string_view::npos;
      end = quote == std::string_view::npos ? end + 1 : quote;
    }
    std::string inner = without_folding(text_.substr(at_ + 1, end - at_ - 1));
    if (inner.starts_with("@")) {  // a route, RFC 5322, 4.4
      const auto colon = inner.find(':');
      if (colon != std::string::npos) inner.erase(0, colon + 1);
      ++list_.unreadable;
    }
    if (starts_with(inner, "mailto:")) inner.erase(0, 7);
    if (!inner.empty()) addresses_.push_back(std::move(inner));
    angle_ = true;
    at_ = end < text_.size() && text_[end] == '>' ? end + 1 : end;
  }
  void begin_group() {
    if (!pending_.empty()) ++list_.unreadable;
    pending_.clear();
    clear();
    list_.groups = true;
    ++at_;
  }
  void clear() {
    name_.clear();
    bare_.clear();
    comment_.clear();
    addresses_.clear();
    angle_ = has_at_ = false;
  }

  // `last`: no further entry can complete this one.
  void finish(bool last) {
    if (!angle_ && has_at_) split_bare();
    if (addresses_.empty() && !angle_ && !trimmed(name_).empty() && !last && !has_at_) {
      // "Lopez, Maria <maria@example.org>": the comma belongs to the name, if an address follows.
      pending_ += (pending_.empty() ? "" : ", ") + std::string(trimmed(name_));
      return clear();
    }
    if (addresses_.empty()) {
      if (angle_ || !trimmed(name_).empty() || (last && !pending_.empty())) ++list_.unreadable;
    } else {
      add_entries();
    }
    pending_.clear();
    clear();
  }
  // No angle brackets: the one word with an @ is the address, the rest is a name.
  void split_bare() {
    const std::string bare = joined_around_dots(trimmed(bare_));
    const auto at = bare.rfind('@');
    const auto quote = bare.front() == '"' ? closing_quote(bare, 0) : 0;
    const auto blank = bare.find_last_of(" \t\r\n", at);
    std::size_t start = blank == std::string::npos ? 0 : blank + 1;
    if (quote == at) start = 0;
    const auto end = std::min(bare.find_first_of(" \t\r\n", at), bare.size());
    addresses_.push_back(bare.substr(start, end - start));
    name_ = bare.substr(0, start) + bare.substr(end);
    if (name_.find('@') != std::string::npos) ++list_.unreadable;
  }
  void add_entries() {
    std::string name(trimmed(name_));
    if (!pending_.empty()) name = pending_ + ", " + name;
    if (name.empty()) name = comment_;
    const HeaderText shown = HeaderText::clean(decode_words(name));
    for (const std::string& written : addresses_) {
      auto address = Address::parse(written);
      if (address) {
        list_.entries.push_back({shown, std::move(*address)});
      } else {
        ++list_.unreadable;
      }
    }
  }

  std::string_view text_;
  std::vector<std::size_t> comments_;
  bool quotes_ = true;
  std::size_t at_ = 0;
  std::string name_, bare_, comment_, pending_;
  std::vector<std::string> addresses_;
  bool angle_ = false;
  bool has_at_ = false;
  AddressList list_;
};

}  // namespace

AddressList read_address_list(std::string_view field_body) { return Reader(field_body).read(); }

}  // namespace undersigned::mail
