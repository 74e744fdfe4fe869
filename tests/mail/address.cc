#include "mail/address.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace undersigned::mail;

TEST_CASE("an address is read and brought to one form") {
  const auto [in, out] = GENERATE(table<std::string, std::string>({
      {"Maria@Example.ORG", "Maria@example.org"},
      {" maria+tag@example.org ", "maria+tag@example.org"},
      {"\"maria lopez\"@example.org", "\"maria lopez\"@example.org"},
      {"o'brien@example.ie", "o'brien@example.ie"},
      {"..dots..@docomo.ne.jp", "..dots..@docomo.ne.jp"},
      {"josé@xn--mnchen-3ya.de", "josé@münchen.de"},
      {"x@MÜNCHEN.de", "x@münchen.de"},
      {"x@[192.0.2.1]", "x@[192.0.2.1]"},
      {"root@localhost", "root@localhost"},
      {"x@example.org.", "x@example.org"},
  }));
  const auto address = Address::parse(in);
  REQUIRE(address);
  CHECK(address->text() == out);
}

TEST_CASE("what cannot stand in an envelope is no address") {
  const auto* in =
      GENERATE("", "maria", "@example.org", "maria@", "a b@example.org", "a@b@example.org",
               "a@exa mple.org", "a@example.org\r\nRCPT TO:<x@y>", "a\n@example.org", "<a@b.org>",
               "a@-example.org", "a@example..org", "a@ex*ample.org", "\"a@example.org",
               "\"a\"b\"@example.org", "a@[not-an-ip]", "ma\u202Eria@example.org", "a@\u200B.org");
  CHECK_FALSE(Address::parse(in));
}

TEST_CASE("lengths follow RFC 5321") {
  CHECK(Address::parse(std::string(64, 'a') + "@example.org"));
  CHECK_FALSE(Address::parse(std::string(65, 'a') + "@example.org"));
  std::string domain;
  while (domain.size() < 250) domain += std::string(49, 'd') + ".";
  CHECK_FALSE(Address::parse("maria@" + domain + "org"));
}

TEST_CASE("a key tells people apart, not spellings") {
  CHECK(Address::parse("MARIA@example.org")->key() == Address::parse("maria@EXAMPLE.org")->key());
  CHECK(Address::parse("maria+a@example.org")->key() !=
        Address::parse("maria+b@example.org")->key());
}

TEST_CASE("the organizational domain follows the public suffix list") {
  CHECK(Address::parse("a@mail.example.co.uk")->organizational_domain() == "example.co.uk");
  CHECK(Address::parse("a@example.org")->organizational_domain() == "example.org");
  CHECK(Address::parse("a@co.uk")->organizational_domain() == "co.uk");
}

TEST_CASE("address lists are read as they happen") {
  struct Case {
    std::string field;
    std::vector<std::string> entries;
    bool groups = false;
    int unreadable = 0;
  };
  const auto c = GENERATE(values<Case>({
      {"maria@example.org", {" <maria@example.org>"}},
      {"Maria Lopez <maria@example.org>", {"Maria Lopez <maria@example.org>"}},
      {"\"Lopez, Maria\" <maria@example.org>", {"Lopez, Maria <maria@example.org>"}},
      {"Lopez, Maria <maria@example.org>, b@example.org",
       {"Lopez, Maria <maria@example.org>", " <b@example.org>"}},
      {"maria@example.org (Maria (M.) Lopez)", {"Maria (M.) Lopez <maria@example.org>"}},
      {"=?UTF-8?Q?Mar=C3=ADa_L=C3=B3pez?= <maria@example.org>",
       {"María López <maria@example.org>"}},
      {"\"=?UTF-8?B?TWFyw61h?=\" <maria@example.org>", {"María <maria@example.org>"}},
      {"=?utf-8?Q?Lopez,_<Maria>?= <maria@example.org>", {"Lopez, <Maria> <maria@example.org>"}},
      {"<@a.org,@b.org:maria@example.org>", {" <maria@example.org>"}, false, 1},
      {"maria@example.org boss@example.net", {"maria@example.org <boss@example.net>"}, false, 1},
      {"boss@example.net <maria@example.org>", {"boss@example.net <maria@example.org>"}},
      {"maria . lopez @ example . org", {" <maria.lopez@example.org>"}},
      {"undisclosed-recipients:;", {}, true},
      {"Board: a@example.org, B <b@example.org>;, c@example.org",
       {" <a@example.org>", "B <b@example.org>", " <c@example.org>"},
       true},
      {"a@example.org, nonsense, <>", {" <a@example.org>"}, false, 1},
      {"Dr. J. Smith <j@example.org>", {"Dr. J. Smith <j@example.org>"}},
      {"A <a@example.org> <b@example.org>", {"A <a@example.org>", "A <b@example.org>"}},
      {"Maria (a comment) Lopez <maria(x)@example.org(y)>", {"Maria Lopez <maria@example.org>"}},
      {"\"unclosed <maria@example.org>", {"unclosed <maria@example.org>"}},
      {"\"maria@bank.example\" <maria@example.org>", {"maria@bank.example <maria@example.org>"}},
      {"", {}},
  }));
  const AddressList list = read_address_list(c.field);
  std::vector<std::string> got;
  for (const auto& entry : list.entries) {
    got.push_back(entry.name.text() + " <" + entry.address.text() + ">");
  }
  CAPTURE(c.field);
  CHECK(got == c.entries);
  CHECK(list.groups == c.groups);
  CHECK(list.unreadable == c.unreadable);
}

TEST_CASE("a mailbox is known by its address without the tag") {
  const auto [text, key] = GENERATE(table<std::string, std::string>({
      {"signon@example.org", "signon@example.org"},
      {"SignOn+Confirm-ab@Example.ORG", "signon@example.org"},
      {"a+b+c@example.org", "a@example.org"},
      {"+a@example.org", "+a@example.org"},
      {"\"a b+c\"@example.org", "\"a b@example.org"},
  }));
  CHECK(Address::parse(text).value().mailbox_key() == key);
}

TEST_CASE("any bytes give a list of addresses that parse again") {
  rc::prop("entries are canonical", [] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("ab@.<>()\",;:\\ =?QB\r\n\xC3\xA9[]1-")));
    for (const auto& entry : read_address_list(text).entries) {
      const auto again = Address::parse(entry.address.text());
      RC_ASSERT(again.has_value());
      RC_ASSERT(*again == entry.address);
    }
  });
}
