#include "mail/charset.h"

#include <array>
#include <cerrno>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <iconv.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "mail/ascii.h"
#include "mail/unicode.h"

namespace undersigned::mail {
namespace {

enum class Family { single_byte, multi_byte, stateful, utf8, unknown };
struct Charset {
  std::string name;
  Family family = Family::unknown;
};

// What mail programs mean by a label, where it is more than the registry says (WHATWG encoding
// labels, and the habits of Outlook).
constexpr std::array<std::pair<std::string_view, std::string_view>, 46> meant{{
    {"us-ascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-8-e", "iso-8859-8"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"euc-cn", "gb18030"},
    {"big5", "big5-hkscs"},
    {"x-x-big5", "big5-hkscs"},
    {"cn-big5", "big5-hkscs"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"ms_kanji", "windows-31j"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"ks_c_5601", "windows-949"},
    {"ksc5601", "windows-949"},
    {"utf8", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"cp65001", "utf-8"},
    {"utf-8-sig", "utf-8"},
    {"utf7", "utf-7"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"x-unicode-2-0-utf-7", "utf-7"},
    {"utf-7-imap", "imap-mailbox-name"},
    {"iso-2022-jp-2", "iso-2022-jp-2"},
    {"x-mac-roman", "macintosh"},
    {"macroman", "macintosh"},
    {"x-mac-ce", "x-mac-centraleurroman"},
    {"cp-850", "cp850"},
    {"koi8-ru", "koi8-u"},
    {"cp1252", "windows-1252"},
}};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

std::string plain_label(std::string_view label) {
  std::string plain;
  for (const char c : label) {
    if (c == '*') break;  // a language tag (RFC 2231, 5)
    if (is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '+') {
      plain += lower(c);
    }
  }
  for (const auto& [written, wanted] : meant) {
    if (plain == written) return std::string(wanted);
  }
  return plain;
}

// Converters cost 20 µs to open and are reset after each use, so each thread keeps its own.
UConverter* converter(const std::string& name) {
  constexpr std::size_t most = 64;
  thread_local std::map<std::string, Converter> opened;
  const auto found = opened.find(name);
  if (found != opened.end()) return found->second.get();
  UErrorCode status = U_ZERO_ERROR;
  Converter made(name.empty() ? nullptr : ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) made.reset();
  if (opened.size() >= most) opened.clear();  // labels come from the mails: bounded
  return opened.emplace(name, std::move(made)).first->second.get();
}

Family family_of(const std::string& name, const UConverter* converter) {
  if (name == "utf-8") return Family::utf8;
  if (name.starts_with("utf-") || name.starts_with("iso-2022") || name.starts_with("hz") ||
      name.starts_with("ucs-") || name.starts_with("iso-10646") || name.starts_with("imap") ||
      name.starts_with("scsu") || name.starts_with("bocu")) {
    return Family::stateful;
  }
  if (converter == nullptr) return Family::unknown;
  return ucnv_getMaxCharSize(converter) == 1 ? Family::single_byte : Family::multi_byte;
}

std::string by_icu(std::string_view bytes, UConverter* converter) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_reset(converter);
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter,
                                status);
  std::string utf8;
  if (U_SUCCESS(status)) text.toUTF8String(utf8);
  return utf8;
}

struct CloseIconv {
  void operator()(void* opened) const { iconv_close(opened); }
};

std::optional<std::string> by_iconv(std::string_view bytes, const std::string& name) {
  iconv_t opened = iconv_open("UTF-8", name.c_str());
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const std::unique_ptr<void, CloseIconv> owner(opened);
  std::string out;
  std::array<char, 4096> block{};
  char* in = const_cast<char*>(bytes.data());  // iconv reads it only
  std::size_t left = bytes.size();
  constexpr int most_errors = 1000;
  int errors = 0;
  while (left > 0) {
    char* to = block.data();
    std::size_t room = block.size();
    const std::size_t done = iconv(opened, &in, &left, &to, &room);
    const int error = errno;
    out.append(block.data(), block.size() - room);
    if (done != static_cast<std::size_t>(-1) || error == E2BIG) continue;
    out += "\xEF\xBF\xBD";
    if (++errors > most_errors) return std::nullopt;  // it is not what the label says
    if (left == 0 || error == EINVAL) break;
    ++in;
    --left;
  }
  return repair_utf8(out);
}

std::string windows_1252(std::string_view bytes) {
  UConverter* latin = converter("windows-1252");
  return latin != nullptr ? by_icu(bytes, latin) : repair_utf8(bytes);
}

// A switch to ASCII with nothing after it but the next switch, as joined encoded words have it: ICU
// takes it for an attack.
std::string without_empty_segments(std::string_view bytes) {
  std::string kept;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto here = bytes.substr(i);
    const bool empty = (here.starts_with("\x1b(B\x1b") || here.starts_with("\x1b(J\x1b"));
    if (!empty) kept += bytes[i];
    i += empty ? 3 : 1;
  }
  return kept;
}

// The escapes of ISO-2022-JP are seven-bit and stand in no other text.
bool has_japanese_escapes(std::string_view bytes) {
  return bytes.find("\x1b$B") != std::string_view::npos ||
         bytes.find("\x1b$@") != std::string_view::npos;
}

bool any_utf8_sequence(std::string_view bytes) {
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length > 0 && is_utf8(bytes.substr(i, length))) return true;
  }
  return false;
}

// Text that says it is UTF-8, or says nothing useful.
std::string guessed(std::string_view bytes) {
  if (is_utf8(bytes)) {
    return has_japanese_escapes(bytes)
               ? by_icu(without_empty_segments(bytes), converter("iso-2022-jp"))
               : std::string(bytes);
  }
  return any_utf8_sequence(bytes) ? repair_utf8(bytes) : windows_1252(bytes);
}

std::string without_bom(std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

// Letters of which most mail consists and that stay as they are in NFC, whatever stands beside
// them, as long as no combining mark does: U+0080–02FF, U+0400–047F, U+2002–203F, U+4000–9FFF.
bool plainly_nfc(std::string_view utf8) {
  while (true) {
    utf8.remove_prefix(ascii_prefix(utf8));
    if (utf8.size() < 2) return utf8.empty();
    const auto lead = static_cast<unsigned char>(utf8[0]);
    const auto next = static_cast<unsigned char>(utf8[1]);
    const bool two = (lead >= 0xC2 && lead <= 0xCB) || lead == 0xD0 || lead == 0xD1;
    const bool dash = lead == 0xE2 && next == 0x80 && utf8.size() > 2 &&
                      static_cast<unsigned char>(utf8[2]) >= 0x82;
    if (!two && !dash && !(lead >= 0xE4 && lead <= 0xE9)) return false;
    utf8.remove_prefix(two ? 2 : 3);
  }
}

// Normalizing sorts the marks of one letter, in quadratic time: of more than thirty (UAX #15, 12.1)
// the rest is dropped. No language writes so many.
std::string with_few_marks(std::string text) {
  constexpr int most = 30;
  constexpr UChar32 first_mark = 0x300;
  const std::string_view view = text;
  const auto* bytes = reinterpret_cast<const uint8_t*>(view.data());
  const auto length = static_cast<int64_t>(view.size());
  int marks = 0;
  std::string kept;
  int64_t copied = 0;
  const auto copy_to = [&](int64_t end) {
    kept += view.substr(static_cast<std::size_t>(copied), static_cast<std::size_t>(end - copied));
  };
  for (int64_t at = 0; at < length;) {
    const int64_t start = at;
    UChar32 point = 0;
    U8_NEXT_UNSAFE(bytes, at, point);
    marks = point >= first_mark && u_getCombiningClass(point) != 0 ? marks + 1 : 0;
    if (marks <= most) continue;
    copy_to(start);
    copied = at;
  }
  if (copied == 0) return text;
  copy_to(length);
  return kept;
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string_view label) {
  const std::string name = plain_label(label);
  UConverter* named = name == "utf-8" ? nullptr : converter(name);
  const Family family = family_of(name, named);
  if (family != Family::stateful && is_ascii(bytes) && !has_japanese_escapes(bytes)) {
    return std::string(bytes);
  }
  if (family == Family::utf8) return without_bom(guessed(bytes));
  if (family == Family::unknown) {
    if (!name.empty() && !is_utf8(bytes)) {
      if (auto text = by_iconv(bytes, name)) return *text;
    }
    return without_bom(guessed(bytes));
  }
  if (named == nullptr) return without_bom(guessed(bytes));
  // Bytes of the upper half that happen to be well-formed UTF-8 throughout are UTF-8: letters of
  // single-byte charsets do not fall into its continuation bytes.
  if (family == Family::single_byte && is_utf8(bytes)) return without_bom(guessed(bytes));
  std::string text = name.starts_with("iso-2022-jp") ? by_icu(without_empty_segments(bytes), named)
                                                     : by_icu(bytes, named);
  const bool lossy = text.find("\xEF\xBF\xBD") != std::string::npos;
  if (lossy && !is_ascii(bytes) && is_utf8(bytes)) return without_bom(std::string(bytes));
  return without_bom(std::move(text));
}

std::string to_nfc(std::string_view utf8) {
  std::string valid = repair_utf8(utf8);
  if (plainly_nfc(valid)) return valid;
  valid = with_few_marks(std::move(valid));
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || nfc->isNormalizedUTF8(valid, status)) return valid;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfc->normalizeUTF8(0, valid, sink, nullptr, status);
  return U_FAILURE(status) ? valid : composed;
}

}  // namespace undersigned::mail
