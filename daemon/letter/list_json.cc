#include <nlohmann/json.hpp>

#include "letter/columns.h"

namespace undersigned::letter {

std::string list_json(const std::vector<campaign::Signature>& list, const ListOptions& options) {
  using Json = nlohmann::ordered_json;
  const auto names = column_names(options);
  Json all = Json::array();
  Rows rows(options);
  for (const auto& signature : list) {
    const auto& row = rows.cells(signature);
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      auto& value = object[std::string(names[i])];
      switch (row[i].kind) {
        case Cell::Kind::text:
          value = row[i].text;
          break;
        case Cell::Kind::number:
          value = signature.id;
          break;
        case Cell::Kind::truth:
          value = row[i].text == "true";
          break;
        case Cell::Kind::none:
          value = nullptr;
          break;
      }
    }
    all.push_back(std::move(object));
  }
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace undersigned::letter
