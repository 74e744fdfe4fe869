#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <pango/pangocairo.h>

namespace undersigned::letter {

// Owners of cairo's and pango's handles, and what picture and print have in common.
struct Unref {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
using Surface = std::unique_ptr<cairo_surface_t, Unref>;
using Context = std::unique_ptr<cairo_t, Unref>;
using Layout = std::unique_ptr<PangoLayout, Unref>;

struct Color {
  double red, green, blue;
};
void set_color(cairo_t* context, Color color);
// A layout of one font; `size` in the units of the surface.
Layout text_layout(cairo_t* context, std::string_view family, double size, bool bold);
void set_text(PangoLayout* layout, std::string_view text);

// Takes what a surface writes.
cairo_status_t append_octets(void* string, const unsigned char* octets, unsigned int length);

}  // namespace undersigned::letter
