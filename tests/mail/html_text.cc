#include "mail/html_text.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "mail/unicode.h"

using undersigned::mail::html_to_text;
using undersigned::mail::may_strike;

TEST_CASE("a page becomes the lines that a person sees") {
  const auto [html, text] = GENERATE(table<std::string, std::string>({
      {"I sign", "I sign\n"},
      {"<p>one</p><p>two</p>", "one\n\ntwo\n"},
      {"<p class=MsoNormal>one</p><p class=MsoNormal>two</p>", "one\ntwo\n"},
      {"<div>one</div><div><br></div><div>two</div>", "one\n\ntwo\n"},
      {"one<br>two<br/>three", "one\ntwo\nthree\n"},
      {"a  \n b&nbsp;c&amp;d&eacute;&#8364;", "a b c&dé€\n"},
      {"<table><tr><td>Name</td><td>Maria</td></tr><tr><td>City</td></tr></table>",
       "Name Maria\nCity\n"},
      {"<ul><li>one</li><li>two</li></ul>", "• one\n• two\n"},
      {"<pre>a\n  b</pre>", "a\n  b\n"},
      {"<style>p{}</style><script>x()</script><title>t</title>seen", "seen\n"},
      {"<div style='display:none'>no</div><span hidden>no</span><i style=\"font-size:0px\">no</i>"
       "yes",
       "yes\n"},
      {"<span style='font-size:0.9em'>yes</span>", "yes\n"},
      {"<i style='opacity:0'>no</i><i style='color:#FFF; background-color: white'>no</i>"
       "<i style='background:#123456;color:#123456 !important'>no</i>yes",
       "yes\n"},
      {"<i style='color:#fff;background-color:#000'>yes</i><i style='background-color:white'>yes"
       "</i><i style='color:white'>yes</i><i style='opacity:0.5'>yes</i>",
       "yesyesyesyes\n"},
      {"<style>.a, .B { color:red; Display: none } /* .c{display:none} */ .d{margin:0} "
       "@media print { .e { display:none } } p.f{display:none} .g .h{display:none}</style>"
       "<p class='x b'>no</p><p class=A>no</p><p class='c d e f g h'>yes</p>",
       "yes\n"},
      {"<s>no</s><strike>no</strike><del datetime=x>no</del>yes", "yes\n"},
      {"<span style='text-decoration: underline line-through'>no</span>yes", "yes\n"},
      {"<i style='text-decoration-line:line-through;color:red'>no</i>yes", "yes\n"},
      {"<i style='text-decoration:none;font:line-through'>yes</i>", "yes\n"},
      {"<small>yes</small><strong>yes</strong><span>yes</span>", "yesyesyes\n"},
      {"<b>unclosed <i>nested", "unclosed nested\n"},
      {"<!-- no -->a<![if x]>b<![endif]>", "ab\n"},
      {"<head><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><p>seen</p>", "seen\n"},
      {"a<!--[if !mso]><!-->b<!--<![endif]-->c<!---->d", "abcd\n"},
      {"<!DOCTYPE html><style><!-- p{} --></style>seen", "seen\n"},
      {"seen<!-- never closed <![endif]", "seen\n"},
      {"<div>I sign</div><div class=gmail_signature>Ana</div>", "I sign\n--\nAna\n"},
      {"<div>I sign</div><span>-- </span><br><div class=moz-signature>Ana</div>",
       "I sign\n--\nAna\n"},
      {"<div id=Signature>I sign</div>", "I sign\n"},
      {"", ""},
  }));
  CAPTURE(html);
  CHECK(html_to_text(html) == text);
}

TEST_CASE("what a mail program quotes is marked") {
  const auto [html, text] = GENERATE(table<std::string, std::string>({
      {"mine<blockquote>a<blockquote>b</blockquote></blockquote>", "mine\n\n> a\n>\n> > b\n"},
      {"mine<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Monday X wrote:<br></div>"
       "<blockquote class=\"gmail_quote\">I sign</blockquote></div>",
       "mine\n> > On Monday X wrote:\n>\n> I sign\n"},
      {"<div class=gmail_quote>On Monday X wrote:<br><blockquote class=gmail_quote>I sign"
       "</blockquote>my answer</div>",
       "> On Monday X wrote:\n\n> I sign\n\nmy answer\n"},
      {"see<div class=gmail_quote>---------- Forwarded message<br>I sign</div>",
       "see\n> ---------- Forwarded message\n> I sign\n"},
      {"mine<div class=\"yahoo_quoted\" id=\"yahoo_quoted_1\">X wrote:<p>I sign</p></div>",
       "mine\n> X wrote:\n>\n> I sign\n"},
      {"mine<div class=protonmail_quote>X wrote<blockquote>I sign</blockquote></div>",
       "mine\n> X wrote\n>\n> > I sign\n"},
      {"<div class=moz-cite-prefix>X wrote:</div><blockquote type=cite>I sign</blockquote>mine",
       "> X wrote:\n>\n> I sign\n\nmine\n"},
      {"mine<hr id=stopSpelling>From: x<br>I sign",
       "mine\n________________________________\nFrom: x\nI sign\n"},
      {"mine<div id=divRplyFwdMsg><b>From:</b> x</div>",
       "mine\n________________________________\nFrom: x\n"},
      {"mine<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
       "<p class=MsoNormal>From: x</p></div>",
       "mine\n________________________________\nFrom: x\n"},
  }));
  CAPTURE(html);
  CHECK(html_to_text(html) == text);
}

TEST_CASE("hostile pages still give their text") {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<b>";
  CHECK(html_to_text(deep + "I sign") == "I sign\n");
  std::string attributes = "<a ";
  for (int i = 0; i < 50000; ++i) attributes += "a" + std::to_string(i) + "=1 ";
  CHECK(html_to_text(attributes + ">I sign") == "I sign\n");
  CHECK(html_to_text(std::string("a\0b", 3)) == "ab\n");
}

TEST_CASE("any octets give UTF-8 lines") {
  rc::prop("html_to_text is total", [] {
    const auto pieces =
        *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
            "<div>", "</div>", "<blockquote>", "</blockquote>", "<div class=gmail_quote>", "<p>",
            "x", "&amp;", "<", "\xff", "<br>", "<table>", "<td>", "<pre>", "\n", "<li>", "<hr>"}));
    std::string html;
    for (const auto& piece : pieces) html += piece;
    const std::string text = html_to_text(html);
    RC_ASSERT(undersigned::mail::is_utf8(text));
    RC_ASSERT(text.find("\n\n\n") == std::string::npos);
    RC_ASSERT(text.empty() || text.ends_with('\n'));
  });
}

TEST_CASE("what may be struck through is noticed from the markup alone") {
  for (const char* html : {"<s>a</s>", "a<STRIKE class=x>b</STRIKE>", "<del>", "<p><s\n>",
                           "<p style='text-decoration:line-through'>"})
    CHECK(may_strike(html));
  for (const char* html : {"", "<", "<s", "<span>a</span><small>b</small>", "a < s > b", "</s>"})
    CHECK_FALSE(may_strike(html));
}
