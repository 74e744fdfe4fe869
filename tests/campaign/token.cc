#include "campaign/token.h"

#include <catch2/catch.hpp>

using namespace undersigned;
using campaign::make_token;
using campaign::read_token;

TEST_CASE("a token opens its own mail for its own address and campaign until it expires") {
  const auto maria = mail::Address::parse("maria@example.net").value();
  const auto other = mail::Address::parse("mario@example.net").value();
  const Instant now{std::chrono::hours(400000)};
  const Instant expires = now + std::chrono::hours(24);
  const std::string token = make_token("key", "2015", maria, 123456789, expires);

  CHECK(token.size() == 48);
  CHECK(read_token("key", "2015", maria, token, now) == 123456789);
  CHECK(read_token("key", "2015", maria, token, expires) == 123456789);
  CHECK_FALSE(read_token("key", "2015", maria, token, expires + std::chrono::minutes(1)));
  CHECK_FALSE(read_token("other", "2015", maria, token, now));
  CHECK_FALSE(read_token("key", "2016", maria, token, now));
  CHECK_FALSE(read_token("key", "2015", other, token, now));
  CHECK_FALSE(read_token("key", "2015", maria, "", now));
  CHECK_FALSE(read_token("key", "2015", maria, token.substr(0, 47), now));
}

TEST_CASE("every single changed character spoils a token") {
  const auto maria = mail::Address::parse("maria@example.net").value();
  const Instant now{std::chrono::hours(400000)};
  const std::string token = make_token("key", "2015", maria, 42, now + std::chrono::hours(1));
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    CAPTURE(i);
    CHECK_FALSE(read_token("key", "2015", maria, changed, now));
  }
}
