#include "command/workers.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using undersigned::command::Workers;

TEST_CASE("each piece of work is done once, and all are done when it is finished") {
  const auto helpers = GENERATE(0u, 1u, 3u);
  Workers workers(helpers);
  for (const std::size_t count : {0, 1, 7, 8, 1000}) {
    CAPTURE(helpers, count);
    std::vector<int> done(count, 0);
    Workers::Ahead(&workers, count, [&](std::size_t i) { ++done[i]; }).finish();
    CHECK(done == std::vector<int>(count, 1));
  }
}

TEST_CASE("what a piece of work throws is thrown to the caller, and the workers go on") {
  const auto helpers = GENERATE(0u, 1u, 3u);
  Workers workers(helpers);
  std::atomic<int> begun = 0;
  const auto fails = [&](std::size_t i) {
    ++begun;
    if (i == 20) throw std::runtime_error("the twentieth");
  };
  CHECK_THROWS_WITH(Workers::Ahead(&workers, 1000000, fails).finish(), "the twentieth");
  CHECK(begun < 1000000);
  begun = 0;
  Workers::Ahead(&workers, 100, [&](std::size_t) { ++begun; }).finish();
  CHECK(begun == 100);
}

TEST_CASE("work that is not waited for is left out, and none of it goes on") {
  const auto helpers = GENERATE(0u, 1u, 3u);
  Workers workers(helpers);
  std::atomic<int> begun = 0;
  {
    const Workers::Ahead ahead(&workers, 1000000, [&](std::size_t) { ++begun; });
  }
  const int then = begun;
  CHECK(then < 1000000);
  Workers::Ahead(&workers, 100, [](std::size_t) {}).finish();
  CHECK(begun == then);
}

TEST_CASE("without workers the caller does it all") {
  int done = 0;
  Workers::Ahead ahead(nullptr, 10, [&](std::size_t) { ++done; });
  CHECK(done == 0);
  ahead.finish();
  CHECK(done == 10);
}
