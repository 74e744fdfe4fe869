#include <algorithm>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include "letter/markdown.h"
#include "letter/marks.h"

namespace undersigned::letter {
namespace {

constexpr int deepest = 60;  // of nested elements; deeper ones are left out

// Mail programs drop style sheets, so each element carries its looks; the classes are for the few
// rules in layout.html that only a style sheet can give (dark mode, small screens).
constexpr std::string_view paragraph = "<p style=\"margin:0 0 16px\">";
constexpr std::string_view rule =
    "<hr class=\"line\" style=\"border:0;border-top:1px solid #d5dae1;margin:28px 0\">";
constexpr std::string_view link_style = "class=\"link\" style=\"color:#1a5490\"";
constexpr std::string_view button_style =
    "class=\"button\" style=\"display:inline-block;background:#1a5490;color:#ffffff;"
    "font-weight:600;line-height:20px;padding:12px 22px;border:1px solid #1a5490;"
    "border-radius:6px;text-decoration:none;margin:";
constexpr std::string_view quiet_style =
    "class=\"quiet\" style=\"display:inline-block;background:#ffffff;color:#1a5490;"
    "font-size:15px;line-height:20px;padding:9px 16px;border:1px solid #9db4cc;"
    "border-radius:6px;text-decoration:none;margin:";

bool needs_isolation(std::string_view value, bool rtl_letter) {
  const bool ascii =
      std::all_of(value.begin(), value.end(), [](char c) { return (c & 0x80) == 0; });
  if (ascii && !rtl_letter) return false;
  const auto text =
      icu::UnicodeString::fromUTF8({value.data(), static_cast<int32_t>(value.size())});
  const auto direction = ubidi_getBaseDirection(text.getBuffer(), text.length());
  if (rtl_letter) return direction == UBIDI_LTR;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto kind = u_charDirection(text.char32At(i));
    if (kind == U_RIGHT_TO_LEFT || kind == U_RIGHT_TO_LEFT_ARABIC) return true;
  }
  return false;
}

class HtmlWriter {
 public:
  explicit HtmlWriter(const Writing& writing) : writing_(writing) {}

  void children(cmark_node* parent) {
    if (++depth_ <= deepest)
      for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
        write(node);
    --depth_;
  }
  std::string take() { return std::move(out_); }

 private:
  void write(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_PARAGRAPH:
        return write_paragraph(node);
      case CMARK_NODE_HEADING:
        return heading(node);
      case CMARK_NODE_LIST:
        return list(node);
      case CMARK_NODE_ITEM:
        return element(airy_ ? "<li style=\"margin:0 0 8px\">" : "<li>", node, "</li>\n");
      case CMARK_NODE_BLOCK_QUOTE:
        return listing(node);
      case CMARK_NODE_CODE_BLOCK:
        return code_block(node);
      case CMARK_NODE_THEMATIC_BREAK:
        out_ += rule;
        return;
      case CMARK_NODE_HTML_BLOCK:
      case CMARK_NODE_HTML_INLINE:
        return;
      default:
        return write_inline(node);
    }
  }

  void write_inline(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
        return text(cmark_node_get_literal(node));
      case CMARK_NODE_CODE:
        out_ += "<code style=\"font-size:14px;white-space:nowrap\">";
        text(cmark_node_get_literal(node));
        out_ += "</code>";
        return;
      case CMARK_NODE_SOFTBREAK:
        out_ += '\n';
        return;
      case CMARK_NODE_LINEBREAK:
        out_ += "<br>\n";
        return;
      case CMARK_NODE_EMPH:
        return element("<em>", node, "</em>");
      case CMARK_NODE_STRONG:
        return element("<strong>", node, "</strong>");
      case CMARK_NODE_LINK:
        return link(node);
      case CMARK_NODE_IMAGE:
        return picture(node);
      default:
        return table(node);
    }
  }

  void element(std::string_view begin, cmark_node* node, std::string_view end) {
    out_ += begin;
    children(node);
    out_ += end;
  }

  void write_paragraph(cmark_node* node) {
    auto* list = cmark_node_parent(cmark_node_parent(node));
    const bool tight =
        list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
    if (tight) return children(node);
    element(paragraph, node, "</p>\n");
  }

  void heading(cmark_node* node) {
    const int level = cmark_node_get_heading_level(node);
    static constexpr std::string_view styles[] = {
        "margin:4px 0 18px;font-size:25px;line-height:1.25;font-weight:700",
        "margin:28px 0 12px;font-size:19px;line-height:1.3;font-weight:700",
        "margin:20px 0 8px;font-size:16px;line-height:1.4;font-weight:700"};
    const std::string tag = "h" + std::to_string(level);
    element("<" + tag + " style=\"" + std::string(styles[std::min(level, 3) - 1]) + "\">", node,
            "</" + tag + ">\n");
  }

  void list(cmark_node* node) {
    int items = 0;
    for (auto* item = cmark_node_first_child(node); item; item = cmark_node_next(item)) ++items;
    airy_ = items <= 12;  // points to read, not names to look up
    const bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    const int start = cmark_node_get_list_start(node);
    const std::string tag = ordered ? "ol" : "ul";
    const std::string from =
        ordered && start != 1 ? " start=\"" + std::to_string(start) + "\"" : "";
    const std::string side = writing_.rtl ? "0 24px 0 0" : "0 0 0 24px";
    element("<" + tag + from + " style=\"margin:0 0 16px;padding:" + side + "\">", node,
            "</" + tag + ">\n");
  }

  // A block quote sets off how a signer is listed. No <blockquote>: mail programs fold those away
  // and readers of replies take them for quoted mail.
  void listing(cmark_node* node) {
    const std::string side = writing_.rtl ? "right" : "left";
    element(
        "<div class=\"listing\" style=\"margin:0 0 16px;padding:14px 18px 1px;"
        "background:#eef3f8;border-" +
            side + ":4px solid #1a5490;border-radius:4px\">",
        node, "</div>\n");
  }

  void code_block(cmark_node* node) {
    const std::string literal = cmark_node_get_literal(node);
    const auto mailto = mailto_block(cmark_node_get_fence_info(node), literal, writing_);
    if (mailto.label.empty()) {
      out_ +=
          "<pre class=\"listing\" style=\"margin:0 0 16px;padding:10px 14px;font-size:14px;"
          "background:#eef3f8;border-radius:4px;white-space:pre-wrap\">";
      text(literal);
      out_ += "</pre>\n";
      return;
    }
    const bool first = !is_mailto(cmark_node_previous(node));
    const bool last = !is_mailto(cmark_node_next(node));
    if (first) out_ += "<div style=\"margin:4px 0 8px;padding-bottom:1px\">";
    out_ += "<a href=\"" + html_escaped(mailto.url) + "\" " +
            std::string(mailto.quiet ? quiet_style : button_style) +
            (writing_.rtl ? "0 0 10px 8px" : "0 8px 10px 0") + "\">" + html_escaped(mailto.label) +
            "</a>\n";
    if (last) out_ += "</div>\n";
  }

  static bool is_mailto(cmark_node* node) {
    return node && cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           std::string_view(cmark_node_get_fence_info(node)).starts_with("mailto");
  }

  void link(cmark_node* node) {
    const auto url = writing_.slots->filled(cmark_node_get_url(node));
    if (!link_is_safe(url)) return children(node);
    element("<a href=\"" + html_escaped(url) + "\" " + std::string(link_style) + ">", node, "</a>");
  }

  void picture(cmark_node* node) {
    const auto url = writing_.slots->filled(cmark_node_get_url(node));
    std::string words;
    for (auto* child = cmark_node_first_child(node); child; child = cmark_node_next(child))
      if (const char* literal = cmark_node_get_literal(child))
        words += writing_.slots->filled(literal);
    if (!link_is_safe(url)) return text(words);
    out_ += "<img src=\"" + html_escaped(url) + "\" alt=\"" + html_escaped(words) +
            "\" width=\"536\" style=\"display:block;width:100%;max-width:536px;height:auto;"
            "border:0;border-radius:4px\">";
  }

  void table(cmark_node* node) {
    const std::string_view type = cmark_node_get_type_string(node);
    if (type == "table")
      return element(
          "<table class=\"rows\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
          "style=\"border-collapse:collapse;margin:0 0 18px;font-size:15px\">\n",
          node, "</table>\n");
    if (type == "table_row" || type == "table_header") return element("<tr>", node, "</tr>\n");
    if (type == "table_cell") return cell(node);
    children(node);
  }

  void cell(cmark_node* node) {
    auto* row = cmark_node_parent(node);
    auto* all = cmark_node_parent(row);
    int column = 0;
    for (auto* left = cmark_node_previous(node); left; left = cmark_node_previous(left)) ++column;
    const auto* alignments = cmark_gfm_extensions_get_table_alignments(all);
    const bool right = alignments && alignments[column] == 'r';
    const bool head = cmark_gfm_extensions_get_table_row_is_header(row) != 0;
    const std::string side = right != writing_.rtl ? "right" : "left";
    const std::string tag = head ? "th" : "td";
    element("<" + tag + " align=\"" + side + "\" class=\"" + (head ? "line muted" : "line") +
                "\" style=\"padding:7px " + (right ? "0 7px 12px" : "12px 7px 0") +
                ";border-bottom:1px solid #e1e6ec;vertical-align:top;text-align:" + side +
                (head ? ";font-weight:600;font-size:13px;color:#5a6775" : "") +
                (right ? ";white-space:nowrap" : "") + "\">",
            node, "</" + tag + ">");
  }

  void text(std::string_view literal) {
    for (const auto& piece : writing_.slots->pieces(literal)) {
      if (!piece.value)
        out_ += html_escaped(piece.text);
      else if (holds_personal_mark(piece.text))
        out_ += isolated_marks(piece.text);
      else
        out_ += isolated_html(piece.text, writing_.rtl);
    }
  }

  const Writing& writing_;
  std::string out_;
  bool airy_ = true;
  int depth_ = 0;
};

}  // namespace

std::string isolated_html(std::string_view text, bool rtl_letter) {
  std::string escaped = html_escaped(text);
  return needs_isolation(text, rtl_letter) ? "<bdi>" + escaped + "</bdi>" : escaped;
}

std::string html(const Markdown& markdown, const Writing& writing) {
  HtmlWriter writer(writing);
  writer.children(markdown.root());
  return writer.take();
}

}  // namespace undersigned::letter
