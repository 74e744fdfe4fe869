#include "mail/authentication.h"

#include <catch2/catch.hpp>

using namespace undersigned::mail;

namespace {

Authenticated judge(const std::string& fields, const std::string& from = "maria@example.org",
                    const std::string& id = "mx.us.example") {
  const auto message = parse(fields + "From: " + from + "\n\nI sign.\n");
  REQUIRE(message);
  return authenticate(*message, id);
}

const std::string border =
    "Received: from mail.example.org (mail.example.org [203.0.113.9]) by mx.us.example (Postfix)\n";
const std::string pass =
    "Authentication-Results: mx.us.example; dmarc=pass header.from=example.org\n";

}  // namespace

TEST_CASE("the trusted host's word counts") {
  const auto A = Authenticated::pass;
  const auto F = Authenticated::fail;
  const auto N = Authenticated::none;
  const auto [results, wanted] = GENERATE_COPY(table<std::string, Authenticated>({
      {"mx.us.example; dmarc=pass header.from=example.org", A},
      {"mx.us.example 1; dmarc=pass (p=reject; sp=none) header.from=example.org", A},
      {"MX.US.EXAMPLE;\n\tspf=pass smtp.mailfrom=x;\n\tdmarc=pass", A},
      {"\"mx.us.example\"; dmarc = pass", A},
      {"mx.us.example (us; really); dmarc=pass", A},
      {"mx.us.example; dkim=pass header.d=mail.example.org", A},
      {"mx.us.example; dkim=pass (2048-bit key) header.i=@example.org header.s=a", A},
      {"mx.us.example; dkim=fail header.d=example.org; dkim=pass header.d=example.org", A},
      {"mx.us.example; dmarc=none; dkim=pass header.d=example.org", A},
      {"mx.us.example; dmarc=fail; dkim=pass header.d=example.org", F},
      {"mx.us.example; dkim=pass header.d=example.net", N},
      {"mx.us.example; dkim=pass header.d=org", N},
      {"mx.us.example; dmarc=pass header.from=example.net", N},
      {"mx.us.example; spf=pass smtp.mailfrom=maria@example.org", N},
      {"mx.us.example; none", N},
      {"mx.us.example; dkim=pass reason=\"header.d=example.org\" header.d=example.net", N},
      {"mx.us.example; x=y (dmarc=pass)", N},
      {"mx.us.example; reason=\"; dmarc=pass\"", N},
      {"mx.us.example.evil.example; dmarc=pass", N},
      {"other.example; dmarc=pass", N},
      {"; dmarc=pass", N},
      {"", N},
  }));
  CAPTURE(results);
  CHECK(judge("Authentication-Results: " + results + "\n" + border) == wanted);
  CHECK(judge(border + "Authentication-Results: " + results + "\n") == wanted);
}

TEST_CASE("a field that came with the mail proves nothing") {
  const std::string sender = "Received: from x by mail.example.org\n";
  CHECK(judge(border + sender + pass) == Authenticated::none);
  CHECK(judge(sender + pass) == Authenticated::none);
  // The sender imitates our host's own Received below the one that our host wrote.
  CHECK(judge(border + "Received: from x by mx.us.example\n" + pass) == Authenticated::none);
  // Our own inner hops do not end the trust.
  CHECK(judge("Received: from mx.us.example (mx.us.example [10.0.0.2]) by imap.us.example\n" +
              border + pass) == Authenticated::pass);
  CHECK(judge("Received: by 2002:a05:7300:1:b0 with SMTP id x\n" + border + pass) ==
        Authenticated::pass);
}

TEST_CASE("results hold for one author only") {
  CHECK(judge(pass, "maria@example.org, boss@example.net") == Authenticated::none);
  CHECK(judge(pass + "From: boss@example.net\n") == Authenticated::none);
  CHECK(judge(pass, "maria@example.org", "") == Authenticated::unknown);
}
