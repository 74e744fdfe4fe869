#include "mail/flowed.h"

#include "mail/ascii.h"

namespace undersigned::mail {

std::string join_flowed(std::string_view text, bool delete_space) {
  std::string out;
  out.reserve(text.size());
  bool open = false;  // the last line goes on
  std::size_t open_depth = 0;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    std::size_t depth = 0;
    while (depth < line.size() && line[depth] == '>') ++depth;
    line.remove_prefix(depth);
    if (line.starts_with(' ')) line.remove_prefix(1);
    const bool sign_off = line == "-- ";
    if (open && (depth != open_depth || sign_off)) {
      out += '\n';
      open = false;
    }
    if (!open && depth > 0) out.append(depth, '>') += ' ';
    open = line.ends_with(' ') && !sign_off;
    open_depth = depth;
    if (open && delete_space) line.remove_suffix(1);
    out += line;
    if (!open) out += '\n';
  }
  if (open) out += '\n';
  return out;
}

}  // namespace undersigned::mail
