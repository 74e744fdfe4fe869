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
std::string attached_part(const Attachment& attachment);

}  // namespace undersigned::letter
