#include "wire/imap_response.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace undersigned::wire {

namespace {

ImapResponse response(const std::string& text, std::vector<std::string> literals = {}) {
  return {text, std::move(literals)};
}

Instant at(std::int64_t seconds) { return Instant(std::chrono::seconds(seconds)); }

}  // namespace

TEST_CASE("arrival times are read with their zone") {
  struct Case {
    std::string text;
    std::optional<std::int64_t> seconds;
  };
  const std::vector<Case> cases = {
      {"17-Dec-2015 17:00:00 -0800", 1450400400}, {"18-Dec-2015 01:00:00 +0000", 1450400400},
      {"18-dec-2015 06:30:00 +0530", 1450400400}, {" 1-Mar-2016 00:00:00 +0000", 1456790400},
      {"01-Mar-2016 00:00:00 +0000", 1456790400}, {"29-Feb-2016 12:00:00 -0000", 1456747200},
      {"31-Dec-1969 23:59:59 +0000", -1},         {"30-Jun-2015 23:59:60 +0000", 1435708800},
      {"29-Feb-2015 12:00:00 +0000", {}},         {"17-Foo-2015 17:00:00 -0800", {}},
      {"17-Dec-2015 25:00:00 -0800", {}},         {"17-Dec-2015 17:00:00", {}},
      {"17-Dec-2015 17:00:00 PST  ", {}},         {"", {}},
      {"1-Mar-2016 00:00:00 +0000", {}},          {"17-Dec-2015 17:00:00 -08 0", {}},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    const auto found = read_internal_date(one.text);
    REQUIRE(found.has_value() == one.seconds.has_value());
    if (found) CHECK(*found == at(*one.seconds));
  }
}

TEST_CASE("every second has the same text and time") {
  rc::prop("round trip", [] {
    const auto seconds = *rc::gen::inRange<std::int64_t>(0, 4102444800);
    const auto zone = *rc::gen::inRange(-14 * 60, 15 * 60);
    static const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t local = seconds + zone * 60;
    std::tm tm{};
    gmtime_r(&local, &tm);
    char text[40];
    std::snprintf(text, sizeof text, "%2d-%s-%04d %02d:%02d:%02d %c%02d%02d", tm.tm_mday,
                  kMonths[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec,
                  zone < 0 ? '-' : '+', std::abs(zone) / 60, std::abs(zone) % 60);
    RC_ASSERT(read_internal_date(text) == at(seconds));
  });
}

TEST_CASE("FETCH items are read in any order, and others are read over") {
  auto one = response(
      "* 12 FETCH (FLAGS (\\Seen $Junk (x \")\")) BODY[] {4} uid 7 X-GM-LABELS (\"a)\" {2} NIL) "
      "RFC822.SIZE 44 INTERNALDATE \"17-Dec-2015 17:00:00 -0800\" ENVELOPE (NIL NIL) MODSEQ (9))",
      {"mail", "()"});
  const auto fetch = read_fetch(one);
  REQUIRE(fetch);
  CHECK(fetch->uid == 7u);
  CHECK(fetch->size == 44u);
  CHECK(fetch->internal_date == at(1450400400));
  CHECK(fetch->body == "mail");
  CHECK_FALSE(fetch->header);
}

TEST_CASE("a body may be quoted or missing, a header partial") {
  auto quoted = response("* 1 FETCH (UID 1 BODY[] \"a\\\"b\\\\c\")");
  CHECK(read_fetch(quoted)->body == "a\"b\\c");
  auto nil = response("* 1 FETCH (UID 1 BODY[] NIL)");
  CHECK_FALSE(read_fetch(nil)->body);
  auto header = response("* 1 FETCH (BODY[HEADER]<0> {3} UID 2)", {"h: "});
  CHECK(read_fetch(header)->header == "h: ");
  auto fields = response("* 1 FETCH (BODY[HEADER.FIELDS (TO CC)] {3} UID 2)", {"h: "});
  CHECK(read_fetch(fields)->uid == 2u);
  auto empty = response("* 1 FETCH ()");
  CHECK(read_fetch(empty));
}

TEST_CASE("what is no FETCH is not read as one") {
  for (const std::string text :
       {"* 1 FETCH", "* 1 FETCH (UID", "* 1 FETCH (UID 0)", "* 1 FETCH (UID 5000000000)",
        "* 1 FETCH (UID x)", "* 1 FETCH (BODY[] {4})", "* 1 FETCH (BODY[] \"open)",
        "* 1 FETCH UID 7", "* OK FETCH (UID 7)", "u1 FETCH (UID 7)", "* 1 FETCH (UID 7",
        "* 1 FETCH (RFC822.SIZE -1)", "* 1 FETCH (X ((((()", "* 1 FETCH (UID 1 BODY[] mail)"}) {
    INFO(text);
    auto one = response(text);
    CHECK_FALSE(read_fetch(one));
  }
}

TEST_CASE("the first words of a response") {
  using Kind = ImapHead::Kind;
  struct Case {
    std::string text;
    Kind kind;
    std::string word;
    std::uint32_t number;
    std::string rest;
  };
  const std::vector<Case> cases = {
      {"* ok [UIDVALIDITY 7] fine", Kind::status, "OK", 0, "[UIDVALIDITY 7] fine"},
      {"* BYE", Kind::status, "BYE", 0, ""},
      {"* 23 EXISTS", Kind::data, "EXISTS", 23, ""},
      {"* CAPABILITY IMAP4rev1 IDLE", Kind::data, "CAPABILITY", 0, "IMAP4rev1 IDLE"},
      {"u1 NO [TRYCREATE] none", Kind::tagged, "NO", 0, "[TRYCREATE] none"},
      {"+", Kind::continuation, "", 0, ""},
      {"+ idling", Kind::continuation, "", 0, "idling"},
      {"", Kind::unknown, "", 0, ""},
      {"*", Kind::unknown, "", 0, ""},
      {"u1 MAYBE", Kind::unknown, "MAYBE", 0, ""},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    const auto made = response(one.text);
    const auto head = read_head(made);
    CHECK(head.kind == one.kind);
    CHECK(head.word == one.word);
    CHECK(head.number == one.number);
    CHECK(head.rest == one.rest);
  }
  CHECK(status_code("[UIDVALIDITY 7] fine") == "UIDVALIDITY 7");
  CHECK(status_code("fine [x]").empty());
  CHECK(status_code("[open").empty());
}

TEST_CASE("the hierarchy separator") {
  CHECK(read_separator("(\\Noselect) \"/\" \"\"") == '/');
  CHECK(read_separator("() \".\" INBOX") == '.');
  CHECK(read_separator("(\\Noselect) \"\\\\\" \"\"") == '\\');
  CHECK_FALSE(read_separator("(\\Noselect) NIL \"\""));
  CHECK_FALSE(read_separator("broken"));
  CHECK_FALSE(read_separator("() \""));
}

}  // namespace undersigned::wire
