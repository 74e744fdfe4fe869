#include "mail/html_text.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "mail/html_hints.h"
#include "mail/unicode.h"

using undersigned::mail::Drawn;
using undersigned::mail::html_to_text;
using undersigned::mail::may_hide;
using undersigned::mail::may_strike;
using undersigned::mail::read_html;

TEST_CASE("a page becomes the lines that a person sees") {
  const auto [html, text] = GENERATE(table<std::string, std::string>({
      {"I sign", "I sign\n"},
      {"<p>one</p><p>two</p>", "one\n\ntwo\n"},
      {"<p class=MsoNormal>one</p><p class=MsoNormal>two</p>", "one\ntwo\n"},
      {"<div>one</div><div><br></div><div>two</div>", "one\n\ntwo\n"},
      {"one<br>two<br/>three", "one\ntwo\nthree\n"},
      {"a  \n b&nbsp;c&amp;d&eacute;&#8364;", "a b c&dé€\n"},
      {"<table><tr><td>Name</td><td>Maria</td></tr><tr><td>City</td></tr></table>",
       "Name\tMaria\nCity\n"},
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
       "</i><i style='opacity:0.5'>yes</i>",
       "yesyesyes\n"},
      {"<style>.a, .B { color:red; Display: none } /* .c{display:none} */ .d{margin:0} "
       "@media print { .e { display:none } } .g .h{display:none}</style>"
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
      {"a<!-- no --!>b<!-- no -->c", "abc\n"},
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

TEST_CASE("what nobody sees is no text of the page") {
  const auto [html, text] = GENERATE(table<std::string, std::string>({
      {"<style>.x{display:none}</style><p class=x>no</p>yes", "yes\n"},
      {"<style><!-- .x { DISPLAY : none !important } --></style><i class='a X'>no</i>yes", "yes\n"},
      {"<style>p.x, #y {visibility:hidden}</style><p class=x>no</p><p id=y>no</p><b "
       "class=x>yes</b>",
       "yes\n"},
      {"<style>.a .x{display:none}</style><div class=a><i class=x>no</i></div><i class=x>yes</i>",
       "yes\n"},
      {"<style>.x{display:none}</style><i class=x style='display:inline'>yes</i>", "yes\n"},
      {"<style>.x{display:none!important}</style><i class=x style='display:inline'>no</i>yes",
       "yes\n"},
      {"<style>@media screen{.x{display:none}}</style><i class=x>no</i>yes", "yes\n"},
      {"<style>@media (max-width:600px){.x{display:none}}</style><i class=x>yes</i>", "yes\n"},
      {"<style>@media print{.x{display:none}} .y{display:none}</style><i class=x>yes</i>"
       "<i class=y>no</i>",
       "yes\n"},
      {"<style>/* .x{display:none} */</style><i class=x>yes</i>", "yes\n"},
      {"<style>.x:hover{display:none} .x[a]{display:none}</style><i class=x>yes</i>", "yes\n"},
      {"<!--[if mso]><style>.x{display:none}</style><![endif]--><i class=x>yes</i>", "yes\n"},
      {"<i style='mso-hide:all'>no</i><i style='opacity:0'>no</i>yes", "yes\n"},
      {"<i style='color:white'>no</i><i style='color:#FFF'>no</i><font color=white>no</font>yes",
       "yes\n"},
      {"<i style='color:rgb(255, 254, 255)'>no</i><i style='color:transparent'>no</i>yes", "yes\n"},
      {"<a style='background:#b5341f;color:#fff'>yes</a>", "yes\n"},
      {"<body bgcolor=black><font color=white>yes</font></body>", "yes\n"},
      {"<div style='background:url(a.png) #fff'><i style='color:white'>yes</i></div>", "yes\n"},
      {"<div style='color:white'>no<i style='color:black'>yes</i></div>", "yes\n"},
      {"<td style='font-size:0'>no<i style='font-size:14px'>yes</i></td>", "yes\n"},
      {"<i style='font-size:1px'>no</i><i style='font-size:0.0em'>no</i>yes", "yes\n"},
      {"<i style='font-size:1rem'>yes</i><i style='font-size:1cm'>yes</i>", "yesyes\n"},
      {"<i style='font:0/0 a'>no</i><i style='font:italic 1px/2 Arial'>no</i>yes", "yes\n"},
      {"<i style='font:bold 12pt Arial'>yes</i><i style='font:caption'>yes</i>", "yesyes\n"},
      {"<p style='font-size:1px'>no<i style='font-size:1400%'>yes</i></p>", "yes\n"},
      {"<i style='display:none;display:bogus'>no</i><i style='color:white;color:bogus'>no</i>yes",
       "yes\n"},
      {"<i style='display:/**/none'>no</i><i style='display:n\\6fne'>no</i>yes", "yes\n"},
      {"<style>.\\78 {display:none} *.y{display:none}</style><i class=x>no</i><i class=y>no</i>yes",
       "yes\n"},
      {"<style>#{display:none} .{display:none} > {display:none}</style>yes", "yes\n"},
      {"<style>#a{display:none} .x{display:block}</style><i id=a class=x>no</i>yes", "yes\n"},
      {"<style>table p{color:black} p{color:white}</style><table><p>yes</p></table>", "yes\n"},
      {"<style media=print>.x{display:none}</style><i class=x>yes</i>", "yes\n"},
      {"<i style='color:hsl(0,0%,100%)'>no</i><i style='color:rgb(100% 100% 100%)'>no</i>"
       "<i style='color:snow'>no</i>yes",
       "yes\n"},
      {"<p style='background:darkblue'><i style='color:rgb(255 255 255)'>yes</i></p>", "yes\n"},
      {"<body bgcolor=#000000 text=#ffffff>yes</body>", "yes\n"},
      {"<i hidden=''>no</i><i hidden=false>no</i>yes", "yes\n"},
      {"<i style='font-size:12px;color:#222;line-height:0'>yes</i>", "yes\n"},
  }));
  CAPTURE(html);
  CHECK(html_to_text(html) == text);
}

TEST_CASE("a page says whether it holds words that are hidden") {
  for (const std::string html :
       {"<i style='display:none'>no</i>", "<style>.x{color:#fff}</style><i class=x>no</i>",
        "<font color='#ffffff'>no</font>"}) {
    CAPTURE(html);
    CHECK(may_hide(html));
    CHECK(read_html(html).hides);
  }
  for (const std::string html :
       {"I sign: 0", "<a style='background:#b5341f;color:#fff'>Sign</a>", "<s>no</s>",
        "<title>no</title>yes", "<i style='display:block'>yes</i>"}) {
    CAPTURE(html);
    CHECK_FALSE(may_hide(html));
    CHECK_FALSE(read_html(html).hides);
  }
}

TEST_CASE("of words that may be hidden a page says that nobody can tell") {
  for (const std::string html : {
           "<p style='position:absolute;left:-9999px'>so</p>",
           "<p style='text-indent:-9999px'>so</p>",
           "<p style='margin-left:-200em'>so</p>",
           "<p style='clip-path:inset(100%)'>so</p>",
           "<p style='-webkit-transform:scale(0)'>so</p>",
           "<p style='filter:opacity(0)'>so</p>",
           "<p style='opacity:0.01'>so</p>",
           "<p style='width:0;overflow:hidden'>so</p>",
           "<p style='max-height:0;overflow-y:hidden;min-height:9px'>so</p>",
           "<div style='overflow:hidden'><p style='height:0'>so</p></div>",
           "<span style='overflow:hidden;height:0'>so</span>",
           "<p style='font-size:2px'>so</p>",
           "<p style='font-size:0.1em'>so</p>",
           "<p style='color:#eee'>so</p>",
           "<p style='color:var(--x)'>so</p>",
           "<p style='display:var(--x)'>so</p>",
           "<p style='background:linear-gradient(#000,#000)'>so</p>",
           "<p style='background:url(a.png);color:white'>so</p>",
           "<p style='mso-hide:all'>so</p>",
           "<dialog>so</dialog>",
           "<datalist>so</datalist>",
           "<textarea>so</textarea>",
           "<details>so</details>",
           "<noscript>so</noscript>",
           "<math><mtext>so</mtext></math>",
           "<object data=x>so</object>",
           "<select><option>so</select>",
           "<body><svg>so</svg></body>",
           "<style>@media (min-width:1px){.x{display:none}}</style><p class=x>so</p>",
           "<style>.x{display:none}@media (min-width:1px){.x{display:block}}</style><p class=x>so",
           "<style>@supports (display:block){p{display:none}}</style><p>so</p>",
           "<style>p[title]{display:none}</style><p>so</p>",
           "<style>b+p{display:none}</style><p>so</p>",
           "<style>p:first-child{display:none}</style><p>so</p>",
           "<style>a b c d e f .x{display:none}</style><p class=x>so</p>",
           "<style><![CDATA[ p{display:none} ]]></style><p>so</p>",
       }) {
    CAPTURE(html);
    CHECK(read_html(html).unsure);
    CHECK(read_html(html, Drawn::surely).text.empty());
    CHECK(read_html(html, Drawn::perhaps).text == "so\n");
  }
  std::string rules;
  for (int i = 0; i < 200; ++i) rules += ".a" + std::to_string(i) + "{color:red}";
  CHECK(read_html("<style>" + rules + "p{display:none}</style><p>so</p>").unsure);
  CHECK(read_html("<style>" + std::string(70000, ' ') + "p{display:none}</style><p>so</p>").unsure);
}

TEST_CASE("what mail programs write leaves no doubt of what is seen") {
  for (const std::string html : {
           "<p style='margin:0in;font-size:11.0pt;font-family:\"Calibri\",sans-serif;"
           "mso-fareast-language:EN-US'>so</p>",
           "<p style='margin-left:.5in;text-indent:-.25in;mso-list:l0 level1 lfo1'>so</p>",
           "<span "
           "style='color:windowtext;position:relative;top:-.5pt;mso-text-raise:.5pt'>so</span>",
           "<div style='color:rgba(0, 0, 0, 0.87);background-color:rgb(255, 255, 255)'>so</div>",
           "<div style='font:13px/1.5 "
           "Helvetica;-webkit-text-size-adjust:auto;overflow:hidden'>so</div>",
           "<div "
           "style='word-wrap:break-word;-webkit-nbsp-mode:space;line-break:after-white-space'>so",
           "<div style='display:flex;z-index:1;position:relative;left:0;opacity:1'>so</div>",
           "<div style='background:white none repeat scroll 0% 0%;color:purple'>so</div>",
           "<div style='width:calc(100% - 20px);max-width:600px;height:auto'>so</div>",
           "<style>a:hover{color:white} p::before{opacity:0}</style><p><a>so</a></p>",
           "<style>@font-face{font-family:x;src:url(a)} @page S{size:8in} div.S{page:S}</style>"
           "<div class=S>so</div>",
           "<style>@media (prefers-color-scheme:dark){body{background:#000!important;"
           "color:#fff!important}}</style><body>so</body>",
           "<style>@media (max-width:600px){.x{width:100%!important;font-size:16px}}</style>"
           "<p class=x>so</p>",
           "<div style='display:none;font-size:1px;color:#fff;max-height:0;opacity:0;"
           "overflow:hidden;mso-hide:all'>no</div><p>so</p>",
           "<head><title>no</title></head><body>so</body>",
       }) {
    CAPTURE(html);
    const auto page = read_html(html);
    CHECK_FALSE(page.unsure);
    CHECK(page.text == "so\n");
  }
}
