#include "campaign/config.h"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace undersigned;
using namespace undersigned::campaign;

namespace {

constexpr const char* good = R"([campaign]
name      = "International Migrants Day 2015"
statement = "statement.md"
timezone  = "America/Los_Angeles"
deadline  = 2015-12-17T17:00:00
languages = ["en", "es"]

[mailbox]
url      = "imaps://imap.example.org/INBOX"
user     = "signon@example.org"
password = { credential = "mailbox" }
tls      = "required"

[submission]
url         = "smtps://smtp.example.org:465"
user        = "signon@example.org"
password    = { file = "secret/submission" }
from        = "Migrants Day sign-on <signon@example.org>"

[trust]
authserv_id = "mx.example.org"
challenge   = "unless-authenticated"

[organizers]
addresses = ["organizer@example.org", "second@example.org"]
digest_at = "07:30"

[release]
at         = 2015-12-18T06:00:00
press_list = "press.csv"

[store]
url = "sqlite:campaign.db"
)";

std::string with(std::string text, const std::string& old, const std::string& now) {
  const auto place = text.find(old);
  REQUIRE(place != std::string::npos);
  return text.replace(place, old.size(), now);
}

Result<Config> read(const std::string& toml) { return read_config(toml, "/etc/us/campaign.toml"); }

int line_with(const std::string& toml, const std::string& text) {
  const auto place = toml.find(text);
  REQUIRE(place != std::string::npos);
  return static_cast<int>(std::count(toml.begin(), toml.begin() + static_cast<long>(place), '\n')) +
         1;
}

struct Wrong {
  const char* old;
  const char* now;
  const char* line_of;  // text that stands on the line that must be named
  std::vector<const char*> says;
};

void refused(const Wrong& c) {
  const auto toml = with(good, c.old, c.now);
  INFO(c.old << " → " << c.now);
  const auto config = read(toml);
  REQUIRE_FALSE(config);
  const auto& error = config.error();
  INFO(error.text());
  CHECK(error.kind == Error::Kind::config);
  CHECK(error.file == "/etc/us/campaign.toml");
  CHECK(error.line == line_with(toml, c.line_of));
  for (const auto* text : c.says) CHECK_THAT(error.what, Catch::Contains(text));
}

}  // namespace

TEST_CASE("a good configuration is read as it is written, with paths beside its file") {
  const auto config = read(good);
  if (!config) FAIL(config.error().text());
  CHECK(config->name == "International Migrants Day 2015");
  CHECK(config->statement == "/etc/us/statement.md");
  CHECK(rfc3339(config->deadline) == "2015-12-18T01:00:00Z");
  CHECK(rfc3339(config->release.at) == "2015-12-18T14:00:00Z");
  CHECK(config->zone.name() == "America/Los_Angeles");
  CHECK(config->languages == std::vector<std::string>{"en", "es"});
  REQUIRE(config->mailboxes.size() == 1);
  const auto& mailbox = config->mailboxes.front().server;
  CHECK(mailbox.url == "imaps://imap.example.org/INBOX");
  CHECK(mailbox.password.from == Secret::From::credential);
  CHECK(mailbox.password.name == "mailbox");
  CHECK(mailbox.tls == Tls::required);
  CHECK(config->submission.server.password.name == "/etc/us/secret/submission");
  CHECK(config->submission.from.address.text() == "signon@example.org");
  CHECK(config->submission.from.name.text() == "Migrants Day sign-on");
  CHECK(config->organizers.addresses.size() == 2);
  CHECK(config->organizers.digest_at == std::chrono::minutes(7 * 60 + 30));
  CHECK(config->release.press_list == "/etc/us/press.csv");
  CHECK(config->store == "/etc/us/campaign.db");
  CHECK(config->lines.at("release.press_list") == line_with(good, "press.csv"));
}

TEST_CASE("what is not given has the defaults of the contract") {
  const auto config = read(good);
  REQUIRE(config);
  CHECK(config->submission.connections == 2);
  CHECK(config->submission.rate == 600);
  CHECK(config->release.approval == ReleaseConfig::Approval::unless_held);
  CHECK(config->release.latest == std::chrono::hours(24));
  CHECK(config->mailboxes.front().poll == std::chrono::seconds(60));
  CHECK_FALSE(config->mailboxes.front().plus_addressing);
  CHECK_FALSE(config->goal);
}

TEST_CASE("the example that comes with the program is a good configuration") {
  std::ifstream file(SOURCE_DIR "/config/campaign.toml");
  std::stringstream text;
  text << file.rdbuf();
  const auto config = read_config(text.str(), SOURCE_DIR "/config/campaign.toml");
  if (!config) FAIL(config.error().text());
  CHECK(rfc3339(config->deadline) == "2015-12-18T01:00:00Z");
  CHECK(config->statement == SOURCE_DIR "/config/statement.md");
}

TEST_CASE("every key of the example that is commented out can be set") {
  const std::pair<const char*, const char*> more[] = {
      {"[campaign]\n", "goal = 500\nreminder = \"3d\""},
      {"[mailbox]\n", "poll = \"30s\"\nplus_addressing = true\nmove = false\nca_file = \"ca.pem\""},
      {"[submission]\n", "connections = 4\nrate = 0"},
      {"[release]\n",
       "headline = \"h\"\ncontact = \"c\"\ndateline = \"d\"\nembargo = \"e\"\nquotes = "
       "[\"a\\nb\"]\nnotable = "
       "[\"n\"]\nattach = false\nthank_signers = true\npaper = \"a4\"\napproval = "
       "\"required\"\nlatest = \"2d\""},
  };
  std::string toml = good;
  for (const auto& [table, keys] : more) toml = with(toml, table, std::string(table) + keys + "\n");
  const auto config = read(toml);
  if (!config) FAIL(config.error().text());
  CHECK(config->goal == 500);
  CHECK(config->mailboxes.front().poll == std::chrono::seconds(30));
  CHECK(config->mailboxes.front().server.ca_file == "/etc/us/ca.pem");
  CHECK_FALSE(config->mailboxes.front().move);
  CHECK(config->submission.rate == 0);
  CHECK(config->release.approval == ReleaseConfig::Approval::required);
  CHECK(config->release.latest == std::chrono::hours(48));
  CHECK(config->release.quotes == std::vector<std::string>{"a\nb"});
  CHECK(config->release.embargo == "e");
  CHECK_FALSE(config->release.attach);
  CHECK(config->reminder == std::chrono::hours(72));
  CHECK(config->release.thank_signers);
  CHECK(config->release.paper == ReleaseConfig::Paper::a4);
}

TEST_CASE("several mailboxes are a list of tables") {
  auto toml = with(good, "[mailbox]", "[[mailbox]]");
  const std::string second =
      "[[mailbox]]\nurl = \"imap://127.0.0.1:1143\"\nuser = \"u\"\npassword = { env = \"P\" }\n"
      "tls = \"none\"\n";
  toml = with(toml, "[submission]", second + "[submission]");
  const auto config = read(toml);
  if (!config) FAIL(config.error().text());
  REQUIRE(config->mailboxes.size() == 2);
  CHECK(config->mailboxes[1].server.tls == Tls::none);
  CHECK(config->mailboxes[1].server.url == "imap://127.0.0.1:1143/INBOX");
  CHECK(config->mailboxes[1].server.password.from == Secret::From::environment);
}

TEST_CASE("OAuth2 takes the place of a password") {
  const auto config = read(with(good, "password = { credential = \"mailbox\" }",
                                "token = { client_id = \"id\", refresh = { file = \"r\" }, "
                                "token_url = \"https://oauth.example.org/token\" }"));
  if (!config) FAIL(config.error().text());
  const auto& server = config->mailboxes.front().server;
  REQUIRE(server.token);
  CHECK(server.token->refresh.name == "/etc/us/r");
  CHECK(server.password.from == Secret::From::none);
}

TEST_CASE("a relay may ask for no login") {
  const auto toml = with(with(good, "user        = \"signon@example.org\"\n", ""),
                         "password    = { file = \"secret/submission\" }\n", "");
  const auto config = read(toml);
  if (!config) FAIL(config.error().text());
  CHECK(config->submission.server.user.empty());
}

TEST_CASE("a key or table that does not exist is named with the one that was meant") {
  const Wrong cases[] = {
      {"deadline  =",
       "deadlin   =",
       "deadlin ",
       {"[campaign] deadlin", "did you mean \"deadline\"?"}},
      {"press_list =", "presslist =", "presslist", {"did you mean \"press_list\"?"}},
      {"authserv_id =", "authservid =", "authservid", {"[trust] authservid", "\"authserv_id\""}},
      {"[organizers]", "[organisers]", "[organisers]", {"did you mean [organizers]?"}},
      {"[campaign]\n",
       "deadline = 2015-12-17T17:00:00\n[campaign]\n",
       "deadline = 2015",
       {"belongs under [campaign]"}},
      {"[store]\n", "[store]\nzzzzzz = 1\n", "zzzzzz", {"[store] zzzzzz", "there is no such key"}},
      {"{ credential = \"mailbox\" }",
       "{ credentials = \"mailbox\" }",
       "credentials",
       {"did you mean \"credential\"?"}},
      {"[store]", "[database.x]\n[store]", "[database.x]", {"no such table"}},
  };
  for (const auto& c : cases) refused(c);
}

TEST_CASE("a missing key is named with the line of its table") {
  const Wrong cases[] = {
      {"name      = \"International Migrants Day 2015\"\n", "", "[campaign]", {"[campaign] name"}},
      {"statement = \"statement.md\"\n", "", "[campaign]", {"[campaign] statement"}},
      {"timezone  = \"America/Los_Angeles\"\n", "", "[campaign]", {"[campaign] timezone"}},
      {"deadline  = 2015-12-17T17:00:00\n", "", "[campaign]", {"[campaign] deadline"}},
      {"url      = \"imaps://imap.example.org/INBOX\"\n", "", "[mailbox]", {"[mailbox] url"}},
      {"user     = \"signon@example.org\"\n", "", "[mailbox]", {"[mailbox] user"}},
      {"password = { credential = \"mailbox\" }\n", "", "[mailbox]", {"[mailbox] password"}},
      {"from        = \"Migrants Day sign-on <signon@example.org>\"\n",
       "",
       "[submission]",
       {"[submission] from"}},
      {"addresses = [\"organizer@example.org\", \"second@example.org\"]\n",
       "",
       "[organizers]",
       {"[organizers] addresses"}},
      {"at         = 2015-12-18T06:00:00\n", "", "[release]", {"[release] at", "missing"}},
      {"press_list = \"press.csv\"\n", "", "[release]", {"[release] press_list"}},
  };
  for (const auto& c : cases) refused(c);
}

TEST_CASE("a configuration without a mailbox is refused") {
  auto toml = std::string(good);
  const auto begin = toml.find("[mailbox]");
  toml.erase(begin, toml.find("[submission]") - begin);
  const auto config = read(toml);
  REQUIRE_FALSE(config);
  CHECK_THAT(config.error().what, Catch::Contains("[mailbox] url"));
  const auto empty = read("mailbox = []\n" + toml);
  REQUIRE_FALSE(empty);
}

TEST_CASE("a wrong type says what is expected and what is there") {
  const Wrong cases[] = {
      {"2015-12-17T17:00:00",
       "\"2015-12-17T17:00:00\"",
       "deadline",
       {"[campaign] deadline", "without quotation marks", "a text"}},
      {"2015-12-17T17:00:00", "2015-12-17", "deadline", {"a date without a time"}},
      {"\"International Migrants Day 2015\"",
       "2015",
       "name ",
       {"[campaign] name", "a whole number"}},
      {"[\"en\", \"es\"]", "\"en\"", "languages", {"[campaign] languages", "a list"}},
      {"[\"en\", \"es\"]", "[\"en\", 5]", "languages", {"each entry"}},
      {"[\"en\", \"es\"]", "[]", "languages", {"may not be empty"}},
      {"\"07:30\"", "\"7:30\"", "digest_at", {"[organizers] digest_at", "write \"07:30\""}},
      {"\"07:30\"", "\"24:00\"", "digest_at", {"a time of day"}},
      {"[submission]\n", "[submission]\nrate = \"600\"\n", "rate", {"[submission] rate", "number"}},
      {"[submission]\n", "[submission]\nconnections = 0\n", "connections", {"from 1 to"}},
      {"[release]\n", "[release]\nattach = \"yes\"\n", "attach", {"true or false"}},
      {"[release]\n", "[release]\nlatest = \"1 day\"\n", "latest", {"time span"}},
      {"[release]\n", "[release]\nlatest = \"1\"\n", "latest", {"time span", "unit"}},
      {"[trust]\n", "[trust]\nrelays = [\"localhost\"]\n", "relays", {"localhost", "10.0.0.0/8"}},
      {"[trust]\n", "[trust]\nresults = \"below\"\n", "results", {"below-received"}},
      {"[trust]\n", "[trust]\nfree_mail = \"ask\"\n", "free_mail", {"review"}},
      {"[release]\n",
       "[release]\napproval = \"never\"\n",
       "approval",
       {"\"unless-held\" or \"required\""}},
      {"[release]\n",
       "[release]\npaper = \"A4\"\n",
       "paper",
       {"\"letter\" or \"a4\"; did you mean \"a4\"?"}},
      {"\"unless-authenticated\"", "\"sometimes\"", "challenge", {"\"always\""}},
      {"[\"en\", \"es\"]", "[\"en\", \"Spanish\"]", "languages", {"\"Spanish\" is not a language"}},
      {"[\"en\", \"es\"]", "[\"en\", \"en\"]", "languages", {"twice"}},
      {"\"statement.md\"", "\"\"", "statement", {"may not be empty"}},
      {"\"statement.md\"", "\"a\\nb\"", "statement", {"one line"}},
      {"[trust]", "[[trust]]", "[[trust]]", {"must be a table"}},
      {"url = \"sqlite:campaign.db\"", "url = \"postgresql://db\"", "postgresql", {"sqlite:PATH"}},
      {"\"second@example.org\"",
       "\"second\"",
       "\"second\"",
       {"[organizers] addresses", "\"second\""}},
      {"<signon@example.org>\"", "<signon@example.org>, b@example.org\"", "from ", {"one address"}},
  };
  for (const auto& c : cases) refused(c);
}

TEST_CASE(
    "times that cannot be are refused: no such local time, twice, release not after deadline") {
  const Wrong cases[] = {
      {"2015-12-17T17:00:00",
       "2015-03-08T02:30:00",
       "deadline",
       {"[campaign] deadline", "does not exist"}},
      {"2015-12-17T17:00:00", "2015-11-01T01:30:00", "deadline", {"exists twice", "offset"}},
      {"2015-12-18T06:00:00",
       "2015-12-17T17:00:00",
       "at  ",
       {"[release] at", "deadline", "line 5"}},
      {"2015-12-18T06:00:00", "2015-12-16T06:00:00", "at  ", {"[release] at"}},
      {"\"America/Los_Angeles\"",
       "\"America/Oakland\"",
       "timezone",
       {"[campaign] timezone", "Oakland"}},
  };
  for (const auto& c : cases) refused(c);
  const auto offset = read(with(good, "2015-12-17T17:00:00", "2015-11-01T01:30:00-07:00"));
  REQUIRE(offset);
  CHECK(rfc3339(offset->deadline) == "2015-11-01T08:30:00Z");
}

TEST_CASE("a password in the file is refused with advice and never repeated") {
  const Wrong wrong{
      "{ credential = \"mailbox\" }", "\"hunter2\"", "hunter2", {"[mailbox] password", "{ file ="}};
  refused(wrong);
  const auto config = read(with(good, wrong.old, wrong.now));
  CHECK_THAT(config.error().text(), !Catch::Contains("hunter2"));
  refused({"imaps://imap.example.org",
           "imaps://me:hunter2@imap.example.org",
           "hunter2",
           {"[mailbox] url", "without user"}});
  refused({"imaps://imap.example.org",
           "imaps://hunter2@imap.example.org",
           "hunter2",
           {"[mailbox] url", "without user"}});
  refused({"{ credential = \"mailbox\" }",
           "{ credential = \"a\", env = \"b\" }",
           "\"a\"",
           {"exactly one"}});
  refused({"{ credential = \"mailbox\" }",
           "{ credential = 5 }",
           "credential = 5",
           {"[mailbox.password] credential"}});
}

TEST_CASE("no TLS is taken for loopback alone, whatever a name looks like") {
  const auto none = with(good, "tls      = \"required\"", "tls      = \"none\"");
  for (const char* host : {"imap.example.org", "127.0.0.1.example.org", "10.0.0.1",
                           "localhost.evil.org", "[2001:db8::1]"}) {
    INFO(host);
    const auto config = read(with(none, "imaps://imap.example.org", std::string("imap://") + host));
    REQUIRE_FALSE(config);
    CHECK_THAT(config.error().what, Catch::Contains("[mailbox] tls"));
  }
  for (const char* host : {"localhost", "127.0.0.1:143", "127.3.2.1", "[::1]", "[::1]:1143"}) {
    INFO(host);
    CHECK(read(with(none, "imaps://imap.example.org", std::string("imap://") + host)));
  }
  CHECK_FALSE(read(with(none, "imaps://imap.example.org", "imaps://127.0.0.1")));
}

TEST_CASE("a server's URL must have a known scheme, a host and a port in range") {
  for (const char* url :
       {"imap.example.org", "pop3://h/INBOX", "imaps://", "imaps:///INBOX", "imaps://h:0/INBOX",
        "imaps://h:65536/INBOX", "imaps://h:x/INBOX", "imaps://h /INBOX", "imaps://[::1/INBOX",
        "smtps://h/INBOX", "imaps://h/IN;UID=1"}) {
    INFO(url);
    const auto config = read(with(good, "imaps://imap.example.org/INBOX", url));
    REQUIRE_FALSE(config);
    CHECK_THAT(config.error().what, Catch::Contains("[mailbox] url"));
    CHECK(config.error().line == line_with(good, "imaps://"));
  }
}

TEST_CASE("what is not TOML is refused with its line") {
  const auto config = read("[campaign]\nname = \"x\nstatement = 1\n");
  REQUIRE_FALSE(config);
  CHECK(config.error().kind == Error::Kind::config);
  CHECK(config.error().line == 2);
}

TEST_CASE("any text is read or refused, never taken amiss") {
  rc::prop("random text", [](const std::string& text) {
    const auto config = read_config(text, "c.toml");
    const bool refused = !config && config.error().kind == Error::Kind::config;
    RC_ASSERT(refused);
  });
  rc::prop("a good file with one octet changed is read or refused with its file", [] {
    std::string text = good;
    const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
    text[place] = *rc::gen::arbitrary<char>();
    const auto config = read_config(text, "c.toml");
    const bool told = config || (config.error().file == "c.toml" && !config.error().what.empty());
    RC_ASSERT(told);
  });
}
