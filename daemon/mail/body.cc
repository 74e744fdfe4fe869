#include "mail/body.h"

#include <algorithm>
#include <set>
#include <utility>

#include "mail/ascii.h"
#include "mail/charset.h"
#include "mail/flowed.h"
#include "mail/html_text.h"
#include "mail/transfer.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

std::string parameter(const Entity& entity, const std::string& name) {
  const auto found = entity.parameters.find(name);
  return found == entity.parameters.end() ? std::string() : found->second;
}

bool is_html(const Entity& leaf) {
  return leaf.is("text/html") || leaf.is("application/xhtml+xml");
}

bool is_plain(const Entity& leaf) {
  return leaf.is("text/plain") || leaf.is("text/markdown") || leaf.is("text/enriched") ||
         leaf.is("text/richtext") || leaf.is("text/x-markdown") || leaf.is("text/");
}

// The charset that an HTML text names itself: <meta charset=…> or <meta … content="…;charset=…">.
std::string_view meta_charset(std::string_view html) {
  constexpr std::size_t head = 2048;
  html = html.substr(0, head);
  constexpr std::string_view key = "charset=";
  const auto found = std::search(html.begin(), html.end(), key.begin(), key.end(),
                                 [](char a, char b) { return lower(a) == b; });
  if (found == html.end()) return {};
  html.remove_prefix(static_cast<std::size_t>(found - html.begin()) + key.size());
  while (!html.empty() && (html.front() == '"' || html.front() == '\'' || html.front() == ' ')) {
    html.remove_prefix(1);
  }
  return html.substr(0, std::min(html.find_first_of("\"' \t\r\n;/>"), html.size()));
}

// LF line ends, no control characters but tab and line end, NFC.
std::string as_lines(std::string_view utf8) {
  const auto ordinary = [](char c) {
    return c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 127);
  };
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto* const odd = std::find_if_not(utf8.begin(), utf8.end(), ordinary);
    out.append(utf8.begin(), odd);
    utf8.remove_prefix(static_cast<std::size_t>(odd - utf8.begin()));
    if (utf8.empty()) break;
    if (utf8.front() == '\r' && !utf8.substr(1).starts_with('\n')) out += '\n';
    utf8.remove_prefix(1);
  }
  return to_nfc(out);
}

// Whether a mail program shows this leaf among the text. An inline text with a file name is an
// attachment of Apple Mail, unless it stands first, where it is the body itself.
bool shown(const Entity& leaf, bool first) {
  if (leaf.attached) return false;
  if (leaf.disposition == "attachment") return leaf.depth == 0;
  return leaf.filename.empty() || first || leaf.depth == 0;
}

bool blank(std::string_view text) {
  const auto visible = [](char c) { return c > ' ' && c <= '~'; };
  return std::none_of(text.begin(), text.end(), visible) && HeaderText::clean(text).empty();
}

void append_text(std::string& text, std::string_view more) {
  if (blank(more)) return;
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  text += more;
}

std::set<std::string> words(std::string_view text) {
  std::set<std::string> all;
  std::string word;
  const std::string folded_text = folded(text) + ' ';
  for (const char c : folded_text) {
    if (is_alpha(c) || is_digit(c) || (c & 0x80) != 0) {
      word += c;
    } else if (!word.empty()) {
      all.insert(std::exchange(word, {}));
    }
  }
  return all;
}

// "Please use a program that shows HTML": a short text that shares few words with the page it
// stands for is not what the sender wrote.
bool placeholder(std::string_view text, std::string_view html) {
  constexpr std::size_t longest = 300;
  if (text.size() > longest || html.empty()) return false;
  const auto said = words(text);
  const auto shown = words(html_to_text(html));
  const auto common = std::count_if(said.begin(), said.end(),
                                    [&](const std::string& word) { return shown.contains(word); });
  return shown.size() > said.size() && 3 * static_cast<std::size_t>(common) < said.size();
}

std::string as_html(std::string_view text) {
  std::string out = "<pre>";
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out + "</pre>";
}

class Chooser {
 public:
  explicit Chooser(const std::vector<Part>& parts) : parts_(parts) {}

  Body choose(const Entity& entity, bool first) {
    if (entity.is("multipart/alternative")) return alternative(entity, first);
    if (entity.is("multipart/related")) return related(entity, first);
    if (entity.multipart()) return mixed(entity, first);
    return leaf(entity, first);
  }

 private:
  Body leaf(const Entity& entity, bool first) {
    Body body;
    if (!shown(entity, first)) return body;
    if (is_html(entity)) body.html = parts_[entity.part].content;
    if (!is_plain(entity)) return body;
    body.text = parts_[entity.part].content;
    if (lowered(trimmed(parameter(entity, "format"))) == "flowed") {
      body.flowed = true;
      body.text = join_flowed(body.text, lowered(trimmed(parameter(entity, "delsp"))) == "yes");
    }
    if (blank(body.text)) body.text.clear();
    return body;
  }

  // Each alternative says the same: the first that has plain text, the last that has HTML.
  Body alternative(const Entity& entity, bool first) {
    Body chosen;
    for (const Entity& child : entity.children) {
      Body body = choose(child, first);
      if (chosen.text.empty()) {
        chosen.text = std::move(body.text);
        chosen.flowed = body.flowed;
      }
      if (!body.html.empty()) chosen.html = std::move(body.html);
    }
    if (placeholder(chosen.text, chosen.html)) chosen.text.clear();
    return chosen;
  }

  // RFC 2387: the root is named by `start`, or is the first.
  Body related(const Entity& entity, bool first) {
    const std::string start = parameter(entity, "start");
    const Entity* root = entity.children.empty() ? nullptr : &entity.children.front();
    for (const Entity& child : entity.children) {
      for (const Field& field : child.fields) {
        if (!start.empty() && same(field.name, "Content-ID") &&
            trimmed(field.body) == trimmed(start)) {
          root = &child;
        }
      }
    }
    Body body = root == nullptr ? Body{} : choose(*root, first);
    return body.text.empty() && body.html.empty() ? mixed(entity, first) : body;
  }

  // All that is shown, in order. Where some of it has plain text and some only HTML, each form is
  // filled up from the other, so that neither lacks a part.
  Body mixed(const Entity& entity, bool first) {
    std::vector<Body> bodies;
    for (const Entity& child : entity.children) {
      bodies.push_back(choose(child, first));
      first = false;
    }
    const bool any_text =
        std::any_of(bodies.begin(), bodies.end(), [](const Body& b) { return !b.text.empty(); });
    const bool any_html =
        std::any_of(bodies.begin(), bodies.end(), [](const Body& b) { return !b.html.empty(); });
    Body joined;
    for (Body& body : bodies) {
      if (any_text && body.text.empty() && !body.html.empty()) body.text = html_to_text(body.html);
      if (any_html && body.html.empty() && !body.text.empty()) body.html = as_html(body.text);
      append_text(joined.text, body.text);
      joined.html += body.html;
      joined.flowed = joined.flowed || body.flowed;
    }
    return joined;
  }

  const std::vector<Part>& parts_;
};

}  // namespace

Content content_of(const Entity& leaf, const Limits& limits) {
  if (!leaf.children.empty()) return {as_lines(repair_utf8(leaf.children.front().header))};
  const bool text =
      leaf.type.starts_with("text/") || is_html(leaf) || leaf.type.starts_with("message/");
  if (!text) return {decode_transfer(leaf.body, leaf.encoding)};
  // Base64 and quoted-printable need at most four octets for one, line ends included.
  std::string bytes = decode_transfer(leaf.body.substr(0, limits.text * 4), leaf.encoding);
  const bool cut = bytes.size() > limits.text || leaf.body.size() > limits.text * 4;
  if (bytes.size() > limits.text) bytes.resize(limits.text);
  std::string label = parameter(leaf, "charset");
  if (label.empty() && is_html(leaf)) label = std::string(meta_charset(bytes));
  return {as_lines(to_utf8(bytes, label)), cut};
}

Body choose_body(const Entity& root, const std::vector<Part>& parts) {
  Body body = Chooser(parts).choose(root, true);
  if (!body.text.empty() && !body.text.ends_with('\n')) body.text += '\n';
  return body;
}

}  // namespace undersigned::mail
