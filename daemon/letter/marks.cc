#include "letter/marks.h"

#include "letter/encode.h"
#include "letter/markdown.h"

namespace undersigned::letter {
namespace {

// U+E010 and the two behind it, then two digits: a value as it is, in a URL, and isolated.
constexpr std::string_view lead = "\xEE\x80";
enum class How : unsigned char { plain = 0x90, in_url = 0x91, isolated = 0x92 };
constexpr std::size_t octets = 5;
constexpr std::string_view digits = "0123456789abcdef";

struct Mark {
  How how;
  std::size_t value;
};

bool begins_mark(std::string_view text) {
  return text.size() >= octets && text.starts_with(lead) &&
         static_cast<unsigned char>(text[2]) >= 0x90 && static_cast<unsigned char>(text[2]) <= 0x92;
}

// Where the next mark begins; npos: nowhere.
std::size_t next_mark(std::string_view text) {
  for (auto at = text.find(lead); at != std::string_view::npos; at = text.find(lead, at + 1))
    if (begins_mark(text.substr(at))) return at;
  return std::string_view::npos;
}

Mark read_mark(std::string_view text) {
  return {static_cast<How>(text[2]), digits.find(text[3]) * digits.size() + digits.find(text[4])};
}

std::string written(const Mark& mark) {
  std::string out(lead);
  out += static_cast<char>(mark.how);
  out += digits[mark.value / digits.size()];
  out += digits[mark.value % digits.size()];
  return out;
}

// Calls piece(text) and mark(mark) for what `text` is made of, in order.
template <typename Piece, typename OfMark>
void each(std::string_view text, Piece piece, OfMark mark) {
  while (!text.empty()) {
    const auto at = next_mark(text);
    if (at > 0) piece(text.substr(0, at));
    if (at == std::string_view::npos) return;
    mark(read_mark(text.substr(at)));
    text.remove_prefix(at + octets);
  }
}

}  // namespace

std::string personal_mark(std::size_t i) { return written({How::plain, i}); }

bool holds_personal_mark(std::string_view text) {
  return next_mark(text) != std::string_view::npos;
}

std::string url_with_marks(std::string_view text, std::string_view keep) {
  std::string out;
  each(
      text, [&](std::string_view piece) { out += percent_encoded(piece, keep); },
      [&](Mark mark) {
        out += written({How::in_url, mark.value});
      });
  return out;
}

std::string isolated_marks(std::string_view text) {
  std::string out;
  each(
      text, [&](std::string_view piece) { out += piece; },
      [&](Mark mark) {
        out += written({How::isolated, mark.value});
      });
  return out;
}

std::string with_values(std::string_view text, const Reader& reader) {
  std::string out;
  const auto fill = [&](Mark mark) {
    if (mark.value >= reader.personal.size()) return;
    const std::string& value = reader.personal[mark.value];
    switch (mark.how) {
      case How::in_url:
        out += percent_encoded(value, "/@");
        return;
      case How::isolated:
        out += isolated_html(value, reader.rtl);
        return;
      case How::plain:
        out += reader.html ? html_escaped(value) : value;
    }
  };
  each(
      text, [&](std::string_view piece) { out += piece; }, fill);
  return out;
}

}  // namespace undersigned::letter
