#include "wire/smtp_letter.h"

#include <algorithm>

#include <idn2.h>

namespace undersigned::wire {

namespace {

// Over all octets without a branch, which compilers make fast.
bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

// A line without its end; every CR or LF in it that stands alone ends a line too.
void append_line(std::string& out, std::string_view line) {
  for (;;) {
    const auto end = std::min(line.find('\r'), line.size());
    if (!line.empty() && line.front() == '.') out += '.';
    out.append(line.substr(0, end));
    out += "\r\n";
    if (end == line.size()) return;
    line.remove_prefix(end + 1);
  }
}

std::string_view header_block(std::string_view octets) {
  return octets.substr(0, octets.find("\r\n\r\n"));
}

// The address as a server without SMTPUTF8 takes it: "" where it takes none such.
std::string ascii_address(const mail::Address& address) {
  if (address.ascii()) return address.text();
  if (!is_ascii(address.local())) return "";
  char* domain = nullptr;
  const std::string utf8(address.domain());
  const int result = idn2_to_ascii_8z(utf8.c_str(), &domain, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  std::string ascii;
  if (result == IDN2_OK) ascii = std::string(address.local()) + "@" + domain;
  idn2_free(domain);
  return ascii;
}

}  // namespace

Result<SmtpEnvelope> envelope(const Outgoing& letter, const SmtpOffer& offer) {
  std::string sender = letter.sender ? letter.sender->text() : "", to = letter.to.text();
  bool utf8 = !is_ascii(sender) || !is_ascii(to);
  if (utf8 && !offer.utf8) {
    sender = letter.sender ? ascii_address(*letter.sender) : "";
    to = ascii_address(letter.to);
    utf8 = false;
    if (to.empty() || (letter.sender && sender.empty()))
      return fail(Error::Kind::failed, "the server takes no addresses beyond ASCII (SMTPUTF8)");
  }
  const bool eight_bit = !is_ascii(letter.octets);
  if (eight_bit && !is_ascii(header_block(letter.octets))) {
    if (!offer.utf8)
      return fail(Error::Kind::failed, "the server takes no header beyond ASCII (SMTPUTF8)");
    utf8 = true;
  }
  if (eight_bit && !offer.eight_bit)
    return fail(Error::Kind::failed, "the server takes no 8-bit letters (8BITMIME)");
  if (offer.largest > 0 && letter.octets.size() > offer.largest)
    return fail(Error::Kind::failed, "the letter has " + std::to_string(letter.octets.size()) +
                                         " octets and the server takes " +
                                         std::to_string(offer.largest));
  SmtpEnvelope envelope;
  envelope.mail = "MAIL FROM:<" + sender + ">" +
                  (offer.size ? " SIZE=" + std::to_string(letter.octets.size()) : "") +
                  (eight_bit ? " BODY=8BITMIME" : "") + (utf8 ? " SMTPUTF8" : "") + "\r\n";
  envelope.rcpt = "RCPT TO:<" + to + ">\r\n";
  return envelope;
}

void append_stuffed(std::string& out, std::string_view octets) {
  out.reserve(out.size() + octets.size() + octets.size() / 64 + 8);
  while (!octets.empty()) {
    const auto end = octets.find('\n');
    auto line = octets.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    append_line(out, line);
    octets.remove_prefix(end == std::string_view::npos ? octets.size() : end + 1);
  }
  out += ".\r\n";
}

}  // namespace undersigned::wire
