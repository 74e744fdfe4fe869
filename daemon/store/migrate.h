#pragma once

#include <string_view>
#include <vector>

#include "store/connection.h"

namespace undersigned::store {

// One step forward: SQL that brings a store of version `to - 1` to version `to`.
struct Step {
  int to;
  std::string_view sql;
};

// What a program knows of schemas: the newest as a document, and the way there from every older.
struct Schema {
  int version;
  std::string_view sql;
  std::vector<Step> steps;  // ascending, without a gap, the last one to `version`; from 2 on
};
const Schema& present_schema();

// True where `migrate` would write.
bool is_present(Connection& connection, const Schema& schema);
// Makes the schema in an empty file, or brings an older one forward, in one transaction: after a
// failure the store is as it was. A store of a newer program, and a file that is none of ours, are
// Kind::failed.
Result<void> migrate(Connection& connection, const Schema& schema);

}  // namespace undersigned::store
