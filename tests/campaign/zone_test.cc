#include "campaign/zone.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace undersigned;
using namespace undersigned::campaign;
using namespace std::chrono;

namespace {

Zone zone(const std::string& name) {
  auto loaded = Zone::load(name);
  REQUIRE(loaded);
  return *loaded;
}

LocalTime local(int y, unsigned m, unsigned d, int hh, int mm, int ss = 0) {
  return local_days(year(y) / month(m) / day(d)) + hours(hh) + minutes(mm) + seconds(ss);
}

}  // namespace

TEST_CASE("a local time is the instant that it names, in winter, in summer and far ahead") {
  struct Case {
    const char* zone;
    LocalTime local;
    const char* instant;
    const char* abbreviation;
  };
  const Case cases[] = {
      {"America/Los_Angeles", local(2015, 12, 17, 17, 0), "2015-12-18T01:00:00Z", "PST"},
      {"America/Los_Angeles", local(2015, 7, 1, 17, 0), "2015-07-02T00:00:00Z", "PDT"},
      {"America/Los_Angeles", local(2036, 7, 1, 17, 0), "2036-07-02T00:00:00Z", "PDT"},
      {"Europe/Berlin", local(2025, 12, 31, 23, 59, 59), "2025-12-31T22:59:59Z", "CET"},
      {"Asia/Kathmandu", local(2015, 12, 18, 6, 45), "2015-12-18T01:00:00Z", "+0545"},
      {"UTC", local(2015, 12, 18, 1, 0), "2015-12-18T01:00:00Z", "UTC"},
  };
  for (const auto& c : cases) {
    INFO(c.zone << " " << c.instant);
    const auto at = zone(c.zone).instant(c.local);
    REQUIRE(at);
    CHECK(rfc3339(*at) == c.instant);
    CHECK(zone(c.zone).local(*at) == c.local);
    CHECK(zone(c.zone).abbreviation(*at) == c.abbreviation);
  }
}

TEST_CASE("a local time that the clocks leave out is refused, and daily work takes the next") {
  const auto la = zone("America/Los_Angeles");
  const auto left_out = local(2015, 3, 8, 2, 30);
  const auto refused = la.instant(left_out);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == Error::Kind::config);
  CHECK(refused.error().what.find("does not exist") != std::string::npos);
  CHECK(refused.error().what.find("2015-03-08T02:30:00") != std::string::npos);
  CHECK(rfc3339(la.instant_of_day(left_out)) == "2015-03-08T10:00:00Z");
  CHECK(la.instant(local(2015, 3, 8, 1, 59, 59)));
  CHECK(la.instant(local(2015, 3, 8, 3, 0)));
}

TEST_CASE("a local time that happens twice is refused, and daily work takes the first") {
  const auto la = zone("America/Los_Angeles");
  const auto twice = local(2015, 11, 1, 1, 30);
  const auto refused = la.instant(twice);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == Error::Kind::config);
  CHECK(refused.error().what.find("exists twice") != std::string::npos);
  CHECK(rfc3339(la.instant_of_day(twice)) == "2015-11-01T08:30:00Z");
  CHECK(la.instant(local(2015, 11, 1, 0, 59, 59)));
  CHECK(rfc3339(la.instant(local(2015, 11, 1, 2, 0)).value()) == "2015-11-01T10:00:00Z");
}

TEST_CASE("a zone without data is refused and never taken for UTC") {
  for (const char* name : {"America/Oakland", "", "../../etc/passwd", "PST8PDT7",
                           "america/los_angeles", "/etc/localtime", "America"}) {
    INFO(name);
    const auto refused = Zone::load(name);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::config);
    CHECK(refused.error().what.find(name) != std::string::npos);
  }
}

TEST_CASE("RFC 3339 times are read with any offset") {
  const std::pair<const char*, const char*> cases[] = {
      {"2015-12-17T17:00:00-08:00", "2015-12-18T01:00:00Z"},
      {"2015-12-18T01:00:00Z", "2015-12-18T01:00:00Z"},
      {"2015-12-18t01:00:00z", "2015-12-18T01:00:00Z"},
      {"2015-12-18 01:00:00+00:00", "2015-12-18T01:00:00Z"},
      {"2015-12-18T06:45:00+05:45", "2015-12-18T01:00:00Z"},
      {"2015-12-18T01:00:00.5Z", "2015-12-18T01:00:00.500Z"},
      {"2015-12-18T01:00:00.0019Z", "2015-12-18T01:00:00.001Z"},
      {"2016-02-29T00:00:00Z", "2016-02-29T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {"1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900Z"},
  };
  for (const auto& [text, instant] : cases) {
    INFO(text);
    const auto read = read_rfc3339(text);
    REQUIRE(read);
    CHECK(rfc3339(*read) == instant);
  }
}

TEST_CASE("what is not an RFC 3339 time is refused with an example") {
  for (const char* text :
       {"", "now", "2015-12-17", "2015-12-17T17:00", "2015-12-17T17:00:00", "2015-12-17T17:00:00-8",
        "2015-12-17T17:00:00-0800", "2015-02-29T00:00:00Z", "2015-13-01T00:00:00Z",
        "2015-12-17T24:00:00Z", "2015-12-17T17:60:00Z", "2015-12-17T17:00:61Z",
        "2015-12-17T17:00:00.Z", "2015-12-17T17:00:00Z ", " 2015-12-17T17:00:00Z",
        "+015-12-17T17:00:00Z", "2015-12-17T-7:00:00Z", "2015-12-17T17:00:00+24:00"}) {
    INFO(text);
    const auto read = read_rfc3339(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == Error::Kind::usage);
    CHECK(read.error().what.find("2015-12-17T17:00:00-08:00") != std::string::npos);
  }
}

TEST_CASE("any instant survives being written and read") {
  rc::prop("read_rfc3339(rfc3339(x)) == x", [] {
    const auto ms = *rc::gen::inRange<std::int64_t>(-2'000'000'000'000, 4'000'000'000'000);
    const Instant at{milliseconds(ms)};
    RC_ASSERT(read_rfc3339(rfc3339(at)).value() == at);
  });
  rc::prop("read_rfc3339 takes any text without harm", [](const std::string& text) {
    const auto read = read_rfc3339(text);
    const bool told = read || read.error().kind == Error::Kind::usage;
    RC_ASSERT(told);
  });
}

TEST_CASE("a local day's time always has an instant, and the local time of an instant leads back") {
  const auto la = zone("America/Los_Angeles");
  rc::prop("instant_of_day(local(x)) is x or, in the hour that happens twice, an hour before", [&] {
    const auto s = *rc::gen::inRange<std::int64_t>(0, 2'000'000'000);
    const Instant at{seconds(s)};
    const auto back = la.instant_of_day(la.local(at));
    RC_ASSERT(back == at || back == at - hours(1));
  });
}
