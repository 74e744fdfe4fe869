#include "letter/mailing.h"

#include "letter/encode.h"
#include "letter/markdown.h"
#include "letter/mime.h"
#include "letter/slots.h"

namespace undersigned::letter {
namespace {

constexpr std::size_t text_width = 72;

constexpr std::string_view marks = "\xEE\x80\x90";  // U+E010; the last octet counts on
constexpr std::string_view lead = marks.substr(0, 2);

bool is_mark(std::string_view text) {
  return text.size() >= 3 && text.starts_with(lead) &&
         static_cast<unsigned char>(text[2]) >= 0x90 && static_cast<unsigned char>(text[2]) < 0x98;
}

std::string filled(std::string_view line, const std::vector<std::string>& personal, bool html) {
  std::string out;
  while (!line.empty()) {
    if (is_mark(line)) {
      const auto i = static_cast<std::size_t>(static_cast<unsigned char>(line[2]) - 0x90);
      const auto value = i < personal.size() ? Slots::without_slots(personal[i]) : std::string();
      out += html ? html_escaped(value) : value;
      line.remove_prefix(3);
    } else {
      out += line.front();
      line.remove_prefix(1);
    }
  }
  return out;
}

// A line that was left whole for its personal values; what goes on from it stands below its begin.
std::string wrapped_line(const std::string& line) {
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(0, indent) +
         wrapped(line.substr(indent), text_width - indent, line.substr(0, indent));
}

std::string part_head(std::string_view type) {
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
}

}  // namespace

bool holds_personal_mark(std::string_view line) {
  for (auto at = line.find(lead); at != std::string_view::npos; at = line.find(lead, at + 1))
    if (is_mark(line.substr(at))) return true;
  return false;
}

std::string personal_mark(std::size_t i) {
  std::string mark(marks);
  mark.back() = static_cast<char>(static_cast<unsigned char>(mark.back()) + i);
  return mark;
}

std::vector<Mailing::Run> Mailing::runs_of(const std::string& text) {
  std::vector<Run> runs;
  std::string same;  // lines without a mark, still raw
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size() - 1) + 1;
    const auto line = text.substr(from, end - from);
    from = end;
    if (!holds_personal_mark(line)) {
      same += line;
      continue;
    }
    runs.push_back({quoted_printable(same), false});
    runs.push_back({line, true});
    same.clear();
  }
  runs.push_back({quoted_printable(same), false});
  return runs;
}

Mailing::Mailing(const Rendered& words, const Enclosed& enclosed)
    : subject_(words.subject), language_(words.language) {
  const auto boundary = boundary_of("a", hash({words.text, words.html}));
  const auto& mixed = enclosed.boundary();
  if (!mixed.empty()) begin_ = multipart_field("mixed", mixed) + "\r\n--" + mixed + "\r\n";
  begin_ += multipart_field("alternative", boundary) + "\r\n--" + boundary + "\r\n" +
            part_head("text/plain");
  text_ = runs_of(words.text);
  // A text that ends its last line needs a line end of its own before the boundary's.
  middle_ =
      (words.text.ends_with('\n') ? "\r\n--" : "--") + boundary + "\r\n" + part_head("text/html");
  html_ = runs_of(words.html);
  const auto rest = html_.back().text;
  html_.pop_back();
  shared_ = SharedOctets(rest + (words.html.ends_with('\n') ? "\r\n--" : "--") + boundary +
                         "--\r\n" + enclosed.shared().text());
}

Composed Mailing::letter(const Envelope& envelope, const std::vector<std::string>& personal) const {
  std::string own = header(envelope, filled(subject_, personal, false), language_) + begin_;
  for (const auto& run : text_)
    own +=
        run.personal ? quoted_printable(wrapped_line(filled(run.text, personal, false))) : run.text;
  own += middle_;
  for (const auto& run : html_)
    own += run.personal ? quoted_printable(filled(run.text, personal, true)) : run.text;
  return {std::move(own), shared_};
}

}  // namespace undersigned::letter
