#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/message.h"
#include "result.h"

// The MIME tree of a mail; not part of the room's interface. The tree is cut at boundaries by our
// own code, one level at a time: mimetic looks for a boundary anywhere in a line, reads before the
// begin of a short part, loses all outer parts after a missing end boundary, and recurses without
// bound.
namespace undersigned::mail {

struct Entity {
  std::vector<Field> fields;
  std::string type;                               // lower case, never empty
  std::map<std::string, std::string> parameters;  // of Content-Type
  std::string disposition;
  std::string filename;
  std::string encoding;  // Content-Transfer-Encoding as written
  std::string_view header;
  std::string_view body;  // still transfer-encoded; "" for a multipart that was cut
  int depth = 0;
  bool attached = false;
  std::vector<Entity> children;
  std::size_t part = 0;  // of a leaf or attached message: its index in Message::parts
  std::unique_ptr<std::string> decoded;  // what the children of an encoded message point into

  bool is(std::string_view wanted) const { return type == wanted; }
  bool multipart() const { return type.starts_with("multipart/"); }
};

// `raw` must outlive the tree. Errors: Kind::input, a limit is passed or there is no header field.
Result<Entity> read_structure(std::string_view raw, const Limits& limits);

// The fields of a header block that ends with an empty line. In message.cc, the one file that knows
// mimetic.
std::vector<Field> read_fields(std::string_view block);

}  // namespace undersigned::mail
