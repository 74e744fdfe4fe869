#include "letter/mime.h"

#include <algorithm>
#include <array>

#include <sodium.h>

#include "letter/encode.h"

namespace undersigned::letter {

std::string hash(std::vector<std::string_view> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 16);
  for (auto part : parts) {  // the length keeps {"ab","c"} and {"a","bc"} apart
    const std::string length = std::to_string(part.size()) + ":";
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(length.data()),
                              length.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  std::array<unsigned char, 16> digest{};
  crypto_generichash_final(&state, digest.data(), digest.size());
  std::string text(2 * digest.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  text.pop_back();
  return text;
}

std::string boundary_of(std::string_view role, std::string_view seed) {
  return "=_" + std::string(role) + "_" + hash({role, seed});
}

std::string multipart_field(std::string_view kind, std::string_view boundary) {
  return Field("Content-Type")
      .add("multipart/" + std::string(kind))
      .parameter("boundary", boundary)
      .line();
}

// Quoted-printable keeps a letter readable on the wire; where most of it would be escapes (Chinese,
// Arabic), base64 is the shorter.
bool mostly_printable(std::string_view text) {
  const auto escapes = static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 126; }));
  return escapes * 6 < text.size();
}

std::string text_head(std::string_view type, bool printable) {
  return Field("Content-Type").add(std::string(type) + "; charset=utf-8").line() +
         "Content-Transfer-Encoding: " + (printable ? "quoted-printable" : "base64") + "\r\n\r\n";
}

std::string base64_text(std::string_view text) {
  std::string lines;  // canonical line ends belong to the content (RFC 2045, 6.8)
  for (char c : text) c == '\n' ? lines += "\r\n" : lines += c;
  return base64(lines);
}

std::string text_part(std::string_view type, std::string_view text) {
  const bool printable = mostly_printable(text);
  // The last line end before a boundary belongs to the boundary (RFC 2046, 5.1.1), so quoted-
  // printable text that ends a line needs one more.
  return text_head(type, printable) +
         (printable ? quoted_printable(text) + (text.ends_with('\n') ? "\r\n" : "")
                    : base64_text(text));
}

std::string attached_part(const Attachment& attachment) {
  const bool inlined = !attachment.content_id.empty();
  std::string out =
      Field("Content-Type").add(attachment.type).parameter("name", attachment.filename).line() +
      "Content-Transfer-Encoding: base64\r\n" +
      Field("Content-Disposition")
          .add(inlined ? "inline" : "attachment")
          .parameter("filename", attachment.filename)
          .line();
  if (inlined) out += "Content-ID: <" + attachment.content_id + ">\r\n";
  return out + "\r\n" + base64(attachment.content);
}

}  // namespace undersigned::letter
