#include "letter/compose.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <idn2.h>

#include "letter/encode.h"
#include "letter/mime.h"

namespace undersigned::letter {
namespace {

// RFC 5322, 3.3, in UTC. No locale: the names are the protocol's.
std::string date_field(Instant at) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(seconds - day);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %u %s %04d %02d:%02d:%02d +0000",
                days[std::chrono::weekday(day).c_encoding()], unsigned(date.day()),
                months[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()));
  return text;
}

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 128; });
}

std::string a_labels(std::string_view domain) {
  char* encoded = nullptr;
  const std::string text(domain);
  if (ascii(text) || idn2_to_ascii_8z(text.c_str(), &encoded, IDN2_NONTRANSITIONAL) != IDN2_OK)
    return text;
  std::string out = encoded;
  idn2_free(encoded);
  return out;
}

// With the domain as A-labels where that is enough to make it ASCII; else it stays as it is and
// the letter needs SMTPUTF8 (RFC 6531, 6532).
std::string addr_spec(const mail::Address& address) {
  if (!ascii(address.local())) return address.text();
  return std::string(address.local()) + "@" + a_labels(address.domain());
}

std::string address_field(std::string_view name, const mail::NamedAddress& who) {
  Field field(name);
  if (who.name.empty()) return field.add(addr_spec(who.address)).line();
  return field.phrase(who.name.text()).add("<" + addr_spec(who.address) + ">").line();
}

std::string html_part(const Rendered& words, const std::vector<Attachment>& pictures,
                      const std::string& seed) {
  std::string html = text_part("text/html", words.html);
  if (pictures.empty()) return html;
  const auto boundary = boundary_of("r", seed);
  std::string out = Field("Content-Type")
                        .add("multipart/related")
                        .parameter("boundary", boundary)
                        .parameter("type", "text/html")
                        .line();
  out += "\r\n--" + boundary + "\r\n" + html;
  for (const auto& picture : pictures) out += "--" + boundary + "\r\n" + attached_part(picture);
  return out + "--" + boundary + "--\r\n";
}

std::string alternatives(const Rendered& words, const std::vector<Attachment>& pictures,
                         const std::string& seed) {
  const auto boundary = boundary_of("a", seed);
  return multipart_field("alternative", boundary) + "\r\n--" + boundary + "\r\n" +
         text_part("text/plain", words.text) + "--" + boundary + "\r\n" +
         html_part(words, pictures, seed) + "--" + boundary + "--\r\n";
}

std::string automatic_fields(Envelope::Automatic automatic) {
  switch (automatic) {
    case Envelope::Automatic::no:
      return {};
    case Envelope::Automatic::replied:
      return "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n";
    case Envelope::Automatic::generated:
      return "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n";
  }
  return {};
}

std::string thread_fields(const Envelope& envelope) {
  std::string out;
  if (envelope.in_reply_to)
    out += Field("In-Reply-To").add(envelope.in_reply_to->bracketed()).line();
  if (envelope.references.empty()) return out;
  // The first id finds the thread and the last ones the place in it (RFC 5537, 3.4.4).
  constexpr std::size_t most = 20;
  Field references("References");
  const auto& ids = envelope.references;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (i == 0 || i + most > ids.size()) references.add(ids[i].bracketed());
  return out + references.line();
}

std::string list_fields(const Envelope& envelope) {
  std::string out;
  if (!envelope.list_id.empty()) out += Field("List-Id").add("<" + envelope.list_id + ">").line();
  if (envelope.unsubscribe)
    out += Field("List-Unsubscribe")
               .add("<mailto:" + percent_encoded(addr_spec(*envelope.unsubscribe), "@+") +
                    "?subject=unsubscribe>")
               .line();
  return out;
}

}  // namespace

std::string header(const Envelope& envelope, const std::string& subject,
                   const std::string& language) {
  std::string out = Field("Date").add(date_field(envelope.date)).line() +
                    address_field("From", envelope.from) + address_field("To", envelope.to);
  if (envelope.reply_to) out += address_field("Reply-To", *envelope.reply_to);
  return out + Field("Subject").text(subject).line() +
         Field("Message-ID").add(envelope.id.bracketed()).line() + thread_fields(envelope) +
         automatic_fields(envelope.automatic) + list_fields(envelope) +
         Field("Content-Language").add(language).line() + "MIME-Version: 1.0\r\n";
}

const std::string& SharedOctets::none() {
  static const std::string empty;
  return empty;
}

Enclosed::Enclosed(std::vector<Attachment> attachments) {
  std::string encoded;
  std::vector<Attachment> files;
  for (auto& attachment : attachments)
    (attachment.content_id.empty() ? files : pictures_).push_back(std::move(attachment));
  if (files.empty()) return;
  std::string seed;
  for (const auto& file : files) seed += hash({file.type, file.filename, file.content});
  boundary_ = boundary_of("m", seed);
  for (const auto& file : files) encoded += "--" + boundary_ + "\r\n" + attached_part(file);
  shared_ = SharedOctets(encoded + "--" + boundary_ + "--\r\n");
}

Composed compose(const Envelope& envelope, const Rendered& words, const Enclosed& enclosed) {
  const auto seed = envelope.id.text();
  std::string own = header(envelope, words.subject, words.language);
  const auto body = alternatives(words, enclosed.pictures(), seed);
  if (enclosed.shared().empty()) return {own + body, {}};
  own += multipart_field("mixed", enclosed.boundary()) + "\r\n--" + enclosed.boundary() + "\r\n";
  return {own + body, enclosed.shared()};
}

Composed compose(const Envelope& envelope, const Rendered& words,
                 const std::vector<Attachment>& attachments) {
  return compose(envelope, words, Enclosed(attachments));
}

mail::MessageId message_id(campaign::LetterKind kind, std::string_view domain,
                           std::vector<std::string_view> parts) {
  const auto left = std::string(campaign::word(kind)) + "." + hash(std::move(parts)) + "@";
  const auto id = mail::MessageId::parse(left + a_labels(domain));
  // A domain that is no dot-atom even so cannot stand in an id; the hash alone is unique enough.
  return id ? *id : *mail::MessageId::parse(left + "undersigned.invalid");
}

}  // namespace undersigned::letter
