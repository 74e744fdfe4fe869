#include <algorithm>
#include <map>

#include "letter/campaign_text.h"
#include "letter/csv.h"
#include "mail/header_text.h"

namespace undersigned::letter {
namespace {

constexpr std::string_view columns[] = {"address", "name", "outlet"};

}  // namespace

Result<std::vector<PressContact>> read_press_list(std::string_view csv, const std::string& file) {
  const auto rows = read_csv(csv, file);
  if (!rows) return fail(Error::Kind::config, rows.error().what, file, rows.error().line);
  std::vector<std::string> header;
  if (!rows->empty())
    for (const auto& cell : rows->front().cells) header.push_back(column_name(cell));
  if (!rows->empty())
    if (const auto fine = check_columns(rows->front(), columns, file); !fine)
      return fail(Error::Kind::config, fine.error().what, file, fine.error().line);
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  const auto address = column("address"), name = column("name"), outlet = column("outlet");
  if (address == header.size())
    return fail(Error::Kind::config, "the first line must name the columns: address, name, outlet",
                file, 1);

  std::vector<PressContact> contacts;
  std::map<std::string, std::size_t> seen;  // place in `contacts`
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    const auto cell = [&](std::size_t i) {
      return mail::HeaderText::clean(i < row->cells.size() ? row->cells[i] : "").text();
    };
    if (row->cells.size() > header.size())
      return fail(Error::Kind::config,
                  "this line has more cells than the first line has columns; put quotes around "
                  "cells with a comma",
                  file, row->line);
    auto parsed = mail::Address::parse(cell(address));
    if (!parsed)
      return fail(Error::Kind::config,
                  "\"" + cell(address) + "\" is no address: " + parsed.error().what, file,
                  row->line);
    // One release per contact.
    const auto [known, fresh] = seen.emplace(parsed->key(), contacts.size());
    if (fresh)
      contacts.push_back({std::move(*parsed), cell(name), cell(outlet), row->line});
    else
      contacts[known->second].repeated.push_back(row->line);
  }
  return contacts;
}

}  // namespace undersigned::letter
