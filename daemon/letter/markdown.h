#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "letter/slots.h"

struct cmark_node;

namespace undersigned::letter {

// A parsed Markdown text (CommonMark with GFM tables). Beyond CommonMark, a fenced block
//
//   ```mailto Label of the button
//   Subject: words
//
//   body
//   ```
//
// is a button that opens a new mail to the campaign (RFC 6068); ```mailto-quiet is a smaller one.
class Markdown {
 public:
  explicit Markdown(const std::string& source);
  ~Markdown();
  Markdown(Markdown&&) noexcept;
  Markdown& operator=(Markdown&&) noexcept;

  cmark_node* root() const { return root_.get(); }

 private:
  struct Free {
    void operator()(cmark_node* node) const;
  };
  std::unique_ptr<cmark_node, Free> root_;
};

// What the written forms need beside the text itself.
struct Writing {
  const Slots* slots;
  std::string mailbox;  // where the buttons write to
  bool rtl = false;     // right-to-left letter
};

// For reading as it is: lines of at most 72 columns (but for links), paragraphs parted by an empty
// line, links after their words in angle brackets, ended by one line end.
std::string plain_text(const Markdown& markdown, const Writing& writing);
// Inline-styled HTML blocks for layout.html. Raw HTML and links other than http, https, mailto and
// cid are left out.
std::string html(const Markdown& markdown, const Writing& writing);

// The words of one block, without marks; '\n' where its author ended a line.
std::string inline_text(cmark_node* block, const Slots& slots);

// A button's parts.
struct MailtoBlock {
  std::string label, url;
  bool quiet = false;
};
// Nothing in `label` where the fenced block is none.
MailtoBlock mailto_block(std::string_view info, std::string_view literal, const Writing& writing);
bool link_is_safe(std::string_view url);

// `text` in lines of at most `width` columns (East Asian wide characters take two), each after the
// first begun by `indent`. Line ends in `text` stay.
std::string wrapped(std::string_view text, std::size_t width, std::string_view indent = {});
std::size_t columns(std::string_view text);

std::string html_escaped(std::string_view text);
// Escaped, and isolated where it runs against the letter's direction, so that it cannot reorder its
// neighbours.
std::string isolated_html(std::string_view text, bool rtl_letter);

}  // namespace undersigned::letter
