#include "campaign/timetable.h"

#include <catch2/catch.hpp>

using namespace undersigned;
using namespace undersigned::campaign;

namespace {

Instant at(const char* text) { return read_rfc3339(text).value(); }

Config pacific() {
  Config config;
  config.zone = Zone::load("America/Los_Angeles").value();
  config.deadline = at("2015-12-18T01:00:00Z");
  config.release.at = at("2015-12-18T14:00:00Z");
  return config;
}

}  // namespace

TEST_CASE("a digest is due once a local day, from digest_at on") {
  const Config config = pacific();
  Timeline timeline;
  timeline.started = at("2015-12-01T00:00:00Z");
  CHECK(digest_due(config, timeline, at("2015-12-09T14:59:59Z")) == "2015-12-08");
  CHECK(digest_due(config, timeline, at("2015-12-09T15:00:00Z")) == "2015-12-09");
  timeline.last_digest = "2015-12-09";
  CHECK_FALSE(digest_due(config, timeline, at("2015-12-10T14:59:59Z")));
  SECTION("of missed days only the last is sent") {
    CHECK(digest_due(config, timeline, at("2015-12-13T16:00:00Z")) == "2015-12-13");
  }
  SECTION("none for a time before the first start") {
    timeline.started = at("2015-12-14T16:00:00Z");
    CHECK_FALSE(digest_due(config, timeline, at("2015-12-14T17:00:00Z")));
    CHECK(digest_due(config, timeline, at("2015-12-15T15:00:00Z")) == "2015-12-15");
  }
}

TEST_CASE("daylight saving neither drops nor doubles a digest") {
  Config config = pacific();
  config.organizers.digest_at =
      std::chrono::minutes(150);  // 02:30: skipped in March, twice in November
  struct Row {
    const char *from, *to;
    int days;
  };
  for (const Row& row : {Row{"2016-03-11T00:00:00Z", "2016-03-16T00:00:00Z", 5},
                         Row{"2016-11-04T00:00:00Z", "2016-11-09T00:00:00Z", 5}}) {
    Timeline timeline;
    timeline.started = at(row.from);
    int sent = 0;
    for (Instant now = at(row.from); now < at(row.to); now += std::chrono::minutes(5)) {
      if (const auto day = digest_due(config, timeline, now)) {
        timeline.last_digest = *day;
        ++sent;
      }
    }
    CHECK(sent == row.days);
  }
}

TEST_CASE("the release goes only after a complete poll that began after the deadline") {
  const Config config = pacific();
  const Readiness ready{at("2015-12-18T01:00:00Z"), true, true};
  const Instant due = at("2015-12-18T14:00:00Z");
  Timeline timeline;

  CHECK(release_step(config, timeline, ready, due - std::chrono::milliseconds(1)) ==
        ReleaseStep::not_yet);
  CHECK(release_step(config, timeline, ready, due) == ReleaseStep::go);

  SECTION("no poll, an old poll, unread mail, an unbalanced ledger") {
    CHECK(release_step(config, timeline, {std::nullopt, true, true}, due) ==
          ReleaseStep::incomplete);
    CHECK(release_step(config, timeline, {at("2015-12-18T00:59:59Z"), true, true}, due) ==
          ReleaseStep::incomplete);
    CHECK(release_step(config, timeline, {due, false, true}, due) == ReleaseStep::incomplete);
    CHECK(release_step(config, timeline, {due, true, false}, due) == ReleaseStep::incomplete);
  }
  SECTION("a person holds it") {
    timeline.held = true;
    timeline.approved = true;
    CHECK(release_step(config, timeline, ready, due) == ReleaseStep::held);
  }
  SECTION("approval required") {
    Config strict = config;
    strict.release.approval = ReleaseConfig::Approval::required;
    CHECK(release_step(strict, timeline, ready, due) == ReleaseStep::unapproved);
    timeline.approved = true;
    CHECK(release_step(strict, timeline, ready, due) == ReleaseStep::go);
  }
  SECTION("too late: it asks instead of sending, and an approval answers") {
    const Instant late = due + std::chrono::hours(24) + std::chrono::seconds(1);
    CHECK(release_step(config, timeline, ready, due + std::chrono::hours(24)) == ReleaseStep::go);
    CHECK(release_step(config, timeline, ready, late) == ReleaseStep::overdue);
    timeline.approved = true;
    CHECK(release_step(config, timeline, ready, late) == ReleaseStep::go);
  }
  SECTION("the clock was set forward over its time: it asks, and an approval given since answers") {
    Readiness jumped = ready;
    jumped.clock_ahead = std::chrono::hours(2);
    CHECK(release_step(config, timeline, jumped, due) == ReleaseStep::clock_set);
    CHECK(release_step(config, timeline, jumped, due + std::chrono::hours(2)) == ReleaseStep::go);
    timeline.resumed = due - std::chrono::hours(48);
    CHECK(release_step(config, timeline, jumped, due) == ReleaseStep::clock_set);
    timeline.resumed = due;
    CHECK(release_step(config, timeline, jumped, due) == ReleaseStep::go);
    timeline.resumed.reset();
    jumped.clock_ahead = std::chrono::minutes(9);
    CHECK(release_step(config, timeline, jumped, due) == ReleaseStep::go);
    jumped.clock_ahead = -std::chrono::hours(2);
    CHECK(release_step(config, timeline, jumped, due) == ReleaseStep::go);
  }
  SECTION("once") {
    timeline.released = due;
    CHECK(release_step(config, timeline, ready, due) == ReleaseStep::done);
    CHECK(phase(config, timeline, due) == "released");
  }
}

TEST_CASE("letters of the release go on unless a person holds them, and not later than latest") {
  const Config config = pacific();
  const Instant due = config.release.at, last = due + std::chrono::hours(24);
  struct Case {
    bool held;
    std::optional<Instant> resumed;
    Instant now;
    bool go;
  };
  const Case cases[] = {
      {false, {}, due, true},
      {false, {}, last, true},
      {false, {}, last + Seconds(1), false},
      {true, {}, due, false},
      {true, last, last, false},
      {false, due - std::chrono::hours(48), last, true},  // approved long before its time
      {false, due - std::chrono::hours(48), last + Seconds(1), false},
      {false, last, last + std::chrono::hours(24), true},
      {false, last, last + std::chrono::hours(24) + Seconds(1), false},
  };
  for (const Case& c : cases) {
    Timeline timeline;
    timeline.released = due;
    timeline.held = c.held;
    timeline.resumed = c.resumed;
    INFO("held " << c.held << ", " << (c.now - due).count());
    CHECK(release_may_go_on(config, timeline, c.now) == c.go);
  }
}

TEST_CASE("the next event is never in the past") {
  const Config config = pacific();
  for (const char* text : {"2015-12-17T14:59:59Z", "2015-12-17T15:00:00Z", "2015-12-18T00:59:59Z",
                           "2015-12-18T01:00:00Z", "2015-12-18T14:00:00Z"}) {
    CHECK(next_event(config, at(text)) > at(text));
  }
  CHECK(next_event(config, at("2015-12-18T00:00:00Z")) == config.deadline);
  CHECK(next_event(config, at("2015-12-18T01:00:00Z")) == config.release.at);
}

TEST_CASE("the call's list is reminded once, from so long before the deadline on") {
  Config config = pacific();
  Timeline timeline;
  CHECK_FALSE(reminder_due(config, timeline, at("2015-12-17T20:00:00Z")));
  config.reminder = std::chrono::hours(72);
  CHECK_FALSE(reminder_due(config, timeline, at("2015-12-15T00:59:59Z")));
  CHECK(next_event(config, at("2015-12-14T23:00:00Z")) == at("2015-12-15T01:00:00Z"));
  CHECK(reminder_due(config, timeline, at("2015-12-15T01:00:00Z")));
  CHECK(reminder_due(config, timeline, at("2015-12-18T00:59:59Z")));
  CHECK_FALSE(reminder_due(config, timeline, at("2015-12-18T01:00:00Z")));
  timeline.reminded = true;
  CHECK_FALSE(reminder_due(config, timeline, at("2015-12-16T00:00:00Z")));
}

TEST_CASE("signers are thanked once, after the release, where that is wanted") {
  Config config = pacific();
  Timeline timeline;
  config.release.thank_signers = true;
  CHECK_FALSE(thanks_due(config, timeline));
  timeline.released = at("2015-12-18T14:00:00Z");
  CHECK(thanks_due(config, timeline));
  timeline.thanked = true;
  CHECK_FALSE(thanks_due(config, timeline));
  timeline.thanked = config.release.thank_signers = false;
  CHECK_FALSE(thanks_due(config, timeline));
}
