#include "reply/orders.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "reply/phrases.h"

using namespace undersigned::reply;

namespace {

const Lexicon& lexicon() {
  static const Phrases phrases = [] {
    Phrases all;
    for (const auto& file : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases")) {
      std::ifstream in(file.path());
      std::stringstream text;
      text << in.rdbuf();
      REQUIRE(all.add(text.str(), file.path().string()));
    }
    return all;
  }();
  return phrases.lexicon();
}

std::string told(const Orders& orders) {
  static constexpr const char* words[] = {"hold", "approve", "accept", "reject"};
  std::string out;
  for (const Order& order : orders.orders) {
    out += (out.empty() ? "" : ", ") + std::string(words[static_cast<int>(order.what)]);
    if (order.number > 0) out += (order.mail ? " m" : " ") + std::to_string(order.number);
  }
  for (const auto& line : orders.unclear) out += " ? " + line;
  return out;
}

}  // namespace

TEST_CASE("an order is a line of its own, with numbers and courtesy alone") {
  const std::pair<const char*, const char*> rows[] = {
      {"hold", "hold"},
      {"Hold!", "hold"},
      {"HOLD THE RELEASE.", "hold"},
      {"Please hold the release", "hold"},
      {"Hold it, please.", "hold"},
      {"approve", "approve"},
      {"Approved.", "approve"},
      {"I approve the release. Thanks!", "approve"},
      {"accept 12", "accept 12"},
      {"Accept 12, 13 and m7.", "accept 12, accept 13, accept m7"},
      {"accept #12", "accept 12"},
      {"reject 4\naccept 5\nhold", "reject 4, accept 5, hold"},
      {"Hi all,\n\naccept 12\n\nThank you!", "accept 12"},
      {"retener", "hold"},
      {"Por favor retener el comunicado.", "hold"},
      {"Apruebo el comunicado.", "approve"},
      {"aceptar 12 y 13", "accept 12, accept 13"},
      {"rechazar 9", "reject 9"}};
  for (const auto& [said, meant] : rows) {
    INFO(said);
    CHECK(told(orders(said, lexicon())) == meant);
  }
}

TEST_CASE("what is not one clear order is none") {
  for (const char* said : {"approve?",
                           "[ ] approve",
                           "x approve",
                           "approve...",
                           "accept 1,234",
                           "Do we approve this?",
                           "approve if the lawyers agree",
                           "I would not approve it yet",
                           "accept",
                           "accept everything",
                           "accept 12 but not 13",
                           "accept 12.5",
                           "accept -12",
                           "accept 99999999999999999999",
                           "12",
                           "yes",
                           "hold on, what is this?",
                           "accept twelve",
                           "Great work, everybody!",
                           "undersigned release approve",
                           "reply \"approve\" to send it"}) {
    INFO(said);
    const Orders found = orders(said, lexicon());
    CHECK(found.orders.empty());
    CHECK(found.unclear == std::vector<std::string>{said});
    CHECK_FALSE(found.holds_first);
  }
}

TEST_CASE("an order to hold that comes first is known as that") {
  CHECK(orders("Hello,\nhold\nsomething is wrong with it", lexicon()).holds_first);
  CHECK_FALSE(orders("something is wrong with it\nhold", lexicon()).holds_first);
  CHECK_FALSE(orders("accept 3\nhold", lexicon()).holds_first);
}

TEST_CASE("any text is read in bounds") {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "what about number " + std::to_string(i) + "?\n";
  CHECK(orders(many, lexicon()).unclear.size() == 5);
  CHECK(orders("", lexicon()).orders.empty());
}
