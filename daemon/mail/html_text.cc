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
#include "mail/html_rough.h"
#include "mail/html_styles.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

constexpr std::size_t most_octets = 1u << 20;
// The parser looks through all open elements at each end tag, so time grows with depth × size.
constexpr std::size_t most_open = 500;

using Attributes = const xmlChar**;

std::optional<std::string_view> given(Attributes attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (name == reinterpret_cast<const char*>(attributes[0])) {
      const auto* value = reinterpret_cast<const char*>(attributes[1]);
      return value == nullptr ? name : std::string_view(value);
    }
  }
  return std::nullopt;
}

std::string_view attribute(Attributes attributes, std::string_view name) {
  return given(attributes, name).value_or(std::string_view());
}

// How a browser draws an element.
enum class Draw { inside, block, margin, hidden };
constexpr std::array<std::string_view, 13> never_shown{
    "head",   "script", "style", "title", "template", "select",  "svg",
    "object", "iframe", "audio", "video", "map",      "noframes"};
// What a program draws of these, if anything, is its own affair.
constexpr std::array<std::string_view, 20> seldom_drawn{
    "select",   "svg",    "object",   "iframe",   "audio",   "video",    "map",
    "noframes", "dialog", "datalist", "noscript", "details", "textarea", "math",
    "canvas",   "meter",  "progress", "noembed",  "applet",  "template"};
constexpr std::array<std::string_view, 20> blocks{
    "div",     "tr",     "li",     "dt",   "dd",     "address", "article",
    "section", "header", "footer", "main", "center", "form",    "fieldset",
    "caption", "body",   "html",   "nav",  "aside",  "hr"};
// What has a height of its own.
constexpr std::array<std::string_view, 5> boxes{"div", "p", "section", "article", "center"};
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
  bool invisible = false, unsure = false, narrow = false, clipped = false;
  double size = 16;  // of letters, pixels
  Color text{0, 0, 0}, background{};

  bool unseen() const { return invisible || size <= 1 || !readable(text, background); }
  // Whether nobody can tell, or it is hardly to be seen.
  bool doubtful() const {
    constexpr double least_size = 5;
    return unseen() || unsure || (narrow && clipped) || size < least_size ||
           !plainly_readable(text, background);
  }
  void take(const Look& look) {
    unsure |= look.unsure;
    narrow |= look.narrow;
    clipped |= look.has(Look::clipped);
    invisible = look.is[Look::invisible].value.value_or(invisible);
    if (look.size.value) size = look.size.value->value * (look.size.value->share ? size : 1);
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
  // The same where the rules hold that may hold.
  bool hides_otherwise = false;
  Sight otherwise;
};

class Page {
 public:
  Page(std::string_view html, Drawn drawn) : styles_(html), drawn_(drawn) {}
  void open(std::string_view name, Attributes attributes);
  void close(std::string_view name);
  void characters(std::string_view text);
  bool hides() const { return hides_; }
  bool unsure() const { return unsure_; }
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

  Looks look(std::string_view name, Attributes attributes);
  bool seldom_drawn_here(std::string_view name) const;
  bool certain(const Element& here) const;

  HtmlLines lines_;
  HtmlStyles styles_;
  const Drawn drawn_;
  std::vector<Element> open_;
  bool hides_ = false, unsure_ = false;
  int hidden_ = 0, hidden_otherwise_ = 0, veiled_ = 0;
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

// Whether it is seen, or not, whatever holds of what nobody knows.
bool Page::certain(const Element& here) const {
  if (hidden_ > 0 || hidden_otherwise_ > 0) return hidden_ > 0 && hidden_otherwise_ > 0;
  if (here.sight.unseen()) return here.otherwise.unseen() && !here.otherwise.unsure;
  return !here.otherwise.doubtful();
}

void Page::characters(std::string_view text) {
  const Element nothing_open;
  const Element& here = open_.empty() ? nothing_open : open_.back();
  const bool blank = trimmed(text).empty();
  const bool unseen = here.sight.unseen(), sure = certain(here);
  if (veiled_ > 0 || (hidden_ == 0 && unseen)) hides_ |= !blank;
  unsure_ |= !sure && !blank;
  const bool likely = hidden_ == 0 && !unseen;
  if (sure || drawn_ == Drawn::likely ? likely : drawn_ == Drawn::perhaps)
    lines_.text(text, preformatted_ > 0);
}

// What the page's rules say of the element, what its own attributes say.
Looks Page::look(std::string_view name, Attributes attributes) {
  Look own;
  for (const std::string_view key : {"color", "text"}) {
    if (key == "text" && name != "body") continue;
    const Color color = color_of(attribute(attributes, key));
    if (!color.unknown) own.color.value = color;
  }
  if (const Color color = color_of(attribute(attributes, "bgcolor")); !color.unknown)
    own.background.value = color;
  if (!attribute(attributes, "background").empty()) own.background.value = Color{.unknown = true};
  Looks out{own, own};
  const Looks rules =
      styles_.entered(name, attribute(attributes, "class"), attribute(attributes, "id"));
  out.likely.add(rules.likely);
  out.otherwise.add(rules.otherwise);
  if (const auto style = attribute(attributes, "style"); !style.empty()) {
    const Look written = look_of(style);
    out.likely.add(written);
    out.otherwise.add(written);
  }
  return out;
}

bool Page::seldom_drawn_here(std::string_view name) const {
  const auto in_head = [](const Element& element) { return element.name == "head"; };
  return one_of(name, seldom_drawn) ||
         (name == "title" && std::none_of(open_.begin(), open_.end(), in_head));
}

void Page::open(std::string_view name, Attributes attributes) {
  Element element;
  element.name = std::string(name);
  element.draw = draw_of(name);
  Marks marks;
  std::string style;
  if (attributes != nullptr) {
    style = compact_style(attribute(attributes, "style"));
    for (const std::string_view key : {"class", "id", "name"}) {
      add_marks(marks, attribute(attributes, key));
    }
  }
  if (!open_.empty()) {
    element.sight = open_.back().sight;
    element.otherwise = open_.back().otherwise;
  }
  const Looks seen = look(name, attributes);
  element.sight.take(seen.likely);
  element.otherwise.take(seen.otherwise);
  const bool gone = element.draw == Draw::hidden || given(attributes, "hidden");
  element.veils =
      element.draw != Draw::hidden && seen.likely.hides() && !seen.likely.has(Look::struck);
  element.hides = gone || seen.likely.hides();
  element.hides_otherwise = seldom_drawn_here(name)
                                ? !element.hides
                                : gone || seen.otherwise.hides_surely(one_of(name, boxes));
  if (hidden_ == 0 && !element.hides) {
    open_block(element, marks, style);
    begin_quote(element, marks);
  }
  hidden_ += element.hides;
  hidden_otherwise_ += element.hides_otherwise;
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
  hidden_ -= element.hides;
  hidden_otherwise_ -= element.hides_otherwise;
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
  Run(std::string_view html, Drawn drawn) : page(html, drawn) {}
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

}  // namespace

HtmlText read_html(std::string_view html_utf8, Drawn drawn) {
  std::string html = repair_utf8(cut_utf8(html_utf8, most_octets));
  std::erase(html, '\0');
  Run run(html, drawn);
  drop_comments(html);
  if (html.empty()) return {};
  const auto rough = [&] {
    return HtmlText{drawn == Drawn::surely ? std::string() : without_tags(html), false, true};
  };
  if (hostile(html)) return rough();
  htmlSAXHandler handler{};
  handler.startElement = on_open;
  handler.endElement = on_close;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_cdata;
  static const bool begun = (xmlInitParser(), true);  // once, whichever thread comes first
  static_cast<void>(begun);
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  if (!parser) return rough();
  *parser->sax = handler;
  run.parser = parser.get();
  parser->userData = &run;
  htmlCtxtReadMemory(parser.get(), html.data(), static_cast<int>(html.size()), nullptr, "UTF-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                         HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
  if (run.stopped) return rough();
  std::string text = repair_utf8(run.page.str());
  return {std::move(text), run.page.hides(), run.page.unsure()};
}

std::string html_to_text(std::string_view html_utf8) { return read_html(html_utf8).text; }

}  // namespace undersigned::mail
