#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.h"
#include "letter/template.h"
#include "mail/address.h"
#include "mail/header_text.h"
#include "mail/message_id.h"
#include "result.h"

namespace undersigned::letter {

struct Attachment {
  std::string type;      // "application/pdf", "text/csv; charset=utf-8", "image/png"
  std::string filename;  // as the reader sees it; RFC 2231 on the wire
  std::string content;
  std::string content_id;  // not empty: inline, shown by the HTML part as cid:…
};

// All of a letter but its words.
struct Envelope {
  mail::NamedAddress from;
  mail::NamedAddress to;
  std::optional<mail::NamedAddress> reply_to;
  mail::MessageId id;  // made once when the letter is ordered, the same at every try
  Instant date{};
  std::optional<mail::MessageId> in_reply_to;
  std::vector<mail::MessageId> references;
  enum class Automatic { no, replied, generated } automatic = Automatic::no;  // RFC 3834, 5
  std::optional<mail::Address> unsubscribe;  // List-Unsubscribe: <mailto:…?subject=unsubscribe>
  std::string list_id;                       // "": none
};

// Octets that never change and that many letters may hold in common: a copy costs a pointer, so a
// mailing to thousands keeps its attachments in memory once.
class SharedOctets {
 public:
  SharedOctets() = default;
  SharedOctets(std::string octets)
      : octets_(std::make_shared<const std::string>(std::move(octets))) {}
  const std::string& text() const { return octets_ ? *octets_ : none(); }
  operator const std::string&() const { return text(); }
  bool empty() const { return text().empty(); }
  std::size_t size() const { return text().size(); }
  bool operator==(const SharedOctets& other) const { return text() == other.text(); }
  friend std::string operator+(const std::string& own, const SharedOctets& shared) {
    return own + shared.text();
  }

 private:
  static const std::string& none();
  std::shared_ptr<const std::string> octets_;
};

// Octets as they go out after DATA, before dot-stuffing: RFC 5322, CRLF alone, lines ≤ 998 and
// normally ≤ 78, text part before HTML part. The whole letter is own + shared: what letters of one
// mailing have in common at the end (attachments) is `shared`, so that it is stored once.
struct Composed {
  std::string own;
  SharedOctets shared;
};
Composed compose(const Envelope& envelope, const Rendered& words,
                 const std::vector<Attachment>& attachments = {});

// The attachments of a mailing, encoded once. Inline ones (with a content_id) stand in each
// letter's own bytes, beside the HTML that shows them.
class Enclosed {
 public:
  explicit Enclosed(std::vector<Attachment> attachments);
  const std::string& boundary() const { return boundary_; }
  const SharedOctets& shared() const { return shared_; }  // empty: nothing is attached
  const std::vector<Attachment>& pictures() const { return pictures_; }

 private:
  std::vector<Attachment> pictures_;
  std::string boundary_;
  SharedOctets shared_;
};
Composed compose(const Envelope& envelope, const Rendered& words, const Enclosed& enclosed);

// "confirmation.HASH@domain-of-from", where HASH is of the parts; the same for the same parts.
mail::MessageId message_id(campaign::LetterKind kind, std::string_view domain,
                           std::vector<std::string_view> parts);

}  // namespace undersigned::letter
