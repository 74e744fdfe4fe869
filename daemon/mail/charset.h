#pragma once

#include <string>
#include <string_view>

namespace undersigned::mail {

// `bytes` in the charset that its label names, to UTF-8. ICU, then iconv; "iso-8859-1" and
// "us-ascii" are read as windows-1252, unknown or wrong labels are repaired where it is certain
// (valid UTF-8 is UTF-8). Never fails: what has no meaning becomes U+FFFD.
std::string to_utf8(std::string_view bytes, std::string_view label);

// Valid UTF-8 in, NFC out; invalid sequences become U+FFFD.
std::string to_nfc(std::string_view utf8);

// RFC 2047 encoded words in an unstructured or phrase field body, to UTF-8. Neighbouring words are
// joined before decoding, so characters split between them survive.
std::string decode_words(std::string_view body);

}  // namespace undersigned::mail
