#include "letter/markdown.h"

#include <algorithm>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "letter/marks.h"

namespace undersigned::letter {
namespace {

bool starts(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string with_crlf(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string out;
  for (char c : text) c == '\n' ? out += "\r\n" : out += c;
  return out;
}

}  // namespace

void Markdown::Free::operator()(cmark_node* node) const { cmark_node_free(node); }

Markdown::Markdown(const std::string& source) {
  static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
  static_cast<void>(registered);  // once, whichever thread comes first
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
  if (auto* table = cmark_find_syntax_extension("table"))
    cmark_parser_attach_syntax_extension(parser, table);
  cmark_parser_feed(parser, source.data(), source.size());
  root_.reset(cmark_parser_finish(parser));
  cmark_parser_free(parser);
}
Markdown::~Markdown() = default;
Markdown::Markdown(Markdown&&) noexcept = default;
Markdown& Markdown::operator=(Markdown&&) noexcept = default;

MailtoBlock mailto_block(std::string_view info, std::string_view literal, const Writing& writing) {
  MailtoBlock block;
  block.quiet = starts(info, "mailto-quiet ");
  if (!block.quiet && !starts(info, "mailto ")) return {};
  block.label = writing.slots->filled(info);
  std::string_view subject;
  if (starts(literal, "Subject:")) {
    const auto end = literal.find('\n');
    subject = literal.substr(0, end);
    literal.remove_prefix(end == std::string_view::npos ? literal.size() : end + 1);
    while (subject.starts_with(' ')) subject.remove_prefix(1);
  }
  while (literal.starts_with('\n')) literal.remove_prefix(1);
  // "/" and "@" need no escape in these places (RFC 6068, 2), and links stay shorter without.
  block.url = "mailto:" + url_with_marks(writing.mailbox, "@") +
              "?subject=" + url_with_marks(writing.slots->filled(subject), "/") +
              "&body=" + url_with_marks(with_crlf(writing.slots->filled(literal)), "/");
  return block;
}

bool link_is_safe(std::string_view url) {
  for (std::string_view scheme : {"http://", "https://", "mailto:", "cid:"})
    if (url.starts_with(scheme)) return true;
  return false;
}

std::string html_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const auto end = std::min(text.find_first_of("&<>\""), text.size());
    out += text.substr(0, end);
    if (end == text.size()) return out;
    switch (text[end]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += "&quot;";
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace undersigned::letter
