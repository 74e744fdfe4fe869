#include "wire/imap_reader.h"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace undersigned::wire {

namespace {

std::vector<ImapResponse> read_in_cuts(const std::string& octets, std::size_t cut,
                                       ImapReader& reader) {
  std::vector<ImapResponse> responses;
  for (std::size_t i = 0; i < octets.size(); i += cut) {
    reader.feed(std::string_view(octets).substr(i, cut));
    while (auto response = reader.next()) responses.push_back(std::move(*response));
  }
  return responses;
}

}  // namespace

TEST_CASE("responses and literals are the same in whatever cuts they come") {
  const std::string mail =
      "Subject: {3}\r\n\r\nu1 OK done\r\n* 2 FETCH (UID 9 BODY[] {1}\r\nx)\r\n";
  const std::string stream =
      "* OK [ALERT] watch out {12}\r\n"
      "* 1 FETCH (UID 7 BODY[] {" +
      std::to_string(mail.size()) + "}\r\n" + mail +
      " FLAGS ())\r\n"
      "* 2 FETCH (BODY[] {0}\r\n X {2}\r\n\r\n)\r\n"
      "u1 OK text that ends in {5}\r\n+ go on {7}\r\nlone \n feed\r\n";
  for (std::size_t cut = 1; cut <= stream.size(); ++cut) {
    ImapReader reader;
    const auto responses = read_in_cuts(stream, cut, reader);
    REQUIRE(reader.broken().empty());
    REQUIRE(responses.size() == 6);
    CHECK(responses[0].text == "* OK [ALERT] watch out {12}");
    CHECK(responses[1].text ==
          "* 1 FETCH (UID 7 BODY[] {" + std::to_string(mail.size()) + "} FLAGS ())");
    CHECK(responses[1].literals == std::vector<std::string>{mail});
    CHECK(responses[2].literals == std::vector<std::string>{"", "\r\n"});
    CHECK(responses[3].text == "u1 OK text that ends in {5}");
    CHECK(responses[4].text == "+ go on {7}");
    CHECK(responses[5].text == "lone \n feed");
  }
}

TEST_CASE("what is too large breaks the stream before it is held") {
  ImapReader::Limits limits;
  limits.text = 100;
  limits.literal = 50;
  limits.literals = 70;
  struct Case {
    std::string octets;
    bool literal_too_large;
  };
  const std::vector<Case> cases = {
      {"* " + std::string(200, 'x'), false},
      {"* 1 FETCH (BODY[] {51}\r\n", true},
      {"* 1 FETCH (BODY[] {18446744073709551616}\r\n", true},
      {"* 1 FETCH (BODY[] {99999999999999999999999999}\r\n", true},
      {"* 1 FETCH (A {50}\r\n" + std::string(50, 'x') + " B {21}\r\n", true},
  };
  for (const auto& one : cases) {
    INFO(one.octets);
    ImapReader reader(limits);
    CHECK(read_in_cuts(one.octets, 7, reader).empty());
    CHECK_FALSE(reader.broken().empty());
    CHECK(reader.literal_too_large() == one.literal_too_large);
  }
}

TEST_CASE("any octets are read the same in any cuts") {
  rc::prop("any octets", [] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
        rc::gen::element<std::string>("* 1 FETCH (", "{3}\r\n", "{", "}", "\r\n", "\r", "\n", "abc",
                                      "* OK ", ")", "\"", "{0}\r\n"),
        rc::gen::arbitrary<std::string>()));
    std::string octets;
    for (const auto& piece : pieces) octets += piece;
    ImapReader whole, cut;
    const auto expected = read_in_cuts(octets, octets.size() + 1, whole);
    const auto found = read_in_cuts(octets, *rc::gen::inRange<std::size_t>(1, 9), cut);
    RC_ASSERT(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      RC_ASSERT(found[i].text == expected[i].text);
      RC_ASSERT(found[i].literals == expected[i].literals);
    }
    RC_ASSERT(whole.broken() == cut.broken());
  });
}

}  // namespace undersigned::wire
