#include <catch2/catch.hpp>

#include "campaign/config.h"

using namespace undersigned;

TEST_CASE("a line that is no TOML is answered with what to write instead") {
  const struct {
    const char* line;
    const char* advice;
  } cases[] = {
      {"name = International Day", "name = \"International Day\""},
      {"timezone = America/Los_Angeles  # ours", "timezone = \"America/Los_Angeles\""},
      {"name = “Day”", "straight ones"},
      {"name = «Day»", "straight ones"},
      {"name: \"Day\"", "write = behind the key: name = …"},
      {"name \"Day\"", "write a key, =, and its value"},
      {"name = ", "a value is missing"},
      {"name = \"Day", "a quotation mark is missing"},
      {"name = \"a\"\nname = \"b\"", "this stands there twice"},
      {"deadline = 2015-12-17 17:00 PST", "2015-12-17T17:00:00"},
      {"deadline = 2015-12-17 5pm", "2015-12-17T17:00:00"},
      {"digest_at = 7:00", "like \"07:00\""},
      {"languages = [\"en\", \"es\"\n\n[mailbox]", "a list that begins above is not closed"},
      {"[campaign", "between brackets"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.line);
    const auto read =
        campaign::read_config("# a campaign\n" + std::string(c.line) + "\n", "c.toml");
    REQUIRE_FALSE(read);
    CHECK(read.error().file == "c.toml");
    CHECK(read.error().line >= 2);
    CHECK_THAT(read.error().what, Catch::Contains(c.advice));
  }
}
