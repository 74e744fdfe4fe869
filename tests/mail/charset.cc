#include "mail/charset.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "mail/unicode.h"

using namespace undersigned::mail;

TEST_CASE("text is read in the charset that is meant") {
  const auto [label, bytes, text] = GENERATE(table<std::string, std::string, std::string>({
      {"iso-8859-1", "caf\xe9 \x93quoted\x94", "café “quoted”"},
      {"us-ascii", "caf\xe9", "café"},
      {"", "caf\xe9", "café"},
      {"utf-8", "caf\xc3\xa9", "café"},
      {"UTF8", "caf\xc3\xa9", "café"},
      {"iso-8859-1", "caf\xc3\xa9", "café"},
      {"us-ascii", "caf\xc3\xa9", "café"},
      {"koi8-r", "\xc2\xd2", "бр"},
      {"utf-8", "caf\xe9", "café"},
      {"utf-8", "\xc3\xa9t\xc3\xa9 \xff", "été \uFFFD"},
      {"utf-8", "\xEF\xBB\xBFx", "x"},
      {"gb2312", "\xc5\xa3", "牛"},
      {"gb18030", "\xd6\xd0", "中"},
      {"shift_jis", "\x82\xa0\x87\x40", "あ①"},
      {"ks_c_5601-1987", "\xb0\xa1", "가"},
      {"big5", "\xa4\xa4", "中"},
      {"iso-2022-jp", "\x1b$B$\"\x1b(B", "あ"},
      {"", "\x1b$B$\"\x1b(B", "あ"},
      {"utf-7", "caf+AOk- +2D3eAA-", "café 😀"},
      {"unicode-1-1-utf-7", "a+-b", "a+b"},
      {"windows-1251", "\xcf\xf0\xe8", "При"},
      {"iso-8859-15", "\xa4", "€"},
      {"macintosh", "\x8e", "é"},
      {"georgian-ps", "\xc0", "ა"},
      {"no-such-charset", "caf\xc3\xa9", "café"},
      {"no-such-charset", "caf\xe9", "café"},
      {" \"UTF-8\" ", "caf\xc3\xa9", "café"},
  }));
  CAPTURE(label);
  CHECK(to_utf8(bytes, label) == text);
}

TEST_CASE("encoded words are decoded, neighbours joined first") {
  const auto [in, out] = GENERATE(table<std::string, std::string>({
      {"plain", "plain"},
      {"=?utf-8?Q?caf=C3=A9?=", "café"},
      {"=?UTF-8?b?Y2Fmw6k=?=", "café"},
      {"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"},
      {"=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=", "café"},
      {"=?utf-8?B?Y2Fmw6?= =?utf-8?B?k=?=", "café"},
      {"=?utf-8?Q?caf=C3?=  =?utf-8?B?qQ==?=", "café"},
      {"=?iso-8859-1?Q?a?= =?utf-8?Q?b?=", "ab"},
      {"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
      {"=?utf-8*en?Q?a_b?=", "a b"},
      {"x=?utf-8?Q?a?=y", "xay"},
      {"=?utf-8?Q?with space?=", "with space"},
      {"=?utf-8?X?a?=", "=?utf-8?X?a?="},
      {"=?utf-8?Q?open", "=?utf-8?Q?open"},
      {"=?iso-2022-jp?B?GyRCJCIbKEI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=", "あい"},
      {"raw caf\xe9", "raw café"},
  }));
  CAPTURE(in);
  CHECK(decode_words(in) == out);
}

TEST_CASE("any octets under any label become UTF-8") {
  rc::prop("to_utf8 is total", [](const std::string& bytes) {
    const auto label = *rc::gen::elementOf(std::vector<std::string>{
        "", "utf-8", "utf-7", "iso-8859-1", "koi8-r", "gb2312", "big5", "shift_jis", "euc-kr",
        "iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "utf-16", "viscii", "armscii-8", "x-nothing"});
    RC_ASSERT(is_utf8(to_utf8(bytes, label)));
    RC_ASSERT(is_utf8(decode_words(bytes)));
    RC_ASSERT(is_utf8(to_nfc(bytes)));
  });
  rc::prop("what is UTF-8 stays", [](const std::vector<char16_t>& units) {
    std::string text;
    for (const char16_t unit : units) {
      if (unit >= 0x80 && unit < 0x800) {
        text += static_cast<char>(0xC0 | (unit >> 6));
        text += static_cast<char>(0x80 | (unit & 63));
      }
    }
    RC_ASSERT(to_utf8(text, "utf-8") == text);
    RC_ASSERT(to_utf8(text, "windows-1252") == text);
  });
}

TEST_CASE("hundreds of marks on one letter are cut, so that normalizing stays fast") {
  std::string text = "a";
  for (int i = 0; i < 100000; ++i) text += "\u0315\u0300";
  CHECK(to_nfc(text).size() < 100);
  CHECK(to_nfc("e\u0301") == "é");
}
