#pragma once

#include <string>
#include <string_view>

// Content-Transfer-Encoding (RFC 2045, 6); not part of the room's interface. Our own, because
// mimetic's Base64 decoder reads out of bounds on '|' and its quoted-printable decoder loses the
// line end after trailing blanks where lines end in LF alone.
namespace undersigned::mail {

// Characters outside the alphabet are passed over; "=" ends a quantum, so texts that were encoded
// one by one and joined are read whole. A cut text gives all its whole octets.
std::string decode_base64(std::string_view text);

// Broken escapes stay as they stand; soft line ends and trailing blanks are removed.
std::string decode_quoted_printable(std::string_view text);

// The "Q" encoding of RFC 2047, 4.2: quoted-printable, and "_" is a space.
std::string decode_q(std::string_view text);

// The body of a uuencoded file; "" where no "begin" line is found.
std::string decode_uuencode(std::string_view text);

// `encoding` as the field has it, any case. What calls itself base64 and plainly is text stays as
// it is.
std::string decode_transfer(std::string_view body, std::string_view encoding);

}  // namespace undersigned::mail
