#include "mail/structure.h"

#include <algorithm>
#include <optional>

#include "mail/ascii.h"
#include "mail/charset.h"
#include "mail/header_block.h"
#include "mail/parameters.h"
#include "mail/transfer.h"

namespace undersigned::mail {
namespace {

tl::unexpected<Error> beyond(const std::string& what) {
  return fail(Error::Kind::input, "the mail has " + what + "; look at it by hand");
}

// "" where `line` is no delimiter of `boundary`, else what follows the boundary on it.
std::optional<bool> closes(std::string_view line, std::string_view boundary) {
  if (line.size() < boundary.size() + 2 || line.substr(2, boundary.size()) != boundary) {
    return std::nullopt;
  }
  const std::string_view tail = trimmed(line.substr(boundary.size() + 2));
  if (tail.empty()) return false;
  if (tail == "--") return true;
  return std::nullopt;
}

struct Cut {
  std::vector<std::string_view> sections;
  bool found = false;
};

std::string_view without_last_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// RFC 2046, 5.1.1. Without an end boundary the last part goes on to the end.
Cut cut(std::string_view body, std::string_view boundary) {
  Cut out;
  std::size_t section = std::string_view::npos;
  std::size_t at = body.starts_with("--") ? 0 : std::string_view::npos;
  if (at != 0) at = body.find("\n--");
  if (at != 0 && at != std::string_view::npos) ++at;
  while (at != std::string_view::npos) {
    std::string_view rest = body.substr(at);
    const auto closing = closes(take_line(rest), boundary);
    if (closing) {
      out.found = true;
      if (section != std::string_view::npos) {
        out.sections.push_back(without_last_line_end(body.substr(section, at - section)));
      }
      if (*closing) return out;
      section = body.size() - rest.size();
    }
    const auto next = body.find("\n--", closing ? std::max(section, std::size_t{1}) - 1 : at);
    at = next == std::string_view::npos ? next : next + 1;
  }
  if (section != std::string_view::npos) out.sections.push_back(body.substr(section));
  return out;
}

// The boundary that a body uses itself, where the header names none or another: a line "--…" with
// a Content-… field right below it.
std::string_view boundary_in_use(std::string_view body) {
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    if (line.size() > 2 && line.starts_with("--") && starts_with(body, "content-")) {
      return trimmed(line.substr(2));
    }
  }
  return {};
}

bool is_message(const Entity& entity) {
  return entity.is("message/rfc822") || entity.is("message/global") || entity.is("message/news");
}

// Machine-readable by definition (RFC 3464, 5965, 6533, 8098).
bool is_report_part(const std::string& type) {
  return type == "text/rfc822-headers" || type == "message/delivery-status" ||
         type == "message/disposition-notification" || type == "message/feedback-report" ||
         type.starts_with("message/global-");
}

std::string without_path(const std::string& name) {
  const auto slash = name.find_last_of("/\\");
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

const std::string* find(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return same(field.name, name); });
  return found == fields.end() ? nullptr : &found->body;
}

void read_content_fields(Entity& entity, const std::string& default_type) {
  entity.type = default_type;
  if (const auto* body = find(entity.fields, "Content-Type")) {
    Parameterized read = read_parameterized(*body);
    entity.parameters = std::move(read.parameters);
    if (read.value.find('/') != std::string::npos) {
      entity.type = std::move(read.value);
    } else if (read.value == "html") {
      entity.type = "text/html";
    }
  }
  if (const auto* body = find(entity.fields, "Content-Disposition")) {
    Parameterized read = read_parameterized(*body);
    entity.disposition = std::move(read.value);
    entity.filename = std::move(read.parameters["filename"]);
  }
  if (entity.filename.empty()) {
    const auto name = entity.parameters.find("name");
    if (name != entity.parameters.end()) entity.filename = name->second;
  }
  entity.filename = HeaderText::clean(without_path(entity.filename)).text();
  if (const auto* body = find(entity.fields, "Content-Transfer-Encoding")) entity.encoding = *body;
}

class Walker {
 public:
  explicit Walker(const Limits& limits) : limits_(limits) {}

  // Recursion ends at limits.depth.
  Result<Entity> read(std::string_view raw, int depth, bool attached,
                      const std::string& default_type) {
    if (depth > limits_.depth) return beyond("too many parts inside each other");
    if (++parts_ > limits_.parts) return beyond("too many parts");
    const HeaderBlock block = split_header(raw);
    if (block.longest_field > limits_.header_line) return beyond("a header field that is too long");
    if (block.whole.size() > limits_.header_block) return beyond("a header that is too long");
    Entity entity;
    if (!block.text.empty()) entity.fields = read_fields(block.text);
    entity.header = block.whole;
    entity.body = block.body;
    entity.depth = depth;
    read_content_fields(entity, default_type);
    entity.attached = attached || is_report_part(entity.type);
    if (entity.multipart()) return with_parts(std::move(entity));
    if (is_message(entity)) return with_message(std::move(entity));
    return entity;
  }

 private:
  Result<Entity> with_parts(Entity entity) {
    const auto written = entity.parameters.find("boundary");
    Cut pieces;
    if (written != entity.parameters.end() && !trimmed(written->second).empty()) {
      pieces = cut(entity.body, trimmed(written->second));
    }
    if (!pieces.found) {
      const std::string_view used = boundary_in_use(entity.body);
      if (!used.empty()) pieces = cut(entity.body, used);
    }
    if (!pieces.found) {
      entity.type = "text/plain";  // no parts at all: shown as it stands
      return entity;
    }
    const std::string default_type =
        entity.is("multipart/digest") ? "message/rfc822" : "text/plain";
    for (std::size_t i = 0; i < pieces.sections.size(); ++i) {
      const bool attached = entity.attached || (entity.is("multipart/report") && i > 0);
      auto child = read(pieces.sections[i], entity.depth + 1, attached, default_type);
      if (!child) return child;
      entity.children.push_back(std::move(*child));
    }
    entity.body = {};
    return entity;
  }

  Result<Entity> with_message(Entity entity) {
    std::string_view inner = entity.body;
    if (starts_with(trimmed(entity.encoding), "base64") ||
        starts_with(trimmed(entity.encoding), "quoted-printable")) {
      entity.decoded = std::make_unique<std::string>(decode_transfer(inner, entity.encoding));
      inner = *entity.decoded;
    }
    entity.attached = true;
    auto child = read(inner, entity.depth + 1, true, "text/plain");
    if (!child) return child;
    entity.children.push_back(std::move(*child));
    return entity;
  }

  const Limits& limits_;
  int parts_ = 0;
};

}  // namespace

Result<Entity> read_structure(std::string_view raw, const Limits& limits) {
  if (raw.size() > limits.size) return beyond("more octets than are read");
  for (std::string_view rest = raw; trimmed(take_line(rest)).empty() && !raw.empty();) raw = rest;
  auto root = Walker(limits).read(raw, 0, false, "text/plain");
  if (root && root->fields.empty()) {
    return fail(Error::Kind::input, "this is no mail: it has no header field");
  }
  return root;
}

}  // namespace undersigned::mail
