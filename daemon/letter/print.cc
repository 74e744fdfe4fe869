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

bool a4(std::string_view language) { return language != "en" && language != "es"; }

// A line of text in its place, ready to be drawn.
struct Set {
  PangoLayoutLine* line;  // lives as long as its layout
  double x, y;            // of the baseline's left end
  Color color;
  bool dot;  // a list item begins here
};
using Page = std::vector<Set>;

// Puts blocks one below the other, from column to column and page to page. Text is laid out once;
// the pages are drawn when it is known how many there are.
class Press {
 public:
  Press(const Print& print, cairo_t* context, double width, double height)
      : print_(print), context_(context), width_(width), height_(height) {}

  void run() {
    begin_page();
    title();
    for (const auto& block : print_.wide) place(block);
    if (!print_.columns.empty()) {
      y_ += 10;
      if (y_ > height_ - bottom() - 90) begin_page();
      in_columns_ = true;
      column_top_ = y_;
      for (std::size_t i = 0; i < print_.columns.size(); ++i) place_in_column(i);
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) draw(i);
  }

 private:
  static double bottom() { return margin - 20 + footer_height; }
  double column_width() const {
    const double whole = width_ - 2 * margin;
    return in_columns_ ? (whole - gutter) / 2 : whole;
  }
  double column_left() const { return margin + column_ * (column_width() + gutter); }

  PangoLayout* lay_out(const Looks& looks, std::string_view text, double width) {
    auto layout = text_layout(context_, face, looks.size, looks.bold);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout.get(), 1.12F);
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    // The page's direction holds for every entry; names bring their own isolation.
    pango_layout_set_auto_dir(layout.get(), false);
    set_text(layout.get(), text);
    layouts_.push_back(std::move(layout));
    return layouts_.back().get();
  }

  void begin_page() {
    pages_.emplace_back();
    column_ = 0;
    column_top_ = margin + (pages_.size() > 1 ? header_height - 14 : 0);
    y_ = column_top_;
  }

  void draw(std::size_t page) {
    for (const auto& set : pages_[page]) {
      set_color(context_, set.color);
      if (set.dot) {
        cairo_new_path(context_);
        cairo_arc(context_, set.x - 10, set.y - 3.5, 1.8, 0, 6.2832);
        cairo_fill(context_);
      }
      cairo_move_to(context_, set.x, set.y);
      pango_cairo_show_layout_line(context_, set.line);
    }
    const auto words = with_numbers(print_words(print_.language).page, std::to_string(page + 1),
                                    std::to_string(pages_.size()));
    small(words, height_ - margin + 14, 0.5);
    if (page > 0) small(print_.title, margin - 18, 0);
    cairo_show_page(context_);
  }

  void small(std::string_view text, double y, double align) {
    const auto layout = text_layout(context_, face, 8.5, false);
    set_text(layout.get(), text);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_width(layout.get(), static_cast<int>((width_ - 2 * margin) * PANGO_SCALE));
    pango_layout_set_alignment(layout.get(), align > 0 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    set_color(context_, muted);
    cairo_move_to(context_, margin, y);
    pango_cairo_show_layout(context_, layout.get());
  }

  void title() {
    constexpr Looks looks{20, 0, 14, 0, true, accent};
    put(looks, PrintBlock::Kind::heading, print_.title);
  }

  void next_column() {
    if (in_columns_ && column_ == 0) {
      column_ = 1;
      y_ = column_top_;
      return;
    }
    begin_page();
  }

  // A heading does not stay alone at the foot of a column.
  void place_in_column(std::size_t i) {
    const auto& block = print_.columns[i];
    const bool heading = block.kind == PrintBlock::Kind::heading;
    if (heading && y_ > height_ - bottom() - 70) next_column();
    place(block);
  }

  void place(const PrintBlock& block) { put(looks_of(block.kind), block.kind, block.text); }

  void put(const Looks& looks, PrintBlock::Kind kind, std::string_view text) {
    auto* layout = lay_out(looks, text, column_width() - looks.indent);
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
    const double x = column_left() + (hangs ? 0 : looks.indent);
    pages_.back().push_back({pango_layout_iter_get_line_readonly(iter),
                             x + static_cast<double>(extents.x) / PANGO_SCALE, y_ + baseline,
                             looks.color, kind == PrintBlock::Kind::item && first});
    y_ += line_height;
  }

  const Print& print_;
  cairo_t* context_;
  double width_, height_;
  int column_ = 0;
  bool in_columns_ = false;
  double y_ = 0, column_top_ = 0;
  std::vector<Layout> layouts_;
  std::vector<Page> pages_;
};

void collect(cmark_node* parent, bool item, std::vector<PrintBlock>& out) {
  const Slots none;
  for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
    const auto type = cmark_node_get_type(node);
    const bool heading = type == CMARK_NODE_HEADING;
    if (heading || type == CMARK_NODE_PARAGRAPH) {
      const auto kind = heading ? PrintBlock::Kind::heading
                        : item  ? PrintBlock::Kind::item
                                : PrintBlock::Kind::paragraph;
      out.push_back({kind, inline_text(node, none)});
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
  const double width = a4(print.language) ? 595 : 612, height = a4(print.language) ? 842 : 792;
  std::string pdf;
  const Surface surface(cairo_pdf_surface_create_for_stream(append_octets, &pdf, width, height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, print.title.c_str());
  const Context context(cairo_create(surface.get()));
  Press(print, context.get(), width, height).run();
  cairo_surface_finish(surface.get());
  return pdf;
}

}  // namespace undersigned::letter
