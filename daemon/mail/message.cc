#include "mail/message.h"

#include <algorithm>

#include <mimetic/mimetic.h>

#include "mail/ascii.h"
#include "mail/body.h"
#include "mail/charset.h"
#include "mail/date.h"
#include "mail/structure.h"

namespace undersigned::mail {
namespace {

void append(std::vector<NamedAddress>& all, AddressList list) {
  std::move(list.entries.begin(), list.entries.end(), std::back_inserter(all));
}

std::vector<NamedAddress> addresses(const Message& message, std::string_view name) {
  std::vector<NamedAddress> all;
  for (const std::string_view body : message.all(name)) append(all, read_address_list(body));
  return all;
}

void read_from(Message& message) {
  const auto fields = message.all("From");
  message.from_is_plain = fields.size() == 1;
  for (const std::string_view body : fields) {
    AddressList list = read_address_list(body);
    if (list.groups || list.unreadable > 0) message.from_is_plain = false;
    append(message.from, std::move(list));
  }
  if (message.from.size() != 1) message.from_is_plain = false;
}

std::vector<MessageId> ids(const Message& message, std::string_view name) {
  std::vector<MessageId> all;
  for (const std::string_view body : message.all(name)) {
    for (MessageId& id : read_message_ids(body)) all.push_back(std::move(id));
  }
  return all;
}

void read_known_fields(Message& message) {
  read_from(message);
  const auto senders = addresses(message, "Sender");
  if (!senders.empty()) message.sender = senders.front();
  message.reply_to = addresses(message, "Reply-To");
  message.to = addresses(message, "To");
  message.cc = addresses(message, "Cc");
  message.subject = HeaderText::clean(message.decoded("Subject")).text();
  if (const auto* id = message.field("Message-ID")) {
    const auto all = read_message_ids(*id);
    message.message_id = all.empty() ? MessageId::parse(*id) : all.front();
  }
  message.in_reply_to = ids(message, "In-Reply-To");
  message.references = ids(message, "References");
  if (const auto* date = message.field("Date")) message.date = read_date(*date);
}

void list_parts(Entity& entity, const Limits& limits, std::vector<Part>& parts) {
  if (!entity.multipart()) {
    entity.part = parts.size();
    Content content = content_of(entity, limits);
    parts.push_back({entity.type, entity.parameters, entity.disposition, entity.filename,
                     std::move(content.octets), content.cut, entity.depth, entity.attached});
  }
  for (Entity& child : entity.children) list_parts(child, limits, parts);
}

}  // namespace

std::vector<Field> read_fields(std::string_view block) {
  // Bodies and children are masked: mimetic sees one header block at a time (see structure.h).
  mimetic::MimeEntity entity;
  entity.load(block.begin(), block.end(),
              mimetic::imBody | mimetic::imChildParts | mimetic::imPreamble | mimetic::imEpilogue);
  std::vector<Field> fields;
  const mimetic::Header& header = entity.header();
  for (const mimetic::Field& field : header) {
    fields.push_back({std::string(field.name().begin(), field.name().end()), field.value()});
  }
  return fields;
}

const std::string* Message::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return same(field.name, name); });
  return found == fields.end() ? nullptr : &found->body;
}

std::vector<std::string_view> Message::all(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const Field& field : fields) {
    if (same(field.name, name)) found.push_back(field.body);
  }
  return found;
}

std::string Message::decoded(std::string_view name) const {
  const std::string* body = field(name);
  return body == nullptr ? std::string() : decode_words(*body);
}

Result<Message> parse(std::string_view raw, const Limits& limits) {
  std::string mended;
  if (raw.size() <= limits.size && raw.find('\n') == std::string_view::npos &&
      raw.find('\r') != std::string_view::npos) {
    mended = std::string(raw);  // the line ends of old Macs
    std::replace(mended.begin(), mended.end(), '\r', '\n');
    raw = mended;
  }
  auto root = read_structure(raw, limits);
  if (!root) return tl::unexpected(std::move(root.error()));
  Message message;
  list_parts(*root, limits, message.parts);
  Body body = choose_body(*root, message.parts);
  message.fields = std::move(root->fields);
  message.text = std::move(body.text);
  message.html = std::move(body.html);
  message.flowed = body.flowed;
  read_known_fields(message);
  return message;
}

}  // namespace undersigned::mail
