#include "mail/html_text.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <libxml/HTMLparser.h>

#include "mail/ascii.h"
#include "mail/html_hints.h"
#include "mail/html_lines.h"
#include "mail/html_look.h"
#include "mail/html_styles.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_octets = 1u << 20;
// The parser looks through all open elements at each end tag, so time grows with depth × size.
constexpr std::size_t most_open = 500;
// It compares each attribute of a tag with all others.
constexpr std::size_t most_attributes = 200;

using Attributes = const xmlChar**;

std::string_view attribute(Attributes attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (name == reinterpret_cast<const char*>(attributes[0])) {
      const auto* value = reinterpret_cast<const char*>(attributes[1]);
      return value == nullptr ? name : std::string_view(value);
    }
  }
  return {};
}

// How a browser draws an element.
enum class Draw { inside, block, margin, hidden };
constexpr std::array<std::string_view, 13> never_shown{
    "head",   "script", "style", "title", "template", "select",  "svg",
    "object", "iframe", "audio", "video", "map",      "noframes"};
constexpr std::array<std::string_view, 20> blocks{
    "div",     "tr",     "li",     "dt",   "dd",     "address", "article",
    "section", "header", "footer", "main", "center", "form",    "fieldset",
    "caption", "body",   "html",   "nav",  "aside",  "hr"};
constexpr std::array<std::string_view, 14> with_margin{"p",     "h1",  "h2",         "h3",    "h4",
                                                       "h5",    "h6",  "ul",         "ol",    "dl",
                                                       "table", "pre", "blockquote", "figure"};

Draw draw_of(std::string_view name) {
  static const std::unordered_map<std::string_view, Draw> known = [] {
    std::unordered_map<std::string_view, Draw> all;
    for (const auto hidden : never_shown) all[hidden] = Draw::hidden;
    for (const auto gone : struck_elements) all[gone] = Draw::hidden;
    for (const auto block : blocks) all[block] = Draw::block;
    for (const auto margin : with_margin) all[margin] = Draw::margin;
    return all;
  }();
  const auto found = known.find(name);
  return found == known.end() ? Draw::inside : found->second;
}

// Class, id or name that a mail program gives to all that it quotes, attribution included.
constexpr std::array<std::string_view, 16> quote_marks{"yahoo_quoted",
                                                       "protonmail_quote",
                                                       "zmail_extra",
                                                       "moz-cite-prefix",
                                                       "gmail_attr",
                                                       "ms-outlook-mobile-reference-message",
                                                       "mail-editor-reference-message-container",
                                                       "olk_src_body_section",
                                                       "isreplycontent",
                                                       "isforwardcontent",
                                                       "freshdesk_quote",
                                                       "tutanota_quote",
                                                       "_originalcontent",
                                                       "reply-intro",
                                                       "quote",
                                                       "edo-reply"};
constexpr std::array<std::string_view, 4> separator_marks{"divrplyfwdmsg", "stopspelling", "zwchr",
                                                          "outlookmessageheader"};

bool has_declaration(const std::string& style, std::string_view declaration) {
  for (auto at = style.find(declaration); at != std::string::npos;
       at = style.find(declaration, at + 1)) {
    const auto end = at + declaration.size();
    const bool starts = at == 0 || style[at - 1] == ';';
    if (starts && (end == style.size() || style[end] == ';' || style[end] == '!')) return true;
  }
  return false;
}

// The rule that Outlook draws above "From: … Sent: …".
bool outlook_rule(const std::string& style) {
  return style.find("border-top:solid") != std::string::npos &&
         style.find("padding:3") != std::string::npos;
}

struct Marks {
  bool quote = false;
  bool gmail_quote = false;
  bool separator = false;
  bool sign_off = false;
  bool tight = false;  // a paragraph that Outlook draws without a margin
};

void add_marks(Marks& marks, std::string_view value) {
  std::string lowercase = lowered(value.substr(0, 1024));
  std::string_view rest = lowercase;
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
    const std::string_view token = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    marks.gmail_quote |= token == "gmail_quote";
    marks.tight |= token.starts_with("mso");
    marks.separator |= one_of(token, separator_marks);
    // gmail_signature, moz-signature, AppleMailSignature, ms-outlook-mobile-signature, Signature
    marks.sign_off |= token.ends_with("signature") || token.ends_with("signature_block");
    marks.quote |= one_of(token, quote_marks) || token.ends_with("yahoo_quoted") ||
                   token.starts_with("yahoo_quoted");
  }
}

// What an element hands down to those inside.
struct Sight {
  bool invisible = false, tiny = false;
  std::optional<Color> text;
  Color background{};
  bool unseen() const { return invisible || tiny || (text && !readable(*text, background)); }
  void take(const Look& look) {
    invisible = look.is[Look::invisible].value.value_or(invisible);
    tiny = look.is[Look::tiny].value.value_or(tiny);
    if (look.color.value) text = *look.color.value;
    if (look.background.value && !look.background.value->none) background = *look.background.value;
  }
};

struct Element {
  std::string name;
  Draw draw = Draw::inside;
  bool hides = false;
  bool quotes = false;
  bool gmail_quote = false;           // a container; decided at its end
  std::optional<std::size_t> lines;   // of a gmail_quote: the line it starts at
  std::optional<std::size_t> quoted;  // and the line where what it quotes starts
  bool veils = false;                 // hides by its style what a plain form of the mail may show
  Sight sight;
};

class Page {
 public:
  explicit Page(std::string_view html) : styles_(html) {}
  void open(std::string_view name, Attributes attributes);
  void close(std::string_view name);
  void characters(std::string_view text) {
    const bool unseen = !open_.empty() && open_.back().sight.unseen();
    if (veiled_ > 0 || (hidden_ == 0 && unseen)) hides_ |= !trimmed(text).empty();
    if (hidden_ == 0 && !unseen) lines_.text(text, preformatted_ > 0);
  }
  bool hides() const { return hides_; }
  bool too_deep() const { return open_.size() > most_open; }
  std::string str() {
    while (!open_.empty()) close(open_.back().name);
    lines_.end_line();
    return lines_.str();
  }

 private:
  void open_block(const Element& element, const Marks& marks, const std::string& style);
  void begin_quote(Element& element, const Marks& marks);
  void end_quote(const Element& element);

  Look look(std::string_view name, Attributes attributes, const std::string& style);

  HtmlLines lines_;
  HtmlStyles styles_;
  std::vector<Element> open_;
  bool hides_ = false;
  int hidden_ = 0, veiled_ = 0;
  int preformatted_ = 0;
};

void Page::open_block(const Element& element, const Marks& marks, const std::string& style) {
  const std::string& name = element.name;
  const bool tight =
      name == "p" && (marks.tight || has_declaration(style, "margin:0") ||
                      has_declaration(style, "margin:0px") || has_declaration(style, "margin:0in"));
  if (element.draw == Draw::margin && !tight) {
    lines_.margin();
  } else if (element.draw != Draw::inside) {
    lines_.end_line();
  }
  if (marks.separator || (name == "div" && outlook_rule(style))) lines_.separator();
  if (marks.sign_off && element.draw != Draw::inside) lines_.sign_off();
  if (name == "li") lines_.text("•\xC2\xA0", false);
  if (name == "br") lines_.line_break();
  if (name == "td" || name == "th") lines_.cell();
}

void Page::begin_quote(Element& element, const Marks& marks) {
  if (element.name == "blockquote") {
    if (!open_.empty() && open_.back().gmail_quote && !open_.back().quoted) {
      open_.back().quoted = lines_.count();
    }
    element.quotes = true;
  } else if (marks.gmail_quote) {
    lines_.end_line();
    element.gmail_quote = true;
    element.lines = lines_.count();
  } else {
    element.quotes = marks.quote;
  }
  if (!element.quotes) return;
  lines_.end_line();
  lines_.quote(1);
}

// What the page's rules say of the element, what its own attributes say.
Look Page::look(std::string_view name, Attributes attributes, const std::string& style) {
  Look out;
  if (const auto color = attribute(attributes, "color"); !color.empty())
    out.color.value = color_of(color);
  if (const auto color = attribute(attributes, "bgcolor"); !color.empty())
    out.background.value = color_of(color);
  if (!attribute(attributes, "background").empty()) out.background.value = Color{.unknown = true};
  out.add(styles_.entered(name, attribute(attributes, "class"), attribute(attributes, "id")));
  if (!style.empty()) out.add(look_of(style));
  return out;
}

void Page::open(std::string_view name, Attributes attributes) {
  Element element;
  element.name = std::string(name);
  element.draw = draw_of(name);
  element.hides = element.draw == Draw::hidden;
  Marks marks;
  std::string style;
  if (attributes != nullptr) {
    style = compact_style(attribute(attributes, "style"));
    for (const std::string_view key : {"class", "id", "name"}) {
      add_marks(marks, attribute(attributes, key));
    }
  }
  if (!open_.empty()) element.sight = open_.back().sight;
  const Look seen = look(name, attributes, style);
  element.sight.take(seen);
  element.veils = element.draw != Draw::hidden && seen.hides() && !seen.has(Look::struck);
  element.hides = element.hides || seen.hides() || !attribute(attributes, "hidden").empty();
  if (hidden_ == 0 && !element.hides) {
    open_block(element, marks, style);
    begin_quote(element, marks);
  }
  if (element.hides) ++hidden_;
  if (element.veils) ++veiled_;
  if (name == "pre") ++preformatted_;
  open_.push_back(std::move(element));
}

// Gmail puts the attribution, the quoted mail, and an answer written below it, into one element:
// only what stands above the quoted mail belongs to the quote. Where nothing is quoted inside, it
// is a forwarded mail.
void Page::end_quote(const Element& element) {
  if (element.quotes) {
    lines_.end_line();
    lines_.quote(-1);
  } else if (element.gmail_quote) {
    lines_.end_line();
    lines_.raise(*element.lines, element.quoted.value_or(lines_.count()));
  }
}

void Page::close(std::string_view name) {
  if (open_.empty() || open_.back().name != name) return;
  Element element = std::move(open_.back());
  open_.pop_back();
  styles_.left();
  if (element.hides) --hidden_;
  if (element.veils) --veiled_;
  if (name == "pre") --preformatted_;
  if (hidden_ > 0 || element.hides) return;
  if (element.draw == Draw::margin && name != "p") {
    lines_.margin();
  } else if (element.draw != Draw::inside) {
    lines_.end_line();
  }
  end_quote(element);
}

std::string_view view(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

struct Run {
  explicit Run(std::string_view html) : page(html) {}
  Page page;
  xmlParserCtxtPtr parser = nullptr;
  bool stopped = false;
};

void on_open(void* user, const xmlChar* name, Attributes attributes) {
  auto* run = static_cast<Run*>(user);
  run->page.open(view(name), attributes);
  if (!run->page.too_deep()) return;
  run->stopped = true;
  xmlStopParser(run->parser);
}
void on_close(void* user, const xmlChar* name) { static_cast<Run*>(user)->page.close(view(name)); }
void on_text(void* user, const xmlChar* text, int length) {
  static_cast<Run*>(user)->page.characters(
      {reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}
void on_cdata(void*, const xmlChar*, int) {}  // scripts and styles

struct FreeParser {
  void operator()(xmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

// Pages that no mail program writes and that cost the parser too much: tags of hundreds of
// attributes, nothing but tags, or ampersands without end (each makes it format an error).
bool hostile(std::string_view html) {
  constexpr std::size_t most_tags = 60000;
  constexpr std::size_t most_ampersands = 60000;
  std::size_t tags = 0;
  std::size_t ampersands = 0;
  std::size_t breaks = 0;  // in the tag that is open
  bool inside = false;
  char quote = 0;
  for (const char c : html) {
    if (c == '<') ++tags;
    if (c == '&') ++ampersands;
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '<') {
      inside = true;
      breaks = 0;
    } else if (c == '>') {
      inside = false;
    } else if (inside && (c == '"' || c == '\'')) {
      quote = c;
    } else if (inside && (is_space(c) || c == '/' || c == '=') && ++breaks > most_attributes) {
      return true;
    }
  }
  return tags > most_tags || ampersands > most_ampersands;
}

// Comments, which hold what only Outlook should see, and the marks of its conditional sections,
// "<![if …]>" and "<![endif]>", which the parser takes for text. The mark that ends a comment
// ("<![endif]-->") is part of it. A comment that is never closed stays for the parser.
void drop_comments(std::string& html) {
  std::string kept;
  std::size_t from = 0;
  for (auto at = html.find("<!"); at != std::string::npos; at = html.find("<!", at)) {
    const bool comment = html.compare(at, 4, "<!--") == 0;
    if (!comment && html.compare(at, 3, "<![") != 0) {
      at += 2;
      continue;
    }
    const std::string_view closes = comment ? "-->" : ">";
    const auto end = html.find(closes, at + 2);
    if (end == std::string::npos) break;
    kept.append(html, from, at - from);
    from = at = end + closes.size();
  }
  if (from > 0) html = kept.append(html, from);
}

// What is left of a page that the parser should not see: its text without tags.
std::string without_tags(std::string_view html) {
  HtmlLines lines;
  while (!html.empty()) {
    const auto open = std::min(html.find('<'), html.size());
    lines.text(html.substr(0, open), false);
    html.remove_prefix(open);
    if (html.empty()) break;
    const auto close = std::min(html.find('>'), html.size() - 1);
    const std::string_view tag = html.substr(0, close);
    if (starts_with(tag, "<br") || starts_with(tag, "<p") || starts_with(tag, "</div")) {
      lines.end_line();
    }
    html.remove_prefix(close + 1);
  }
  lines.end_line();
  return lines.str();
}

}  // namespace

HtmlText read_html(std::string_view html_utf8) {
  std::string html = repair_utf8(cut_utf8(html_utf8, most_octets));
  std::erase(html, '\0');
  Run run(html);
  drop_comments(html);
  if (html.empty()) return {};
  if (hostile(html)) return {without_tags(html), false};
  htmlSAXHandler handler{};
  handler.startElement = on_open;
  handler.endElement = on_close;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_cdata;
  static const bool begun = (xmlInitParser(), true);  // once, whichever thread comes first
  static_cast<void>(begun);
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  if (!parser) return {without_tags(html), false};
  *parser->sax = handler;
  run.parser = parser.get();
  parser->userData = &run;
  htmlCtxtReadMemory(parser.get(), html.data(), static_cast<int>(html.size()), nullptr, "UTF-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                         HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
  if (run.stopped) return {without_tags(html), false};
  return {repair_utf8(run.page.str()), run.page.hides()};
}

std::string html_to_text(std::string_view html_utf8) { return read_html(html_utf8).text; }

}  // namespace undersigned::mail
