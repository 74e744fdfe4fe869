#include <catch2/catch.hpp>

#include "reply/read.h"

using namespace undersigned;
using namespace undersigned::reply;

TEST_CASE("A new language is one more file") {
  const auto message = mail::parse(
      "From: Ludoviko Zamen <lz@example.org>\nTo: signon@example.org\nSubject: Re: Voko\n"
      "In-Reply-To: <1@example.org>\n\nMi subskribas la deklaron.\nLudoviko Zamen\n\n"
      "La 7-an de decembro Voko <signon@example.org> verkis:\n\nMi subskribas. I sign.\n");
  REQUIRE(message.has_value());
  Phrases phrases;
  Context context;
  context.phrases = &phrases;
  CHECK(reply::read(*message, context).kind == Kind::question);

  REQUIRE(phrases.add(R"t(signs = ["mi subskribas [la deklaron]"]
i = ["mi"]
wrote = ["verkis"])t",
                      "phrases/eo.toml"));
  const Meaning meaning = reply::read(*message, context);
  CHECK(meaning.kind == Kind::sign);
  CHECK(meaning.certainty == Certainty::clear);
  CHECK(meaning.language == "eo");
  CHECK(meaning.reply == "Mi subskribas la deklaron.\nLudoviko Zamen");
  REQUIRE(meaning.signers.size() == 1);
  CHECK(meaning.signers[0].name == "Ludoviko Zamen");
}
