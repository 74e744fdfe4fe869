#include "letter/mailing.h"

#include "letter/encode.h"
#include "letter/markdown.h"
#include "letter/marks.h"
#include "letter/mime.h"
#include "letter/template.h"
#include "mail/header_text.h"

namespace undersigned::letter {
namespace {

constexpr std::size_t text_width = 72;
constexpr std::size_t short_rest = 16 << 10;  // octets

// Where the words of a line begin: behind blanks and a list's mark ("• ", "12. ").
std::size_t words_begin(std::string_view line) {
  auto at = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view bullet = "• ";
  if (line.substr(at).starts_with(bullet)) return at + bullet.size();
  const auto digits = std::min(line.find_first_not_of("0123456789", at), line.size());
  if (digits > at && line.substr(digits).starts_with(". ")) return digits + 2;
  return at;
}

// A line that was left whole for its personal values; what goes on from it stands below its begin.
std::string wrapped_line(std::string_view line) {
  const auto begin = words_begin(line);
  const std::string indent(columns(line.substr(0, begin)), ' ');
  return std::string(line.substr(0, begin)) +
         wrapped(line.substr(begin), text_width - indent.size(), indent);
}

// The last line end before a boundary belongs to the boundary (RFC 2046, 5.1.1), so a text that
// ends a line needs one more.
std::string before_boundary(std::string_view text) { return text.ends_with('\n') ? "\r\n" : ""; }

}  // namespace

Mailing::Part Mailing::part_of(const std::string& text) {
  Part part;
  part.printable = mostly_printable(text);
  if (!part.printable) {
    part.runs.push_back({text, true});
    return part;
  }
  std::string same;  // lines without a mark, still raw
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size() - 1) + 1;
    const auto line = text.substr(from, end - from);
    from = end;
    if (!holds_personal_mark(line)) {
      same += line;
      continue;
    }
    part.runs.push_back({quoted_printable(same), false});
    part.runs.push_back({line, true});
    same.clear();
  }
  part.runs.push_back({quoted_printable(same), false});
  return part;
}

Mailing::Mailing(const Rendered& words, const Enclosed& enclosed)
    : subject_(words.subject),
      language_(words.language),
      rtl_(right_to_left(words.language)),
      text_(part_of(words.text)),
      html_(part_of(words.html)) {
  const auto boundary = boundary_of("a", hash({words.text, words.html}));
  const auto& mixed = enclosed.boundary();
  if (!mixed.empty()) begin_ = multipart_field("mixed", mixed) + "\r\n--" + mixed + "\r\n";
  begin_ += multipart_field("alternative", boundary) + "\r\n--" + boundary + "\r\n" +
            text_head("text/plain", text_.printable);
  middle_ = (text_.printable ? before_boundary(words.text) : "") + "--" + boundary + "\r\n" +
            text_head("text/html", html_.printable);
  std::string rest;
  if (html_.printable) {
    rest = html_.runs.back().text + before_boundary(words.html);
    html_.runs.pop_back();
  }
  rest += "--" + boundary + "--\r\n";
  // One copy of what is enclosed serves all forms of a letter, unless much more is to be shared.
  if (!enclosed.shared().empty() && rest.size() < short_rest) {
    end_ = std::move(rest);
    shared_ = enclosed.shared();
  } else {
    shared_ = SharedOctets(rest + enclosed.shared().text());
  }
}

std::string Mailing::subject(const std::vector<std::string>& personal) const {
  return mail::HeaderText::clean(with_values(subject_, {personal})).text();
}

std::string Mailing::text_part(const std::vector<std::string>& personal) const {
  const auto line = [&](std::string_view text) {
    const bool ended = text.ends_with('\n');
    text.remove_suffix(ended ? 1 : 0);
    return wrapped_line(with_values(text, {personal})) + (ended ? "\n" : "");
  };
  std::string out;
  if (text_.printable) {
    for (const Run& run : text_.runs)
      out += run.personal ? quoted_printable(line(run.text)) : run.text;
    return out;
  }
  std::string_view rest = text_.runs.front().text;
  while (!rest.empty()) {
    const auto one = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
    out += holds_personal_mark(one) ? line(one) : std::string(one);
    rest.remove_prefix(one.size());
  }
  return base64_text(out);
}

std::string Mailing::html_part(const std::vector<std::string>& personal) const {
  const Reader reader{personal, true, rtl_};
  if (!html_.printable) return base64_text(with_values(html_.runs.front().text, reader));
  std::string out;
  for (const Run& run : html_.runs)
    out += run.personal ? quoted_printable(with_values(run.text, reader)) : run.text;
  return out;
}

Composed Mailing::letter(const Envelope& envelope, const std::string& subject,
                         const std::vector<std::string>& personal) const {
  return {header(envelope, subject, language_) + begin_ + text_part(personal) + middle_ +
              html_part(personal) + end_,
          shared_};
}

}  // namespace undersigned::letter
