#include "wire/imap_response.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace undersigned::wire {

namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string_view cut_word(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const auto word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

// Walks over the values of a response (RFC 3501, 4): atoms, quoted strings, literals, lists.
class Values {
 public:
  explicit Values(ImapResponse& response, std::string_view rest)
      : left_(rest), response_(response) {}

  bool done() const { return left_.empty(); }
  bool skip(char c) {
    if (left_.empty() || left_.front() != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  // The name of a FETCH item; the section's brackets may hold spaces.
  std::string_view item_name() {
    std::size_t end = 0;
    for (int depth = 0; end < left_.size(); ++end) {
      const char c = left_[end];
      if (c == '[') ++depth;
      if (c == ']') --depth;
      if (depth == 0 && (c == ' ' || c == '(' || c == ')')) break;
    }
    return take(end);
  }
  std::string_view atom() { return take(std::min(left_.find_first_of(" ()"), left_.size())); }
  // A string, or nothing for NIL. False: malformed.
  bool nstring(std::optional<std::string>& out) {
    if (left_.empty()) return false;
    if (left_.front() == '"') return quoted(out.emplace());
    if (left_.front() == '{') return literal(out.emplace());
    out.reset();
    return upper(atom()) == "NIL";
  }
  // Any value, of which nothing is wanted.
  bool skip_value() {
    int depth = 0;
    do {
      if (left_.empty()) return false;
      std::string ignored;
      const char c = left_.front();
      if (c == '(') {
        ++depth;
        left_.remove_prefix(1);
      } else if (c == ')') {
        if (--depth < 0) return false;
        left_.remove_prefix(1);
      } else if (c == ' ') {
        left_.remove_prefix(1);
      } else if (c == '"') {
        if (!quoted(ignored)) return false;
      } else if (c == '{') {
        if (!literal(ignored)) return false;
      } else {
        atom();
      }
    } while (depth > 0);
    return true;
  }

 private:
  std::string_view take(std::size_t n) {
    const auto taken = left_.substr(0, n);
    left_.remove_prefix(n);
    return taken;
  }
  bool quoted(std::string& out) {
    for (std::size_t i = 1; i < left_.size(); ++i) {
      if (left_[i] == '"') {
        left_.remove_prefix(i + 1);
        return true;
      }
      if (left_[i] == '\\' && ++i == left_.size()) return false;
      out += left_[i];
    }
    return false;
  }
  bool literal(std::string& out) {
    const auto close = left_.find('}');
    if (close == std::string_view::npos || next_literal_ == response_.literals.size()) return false;
    out = std::move(response_.literals[next_literal_++]);
    left_.remove_prefix(close + 1);
    return true;
  }

  std::string_view left_;
  ImapResponse& response_;
  std::size_t next_literal_ = 0;
};

bool read_item(Values& values, const std::string& name, ImapFetch& fetch) {
  if (name == "UID") return (fetch.uid = read_number(values.atom())) && *fetch.uid > 0;
  if (name == "RFC822.SIZE") {
    const auto digits = values.atom();
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    if (error != std::errc() || end != digits.data() + digits.size()) return false;
    fetch.size = size;
    return true;
  }
  if (name == "INTERNALDATE") {
    std::optional<std::string> text;
    if (!values.nstring(text)) return false;
    if (text) fetch.internal_date = read_internal_date(*text);
    return true;
  }
  if (name == "BODY[]") return values.nstring(fetch.body);
  if (name.starts_with("BODY[HEADER]")) return values.nstring(fetch.header);
  return values.skip_value();
}

}  // namespace

ImapHead read_head(const ImapResponse& response) {
  ImapHead head;
  std::string_view left = response.text;
  if (left == "+" || left.starts_with("+ ")) {
    head.kind = ImapHead::Kind::continuation;
    head.rest = left.substr(std::min<std::size_t>(2, left.size()));
    return head;
  }
  head.tag = cut_word(left);
  head.word = upper(cut_word(left));
  const bool untagged = head.tag == "*";
  if (untagged)
    if (const auto number = read_number(head.word)) {
      head.number = *number;
      head.word = upper(cut_word(left));
    }
  head.rest = left;
  const bool result = head.word == "OK" || head.word == "NO" || head.word == "BAD";
  if (untagged) {
    const bool status = result || head.word == "BYE" || head.word == "PREAUTH";
    if (!head.word.empty()) head.kind = status ? ImapHead::Kind::status : ImapHead::Kind::data;
  } else if (result && !head.tag.empty()) {
    head.kind = ImapHead::Kind::tagged;
  }
  return head;
}

std::string_view status_code(std::string_view rest) {
  if (!rest.starts_with('[')) return {};
  const auto close = rest.find(']');
  return close == std::string_view::npos ? std::string_view() : rest.substr(1, close - 1);
}

std::optional<std::uint32_t> read_number(std::string_view digits) {
  std::uint32_t number = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, number);
  if (digits.empty() || error != std::errc() || end != last) return std::nullopt;
  return number;
}

std::optional<ImapFetch> read_fetch(ImapResponse& response) {
  const auto head = read_head(response);
  if (head.kind != ImapHead::Kind::data || head.word != "FETCH") return std::nullopt;
  Values values(response, head.rest);
  ImapFetch fetch;
  if (!values.skip('(')) return std::nullopt;
  while (!values.skip(')')) {
    const std::string name = upper(values.item_name());
    if (name.empty() || !values.skip(' ') || !read_item(values, name, fetch)) return std::nullopt;
    values.skip(' ');
  }
  return fetch;
}

std::optional<Instant> read_internal_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  if (text.size() != 26 || text[2] != '-' || text[6] != '-' || text[11] != ' ' || text[14] != ':' ||
      text[17] != ':' || text[20] != ' ' || (text[21] != '+' && text[21] != '-'))
    return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t n) {
    return read_number(text.substr(at, n));
  };
  const auto day = text[0] == ' ' ? number(1, 1) : number(0, 2);
  const auto month = std::find(kMonths.begin(), kMonths.end(), upper(text.substr(3, 3)));
  const auto year = number(7, 4), hour = number(12, 2), minute = number(15, 2),
             second = number(18, 2), zone_hour = number(22, 2), zone_minute = number(24, 2);
  if (!day || month == kMonths.end() || !year || !hour || !minute || !second || !zone_hour ||
      !zone_minute || *hour > 23 || *minute > 59 || *second > 60 || *zone_minute > 59)
    return std::nullopt;
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(static_cast<int>(*year)),
                            std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
                            std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const auto zone = hours(*zone_hour) + minutes(*zone_minute);
  return Instant(sys_days(date)) + hours(*hour) + minutes(*minute) + seconds(*second) -
         (text[21] == '-' ? -zone : zone);
}

std::optional<char> read_separator(std::string_view rest) {
  const auto close = rest.find(')');
  if (!rest.starts_with('(') || close == std::string_view::npos) return std::nullopt;
  rest.remove_prefix(close + 1);
  if (rest.starts_with(" \"\\") && rest.size() > 4 && rest[4] == '"') return rest[3];
  if (rest.starts_with(" \"") && rest.size() > 3 && rest[3] == '"') return rest[2];
  return std::nullopt;
}

}  // namespace undersigned::wire
