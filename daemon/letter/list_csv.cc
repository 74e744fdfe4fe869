#include "letter/columns.h"

namespace undersigned::letter {
namespace {

// A spreadsheet program would take such a cell for a formula.
bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

// RFC 4180, 2 (5–7).
void append_cell(std::string& out, std::string_view text) {
  const bool formula = looks_like_formula(text);
  if (!formula && text.find_first_of("\",\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string list_csv(const std::vector<campaign::Signature>& list, const ListOptions& options) {
  std::string out = "\xEF\xBB\xBF";  // without it, Excel reads UTF-8 as the local code page
  out.reserve(list.size() * 160 + 128);
  const char* comma = "";
  for (auto name : column_names(options)) {
    out += comma;
    out += name;
    comma = ",";
  }
  out += "\r\n";
  Rows rows(options);
  for (const auto& signature : list) {
    comma = "";
    for (const auto& cell : rows.cells(signature)) {
      out += comma;
      append_cell(out, cell.text);
      comma = ",";
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace undersigned::letter
