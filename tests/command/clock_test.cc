#include "command/clock.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "campaign/zone.h"

using namespace undersigned;
using command::Clock;
using namespace std::chrono;

TEST_CASE("without a rehearsal, campaign time is real time") {
  const Clock clock;
  const auto before = Clock::real_now();
  const auto now = clock.now();
  CHECK(now >= before);
  CHECK(now <= Clock::real_now());
  CHECK(clock.map(before - hours(3)) == before - hours(3));
  CHECK(clock.is_real());
}

TEST_CASE(
    "a rehearsal runs from its start at its speed, and arrivals are mapped by the same line") {
  const auto start = campaign::read_rfc3339("2015-12-16T07:00:00-08:00").value();
  const auto real = Clock::real_now();
  const Clock clock(start, 3600, real);
  struct Case {
    seconds real;
    seconds campaign;
  };
  for (const auto& c : {Case{seconds(0), seconds(0)}, Case{seconds(1), hours(1)},
                        Case{seconds(24), hours(24)}, Case{seconds(-2), hours(-2)}}) {
    CHECK(clock.map(real + c.real) == start + c.campaign);
  }
  CHECK_FALSE(clock.is_real());
}

TEST_CASE("waiting for a campaign time takes the real time that is left, and none once it passed") {
  const auto real = Clock::real_now();
  const Instant start{sys_days(2015y / December / 16)};
  const Clock clock(start, 3600, real);
  const auto wait = clock.real_until(start + hours(48));
  CHECK(wait <= seconds(48));
  CHECK(wait > seconds(40));
  CHECK(clock.real_until(start - hours(1)) == nanoseconds(0));
  CHECK(Clock().real_until(Clock::real_now() + hours(2)) > minutes(119));
}

TEST_CASE("a slow and a fast clock never overflow, however far the time") {
  rc::prop("real_until is never negative and map keeps order", [] {
    const auto speed = *rc::gen::element(1e-6, 0.5, 1.0, 600.0, 1e7);
    const Clock clock(Instant{}, speed, Clock::real_now());
    const auto a = *rc::gen::inRange<std::int64_t>(-4'000'000'000'000, 4'000'000'000'000);
    const auto b = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    RC_ASSERT(clock.real_until(Instant{milliseconds(a)}).count() >= 0);
    const Instant first{milliseconds(a)};
    const bool ordered = clock.map(first) <= clock.map(first + milliseconds(b));
    RC_ASSERT(ordered);
  });
}
