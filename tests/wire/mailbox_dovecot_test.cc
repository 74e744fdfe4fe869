// Mailbox against a real Dovecot.
#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "servers.h"

namespace undersigned::wire::test {

namespace {

const std::string kUser = "signon@example.org";

std::string letter(const std::string& subject, std::size_t octets = 200) {
  std::string text = "From: a@example.net\r\nSubject: " + subject + "\r\n\r\n";
  while (text.size() < octets) text += "I sign. ) u2 OK * 1 FETCH {9999}\r\n";
  return text;
}

struct Campaign {
  Servers servers;
  nlohmann::json dovecot;
  explicit Campaign(const std::vector<std::string>& hide = {}, const std::string& separator = "/") {
    const nlohmann::json users = {{kUser, "secret"}};
    dovecot = servers.make("Dovecot", "dovecot",
                           {{"users", users}, {"hide", hide}, {"separator", separator}});
  }
  std::string url(bool tls = true, const std::string& folder = "INBOX") const {
    return std::string(tls ? "imaps" : "imap") +
           "://127.0.0.1:" + std::to_string(dovecot[tls ? "imaps" : "imap"].get<int>()) + "/" +
           folder;
  }
  Endpoint at(const std::string& folder = "INBOX") const {
    return endpoint(url(true, folder), kUser, "secret", dovecot["ca_file"]);
  }
  void append(const std::vector<std::string>& mails, double when = 1450000000) {
    auto list = nlohmann::json::array();
    for (const auto& mail : mails) list.push_back(octets(mail));
    servers.call("dovecot", "append", {{"user", kUser}, {"mails", list}, {"when", when}});
  }
  nlohmann::json messages(const std::string& folder) {
    return servers.call("dovecot", "messages", {{"user", kUser}, {"folder", folder}});
  }
};

Mailbox::Options options() {
  Mailbox::Options options;
  options.poll = Seconds(1);
  options.silence = Seconds(5);
  return options;
}

}  // namespace

TEST_CASE("every mail arrives once, octet by octet, with its arrival time", "[dovecot]") {
  Campaign campaign;
  std::vector<std::string> sent;
  for (int i = 0; i < 450; ++i) sent.push_back(letter(std::to_string(i), 200 + i * 37));
  campaign.append(sent, 1450400400);
  Mailbox mailbox(campaign.at(), options(), {});
  std::vector<Mailbox::Mail> mails;
  const auto before = real_now();
  REQUIRE(run(mailbox, mails, [&] { return mailbox.last_complete_poll().number > 0; }));
  REQUIRE(mails.size() == sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CHECK(mails[i].raw == sent[i]);
    CHECK(mails[i].uid == i + 1);
    CHECK(mails[i].internal_date == Instant(std::chrono::seconds(1450400400)));
    CHECK_FALSE(mails[i].oversized);
  }
  CHECK(mailbox.connected());
  CHECK(mailbox.position().last_uid == 450);
  CHECK(mailbox.last_complete_poll().began >= before);
  CHECK(mailbox.last_complete_poll().ended >= mailbox.last_complete_poll().began);
  for (const auto& row : campaign.messages("INBOX"))
    CHECK(row[1].get<std::string>().find("Seen") == std::string::npos);
}

TEST_CASE("another run goes on after the position", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("a"), letter("b"), letter("c")});
  std::vector<Mailbox::Mail> mails;
  Mailbox first(campaign.at(), options(), {});
  REQUIRE(run(first, mails, [&] { return first.last_complete_poll().number > 0; }));
  const auto position = first.position();
  CHECK(position.last_uid == 3);
  first.close();
  campaign.append({letter("d")});
  mails.clear();
  Mailbox second(campaign.at(), options(), position);
  REQUIRE(run(second, mails, [&] { return second.last_complete_poll().number > 0; }));
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].raw == letter("d"));
}

TEST_CASE("a mail that comes while idling is there at once", "[dovecot]") {
  Campaign campaign;
  auto slow = options();
  slow.poll = Seconds(600);
  Mailbox mailbox(campaign.at(), slow, {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  campaign.append({letter("new")});
  CHECK(run(
      mailbox, mails, [&] { return mails.size() == 1; }, std::chrono::seconds(3)));
  campaign.append({letter("and one more")});
  CHECK(run(
      mailbox, mails, [&] { return mails.size() == 2; }, std::chrono::seconds(3)));
}

TEST_CASE("without IDLE it polls", "[dovecot]") {
  Campaign campaign(std::vector<std::string>{"IDLE"});
  Mailbox mailbox(campaign.at(), options(), {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  campaign.append({letter("new")});
  CHECK(run(
      mailbox, mails, [&] { return mails.size() == 1; }, std::chrono::seconds(4)));
}

TEST_CASE("a poll that is asked for begins after the asking", "[dovecot]") {
  Campaign campaign;
  Mailbox mailbox(campaign.at(), options(), {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  const auto asked = real_now();
  const auto number = mailbox.last_complete_poll().number;
  mailbox.poll_now();
  CHECK_FALSE(mailbox.at_rest());
  REQUIRE(run(mailbox, mails, [&] { return mailbox.last_complete_poll().number > number; }));
  CHECK(mailbox.last_complete_poll().began >= asked);
}

TEST_CASE("handled mails move to a sub-folder that is made for them", "[dovecot]") {
  const auto hide = GENERATE(std::vector<std::string>{}, std::vector<std::string>{"MOVE"});
  const std::string separator = GENERATE("/", ".");
  Campaign campaign(hide, separator);
  campaign.append({letter("a"), letter("b"), letter("c")});
  Mailbox mailbox(campaign.at(), options(), {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  REQUIRE(mails.size() == 3);
  mailbox.move(mails[0].uidvalidity, {mails[0].uid, mails[2].uid}, "Signed");
  mailbox.move(mails[0].uidvalidity + 1, {mails[1].uid}, "Review");  // of another time
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  CHECK(campaign.messages("INBOX").size() == 1);
  CHECK(campaign.messages("INBOX" + separator + "Signed").size() == 2);
  CHECK(mails.size() == 3);

  const auto in_folder = [&](const char* folder) {
    auto there = options();
    there.folder = folder;
    there.move = there.idle = false;
    Mailbox moved(campaign.at(), there, {});
    std::vector<Mailbox::Mail> found;
    REQUIRE(run(moved, found, [&] { return moved.at_rest(); }));
    CHECK_FALSE(moved.last_error());
    CHECK(moved.last_complete_poll().number == 1);
    return found;
  };
  const auto moved = in_folder("Signed");
  REQUIRE(moved.size() == 2);
  CHECK(moved[0].raw == letter("a"));
  CHECK(moved[0].internal_date == mails[0].internal_date);  // the deadline is about it
  CHECK(in_folder("Withdrawn").empty());
}

TEST_CASE("without MOVE and UIDPLUS nothing is moved and nothing is lost", "[dovecot]") {
  Campaign campaign(std::vector<std::string>{"MOVE", "UIDPLUS"});
  campaign.append({letter("a")});
  Mailbox mailbox(campaign.at(), options(), {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  mailbox.move(mails[0].uidvalidity, {mails[0].uid}, "Signed");
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  CHECK(campaign.messages("INBOX").size() == 1);
}

TEST_CASE("a mail beyond the limit comes as its header block", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("small"), letter("large", 60000), letter("last")});
  auto tight = options();
  tight.mail_octets = 50000;
  Mailbox mailbox(campaign.at(), tight, {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  REQUIRE(mails.size() == 3);
  CHECK(mails[1].oversized);
  CHECK(mails[1].raw == "From: a@example.net\r\nSubject: large\r\n\r\n");
  CHECK(mails[2].raw == letter("last"));
}

TEST_CASE("no mails are fetched while none are accepted, and all of them later", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("a"), letter("b")});
  Mailbox mailbox(campaign.at(), options(), {});
  mailbox.accept_mails(false);
  std::vector<Mailbox::Mail> mails;
  CHECK_FALSE(run(
      mailbox, mails, [&] { return !mails.empty(); }, std::chrono::milliseconds(500)));
  CHECK(mailbox.last_complete_poll().number == 0);
  mailbox.accept_mails(true);
  CHECK(run(mailbox, mails, [&] { return mails.size() == 2; }));
}

TEST_CASE("a new UIDVALIDITY starts from the beginning", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("a"), letter("b")});
  Mailbox mailbox(campaign.at(), options(), {4711, 1});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  CHECK(mails.size() == 2);
  CHECK(mailbox.position().uidvalidity == mails[0].uidvalidity);
  CHECK(mailbox.position().uidvalidity != 4711);
}

TEST_CASE("a server that was away is found again and nothing comes twice", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("a")});
  Mailbox mailbox(campaign.at(), options(), {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.at_rest(); }));
  campaign.servers.call("dovecot", "restart");
  campaign.append({letter("b")});
  REQUIRE(run(mailbox, mails, [&] { return mails.size() >= 2 && mailbox.connected(); }));
  CHECK(mails.size() == 2);
  CHECK_FALSE(mailbox.last_error());
  CHECK_FALSE(mailbox.unreachable_since());
}

TEST_CASE("OAuth2 logs in, and a token that is replaced is used at once", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("a")});
  auto oauth = campaign.at();
  oauth.oauth = true;
  oauth.secret = "stale";
  Mailbox mailbox(oauth, options(), {});
  std::vector<Mailbox::Mail> mails;
  REQUIRE(run(mailbox, mails, [&] { return mailbox.last_error().has_value(); }));
  CHECK(mailbox.at_rest());
  mailbox.replace_secret(campaign.servers.call("dovecot", "access_token", {{"user", kUser}}), true);
  CHECK(run(mailbox, mails, [&] { return mails.size() == 1; }));
}

TEST_CASE("what is wrong with a login or a mailbox is said", "[dovecot]") {
  Campaign campaign;
  struct Case {
    std::string says;
    Endpoint at;
  };
  const auto ca = campaign.dovecot["ca_file"].get<std::string>();
  const std::vector<Case> cases = {
      {"login was refused", endpoint(campaign.url(), kUser, "wrong", ca)},
      {"not trusted", endpoint(campaign.url(), kUser, "secret")},
      {"cannot be opened", campaign.at("Nowhere")},
      {"line end", endpoint(campaign.url(), kUser, "secret\r\nx LOGOUT", ca)},
      {"", endpoint("imaps://127.0.0.1:1/INBOX", kUser, "secret", ca)},
  };
  for (const auto& one : cases) {
    INFO(one.says);
    Mailbox mailbox(one.at, options(), {});
    std::vector<Mailbox::Mail> mails;
    REQUIRE(run(mailbox, mails, [&] { return mailbox.last_error().has_value(); }));
    CHECK(mailbox.last_error()->what.find(one.says) != std::string::npos);
    CHECK(mailbox.at_rest());
    CHECK_FALSE(mailbox.connected());
    CHECK(mailbox.unreachable_since());
    const auto tried = try_mailbox(one.at, Seconds(5));
    REQUIRE_FALSE(tried);
    CHECK(tried.error().what.find(one.says) != std::string::npos);
  }
}

TEST_CASE("try_mailbox says how many mails there are, by TLS and by STARTTLS", "[dovecot]") {
  Campaign campaign;
  campaign.append({letter("a"), letter("b")});
  CHECK(try_mailbox(campaign.at(), Seconds(5)).value().words ==
        "INBOX holds 2 mails, IDLE, MOVE, UIDPLUS");
  auto starttls = campaign.at();
  starttls.server.url = campaign.url(false);
  CHECK(try_mailbox(starttls, Seconds(5)).has_value());
  CHECK(try_mailbox(plain_endpoint(campaign.url(false), kUser, "secret"), Seconds(5)).has_value());
}

TEST_CASE("closing takes less than two seconds at any time", "[dovecot]") {
  Campaign campaign;
  for (const int rounds : {0, 1, 3, 6, 30}) {
    Mailbox mailbox(campaign.at(), options(), {});
    std::vector<Mailbox::Mail> mails;
    for (int i = 0; i < rounds; ++i) run(mailbox, mails, [] { return true; });
    const auto start = std::chrono::steady_clock::now();
    mailbox.close();
    CHECK(std::chrono::steady_clock::now() - start < Seconds(2));
  }
}

}  // namespace undersigned::wire::test
