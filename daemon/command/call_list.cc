#include "command/call_list.h"

#include <algorithm>
#include <set>

#include "letter/csv.h"

namespace undersigned::command {
namespace {

std::string cell(const letter::CsvRow& row, std::size_t column) {
  if (column >= row.cells.size()) return {};
  return mail::HeaderText::clean(row.cells[column]).text();
}

constexpr std::string_view columns[] = {"address", "name", "language"};

std::size_t column_of(const letter::CsvRow& header, std::string_view name) {
  const auto found = std::find_if(header.cells.begin(), header.cells.end(), [&](const auto& cell) {
    return letter::column_name(cell) == name;
  });
  return static_cast<std::size_t>(found - header.cells.begin());
}

}  // namespace

Result<std::vector<Invited>> read_call_list(std::string_view csv, const std::string& file) {
  auto rows = letter::read_csv(csv, file);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return fail(Error::Kind::input, "the list is empty", file, 1);
  const letter::CsvRow& header = rows->front();
  if (auto fine = letter::check_columns(header, columns, file); !fine)
    return tl::unexpected(fine.error());
  const std::size_t address = column_of(header, "address");
  const std::size_t name = column_of(header, "name");
  const std::size_t language = column_of(header, "language");
  if (address == header.cells.size()) {
    return fail(Error::Kind::input,
                "the first line must name the columns: address, and if you like name and language",
                file, header.line);
  }
  std::vector<Invited> list;
  std::set<std::string> seen;
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    auto to = mail::Address::parse(cell(*row, address));
    if (!to) {
      return fail(Error::Kind::input,
                  "\"" + cell(*row, address) + "\" is no address: " + to.error().what, file,
                  row->line);
    }
    if (!seen.insert(to->key()).second) continue;
    list.push_back({{mail::HeaderText::clean(cell(*row, name)), *to}, cell(*row, language)});
  }
  return list;
}

}  // namespace undersigned::command
