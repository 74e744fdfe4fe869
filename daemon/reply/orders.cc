#include "reply/orders.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "reply/lexicon.h"
#include "reply/lines.h"

namespace undersigned::reply {
namespace {

constexpr std::size_t most_lines = 200, most_unclear = 5;

// Words [begin, end) of a line.
struct Span {
  std::string_view text;  // of the line
  const std::vector<Word>& words;
  std::size_t begin, end;
  bool empty() const { return begin >= end; }
};

bool courteous(const Lexicon& lexicon, const Span& span) {
  for (const List list : {List::courtesy, List::greetings, List::closings}) {
    if (lexicon.is(list, span.words, span.begin, span.end)) return true;
  }
  return false;
}

// Without "please" and "thanks" at its ends.
Span without_courtesy(const Lexicon& lexicon, Span span) {
  for (std::size_t cut = span.end; cut > span.begin; --cut) {
    if (!courteous(lexicon, {span.text, span.words, span.begin, cut})) continue;
    span.begin = cut;
    break;
  }
  for (std::size_t cut = span.begin; cut < span.end; ++cut) {
    if (!courteous(lexicon, {span.text, span.words, cut, span.end})) continue;
    span.end = cut;
    break;
  }
  // "please" alone is said before an order more often than it stands in a list of courtesies.
  if (!span.empty() && span.words[span.begin].folded == "please") ++span.begin;
  if (!span.empty() && span.words[span.end - 1].folded == "please") --span.end;
  return span;
}

// Not a part of something else: "-12", "12.5", "5%".
bool stands_alone(std::string_view text, const Word& word) {
  constexpr std::string_view before = " \t,;#", behind = " \t,;.!";
  if (word.begin > 0 && before.find(text[word.begin - 1]) == std::string_view::npos) return false;
  if (word.end == text.size()) return true;
  if (text[word.end] == ',' && word.end + 1 < text.size() && text[word.end + 1] != ' ')
    return false;  // "1,234"
  const bool ends = behind.find(text[word.end]) != std::string_view::npos;
  return ends && (text[word.end] != '.' || word.end + 1 == text.size());
}

// Letters and blanks, and a full stop or an exclamation mark at the end: "approve?" and
// "[ ] approve" are none.
bool plain(const Span& span) {
  const std::string_view line = trimmed(span.text);
  const auto sign = [](char c) {
    return std::string_view("?\"'[](){}<>~*_/\\|:;-+=#").find(c) != std::string_view::npos;
  };
  // "x approve": a box that was ticked, or not.
  const bool box = std::any_of(span.words.begin(), span.words.end(),
                               [](const Word& word) { return word.folded == "x"; });
  return !box && std::none_of(line.begin(), line.end(), sign) && line.find("..") == line.npos &&
         line.find("\u00bf") == line.npos && line.find("\u201c") == line.npos;
}

// "12" and "m7".
std::optional<Order> number(const std::string& folded) {
  Order order;
  std::string_view digits = folded;
  order.mail = digits.starts_with('m');
  if (order.mail) digits.remove_prefix(1);
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, order.number);
  if (error != std::errc() || stop != end || order.number <= 0) return std::nullopt;
  return order;
}

// "12, 13 and m7"; nothing where anything else stands there.
std::vector<Order> numbers(const Lexicon& lexicon, const Span& span, Order::What what) {
  std::vector<Order> all;
  for (std::size_t i = span.begin; i < span.end; ++i) {
    if (auto one = number(span.words[i].folded); one && stands_alone(span.text, span.words[i])) {
      one->what = what;
      all.push_back(*one);
    } else if (!lexicon.is(List::particles, span.words, i, i + 1)) {
      return {};
    }
  }
  return all;
}

std::vector<Order> order_of(const Lexicon& lexicon, const Span& span) {
  using What = Order::What;
  for (const auto& [list, what] :
       {std::pair{List::order_hold, What::hold}, {List::order_approve, What::approve}}) {
    if (lexicon.is(list, span.words, span.begin, span.end) && (what == What::hold || plain(span)))
      return {Order{what}};
  }
  for (const auto& [list, what] :
       {std::pair{List::order_accept, What::accept}, {List::order_reject, What::reject}}) {
    for (std::size_t cut = span.end - 1; cut > span.begin; --cut) {
      if (!lexicon.is(list, span.words, span.begin, cut)) continue;
      if (auto all = numbers(lexicon, {span.text, span.words, cut, span.end}, what); !all.empty())
        return all;
    }
  }
  return {};
}

}  // namespace

Orders orders(std::string_view own_words, const Lexicon& lexicon) {
  Orders out;
  bool first = true;
  std::size_t read = 0;
  for (const Line& line : lines(own_words)) {
    if (line.blank()) continue;
    if (++read > most_lines) break;
    const auto all = words(line.text);
    const Span span = without_courtesy(lexicon, {line.text, all, 0, all.size()});
    if (span.empty()) continue;
    const auto found = order_of(lexicon, span);
    if (found.empty() && out.unclear.size() < most_unclear) out.unclear.emplace_back(line.text);
    if (first) out.holds_first = !found.empty() && found.front().what == Order::What::hold;
    first = false;
    out.orders.insert(out.orders.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace undersigned::reply
