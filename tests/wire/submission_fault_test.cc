// Submission against a server that breaks off, lies or keeps silent.
#include <catch2/catch.hpp>

#include "servers.h"

namespace undersigned::wire::test {

namespace {

using nlohmann::json;
using Script = std::vector<json>;

json send(const std::string& text) { return {"send", text}; }
json expect(const std::string& text) { return {"expect", text}; }

Script operator+(Script a, const Script& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// Greeting and EHLO, first by libcurl and then by us.
Script opening(const std::string& offers = "250-PIPELINING\r\n250-8BITMIME\r\n") {
  const std::string ehlo = "250-here\r\n" + offers + "250 ENHANCEDSTATUSCODES\r\n";
  return {send("220 here ESMTP\r\n"), expect("EHLO"), send(ehlo), expect("EHLO"), send(ehlo)};
}

Outgoing letter(int id, const std::string& octets = "Subject: x\r\n\r\nyes\r\n.\r\n") {
  return {id, std::nullopt, mail::Address::parse("p@example.com").value(), octets};
}

struct Scene {
  Servers servers;
  std::vector<Outcome> outcomes;
  std::unique_ptr<Submission> submission;
  explicit Scene(const std::vector<Script>& connections) {
    const auto facts = servers.make("Fault", "fault", {{"script", connections}});
    Submission::Options options;
    options.connections = 1;
    options.rate = 0;
    options.silence = Seconds(1);
    options.dot_silence = Seconds(1);
    submission = std::make_unique<Submission>(
        plain_endpoint("smtp://127.0.0.1:" + std::to_string(facts["port"].get<int>())), options);
  }
  Outcome only(Outgoing one) {
    std::vector<Outgoing> list;
    list.push_back(std::move(one));
    submission->send(std::move(list));
    REQUIRE(run(*submission, outcomes, [&] { return !outcomes.empty(); }));
    run(
        *submission, outcomes, [] { return false; }, std::chrono::milliseconds(50));
    REQUIRE(outcomes.size() == 1);
    return outcomes[0];
  }
  std::string received() {
    return servers.call("fault", "received", {{"number", 0}}).get<std::string>();
  }
};

const Script kEnvelope = {expect("DATA"), send("250 ok\r\n250 ok\r\n354 go\r\n")};
const Script kText = {json{"until", "\r\n.\r\n"}};

}  // namespace

TEST_CASE("what becomes of a letter where the server breaks off or says strange things",
          "[fault]") {
  struct Case {
    std::string name;
    Script script;
    Delivery delivery;
  };
  const auto one = GENERATE(
      Case{
          "closed after the greeting", {send("220 here\r\n"), json{"close"}}, Delivery::given_back},
      Case{"closed after EHLO", opening() + Script{json{"close"}}, Delivery::try_again},
      Case{"closed before DATA", opening() + Script{expect("DATA"), json{"close"}},
           Delivery::try_again},
      Case{"reset at DATA", opening() + Script{expect("DATA"), send("250 ok\r\n"), json{"reset"}},
           Delivery::try_again},
      Case{"closed after the dot", opening() + kEnvelope + kText + Script{json{"close"}},
           Delivery::uncertain},
      Case{"reset after the dot", opening() + kEnvelope + kText + Script{json{"reset"}},
           Delivery::uncertain},
      Case{"half an answer to the dot",
           opening() + kEnvelope + kText + Script{send("250-ok"), json{"close"}},
           Delivery::uncertain},
      Case{"silent after the dot", opening() + kEnvelope + kText, Delivery::uncertain},
      Case{"garbage after the dot", opening() + kEnvelope + kText + Script{send("done!\r\n")},
           Delivery::uncertain},
      Case{"354 after the dot", opening() + kEnvelope + kText + Script{send("354 more\r\n")},
           Delivery::uncertain},
      Case{"421 after the dot",
           opening() + kEnvelope + kText + Script{send("421 4.3.2 bye\r\n"), json{"close"}},
           Delivery::try_again},
      Case{"silent at DATA", opening() + Script{expect("DATA")}, Delivery::try_again},
      Case{"garbage at RCPT", opening() + Script{expect("DATA"), send("250 ok\r\nhello\r\n")},
           Delivery::try_again},
      Case{"250 at DATA",
           opening() + Script{expect("DATA"), send("250 ok\r\n250 ok\r\n250 ok\r\n")},
           Delivery::try_again},
      Case{"421 instead of an answer",
           opening() + Script{expect("DATA"), send("421 4.3.2 bye\r\n"), json{"close"}},
           Delivery::try_again},
      Case{"accepted", opening() + kEnvelope + kText + Script{send("250 ok\r\n")},
           Delivery::accepted},
      Case{"several lines",
           opening() + kEnvelope + kText + Script{send("250-ok\r\n250-fine\r\n250 ok\r\n")},
           Delivery::accepted},
      Case{"refused after the dot",
           opening() + kEnvelope + kText + Script{send("554 5.7.1 no\r\n")}, Delivery::refused},
      Case{"not now, after the dot",
           opening() + kEnvelope + kText + Script{send("451 4.3.0 later\r\n")},
           Delivery::try_again});
  INFO(one.name);
  Scene scene({one.script});
  CHECK(scene.only(letter(1)).delivery == one.delivery);
}

TEST_CASE("a server that wants the text of a letter whose recipient it refused gets a lone dot",
          "[fault]") {
  Scene scene({opening() +
               Script{expect("DATA"), send("250 ok\r\n550 5.1.1 nobody\r\n354 go\r\n"), expect("."),
                      send("554 nothing\r\n"), expect("RSET")} +
               Script{expect("DATA"), send("250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n")} + kText +
               Script{send("250 ok\r\n")}});
  std::vector<Outgoing> two;
  two.push_back(letter(1, "Subject: secret\r\n\r\nsecret\r\n"));
  two.push_back(letter(2));
  scene.submission->send(std::move(two));
  REQUIRE(run(*scene.submission, scene.outcomes, [&] { return scene.outcomes.size() == 2; }));
  CHECK(scene.outcomes[0].delivery == Delivery::refused);
  CHECK(scene.outcomes[0].code == 550);
  CHECK(scene.outcomes[1].delivery == Delivery::accepted);
  CHECK(scene.received().find("secret") == std::string::npos);
}

TEST_CASE("a letter that was on its way behind one that is uncertain is tried again", "[fault]") {
  Scene scene({opening() + kEnvelope + Script{json{"until", "DATA\r\n"}, json{"close"}}});
  std::vector<Outgoing> two;
  two.push_back(letter(1));
  two.push_back(letter(2));
  scene.submission->send(std::move(two));
  REQUIRE(run(*scene.submission, scene.outcomes, [&] { return scene.outcomes.size() == 2; }));
  CHECK(scene.outcomes[0].delivery == Delivery::uncertain);
  CHECK(scene.outcomes[1].delivery == Delivery::try_again);
}

TEST_CASE("a server without PIPELINING is asked one thing at a time", "[fault]") {
  Scene scene({opening("") +
               Script{expect("MAIL"),
                      {"wait", 0.2},
                      send("250 ok\r\n"),
                      expect("RCPT"),
                      {"wait", 0.2},
                      send("250 ok\r\n"),
                      expect("DATA"),
                      send("354 go\r\n")} +
               kText + Script{send("250 ok\r\n")}});
  CHECK(scene.only(letter(1)).delivery == Delivery::accepted);
}

TEST_CASE("what a server cannot take is not sent to it", "[fault]") {
  struct Case {
    std::string offers, octets, says;
  };
  const auto one =
      GENERATE(Case{"250-SIZE 100\r\n", std::string(200, 'x') + "\r\n", "octets"},
               Case{"250-SIZE 0\r\n", "Subject: x\r\n\r\ngr\xc3\xbc\xc3\x9f\r\n", "8BITMIME"},
               Case{"250-8BITMIME\r\n", "Subject: \xc3\xbc\r\n\r\nyes\r\n", "SMTPUTF8"});
  Scene scene({opening(one.offers)});
  const auto outcome = scene.only(letter(1, one.octets));
  CHECK(outcome.delivery == Delivery::refused);
  CHECK(outcome.answer.find(one.says) != std::string::npos);
  CHECK(scene.received().find("MAIL") == std::string::npos);
}

TEST_CASE("the envelope says what the letter needs", "[fault]") {
  Scene scene({opening("250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE 1000\r\n") +
               kEnvelope + kText + Script{send("250 ok\r\n")}});
  const std::string octets = "Subject: x\r\n\r\n.gr\xc3\xbc\xc3\x9f\r\n";
  CHECK(scene.only(letter(1, octets)).delivery == Delivery::accepted);
  const auto seen = scene.received();
  CHECK(seen.find("MAIL FROM:<> SIZE=" + std::to_string(octets.size()) + " BODY=8BITMIME\r\n") !=
        std::string::npos);
  CHECK(seen.find("RCPT TO:<p@example.com>\r\nDATA\r\n") != std::string::npos);
  CHECK(seen.find("\r\n\r\n..gr") != std::string::npos);
}

TEST_CASE("a login that is wanted and not offered sends no letter", "[fault]") {
  Servers servers;
  const auto facts =
      servers.make("Fault", "fault", {{"script", std::vector<Script>{opening() + kEnvelope}}});
  const auto at = plain_endpoint("smtp://127.0.0.1:" + std::to_string(facts["port"].get<int>()),
                                 "signon", "secret");
  Submission submission(at, {});
  std::vector<Outgoing> one;
  one.push_back(letter(1));
  submission.send(std::move(one));
  std::vector<Outcome> outcomes;
  REQUIRE(run(submission, outcomes, [&] { return !outcomes.empty(); }));
  CHECK(outcomes[0].delivery == Delivery::given_back);
  REQUIRE(submission.last_error());
  CHECK(submission.last_error()->what.find("no login") != std::string::npos);
  CHECK(servers.call("fault", "received", {{"number", 0}}).get<std::string>().find("MAIL") ==
        std::string::npos);
  CHECK(submission.room(std::chrono::steady_clock::now()) == 0);
}

}  // namespace undersigned::wire::test
