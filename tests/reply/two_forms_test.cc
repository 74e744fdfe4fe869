// What a mail's plain form and its HTML form say has to be the same before it is acted upon.

#include "reply/two_forms.h"

#include <catch2/catch.hpp>

#include "phrases_of_project.h"
#include "reply/read.h"

using namespace undersigned;
using namespace undersigned::reply;

TEST_CASE("Whether a page begins with the words of the plain form is seen without reading it") {
  struct Case {
    const char *plain, *own, *html;
    bool same;
  };
  const Case cases[] = {
      {"I sign.\n\nAna", "I sign.\n\nAna", "<p>I sign.</p><p>Ana</p>", true},
      {"*I sign.*\n\nAna", "I sign.\n\nAna", "<b>I sign.</b><br>Ana", true},
      {"I sign & mean it", "I sign & mean it",
       "<html><head><title>x</title></head><body>I&nbsp;sign &amp; mean it</body></html>", true},
      {"I sign.\n\n> quote", "I sign.", "<p>I sign.</p><blockquote>quote</blockquote>", false},
      {"I sign.", "I sign.", "<p>I do not sign.</p>", false},
      {"I sign.", "I sign.", "<p>I sign.</p><p>No, I do not.</p>", false},
      {"I sign.\nNot!", "I sign.", "<p>I sign.</p>", false},
      {"I sign.", "I sign.", "", false},
  };
  for (const Case& each : cases) {
    INFO(each.html);
    CHECK(shows_the_same(each.plain, each.own, each.html) == each.same);
  }
}

TEST_CASE("A mail is acted upon only where both of its forms say the same") {
  struct Case {
    const char *plain, *html;
    Kind kind;
    Certainty certainty;
  };
  const Case cases[] = {
      {"I sign the statement.\nAna Example", "<p>I sign the statement.</p><p>Ana Example</p>",
       Kind::sign, Certainty::clear},
      {"I sign the statement.\nAna Example",
       "<p>I sign the statement.</p><p>Ana Example</p><p><img alt=''></p>", Kind::sign,
       Certainty::clear},
      {"I sign the statement.\nAna Example",
       "<p>I do not sign the statement.</p><p>Ana Example</p>", Kind::question, Certainty::review},
      {"I sign the statement.\nAna Example", "<p>When is the deadline?</p><p>Ana Example</p>",
       Kind::question, Certainty::review},
      {"I sign the statement.\nAna Example", "<p>I sign the statement.</p><p>Eva Sample</p>",
       Kind::sign, Certainty::review},
      {"Please withdraw my signature.", "<p>I sign.</p><p>Ana Example</p>", Kind::question,
       Certainty::review},
      // A plain form that nobody wrote.
      {"Su programa de correo no puede mostrar este mensaje. Por favor use otro.",
       "<p>Firmo la declaraci&oacute;n.</p><p>Ana Example</p>", Kind::sign, Certainty::clear},
      // What a page quotes without a mark, and the plain form with one.
      {"I sign the statement.\nAna Example\n\n> What do you say\n> about it?",
       "<p>I sign the statement.</p><p>Ana Example</p><p>What do you say about it?</p>", Kind::sign,
       Certainty::clear},
  };
  for (const Case& each : cases) {
    INFO(each.plain << " / " << each.html);
    const auto message = mail::parse(
        "From: Ana Example <ana@example.org>\nTo: signon@example.net\nSubject: Re: Call\n"
        "In-Reply-To: <1@example.net>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" +
        std::string(each.plain) + "\n--b\nContent-Type: text/html\n\n" + each.html + "\n--b--\n");
    REQUIRE(message.has_value());
    Context context = context_of_project();
    const Meaning found = reply::read(*message, context);
    CHECK(word(found.kind) == word(each.kind));
    CHECK(found.certainty == each.certainty);
  }
}
