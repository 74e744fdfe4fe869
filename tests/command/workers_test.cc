#include "command/workers.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using undersigned::command::Workers;

TEST_CASE("each piece of work is done once, and all are done when the call returns") {
  const auto helpers = GENERATE(0u, 1u, 3u);
  Workers workers(helpers);
  for (const std::size_t count : {0, 1, 7, 8, 1000}) {
    CAPTURE(helpers, count);
    std::vector<int> done(count, 0);
    workers.each(count, [&](std::size_t i) { ++done[i]; });
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
  CHECK_THROWS_WITH(workers.each(1000000, fails), "the twentieth");
  CHECK(begun < 1000000);
  begun = 0;
  workers.each(100, [&](std::size_t) { ++begun; });
  CHECK(begun == 100);
}
