#pragma once

#include <string_view>

namespace undersigned::mail {

struct Color {
  int red = 255, green = 255, blue = 255;
  bool unknown = false;  // a picture, a name that is not read, a see-through one
  bool none = false;     // nothing is drawn with it
};

// "#fff", "rgb(0 0 139)", "hsl(0,0%,100%)", "navy", "ffffff".
Color color_of(std::string_view value);

// Whether text in the one can be read on the other; what is unknown can.
bool readable(const Color& text, const Color& background);
// Whether nobody could overlook it; a picture is taken for a light one.
bool plainly_readable(const Color& text, const Color& background);

}  // namespace undersigned::mail
