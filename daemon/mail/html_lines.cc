#include "mail/html_lines.h"

#include <algorithm>
#include <utility>

#include "mail/ascii.h"

namespace undersigned::mail {
namespace {

// Deeper quotes say no more, and a prefix on each line must not multiply the text.
constexpr int deepest_prefix = 6;

constexpr std::string_view no_break_space = "\xC2\xA0";

}  // namespace

void HtmlLines::push(std::string text) {
  if (margin_due_ && !lines_.empty() && !lines_.back().text.empty()) {
    lines_.push_back({std::min(level_, lines_.back().level), {}});
  }
  margin_due_ = false;
  lines_.push_back({level_, std::move(text)});
}

void HtmlLines::text(std::string_view utf8, bool preformatted) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    if (preformatted && c == '\n') {
      line_break();
    } else if (is_space(c) || c == '\f') {
      if (preformatted) {
        open_ += ' ';
      } else {
        space();
      }
    } else if (utf8.substr(i).starts_with(no_break_space)) {
      open_ += ' ';
      space_due_ = false;
      ++i;
    } else {
      if (space_due_) open_ += ' ';
      space_due_ = false;
      open_ += c;
    }
  }
}

void HtmlLines::space() {
  space_due_ = !open_.empty() && open_.back() != ' ' && open_.back() != '\t';
}

void HtmlLines::cell() {
  trim();
  if (!open_.empty()) open_ += '\t';
}

void HtmlLines::trim() {
  space_due_ = false;
  while (open_.ends_with(' ') || open_.ends_with('\t')) open_.pop_back();
}

void HtmlLines::end_line() {
  trim();
  if (!open_.empty()) push(std::exchange(open_, {}));
}

void HtmlLines::line_break() {
  trim();
  push(std::exchange(open_, {}));
}

void HtmlLines::margin() {
  end_line();
  margin_due_ = true;
}

void HtmlLines::separator() {
  end_line();
  push(std::string(32, '_'));
}

void HtmlLines::sign_off() {
  end_line();
  if (!lines_.empty() && lines_.back().text != "--") push("--");
}

void HtmlLines::raise(std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < std::min(last, lines_.size()); ++i) ++lines_[i].level;
}

std::string HtmlLines::str() const {
  std::string out;
  bool empty_before = true;
  for (const Line& line : lines_) {
    if (line.text.empty() && empty_before) continue;
    empty_before = line.text.empty();
    for (int i = 0; i < std::min(line.level, deepest_prefix); ++i) out += "> ";
    if (line.text.empty() && line.level > 0) out.pop_back();
    out += line.text;
    out += '\n';
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace undersigned::mail
