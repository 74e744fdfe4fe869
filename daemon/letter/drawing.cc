#include "letter/drawing.h"

namespace undersigned::letter {

void set_color(cairo_t* context, Color color) {
  cairo_set_source_rgb(context, color.red, color.green, color.blue);
}

Layout text_layout(cairo_t* context, std::string_view family, double size, bool bold) {
  Layout layout(pango_cairo_create_layout(context));
  const std::unique_ptr<PangoFontDescription, Unref> font(pango_font_description_new());
  pango_font_description_set_family(font.get(), std::string(family).c_str());
  pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font.get());
  return layout;
}

void set_text(PangoLayout* layout, std::string_view text) {
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
}

cairo_status_t append_octets(void* string, const unsigned char* octets, unsigned int length) {
  static_cast<std::string*>(string)->append(reinterpret_cast<const char*>(octets), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace undersigned::letter
