#include <memory>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "letter/markdown.h"
#include "letter/marks.h"

namespace undersigned::letter {
namespace {

std::size_t width_of(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

std::size_t columns_of(const icu::UnicodeString& text) {
  std::size_t sum = 0;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) sum += width_of(text.char32At(i));
  return sum;
}

bool ascii(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) > 127) return false;
  return true;
}

// Where a line may end: after spaces; in scripts without spaces, where ICU says (UAX 14).
std::vector<std::string> chunks(std::string_view line) {
  std::vector<std::string> all;
  if (ascii(line)) {
    while (!line.empty()) {
      auto end = line.find(' ');
      end = end == std::string_view::npos ? line.size() : end + 1;
      all.emplace_back(line.substr(0, end));
      line.remove_prefix(end);
    }
    return all;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto text = icu::UnicodeString::fromUTF8({line.data(), static_cast<int32_t>(line.size())});
  static thread_local std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createLineInstance(icu::Locale::getEnglish(), status));
  if (U_FAILURE(status) || !breaks) return {std::string(line)};
  breaks->setText(text);
  int from = breaks->first();
  icu::UnicodeString held;
  for (int to = breaks->next(); to != icu::BreakIterator::DONE; to = breaks->next()) {
    held += text.tempSubStringBetween(from, to);
    from = to;
    const UChar last = held[held.length() - 1];
    const bool spaceless = columns_of(held) > static_cast<std::size_t>(held.countChar32());
    // Latin text breaks at spaces alone: not after hyphens or slashes, which URLs are full of.
    if (last != ' ' && !spaceless && to != text.length()) continue;
    std::string chunk;
    held.toUTF8String(chunk);
    all.push_back(std::move(chunk));
    held.remove();
  }
  return all;
}

std::string wrapped_line(std::string_view line, std::size_t width, std::string_view indent) {
  std::string out, spaces;
  std::size_t column = 0;
  if (holds_personal_mark(line)) return std::string(line);  // wrapped when they are filled in
  for (const auto& chunk : chunks(line)) {
    const auto text_end = chunk.find_last_not_of(' ') + 1;
    const std::string text = chunk.substr(0, text_end);
    const std::size_t taken = columns(text);
    if (column > 0 && column + spaces.size() + taken > width) {
      out += '\n';
      out += indent;
      column = columns(indent);
      spaces.clear();
    }
    out += spaces + text;
    column += spaces.size() + taken;
    spaces = chunk.substr(text_end);
  }
  return out;
}

}  // namespace

std::size_t columns(std::string_view text) {
  if (ascii(text)) return text.size();
  return columns_of(icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}));
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out;
  while (true) {
    const auto end = text.find('\n');
    out += wrapped_line(text.substr(0, end), width, indent);
    if (end == std::string_view::npos) return out;
    out += '\n';
    out += indent;
    text.remove_prefix(end + 1);
  }
}

}  // namespace undersigned::letter
