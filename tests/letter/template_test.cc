#include "letter/template.h"

#include <catch2/catch.hpp>

#include "sample.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

TEST_CASE("a wrong template is refused with its file, its line and what to do") {
  struct Case {
    std::string source;
    int line;
    std::string what;
  };
  const auto wrong = GENERATE(values<Case>({
      {"", 1, "no \"Subject: …\" line"},
      {"\nHello", 1, "no \"Subject: …\" line"},
      {"Subject:\n\nHello", 1, "no \"Subject: …\" line"},
      {"Subject: x\n", 2, "no text"},
      {"Subject: x\nBody: y\n\nHello", 2, "begins with"},
      {"Subject: x\n\nHello {{persn}}", 3, "unknown name {{persn}}"},
      {"Subject: {{nme}}\n\nHello", 1, "unknown name {{nme}}"},
      {"Subject: x\nFooter: {{nme}}\n\nHello", 2, "unknown name {{nme}}"},
      {"Subject: x\n\n{{#signers}}\nHello\n\nmore", 3, "never closed"},
      {"Subject: x\n\nA\n{{/signers}}", 4, "closes nothing"},
      {"Subject: x\n\n{{#signers}}{{#individual}}{{/signers}}{{/individual}}", 3, "has to close"},
      {"Subject: x\n\n{{> call}}", 3, "stands by itself"},
      {"Subject: x\n\n{{=<% %>=}}", 3, "cannot be changed"},
      {"Subject: x\n\nHello {{campaign", 3, "{{ without }}"},
      {"Subject: x\n\n{{person}}", 3, "may be missing"},
      {"Subject: x\n\n{{^person}}{{person}}{{/person}}", 3, "may be missing"},
      {"Subject: x\n\n{{#campaign}}a{{/campaign}}", 3, "always there"},
      {"Subject: x\n\n{{several}}", 3, "is no text"},
      {"Subject: x\n\n{{listing}}", 3, "unknown name {{listing}}"},
      {"Subject: x\nCount y: {0, plural\n\nHello", 2, "plural pattern"},
  }));
  Templates templates;
  const auto added = templates.add(LetterKind::confirmation, "en", wrong.source, "x/y.md");
  CAPTURE(wrong.source);
  REQUIRE_FALSE(added);
  CHECK(added.error().kind == Error::Kind::config);
  CHECK(added.error().file == "x/y.md");
  CHECK(added.error().line == wrong.line);
  CAPTURE(added.error().what);
  CHECK(added.error().what.find(wrong.what) != std::string::npos);
}

TEST_CASE("a layout without a place for the letter, or with a name of its own, is refused") {
  Templates templates;
  CHECK_FALSE(templates.set_layout("<html></html>", "layout.html"));
  const auto unknown = templates.set_layout("<p>\n{{{content}}}{{contnt}}", "layout.html");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().line == 2);
}

TEST_CASE("the first language needs every letter") {
  Templates templates;
  REQUIRE(templates.set_layout("{{{content}}}", "layout.html"));
  REQUIRE(templates.add(LetterKind::call, "en", "Subject: x\n\nHello", "call.md"));
  const auto complete = templates.complete("en");
  REQUIRE_FALSE(complete);
  CHECK(complete.error().what.find("en/reminder.md is missing") != std::string::npos);
}

TEST_CASE("a letter is never written with an empty place") {
  const auto words =
      sample().templates.render(LetterKind::alarm, "en", {{"what", Value::of("something")}});
  REQUIRE_FALSE(words);
  CHECK(words.error().kind == Error::Kind::failed);
  CHECK(words.error().what.find("{{campaign}}") != std::string::npos);
}

TEST_CASE("names() lists what each letter may use") {
  for (auto kind : campaign::all_letters) CHECK(Templates::names(kind).size() > 5);
  const auto names = Templates::names(LetterKind::confirmation);
  CHECK(std::find(names.begin(), names.end(), "signers.listing") != names.end());
}
