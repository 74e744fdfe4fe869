// Submission against Postfix's smtp-sink, with the refusals it can make.
#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "servers.h"

namespace undersigned::wire::test {

namespace {

mail::Address address(const std::string& text) { return mail::Address::parse(text).value(); }

std::vector<Outgoing> letters(int count,
                              const std::string& body = "Thank you.\r\n.\r\n..\r\nend\r\n") {
  std::vector<Outgoing> list;
  for (int i = 0; i < count; ++i)
    list.push_back(
        {i + 1, address("signon@example.org"), address("p" + std::to_string(i) + "@example.com"),
         "From: signon@example.org\r\nSubject: letter " + std::to_string(i) + "\r\n\r\n" + body});
  return list;
}

struct Sink {
  Servers servers;
  nlohmann::json facts;
  explicit Sink(const std::vector<std::string>& options = {}, bool dump = false) {
    facts = servers.make("Sink", "sink", {{"options", options}, {"dump", dump}});
  }
  Endpoint at() const {
    return plain_endpoint("smtp://127.0.0.1:" + std::to_string(facts["smtp"].get<int>()));
  }
};

Submission::Options options(int connections = 1, int rate = 0) {
  Submission::Options options;
  options.connections = connections;
  options.rate = rate;
  options.silence = options.dot_silence = Seconds(5);
  return options;
}

std::set<std::int64_t> ids(const std::vector<Outcome>& outcomes) {
  std::set<std::int64_t> found;
  for (const auto& outcome : outcomes) found.insert(outcome.letter);
  return found;
}

bool all(const std::vector<Outcome>& outcomes, Delivery delivery) {
  return std::all_of(outcomes.begin(), outcomes.end(),
                     [&](const Outcome& o) { return o.delivery == delivery; });
}

}  // namespace

TEST_CASE("every letter is accepted once and arrives as it was", "[sink]") {
  const int connections = GENERATE(1, 3);
  const auto sink_options = GENERATE(std::vector<std::string>{}, std::vector<std::string>{"-p"},
                                     std::vector<std::string>{"-e"});
  Sink sink(sink_options, true);
  Submission submission(sink.at(), options(connections));
  std::vector<Outcome> outcomes;
  submission.send(letters(100));
  const bool is_over = run(submission, outcomes, [&] { return outcomes.size() == 100; });
  INFO((submission.last_error() ? submission.last_error()->what : ""));
  REQUIRE(is_over);
  CHECK(ids(outcomes).size() == 100);
  CHECK(all(outcomes, Delivery::accepted));
  CHECK(submission.at_rest());
  const auto mails = sink.servers.call("sink", "mails");
  REQUIRE(mails.size() == 100);
  for (const auto& mail : mails) {
    const auto text = mail.get<std::string>();
    CHECK(text.find("\nThank you.\n.\n..\nend\n") != std::string::npos);
  }
}

TEST_CASE("what a server refuses has the outcome of the reply", "[sink]") {
  struct Case {
    std::vector<std::string> options;
    Delivery delivery;
    bool slow_down;
  };
  const auto one = GENERATE(Case{{"-f", "RCPT"}, Delivery::refused, false},
                            Case{{"-r", "RCPT"}, Delivery::try_again, false},
                            Case{{"-f", "DATA"}, Delivery::refused, false},
                            Case{{"-r", "DATA"}, Delivery::try_again, false},
                            Case{{"-f", "."}, Delivery::refused, false},
                            Case{{"-r", "."}, Delivery::try_again, false},
                            Case{{"-f", "MAIL"}, Delivery::try_again, true},
                            Case{{"-q", "RCPT"}, Delivery::try_again, true},
                            Case{{"-q", "DATA"}, Delivery::try_again, true},
                            Case{{"-q", "."}, Delivery::uncertain, false});
  INFO(one.options[0] + " " + one.options[1]);
  const bool pipelining = GENERATE(true, false);
  auto sink_options = one.options;
  if (!pipelining) sink_options.push_back("-p");
  Sink sink(sink_options);
  Submission submission(sink.at(), options());
  std::vector<Outcome> outcomes;
  submission.send(letters(1));
  REQUIRE(run(submission, outcomes, [&] { return !outcomes.empty(); }));
  REQUIRE(outcomes.size() == 1);
  CHECK(outcomes[0].delivery == one.delivery);
  if (one.options[0] != "-q") CHECK(outcomes[0].slow_down == one.slow_down);
  CHECK_FALSE(outcomes[0].answer.empty());
}

TEST_CASE("a refused letter does not end the connection for the others", "[sink]") {
  Sink sink({"-f", "RCPT"});
  Submission submission(sink.at(), options());
  std::vector<Outcome> outcomes;
  submission.send(letters(200));
  REQUIRE(run(submission, outcomes, [&] { return outcomes.size() == 200; }));
  CHECK(ids(outcomes).size() == 200);
  CHECK(all(outcomes, Delivery::refused));
}

TEST_CASE("a login that does not succeed sends no letter", "[sink]") {
  Sink sink({}, true);
  auto at = sink.at();
  at.server.user = "signon";
  at.secret = "secret";
  Submission submission(at, options());
  std::vector<Outcome> outcomes;
  submission.send(letters(3));
  REQUIRE(run(submission, outcomes, [&] { return outcomes.size() == 3; }));
  CHECK(all(outcomes, Delivery::given_back));
  INFO(submission.last_error()->what);
  CHECK(submission.last_error()->what.find("login") != std::string::npos);
  CHECK(sink.servers.call("sink", "mails").empty());
  CHECK(submission.room(std::chrono::steady_clock::now()) == 0);
  CHECK(try_submission(at, Seconds(5)).error().what.find("login") != std::string::npos);
}

TEST_CASE("TLS that is required and not offered sends no letter", "[sink]") {
  Sink sink({}, true);
  auto at = sink.at();
  at.server.tls = campaign::Tls::required;
  Submission submission(at, options());
  std::vector<Outcome> outcomes;
  submission.send(letters(1));
  REQUIRE(run(submission, outcomes, [&] { return outcomes.size() == 1; }));
  CHECK(all(outcomes, Delivery::given_back));
  CHECK(submission.last_error()->what.find("STARTTLS") != std::string::npos);
  CHECK(sink.servers.call("sink", "mails").empty());
}

TEST_CASE("no more letters a minute than the rate leave, over all connections", "[sink]") {
  Sink sink;
  Submission submission(sink.at(), options(3, 600));
  std::vector<Outcome> outcomes;
  submission.send(letters(100));
  run(
      submission, outcomes, [] { return false; }, std::chrono::milliseconds(2000));
  CHECK(outcomes.size() >= 15);
  CHECK(outcomes.size() <= 21);
}

TEST_CASE("close ends in time and every letter has its outcome", "[sink]") {
  Sink sink({"-w", "1"});
  Submission submission(sink.at(), options(2));
  std::vector<Outcome> outcomes;
  submission.send(letters(50));
  run(
      submission, outcomes, [] { return false; }, std::chrono::milliseconds(300));
  const auto start = std::chrono::steady_clock::now();
  submission.close(Seconds(3));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(3500));
  for (auto& outcome : submission.take()) outcomes.push_back(outcome);
  CHECK(outcomes.size() == 50);
  CHECK(ids(outcomes).size() == 50);
  const auto back = std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) {
    return o.delivery == Delivery::given_back;
  });
  CHECK(back >= 40);  // of a server that takes a second for each
  CHECK(submission.at_rest());
}

TEST_CASE("try_submission says what the server offers and sends nothing", "[sink]") {
  Sink sink({}, true);
  const auto tried = try_submission(sink.at(), Seconds(5));
  REQUIRE(tried);
  CHECK(tried->find("PIPELINING") != std::string::npos);
  CHECK(sink.servers.call("sink", "mails").empty());
  CHECK_FALSE(try_submission(plain_endpoint("smtp://127.0.0.1:1"), Seconds(5)));
}

}  // namespace undersigned::wire::test
