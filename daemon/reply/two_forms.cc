#include "reply/two_forms.h"

#include <array>
#include <utility>

namespace undersigned::reply {

namespace {

constexpr std::size_t behind_own = 60;  // octets behind the own words that must agree, too

bool unseen(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '*' || c == '_';
}

// The characters that a text shows, one octet at a time; 0 at its end.
class Plain {
 public:
  explicit Plain(std::string_view text) : rest_(text) {}
  char next() {
    while (!rest_.empty() && (unseen(rest_.front()) || rest_.starts_with("\u00A0")))
      rest_.remove_prefix(unseen(rest_.front()) ? 1 : 2);
    if (rest_.empty()) return 0;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

 private:
  std::string_view rest_;
};

// The same of a page: without its tags, its head, and what it only holds for programs.
class Page {
 public:
  explicit Page(std::string_view html) : rest_(html) {}
  char next() {
    while (!rest_.empty()) {
      if (rest_.front() == '<') {
        skip_tag();
      } else if (rest_.starts_with("\u00A0") || rest_.starts_with("&nbsp;")) {
        rest_.remove_prefix(rest_.front() == '&' ? 6 : 2);
      } else if (unseen(rest_.front())) {
        rest_.remove_prefix(1);
      } else {
        return character();
      }
    }
    return 0;
  }

 private:
  char character() {
    static constexpr std::array<std::pair<std::string_view, char>, 6> entities{{{"&amp;", '&'},
                                                                                {"&lt;", '<'},
                                                                                {"&gt;", '>'},
                                                                                {"&quot;", '"'},
                                                                                {"&#39;", '\''},
                                                                                {"&apos;", '\''}}};
    for (const auto& [written, meant] : entities) {
      if (!rest_.starts_with(written)) continue;
      rest_.remove_prefix(written.size());
      return meant;
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void skip_tag() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> wholes{
        {{"<!--", "-->"},
         {"<head", "</head>"},
         {"<style", "</style>"},
         {"<script", "</script>"},
         {"<title", "</title>"}}};
    std::string_view end = ">";
    for (const auto& [opens, closes] : wholes)
      if (rest_.starts_with(opens)) end = closes;
    const std::size_t at = rest_.find(end);
    rest_ = at == std::string_view::npos ? std::string_view() : rest_.substr(at + end.size());
  }

  std::string_view rest_;
};

}  // namespace

bool shows_the_same(std::string_view plain, std::string_view own, std::string_view html) {
  Plain written(plain), said(own);
  Page shown(html);
  for (char c = said.next(); c != 0; c = said.next())
    if (written.next() != c || shown.next() != c) return false;
  for (std::size_t i = 0; i < behind_own; ++i) {
    const char c = written.next();
    if (shown.next() != c) return false;
    if (c == 0) return true;
  }
  return true;
}

}  // namespace undersigned::reply
