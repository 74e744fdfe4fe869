// Ten thousand letters with names that were made to break them, for the test in Python: see
// generated.py. Each is followed by what our own reader finds in it.

#include <cstdlib>
#include <fstream>
#include <random>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "letter/list.h"
#include "mail/message.h"
#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;
using nlohmann::json;

namespace {

constexpr const char* pieces[] = {
    "Maria",
    "López",
    "O'Neill",
    "Jr.",
    "王小明",
    "محمد",
    "דוד",
    "አበበ",
    "김민수",
    "👩‍👩‍👧",
    "ﷺ",
    "e\u0301\u0302\u0303",
    "ß",
    "İ",
    "\r\nBcc: evil@evil.example",
    "\n.\n",
    "\r.\r",
    "\nFrom mallory",
    "From here",
    ".",
    "..",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\xc2\x85",
    "\xe2\x80\xa8",
    "\xff\xfe",
    "\xed\xa0\x80",
    "\xc3",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\ue000",
    "\ue001",
    "\ue010",
    "\U0010ffff",
    "=?utf-8?Q?evil?=",
    "=?utf-8?B?ZXZpbA==?=",
    "=?",
    "?=",
    "=20",
    "=\r\n",
    "_",
    "\"",
    "\\",
    "\\\"",
    "(comment)",
    "((",
    "<",
    ">",
    "<evil@evil.example>",
    "a@b",
    ",",
    ";",
    ":",
    "[x](http://evil.example)",
    "![i](cid:chart)",
    "**b**",
    "*",
    "`",
    "```mailto X",
    "# h",
    "- i",
    "1.",
    "> q",
    "a | b",
    "&amp;",
    "<script>alert(1)</script>",
    "<!--",
    "]]>",
    "{{name}}",
    "{{{statement}}}",
    "{{#signers}}",
    "{{/signers}}",
    "{{",
    "}}",
    "%0D%0A",
    "%s%n",
    "=cmd()",
    "-- ",
    "--=_a_",
    "  ",
    "\t",
    " ",
    " ",
};

class Author {
 public:
  explicit Author(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string words() {
    std::string out;
    for (std::size_t n = 1 + below(6); n > 0; --n) {
      const std::size_t i = below(std::size(pieces) + 3);
      if (i < std::size(pieces))
        out += i == 21 ? std::string(1, '\0') : pieces[i];
      else if (i == std::size(pieces))
        out += std::string(1 + below(300), 'x');
      else if (i == std::size(pieces) + 1)
        for (std::size_t k = below(90); k > 0; --k) out += "字";
      else
        out += static_cast<char>(below(256));
    }
    return out;
  }
  // As it stands on the list: what a mail says passes through HeaderText before anything else.
  std::optional<std::string> field() {
    if (below(4) == 0) return std::nullopt;
    auto text = mail::HeaderText::clean(words()).text();
    return text.empty() ? std::nullopt : std::optional(text);
  }
  campaign::Signer signer() {
    campaign::Signer one;
    one.as = below(2) == 0 ? campaign::As::individual : campaign::As::organization;
    one.name = field();
    one.organization = field();
    if (!one.name && !one.organization) one.name = one.organization = "Somebody";
    one.title = field();
    one.place = field();
    one.listed = below(5) != 0;
    return one;
  }
  mail::Address address() {
    static const char* const hosts[] = {"example.org", "bücher.example", "xn--bcher-kva.example",
                                        "a-very-long-host-name-of-nothing-at-all.mail.example"};
    static const char* const locals[] = {"maria", "\"quoted local\"", "o'neill+tag", "a.b.c",
                                         "%x%"};
    const auto made = mail::Address::parse(std::string(locals[below(5)]) + "@" + hosts[below(4)]);
    return made ? *made : letter::address("plain@example.org");
  }

 private:
  std::mt19937 random_;
};

json addresses(const std::vector<mail::NamedAddress>& all) {
  json out = json::array();
  for (const auto& one : all) out.push_back({one.name.text(), one.address.text()});
  return out;
}

json read_back(const std::string& octets) {
  const auto message = mail::parse(octets);
  if (!message) FAIL(message.error().text());
  json parts = json::array();
  for (const auto& part : message->parts)
    parts.push_back({part.type, part.filename, part.type.starts_with("text/") ? part.content : ""});
  return {{"subject", message->subject},
          {"from", addresses(message->from)},
          {"to", addresses(message->to)},
          {"reply_to", addresses(message->reply_to)},
          {"id", message->message_id->text()},
          {"parts", parts},
          {"text", message->text}};
}

std::string framed(const std::string& octets) {
  return std::to_string(octets.size()) + "\n" + octets;
}

Ready one_letter(Author& author, int number) {
  constexpr LetterKind kinds[] = {
      LetterKind::confirmation, LetterKind::already_signed, LetterKind::amended,
      LetterKind::challenge,    LetterKind::withdrawn,      LetterKind::late,
      LetterKind::thank_you,    LetterKind::not_understood, LetterKind::question_received};
  constexpr const char* languages[] = {"en", "es", "fr", "ar", "zh", "ru", "am", "ko"};
  auto one = order(kinds[author.below(std::size(kinds))], languages[author.below(8)]);
  one.to = {mail::HeaderText::clean(author.words()), author.address()};
  one.signers.clear();
  for (std::size_t n = 1 + author.below(3); n > 0; --n) one.signers.push_back(author.signer());
  one.before = {author.signer()};
  one.subject_answered = author.words();
  auto ready = word_letter(sample().text, one, std::to_string(number), at("2015-12-10T20:00:00Z"));
  if (!ready) FAIL(ready.error().text());
  const auto read = mail::parse(ready->composed.own);
  REQUIRE(read);
  REQUIRE(read->to.size() == 1);
  // A challenge carries nothing of the mail, the sender's name neither.
  CHECK(read->to.front().name ==
        (one.kind == LetterKind::challenge ? mail::HeaderText() : one.to.name));
  CHECK(read->from_is_plain);
  return *ready;
}

Ready one_release(Author& author, const std::vector<campaign::Signature>& list) {
  const auto letters =
      word_release(sample().text, list,
                   {{author.address(), mail::HeaderText::clean(author.words()).text(),
                     mail::HeaderText::clean(author.words()).text()}},
                   at("2015-12-18T14:00:00Z"));
  if (!letters) FAIL(letters.error().text());
  return letters->front();
}

}  // namespace

TEST_CASE("write letters with hostile names", "[.generate]") {
  const char* path = std::getenv("LETTERS_OUT");
  const char* count = std::getenv("LETTERS");
  REQUIRE(path != nullptr);
  Author author(2015);
  std::vector<campaign::Signature> list;
  for (int i = 0; i < 40; ++i) list.push_back(counted(author.signer()));
  std::ofstream out(path, std::ios::binary);
  for (int i = 0, all = count != nullptr ? std::atoi(count) : 10000; i < all; ++i) {
    const auto ready = i % 200 == 199 ? one_release(author, list) : one_letter(author, i);
    const auto octets = ready.composed.own + ready.composed.shared;
    auto found = read_back(octets);
    found["wanted_to"] = ready.to.text();
    out << framed(octets) << framed(found.dump(-1, ' ', false, json::error_handler_t::strict));
  }
  REQUIRE(out.good());
}
