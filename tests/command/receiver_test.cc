#include "command/receiver.h"

#include <catch2/catch.hpp>

using namespace undersigned;
using command::advise_trust;

namespace {

std::string results(const std::string& host) {
  return "Authentication-Results: " + host + "; dmarc=pass header.from=example.org\r\n";
}

std::string border(const std::string& host) {
  return "Received: from mail.example.org (mail.example.org [203.0.113.9])\r\n\tby " + host +
         " with ESMTPS id 1; Thu, 17 Dec 2015 10:00:00 -0800\r\n";
}

const std::string rest = "From: maria@example.org\r\nSubject: I sign\r\n\r\n";
const std::string mx = "mx.us.example";

campaign::TrustConfig trust(const std::string& id = "", bool below = false) {
  campaign::TrustConfig config;
  config.authserv_id = id;
  config.results_below = below;
  return config;
}

}  // namespace

TEST_CASE("what a provider writes tells what [trust] needs") {
  struct Row {
    std::string promise;
    campaign::TrustConfig trust;
    std::vector<std::string> headers;
    bool good;
    std::string says;
  };
  const std::string above = results(mx) + border(mx) + rest, none = border(mx) + rest;
  const std::string below = border(mx) + results(mx) + rest;
  const std::string strange = border(mx) + results("evil.example") + rest;
  const Row rows[] = {
      {"it is set as it should be", trust(mx), {above, none}, true, "in 1 of the newest 2 mails"},
      {"a star is", trust("*.us.example"), {above}, true, "in 1 of the newest mail"},
      {"nothing is set", trust(), {above, none}, false, "put authserv_id = \"mx.us.example\""},
      {"another is set",
       trust("mx.example.net"),
       {above},
       false,
       "no results of \"mx.example.net\" stand in the newest mail; your provider signs as "
       "\"mx.us.example\"; put authserv_id = \"mx.us.example\""},
      {"many hosts have one name",
       trust(),
       {results("mx1.us.example") + border("mx1.us.example") + rest,
        results("mx2.us.example") + border("mx2.us.example") + rest},
       false,
       "put authserv_id = \"*.us.example\""},
      {"they stand below in every mail",
       trust(),
       {below, below},
       false,
       "if whoever runs it says that it writes them there into every mail, put authserv_id = "
       "\"mx.us.example\" and results = \"below-received\""},
      {"they stand below, and the key is there", trust(mx, true), {below}, true, "vouches"},
      {"they stand below, and not in every mail", trust(), {below, none}, false, "writes no"},
      {"there are none", trust(), {none, none}, false, "writes no Authentication-Results"},
      {"there are none of the one that is set", trust(mx), {none}, false, "writes no"},
      {"strangers wrote some", trust(), {strange, strange}, false, "writes no"},
      {"strangers may have written them", trust(mx), {below}, false, "if whoever runs it says"},
      {"there is no mail", trust(mx), {}, false, "send one"},
      {"there is none that can be read", trust(mx), {""}, false, "send one"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.promise);
    const auto advice = advise_trust(row.trust, row.headers);
    CHECK(advice.good == row.good);
    CHECK_THAT(advice.text, Catch::Contains(row.says));
  }
}
