// What organizers order by answering a report.

#include <catch2/catch.hpp>

#include "campaign/timetable.h"
#include "decided.h"

namespace undersigned::campaign {
namespace {

using reply::Order;
using What = reply::Order::What;

struct Reply {
  std::vector<Order> orders = {{What::hold}};
  std::vector<std::string> unclear = {};
  bool holds_first = false;
  reply::Kind kind = reply::Kind::question;
  Authenticated authenticated = Authenticated::pass;
  std::string from = "organizer@example.org";
  bool answers_report = true;
  bool plain = true;
};

Decision decided_on(const Reply& reply) {
  Config config = config_with(TrustConfig::Challenge::unless_authenticated);
  config.organizers.addresses = {mail::Address::parse("Organizer@example.org").value()};
  Read read(Mail{.kind = reply.kind, .from = reply.from, .plain = reply.plain});
  read.meaning.orders = {reply.orders, reply.unclear, reply.holds_first};
  const Arrived arrived{read.message, read.meaning, reply.authenticated, deadline, 7};
  Known known;
  known.answers_report = reply.answers_report;
  return decide(config, arrived, nullptr, known, fixed_token);
}

std::vector<Order> taken(const Reply& reply) {
  const Decision d = decided_on(reply);
  return d.ordered ? d.ordered->orders : std::vector<Order>();
}

}  // namespace

TEST_CASE("orders are taken from an organizer who is vouched for and answers a report alone") {
  CHECK(taken({}).size() == 1);
  CHECK(taken({.from = "ORGANIZER@example.org"}).size() == 1);
  CHECK(taken({.from = "maria@example.net"}).empty());
  CHECK(taken({.authenticated = Authenticated::none}).empty());
  CHECK(taken({.authenticated = Authenticated::unknown}).empty());
  CHECK(taken({.authenticated = Authenticated::fail}).empty());
  CHECK(taken({.answers_report = false}).empty());
  CHECK(taken({.plain = false}).empty());
  for (const auto kind : {reply::Kind::auto_reply, reply::Kind::bulk, reply::Kind::bounce})
    CHECK(taken({.kind = kind}).empty());
}

TEST_CASE(
    "a mail with orders is one question in the ledger, answered, and changes nothing itself") {
  for (const auto kind : {reply::Kind::question, reply::Kind::sign, reply::Kind::confirm}) {
    const Decision d = decided_on({.orders = {{What::accept, 12}}, .kind = kind});
    CHECK(d.fate.kind == reply::Kind::question);
    CHECK(d.fate.folder == "Organizers");
    CHECK_FALSE(d.fate.needs_person);
    CHECK(letters(d) == "answer");
    CHECK(d.changes.empty());
  }
}

TEST_CASE("an organizer who answers a report with a signature signs") {
  const Decision d = decided_on({.orders = {}, .kind = reply::Kind::sign});
  CHECK_FALSE(d.ordered);
  CHECK(letters(d) != "answer");
}

TEST_CASE("whoever nobody vouches for is told that nothing was done") {
  const Decision d = decided_on({.authenticated = Authenticated::fail});
  REQUIRE(d.ordered);
  CHECK(d.ordered->unproven);
  CHECK(d.ordered->orders.empty());
  CHECK(letters(d) == "answer");
  CHECK(d.unproven);
}

TEST_CASE("beside words that are not understood nothing is done but a hold that comes first") {
  const std::vector<Order> both = {{What::hold}, {What::accept, 3}};
  CHECK(taken({.orders = both, .unclear = {"or not?"}}).empty());
  CHECK(taken({.orders = both, .unclear = {"or not?"}, .holds_first = true}) ==
        std::vector<Order>{{What::hold}});
  CHECK(taken({.orders = {{What::approve}}, .unclear = {"if you like"}}).empty());
}

TEST_CASE("orders that contradict each other are not carried out, but for a hold") {
  const Decision d = decided_on({.orders = {{What::approve},
                                            {What::hold},
                                            {What::accept, 3},
                                            {What::reject, 3},
                                            {What::accept, 4},
                                            {What::reject, 3, true},
                                            {What::accept, 4}}});
  REQUIRE(d.ordered);
  CHECK(d.ordered->orders ==
        std::vector<Order>{{What::hold}, {What::accept, 4}, {What::reject, 3, true}});
  CHECK(d.ordered->refused ==
        std::vector<Order>{{What::approve}, {What::accept, 3}, {What::reject, 3}});
}

TEST_CASE(
    "an approval by mail counts while the release waits for one, and never undoes a later hold") {
  Config config = config_with(TrustConfig::Challenge::unless_authenticated);
  config.deadline = deadline;
  config.release.at = deadline + std::chrono::hours(12);
  const Instant closed = deadline + std::chrono::hours(1);
  const Instant overdue = config.release.at + config.release.latest + Seconds(1);
  const auto required = ReleaseConfig::Approval::required;
  const auto unless_held = ReleaseConfig::Approval::unless_held;
  const auto with = [](bool approved, bool held, bool released) {
    Timeline timeline;
    timeline.approved = approved;
    timeline.held = held;
    const Instant then = deadline + std::chrono::hours(1);
    if (held) timeline.held_since = then;
    if (released) timeline.released = then;
    return timeline;
  };
  const Timeline waits = with(false, false, false), approved = with(true, false, false),
                 held = with(false, true, false), released = with(false, false, true),
                 stopped = with(false, true, true);
  struct Row {
    ReleaseConfig::Approval rule;
    Timeline timeline;
    int waiting;
    Instant arrived;
    Approval worth;
  };
  const Row rows[] = {{required, waits, 0, deadline - Seconds(1), Approval::early},
                      {required, waits, 0, closed, Approval::granted},
                      {required, approved, 0, closed, Approval::needless},
                      {unless_held, waits, 0, closed, Approval::needless},
                      {unless_held, waits, 0, overdue, Approval::granted},
                      {unless_held, held, 0, closed + Seconds(1), Approval::granted},
                      {unless_held, held, 0, closed - Seconds(1), Approval::outrun},
                      {required, released, 0, closed, Approval::gone},
                      {required, stopped, 2, closed + Seconds(1), Approval::granted},
                      {required, stopped, 2, closed - Seconds(1), Approval::outrun}};
  for (const Row& row : rows) {
    config.release.approval = row.rule;
    INFO(&row - rows);
    CHECK(approval(config, row.timeline, row.waiting, row.arrived, row.arrived) == row.worth);
  }
}

}  // namespace undersigned::campaign
