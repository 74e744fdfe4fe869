// What a whole mail means, one sentence at a time: cases that a rule once read wrongly.

#include "reply/read.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"

using namespace undersigned;
using namespace undersigned::reply;

namespace {

Meaning read_text(const std::string& text) {
  const auto message = mail::parse(
      "From: Ana Example <ana@example.org>\nTo: signon@example.net\n"
      "Subject: Re: Call for sign-ons\nIn-Reply-To: <1@example.net>\n\n" +
      text);
  REQUIRE(message.has_value());
  Context context;
  context.phrases = &phrases_of_project();
  return reply::read(*message, context);
}

}  // namespace

TEST_CASE("A figure signs only as a vote") {
  const std::pair<const char*, Kind> cases[] = {
      {"+1", Kind::sign},
      {"+1!\nAna Example", Kind::sign},
      {"Yes, +1", Kind::sign},
      {"1", Kind::question},
      {"Look at these: 1 and 2", Kind::question},
      {"My telephone: +1 (212) 555-0100", Kind::question},
      {"telephone: +1(212)555-0100", Kind::question},
      {"1, a quick summary of the work\n2, a list of members", Kind::question},
  };
  for (const auto& [text, kind] : cases) {
    INFO(text);
    CHECK(word(read_text(text).kind) == word(kind));
  }
}
