#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "letter/compose.h"

namespace undersigned::letter {

// The pieces that compose() and Mailing put letters together from.

// The header block but for the Content-Type, every line ended.
std::string header(const Envelope& envelope, const std::string& subject,
                   const std::string& language);
std::string hash(std::vector<std::string_view> parts);  // 32 hexadecimal digits
// "=_" can stand in neither quoted-printable nor base64 (RFC 2045, 6.7), so no part holds it.
std::string boundary_of(std::string_view role, std::string_view seed);
std::string multipart_field(std::string_view kind, std::string_view boundary);
std::string text_part(std::string_view type, std::string_view text);
// Whether quoted-printable keeps a text short enough; else base64 does.
bool mostly_printable(std::string_view text);
// The fields of a text part and the empty line behind them.
std::string text_head(std::string_view type, bool printable);
std::string base64_text(std::string_view text);  // lines ended by CRLF in what is encoded
std::string attached_part(const Attachment& attachment);

}  // namespace undersigned::letter
