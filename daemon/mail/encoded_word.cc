#include <optional>
#include <utility>

#include "mail/ascii.h"
#include "mail/charset.h"
#include "mail/transfer.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

struct Word {
  std::string_view charset;
  char encoding = 'q';
  std::string_view text;
  std::size_t length = 0;  // octets of the whole word
};

// The encoded word that starts at the "=?" at the head of `text`. Blanks inside a Q text are let
// pass: many programs write them.
std::optional<Word> word_at(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  const auto charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end == 2 || charset_end > 80) {
    return std::nullopt;
  }
  if (charset_end + 2 >= text.size() || text[charset_end + 2] != '?') return std::nullopt;
  Word word;
  word.charset = text.substr(2, charset_end - 2);
  if (word.charset.find_first_of(" \t=<>\"") != std::string_view::npos) return std::nullopt;
  word.encoding = lower(text[charset_end + 1]);
  if (word.encoding != 'b' && word.encoding != 'q') return std::nullopt;
  const auto start = charset_end + 3;
  // "?=" may also be the "?" of a text that goes on with an escape: "?=3D?=" ends at the last.
  auto end = text.find('?', start);
  while (end != std::string_view::npos && (end + 1 >= text.size() || text[end + 1] != '=')) {
    end = text.find('?', end + 1);
  }
  if (end == std::string_view::npos) return std::nullopt;
  word.text = text.substr(start, end - start);
  word.length = end + 2;
  return word;
}

// Words of one charset in a row; their octets are joined before they are converted, because
// programs cut words in the middle of a character.
class Run {
 public:
  void add(const Word& word) {
    if (!open_ || !same(word.charset, charset_) || (word.encoding != encoding_)) {
      if (!open_ || !same(word.charset, charset_)) flush_charset(word.charset);
      flush_text();
      encoding_ = word.encoding;
    }
    open_ = true;
    text_ += word.text;
  }
  std::string take() {
    flush_text();
    flush_charset({});
    open_ = false;
    return std::exchange(out_, {});
  }

 private:
  void flush_text() {
    octets_ += encoding_ == 'b' ? decode_base64(text_) : decode_q(text_);
    text_.clear();
  }
  void flush_charset(std::string_view next) {
    flush_text();
    out_ += to_utf8(octets_, charset_);
    octets_.clear();
    charset_ = next;
  }
  std::string_view charset_;
  char encoding_ = 'q';
  bool open_ = false;
  std::string text_, octets_, out_;
};

bool all_blank(std::string_view text) { return trimmed(text).empty(); }

}  // namespace

std::string decode_words(std::string_view body) {
  if (body.find("=?") == std::string_view::npos) return to_utf8(body, "");
  std::string out;
  Run run;
  bool running = false;
  std::size_t plain_from = 0;
  const auto flush_plain = [&](std::size_t end) {
    out += to_utf8(body.substr(plain_from, end - plain_from), "");
  };
  for (std::size_t at = body.find("=?"); at != std::string_view::npos;) {
    const auto word = word_at(body.substr(at));
    if (!word) {
      at = body.find("=?", at + 2);
      continue;
    }
    if (!(running && all_blank(body.substr(plain_from, at - plain_from)))) {
      out += run.take();
      flush_plain(at);
    }
    run.add(*word);
    running = true;
    plain_from = at + word->length;
    at = body.find("=?", plain_from);
  }
  out += run.take();
  flush_plain(body.size());
  return repair_utf8(out);
}

}  // namespace undersigned::mail
