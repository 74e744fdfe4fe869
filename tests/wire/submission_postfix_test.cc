// Submission and Mailbox with a real Postfix between them, and with the mail host in its place.
#include <catch2/catch.hpp>

#include "servers.h"

namespace undersigned::wire::test {

namespace {

const std::string kUser = "signon@example.org";

Outgoing letter(int id, const std::string& to, const std::string& subject) {
  return {id, mail::Address::parse(kUser).value(), mail::Address::parse(to).value(),
          "From: " + kUser + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\n\r\n.dot\r\n"};
}

void send_and_read_back(const std::string& kind, nlohmann::json with) {
  Servers servers;
  const nlohmann::json users = {{kUser, "secret"}};
  const auto dovecot = servers.make("Dovecot", "dovecot", {{"users", users}});
  with["lmtp_port"] = dovecot["lmtp"];
  with["local"] = {"example.org"};
  const auto host = servers.make(kind, "host", with);
  const bool login = with.contains("users");
  const bool implicit = GENERATE(true, false);
  auto at = endpoint(implicit ? "smtps://127.0.0.1:" + std::to_string(host["smtps"].get<int>())
                              : "smtp://127.0.0.1:" + std::to_string(host["smtp"].get<int>()),
                     login ? "signon" : "", "secret", host["ca_file"]);
  REQUIRE(try_submission(at, Seconds(10)));

  Mailbox mailbox(
      endpoint("imaps://127.0.0.1:" + std::to_string(dovecot["imaps"].get<int>()) + "/INBOX", kUser,
               "secret", dovecot["ca_file"]),
      {}, {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  Submission submission(at, {});
  std::vector<Outgoing> letters;
  for (int i = 1; i <= 20; ++i)
    letters.push_back(letter(i, "signon+t" + std::to_string(i) + "@example.org", "hello"));
  letters.push_back(letter(21, "press@example.com", "release"));
  submission.send(std::move(letters));
  std::vector<Outcome> outcomes;
  REQUIRE(run(submission, outcomes, [&] { return outcomes.size() == 21; }));
  for (const auto& outcome : outcomes) CHECK(outcome.delivery == Delivery::accepted);
  REQUIRE(run(mailbox, mails, [&] { return mails.size() == 20; }));
  for (const auto& mail : mails) {
    CHECK(mail.raw.find("dmarc=pass header.from=example.org") != std::string::npos);
    CHECK(mail.raw.ends_with("\r\n\r\n.dot\r\n"));
  }
  nlohmann::json outside;
  for (int i = 0; i < 50 && outside.empty(); ++i) {
    run(
        submission, outcomes, [] { return false; }, std::chrono::milliseconds(100));
    outside = servers.call("host", "outside", {{"recipient", "press@example.com"}});
  }
  CHECK(outside.size() == 1);
}

// SMTP smuggling: sixteen mixes of CR and LF around a dot, each with a mail of its own behind it.
void smuggle(const std::string& kind) {
  Servers servers;
  const nlohmann::json users = {{kUser, "secret"}};
  const auto dovecot = servers.make("Dovecot", "dovecot", {{"users", users}});
  const auto host =
      servers.make(kind, "host", {{"lmtp_port", dovecot["lmtp"]}, {"local", {"example.org"}}});
  const std::string port = std::to_string(host["smtp"].get<int>());
  Submission submission(plain_endpoint("smtp://127.0.0.1:" + port), {});
  std::vector<Outgoing> letters;
  for (const std::string before : {"\r\n", "\n", "\r", "\n\r"}) {
    for (const std::string after : {"\r\n", "\n", "\r", "\n\r"}) {
      auto one = letter(static_cast<int>(letters.size()) + 1, kUser, "genuine");
      one.octets += "text" + before + "." + after + "MAIL FROM:<boss@example.org>\r\nRCPT TO:<" +
                    kUser +
                    ">\r\nDATA\r\nFrom: boss@example.org\r\nSubject: smuggled\r\n\r\nbuy\r\n";
      letters.push_back(std::move(one));
    }
  }
  submission.send(std::move(letters));
  std::vector<Outcome> outcomes;
  REQUIRE(run(submission, outcomes, [&] { return outcomes.size() == 16; }));
  for (const auto& outcome : outcomes) CHECK(outcome.delivery == Delivery::accepted);
  Mailbox mailbox(
      endpoint("imaps://127.0.0.1:" + std::to_string(dovecot["imaps"].get<int>()) + "/INBOX", kUser,
               "secret", dovecot["ca_file"]),
      {}, {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mails.size() >= 16; }));
  run(
      mailbox, mails, [] { return false; }, std::chrono::milliseconds(300));
  CHECK(mails.size() == 16);
  for (const auto& mail : mails) CHECK(mail.raw.find("Subject: genuine\r\n") != std::string::npos);
}

}  // namespace

TEST_CASE("nothing in a letter becomes a second one at a real Postfix", "[postfix]") {
  smuggle("Postfix");
}

TEST_CASE("nothing in a letter becomes a second one at the mail host", "[mailhost]") {
  smuggle("MailHost");
}

TEST_CASE("letters go through a real Postfix and come back by IMAP", "[postfix]") {
  send_and_read_back("Postfix", nlohmann::json::object());
}

TEST_CASE("letters go through the mail host, with a login, and come back by IMAP", "[mailhost]") {
  const nlohmann::json users = {{"signon", "secret"}};
  send_and_read_back("MailHost", {{"users", users}, {"tls", true}});
}

TEST_CASE("a wrong password at the mail host is said, and no letter goes out", "[mailhost]") {
  Servers servers;
  const nlohmann::json users = {{"signon", "other"}};
  const auto host = servers.make("MailHost", "host", {{"users", users}, {"tls", true}});
  const auto at = endpoint("smtps://127.0.0.1:" + std::to_string(host["smtps"].get<int>()),
                           "signon", "secret", host["ca_file"]);
  Submission submission(at, {});
  std::vector<Outgoing> letters;
  letters.push_back(letter(1, "press@example.com", "release"));
  submission.send(std::move(letters));
  std::vector<Outcome> outcomes;
  REQUIRE(run(submission, outcomes, [&] { return outcomes.size() == 1; }));
  CHECK(outcomes[0].delivery == Delivery::given_back);
  REQUIRE(submission.last_error());
  CHECK(submission.last_error()->what.find("login was refused") != std::string::npos);
  CHECK(servers.get("host", "accepted") == 0);
}

}  // namespace undersigned::wire::test
