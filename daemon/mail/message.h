#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.h"
#include "mail/address.h"
#include "mail/message_id.h"
#include "result.h"

namespace undersigned::mail {

// What is refused before any parser sees a mail; figures from measurements: deeper nesting
// overflows the stack of a recursive parser, longer lines cost quadratic time.
struct Limits {
  std::size_t size = 10u << 20;           // octets, whole mail
  int depth = 20;                         // nested multiparts and messages
  int parts = 200;                        // parts in all
  std::size_t header_line = 64u << 10;    // octets of one field, unfolded
  std::size_t header_block = 256u << 10;  // octets of one header block
  std::size_t text = 1u << 20;  // octets of one text part that are decoded; the rest is cut
};

// One header field, in the order of the mail. `body` is unfolded and otherwise as it came.
struct Field {
  std::string name;
  std::string body;
};

// A leaf of the MIME tree (RFC 2045), or the root of an attached message (message/rfc822).
struct Part {
  std::string type;  // lower case, "text/plain"
  std::map<std::string, std::string>
      parameters;           // of Content-Type; RFC 2231 decoded, names lower case
  std::string disposition;  // lower case: "", "inline", "attachment"
  std::string filename;     // decoded, path removed
  std::string content;      // transfer-decoded; text/* also converted to UTF-8 with LF line ends;
                            // of an attached message its header block alone
  bool cut = false;         // of text: it is longer, Limits::text octets of it are here
  int depth = 0;            // 0: the mail itself is this part
  bool attached = false;    // stands inside an attached message or a report
};

// A mail read once: values only, nothing points back into the raw bytes.
struct Message {
  std::vector<Field> fields;
  std::vector<Part> parts;  // in order of the mail

  std::vector<NamedAddress> from;  // all addresses of all From fields
  bool from_is_plain = false;      // exactly one From field with exactly one address and no group
  std::optional<NamedAddress> sender;
  std::vector<NamedAddress> reply_to, to, cc;
  std::string subject;  // decoded, UTF-8, one line
  std::optional<MessageId> message_id;
  std::vector<MessageId> in_reply_to, references;
  std::optional<Instant> date;  // the sender's claim; never used for the deadline

  std::string text;  // what a person reads: the chosen text/plain parts, joined; format=flowed
                     // joined (RFC 3676), UTF-8, LF line ends; empty where there is only HTML, or
                     // where the plain form only says that there is HTML
  std::string html;  // the chosen text/html parts, joined; UTF-8
  bool flowed = false;

  // First field of that name (case-insensitive), unfolded and raw; nullptr where there is none.
  const std::string* field(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  std::string decoded(std::string_view name) const;  // RFC 2047 decoded; "" where there is none
};

// Reads raw octets (any line ends). A mail beyond the limits or without any header field is
// Kind::input; a mail that is merely broken (bad boundary, wrong charset, cut base64) is read as
// far as it can be, as a mail program would show it.
Result<Message> parse(std::string_view raw, const Limits& limits = {});

}  // namespace undersigned::mail
