#include <algorithm>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "letter/markdown.h"
#include "letter/marks.h"

namespace undersigned::letter {
namespace {

constexpr std::size_t line_width = 72;
constexpr int deepest = 60;  // of nested blocks; deeper ones are left out

class TextWriter {
 public:
  explicit TextWriter(const Writing& writing) : writing_(writing) {}

  // The blocks below `parent`, each ended by a line end, parted by empty lines unless `tight`.
  std::string blocks(cmark_node* parent, std::size_t width, bool tight = false) {
    if (++depth_ > deepest) return --depth_, std::string();
    std::string out;
    for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
      const std::string written = block(node, width);
      if (written.empty()) continue;
      if (!out.empty() && !tight) out += '\n';
      out += written;
    }
    --depth_;
    return out;
  }

 private:
  std::string block(cmark_node* node, std::size_t width) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_PARAGRAPH:
        return wrapped(inlines(node), width) + "\n";
      case CMARK_NODE_HEADING:
        return heading(node, width);
      case CMARK_NODE_LIST:
        return list(node, width);
      case CMARK_NODE_BLOCK_QUOTE:
        return indented(blocks(node, width - 4), "    ", "    ");
      case CMARK_NODE_CODE_BLOCK:
        return code(node);
      case CMARK_NODE_THEMATIC_BREAK:
        return "+ + + + + + +\n";
      default:
        break;
    }
    if (std::string_view(cmark_node_get_type_string(node)) == "table") return table(node);
    return {};
  }

  std::string heading(cmark_node* node, std::size_t width) {
    const auto words = wrapped(inlines(node), width);
    std::size_t longest = 0;
    for (std::size_t from = 0; from <= words.size();) {
      const auto end = std::min(words.find('\n', from), words.size());
      longest = std::max(longest, columns(std::string_view(words).substr(from, end - from)));
      from = end + 1;
    }
    // How long it will be is not known yet where a reader's own value stands in it.
    if (holds_personal_mark(words)) return words + "\n";
    const char rule = cmark_node_get_heading_level(node) == 1 ? '=' : '-';
    if (cmark_node_get_heading_level(node) > 2) return words + "\n";
    return words + "\n" + std::string(longest, rule) + "\n";
  }

  std::string list(cmark_node* node, std::size_t width) {
    const bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    const bool tight = cmark_node_get_list_tight(node) != 0;
    int number = cmark_node_get_list_start(node);
    std::string out;
    for (auto* item = cmark_node_first_child(node); item; item = cmark_node_next(item)) {
      const std::string mark = ordered ? std::to_string(number++) + ". " : "• ";
      const std::string indent(columns(mark), ' ');
      if (!out.empty() && !tight) out += '\n';
      out += indented(blocks(item, width - indent.size(), tight), mark, indent);
    }
    return out;
  }

  std::string code(cmark_node* node) {
    const std::string literal = cmark_node_get_literal(node);
    const auto mailto = mailto_block(cmark_node_get_fence_info(node), literal, writing_);
    if (!mailto.label.empty()) return mailto.label + ":\n<" + mailto.url + ">\n";
    return indented(writing_.slots->filled(literal), "    ", "    ");
  }

  std::string table(cmark_node* node) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> widths;
    for (auto* row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
      auto& cells = rows.emplace_back();
      for (auto* cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
        cells.push_back(inlines(cell));
        widths.resize(std::max(widths.size(), cells.size()));
        auto& width = widths[cells.size() - 1];
        if (!holds_personal_mark(cells.back())) width = std::max(width, columns(cells.back()));
      }
    }
    const auto* alignments = cmark_gfm_extensions_get_table_alignments(node);
    std::string out;
    for (const auto& row : rows) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::size_t taken = std::min(widths[i], columns(row[i]));
        const std::string pad(widths[i] - taken, ' ');
        line += (i > 0 ? "  " : "") + (alignments[i] == 'r' ? pad + row[i] : row[i] + pad);
      }
      out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return out;
  }

  // Words of a block; '\n' where the author ended a line.
  std::string inlines(cmark_node* parent) {
    if (++depth_ > deepest) return --depth_, std::string();
    std::string out;
    for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
      out += inline_words(node);
    --depth_;
    return out;
  }

  std::string inline_words(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        return writing_.slots->filled(cmark_node_get_literal(node));
      case CMARK_NODE_SOFTBREAK:
        return " ";
      case CMARK_NODE_LINEBREAK:
        return "\n";
      case CMARK_NODE_HTML_INLINE:
        return {};
      case CMARK_NODE_LINK: {
        const auto words = inlines(node);
        const auto url = writing_.slots->filled(cmark_node_get_url(node));
        if (!link_is_safe(url)) return words;
        if (url == words || url == "mailto:" + words) return words;
        return words + " <" + url + ">";
      }
      default:
        return inlines(node);
    }
  }

  static std::string indented(const std::string& text, const std::string& first,
                              const std::string& rest) {
    std::string out;
    for (std::size_t from = 0; from < text.size();) {
      const auto end = std::min(text.find('\n', from), text.size());
      if (end > from) out += (from == 0 ? first : rest) + text.substr(from, end - from);
      out += '\n';
      from = end + 1;
    }
    return out;
  }

  const Writing& writing_;
  int depth_ = 0;
};

}  // namespace

std::string inline_text(cmark_node* block, const Slots& slots) {
  std::string out;
  for (auto* node = cmark_node_first_child(block); node; node = cmark_node_next(node)) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
      out += slots.filled(cmark_node_get_literal(node));
    else if (type == CMARK_NODE_SOFTBREAK)
      out += ' ';
    else if (type == CMARK_NODE_LINEBREAK)
      out += '\n';
    else if (type != CMARK_NODE_HTML_INLINE)
      out += inline_text(node, slots);
  }
  return out;
}

std::string plain_text(const Markdown& markdown, const Writing& writing) {
  return TextWriter(writing).blocks(markdown.root(), line_width);
}

}  // namespace undersigned::letter
