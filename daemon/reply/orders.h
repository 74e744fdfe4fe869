#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undersigned::reply {

class Lexicon;

// What an organizer orders in answer to a report: "hold", "approve", "accept 12", "reject m7".
struct Order {
  enum class What { hold, approve, accept, reject } what = What::hold;
  std::int64_t number = 0;  // accept, reject: of what waits for a person, as reports number it
  bool mail = false;        // "m7": the number of a mail, not of a signature
  bool operator==(const Order&) const = default;
};

struct Orders {
  std::vector<Order> orders;
  std::vector<std::string> unclear;  // lines that are no order, greeting or thanks; as written
  bool holds_first = false;          // the first line that says anything is an order to hold
};

// Reads own words line by line: a line is one order and nothing but courtesy beside it, or none at
// all. The words are data (order_hold, … of the phrase files); numbers may be several.
Orders orders(std::string_view own_words, const Lexicon& lexicon);

}  // namespace undersigned::reply
