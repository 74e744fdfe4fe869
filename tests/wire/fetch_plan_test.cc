#include "wire/fetch_plan.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace undersigned::wire {

namespace {

using What = FetchPlan::What;

FetchPlan::Limits limits(std::size_t mails = 3) { return {mails, 1000, 500}; }

void list(FetchPlan& plan, const std::vector<std::uint32_t>& uids, std::uint64_t size = 10) {
  plan.start_listing();
  for (const auto uid : uids) plan.list(uid, size);
  plan.end_listing();
}

}  // namespace

TEST_CASE("portions follow the UIDs and keep to count and octets") {
  FetchPlan plan(limits(), 5);
  plan.start_listing();
  for (const auto& [uid, size] : std::vector<std::pair<std::uint32_t, std::uint64_t>>{
           {9, 400}, {6, 400}, {7, 400}, {5, 1}, {8, 900}, {7, 400}, {10, 10}, {11, 10}, {12, 10}})
    plan.list(uid, size);
  plan.end_listing();
  const std::vector<std::pair<What, std::vector<std::uint32_t>>> expected = {
      {What::mail, {6, 7}}, {What::header, {8}}, {What::mail, {9, 10, 11}}, {What::mail, {12}}};
  for (const auto& [what, uids] : expected) {
    const auto portion = plan.next();
    REQUIRE(portion);
    CHECK(portion->what == what);
    CHECK(portion->uids == uids);
    for (const auto uid : uids) CHECK(plan.take(uid));
    CHECK_FALSE(plan.take(uids.front()));
    CHECK(plan.end_portion());
  }
  CHECK_FALSE(plan.next());
  CHECK(plan.floor() == 12);
}

TEST_CASE(
    "a mail over which connections break comes after the others, alone, and is given up late") {
  FetchPlan plan(limits(), 0);
  std::size_t rounds = 0;
  for (; rounds < 100; ++rounds) {
    list(plan, {1, 2, 3});
    bool given_up = false;
    while (const auto portion = plan.next()) {
      if (portion->what == What::nothing) given_up = true;
      const bool hits = portion->uids.front() == 1 && !given_up;
      for (const auto uid : portion->uids)
        if (!hits) plan.take(uid);
      if (hits) {
        plan.portion_failed();
        break;
      }
      plan.end_portion();
    }
    if (given_up) break;
    CHECK(plan.floor() == 0);
  }
  CHECK(rounds == FetchPlan::kLost);
  CHECK(plan.floor() == 3);
}

TEST_CASE("the floor never passes a mail that is still wanted, and nothing is taken twice") {
  rc::prop("a server that fails at random", [] {
    const auto mails = *rc::gen::inRange<std::uint32_t>(1, 30);
    FetchPlan plan(limits(*rc::gen::inRange<std::size_t>(1, 6)), 0);
    std::set<std::uint32_t> there, got;
    for (std::uint32_t uid = 1; uid <= mails; ++uid)
      if (*rc::gen::arbitrary<bool>()) there.insert(uid);
    const auto all = there;
    for (int round = 0; round < 2000 && got.size() < all.size(); ++round) {
      list(plan, {there.begin(), there.end()});
      bool broke = false;
      while (!broke) {
        const auto portion = plan.next();
        if (!portion) break;
        const bool fails = portion->what != What::nothing && *rc::gen::inRange(0, 4) == 3;
        const auto come =
            fails ? *rc::gen::inRange<std::size_t>(0, portion->uids.size()) : portion->uids.size();
        for (std::size_t i = 0; i < come; ++i)
          if (plan.take(portion->uids[i])) RC_ASSERT(got.insert(portion->uids[i]).second);
        if (fails && *rc::gen::arbitrary<bool>()) {
          plan.portion_failed();
          broke = true;
        } else {
          broke = !plan.end_portion();
        }
        for (const auto uid : all)
          if (!got.contains(uid)) RC_ASSERT(plan.floor() < uid);
      }
    }
    RC_ASSERT(got == all);
  });
}

TEST_CASE("a mail too large for the reader is asked for alone, then by its header") {
  FetchPlan plan(limits(), 0);
  list(plan, {1, 2});
  REQUIRE(plan.next()->uids.size() == 2);
  plan.portion_failed(true);
  list(plan, {1, 2});
  REQUIRE(plan.next()->uids == std::vector<std::uint32_t>{2});
  plan.take(2);
  plan.end_portion();
  const auto alone = plan.next();
  REQUIRE(alone->uids == std::vector<std::uint32_t>{1});
  CHECK(alone->what == What::mail);
  plan.portion_failed(true);
  list(plan, {1, 2});
  CHECK(plan.next()->what == What::header);
}

}  // namespace undersigned::wire
