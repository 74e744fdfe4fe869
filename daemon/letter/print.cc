#include "letter/print.h"

#include <algorithm>

#include <cairo-pdf.h>
#include <cmark-gfm.h>

#include "letter/drawing.h"
#include "letter/markdown.h"
#include "letter/print_words.h"

namespace undersigned::letter {
namespace {

constexpr double margin = 60, gutter = 24, header_height = 34, footer_height = 30;
constexpr Color ink{0.07, 0.09, 0.12}, muted{0.38, 0.42, 0.48}, accent{0.10, 0.33, 0.56};
constexpr std::string_view face = "Noto Serif, Noto Serif CJK SC, Noto Naskh Arabic, serif";

struct Looks {
  double size, before, after, indent;
  bool bold;
  Color color;
};

Looks looks_of(PrintBlock::Kind kind) {
  switch (kind) {
    case PrintBlock::Kind::heading:
      return {13, 16, 6, 0, true, accent};
    case PrintBlock::Kind::paragraph:
      return {10.5, 0, 8, 0, false, ink};
    case PrintBlock::Kind::item:
      return {10.5, 0, 5, 14, false, ink};
    case PrintBlock::Kind::signer:
      return {9, 0, 3, 10, false, ink};
    case PrintBlock::Kind::note:
      return {9, 10, 4, 0, false, muted};
  }
  return {10, 0, 6, 0, false, ink};
}

bool right_to_left(std::string_view language) {
  return language == "ar" || language == "fa" || language == "he" || language == "ur";
}

// A line of text in its place, ready to be drawn.
struct Set {
  PangoLayoutLine* line;  // lives as long as its layout
  double x, y;            // of the baseline's left end
  Color color;
  bool dot;  // a list item begins here
};
using Page = std::vector<Set>;
// A block as it stands in the columns of the last page.
struct Entry {
  std::size_t first, end;  // its lines on the page
  int column;
  double top, height;
};

// Puts blocks one below the other, from column to column and page to page. Text is laid out once;
// the pages are drawn when it is known how many there are.
class Press {
 public:
  Press(const Print& print, cairo_t* context, double width, double height)
      : print_(print),
        context_(context),
        width_(width),
        height_(height),
        rtl_(right_to_left(print.language)) {}

  void run() {
    begin_page();
    title();
    for (const auto& block : print_.wide) put(looks_of(block.kind), block);
    for (const auto& block : print_.columns) place(block);
    end_columns();
    for (std::size_t i = 0; i < pages_.size(); ++i) draw(i);
  }

 private:
  double bottom() const { return margin - 20 + footer_height - spare_; }
  double column_width() const {
    const double whole = width_ - 2 * margin;
    return in_columns_ ? (whole - gutter) / 2 : whole;
  }
  double column_left(int column) const {
    const bool second = in_columns_ && (column == 1) != rtl_;
    return margin + (second ? column_width() + gutter : 0);
  }

  static void mark(PangoAttrList* list, PangoAttribute* how, std::size_t begin, std::size_t end) {
    how->start_index = static_cast<guint>(begin);
    how->end_index = static_cast<guint>(end);
    pango_attr_list_insert(list, how);
  }

  PangoLayout* lay_out(const Looks& looks, const PrintBlock& block, double width) {
    auto layout = text_layout(context_, face, looks.size, looks.bold);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout.get(), 1.12F);
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    // The page's direction holds for every entry; names bring their own isolation.
    pango_layout_set_auto_dir(layout.get(), false);
    set_direction(layout.get());
    set_text(layout.get(), block.text);
    auto* marks = pango_attr_list_new();
    if (block.strong > 0)
      mark(marks, pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD), 0, block.strong);
    for (const auto& one : block.emphases) {
      if (one.bold) mark(marks, pango_attr_weight_new(PANGO_WEIGHT_BOLD), one.begin, one.end);
      if (one.italic) mark(marks, pango_attr_style_new(PANGO_STYLE_ITALIC), one.begin, one.end);
    }
    pango_layout_set_attributes(layout.get(), marks);
    pango_attr_list_unref(marks);
    layouts_.push_back(std::move(layout));
    return layouts_.back().get();
  }

  void set_direction(PangoLayout* layout) const {
    pango_context_set_base_dir(pango_layout_get_context(layout),
                               rtl_ ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_set_alignment(layout, rtl_ ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_context_changed(layout);
  }

  void begin_page() {
    pages_.emplace_back();
    column_ = 0;
    entries_.clear();
    column_top_ = margin + (pages_.size() > 1 ? header_height - 14 : 0);
    y_ = column_top_;
  }

  void draw(std::size_t page) {
    for (const auto& set : pages_[page]) {
      set_color(context_, set.color);
      if (set.dot) {
        cairo_new_path(context_);
        cairo_arc(context_, rtl_ ? width_ - margin - 4 : margin + 4, set.y - 3.5, 1.8, 0, 6.2832);
        cairo_fill(context_);
      }
      cairo_move_to(context_, set.x, set.y);
      pango_cairo_show_layout_line(context_, set.line);
    }
    const auto words = with_numbers(print_words(print_.language).page, std::to_string(page + 1),
                                    std::to_string(pages_.size()));
    small(words, height_ - margin + 14, true);
    if (page > 0) small(print_.title, margin - 18, false);
    cairo_show_page(context_);
  }

  void small(std::string_view text, double y, bool centred) {
    const auto layout = text_layout(context_, face, 8.5, false);
    set_direction(layout.get());
    set_text(layout.get(), text);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_width(layout.get(), static_cast<int>((width_ - 2 * margin) * PANGO_SCALE));
    if (centred) pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
    set_color(context_, muted);
    cairo_move_to(context_, margin, y);
    pango_cairo_show_layout(context_, layout.get());
  }

  void title() {
    constexpr Looks looks{20, 0, 14, 0, true, accent};
    put(looks, {PrintBlock::Kind::heading, print_.title});
  }

  void next_column() {
    if (in_columns_ && column_ == 0) {
      column_ = 1;
      y_ = column_top_;
      return;
    }
    begin_page();
  }

  // Signers stand in two columns; a heading or a note stands across them and begins new ones. A
  // heading does not stay alone at the foot of a page, nor is an entry parted.
  void place(const PrintBlock& block) {
    const auto looks = looks_of(block.kind);
    if (block.kind != PrintBlock::Kind::signer) {
      end_columns();
      // A line below the last names needs no page of its own: it may stand nearer to the foot.
      spare_ = block.kind == PrintBlock::Kind::note ? 14 : 0;
      const double needed = block.kind == PrintBlock::Kind::heading ? 90 : 24;
      if (y_ > height_ - bottom() - needed) begin_page();
      put(looks, block);
      spare_ = 0;
      return;
    }
    if (!in_columns_) column_top_ = y_;
    in_columns_ = true;
    auto* layout = lay_out(looks, block, column_width() - looks.indent);
    int size = 0;
    pango_layout_get_size(layout, nullptr, &size);
    const double needed = static_cast<double>(size) / PANGO_SCALE;
    if (y_ + needed > height_ - bottom() && y_ > column_top_) next_column();
    Entry entry{pages_.back().size(), 0, column_, y_, 0};
    const auto page = pages_.size();
    put_lines(layout, looks, block.kind);
    // An entry longer than a column cannot be moved, nor what stands before it.
    if (pages_.size() != page || column_ != entry.column) return entries_.clear();
    entry.end = pages_.back().size();
    entry.height = y_ - entry.top;
    entries_.push_back(entry);
  }

  void end_columns() {
    if (!in_columns_) return;
    const bool whole = !entries_.empty() && entries_.front().top == column_top_;
    if (whole)
      y_ = balance();
    else if (column_ == 1)
      y_ = height_ - bottom();
    column_ = 0;
    in_columns_ = false;
    entries_.clear();
  }

  // Lets the columns end side by side, so that what follows can stand across them as high as it
  // can. Returns where.
  double balance() {
    double all = 0, left = 0;
    for (const auto& entry : entries_) all += entry.height;
    std::size_t cut = 0;
    while (left < all / 2) left += entries_[cut++].height;
    if (const double last = entries_[cut - 1].height; cut > 1 && all - (left - last) < left) {
      left -= last;
      --cut;
    }
    double y = column_top_;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (i == cut) y = column_top_;
      move(entries_[i], i < cut ? 0 : 1, y);
      y += entries_[i].height;
    }
    return column_top_ + std::max(left, all - left);
  }

  void move(const Entry& entry, int column, double top) {
    for (auto line = entry.first; line < entry.end; ++line) {
      pages_.back()[line].x += column_left(column) - column_left(entry.column);
      pages_.back()[line].y += top - entry.top;
    }
  }

  void put(const Looks& looks, const PrintBlock& block) {
    put_lines(lay_out(looks, block, column_width() - looks.indent), looks, block.kind);
  }

  void put_lines(PangoLayout* layout, const Looks& looks, PrintBlock::Kind kind) {
    if (y_ != column_top_) y_ += looks.before;
    bool first = true;
    const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> line(
        pango_layout_get_iter(layout), pango_layout_iter_free);
    do {
      put_line(line.get(), looks, kind, first);
      first = false;
    } while (pango_layout_iter_next_line(line.get()));
    y_ += looks.after;
  }

  void put_line(PangoLayoutIter* iter, const Looks& looks, PrintBlock::Kind kind, bool first) {
    int top = 0, below = 0;
    pango_layout_iter_get_line_yrange(iter, &top, &below);
    const double line_height = static_cast<double>(below - top) / PANGO_SCALE;
    if (y_ + line_height > height_ - bottom()) next_column();
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(iter, nullptr, &extents);
    const double baseline =
        static_cast<double>(pango_layout_iter_get_baseline(iter) - top) / PANGO_SCALE;
    const bool hangs = kind == PrintBlock::Kind::signer && first;  // so names are found
    const double indent = hangs != rtl_ ? 0 : looks.indent;
    pages_.back().push_back({pango_layout_iter_get_line_readonly(iter),
                             column_left(column_) + indent + extents_x(extents), y_ + baseline,
                             looks.color, kind == PrintBlock::Kind::item && first});
    y_ += line_height;
  }

  static double extents_x(const PangoRectangle& extents) {
    return static_cast<double>(extents.x) / PANGO_SCALE;
  }

  const Print& print_;
  cairo_t* context_;
  double width_, height_;
  bool rtl_;
  int column_ = 0;
  bool in_columns_ = false;
  double spare_ = 0;  // what may be taken of the margin below
  double y_ = 0, column_top_ = 0;
  std::vector<Layout> layouts_;
  std::vector<Page> pages_;
  std::vector<Entry> entries_;  // of these columns on the last page
};

// The words of one block, and which of them are bold or italic.
void add_words(cmark_node* parent, PrintBlock& block) {
  for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_SOFTBREAK) block.text += ' ';
    if (type == CMARK_NODE_LINEBREAK) block.text += '\n';
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
      block.text += cmark_node_get_literal(node);
    const auto begin = block.text.size();
    add_words(node, block);
    const bool bold = type == CMARK_NODE_STRONG, italic = type == CMARK_NODE_EMPH;
    if (bold || italic) block.emphases.push_back({begin, block.text.size(), bold, italic});
  }
}

void collect(cmark_node* parent, bool item, std::vector<PrintBlock>& out) {
  for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
    const auto type = cmark_node_get_type(node);
    const bool heading = type == CMARK_NODE_HEADING;
    if (heading || type == CMARK_NODE_PARAGRAPH) {
      const auto kind = heading ? PrintBlock::Kind::heading
                        : item  ? PrintBlock::Kind::item
                                : PrintBlock::Kind::paragraph;
      out.push_back({kind, {}});
      add_words(node, out.back());
    } else if (cmark_node_first_child(node) && type != CMARK_NODE_CODE_BLOCK) {
      collect(node, item || type == CMARK_NODE_ITEM, out);
    }
  }
}

}  // namespace

std::vector<PrintBlock> statement_blocks(std::string_view markdown) {
  const Markdown parsed{std::string(markdown)};
  std::vector<PrintBlock> blocks;
  collect(parsed.root(), false, blocks);
  return blocks;
}

std::string printed(const Print& print) {
  const bool a4 = print.paper == Paper::a4;
  const double width = a4 ? 595 : 612, height = a4 ? 842 : 792;
  std::string pdf;
  const Surface surface(cairo_pdf_surface_create_for_stream(append_octets, &pdf, width, height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, print.title.c_str());
  const Context context(cairo_create(surface.get()));
  Press(print, context.get(), width, height).run();
  cairo_surface_finish(surface.get());
  return pdf;
}

}  // namespace undersigned::letter
