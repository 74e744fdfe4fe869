#include "wire/imap_command.h"

#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace undersigned::wire {

TEST_CASE("mailbox names are quoted and written in modified UTF-7") {
  CHECK(imap_mailbox("INBOX") == "\"INBOX\"");
  CHECK(imap_mailbox("a \"b\" \\c") == "\"a \\\"b\\\" \\\\c\"");
  CHECK(imap_mailbox("R&D") == "\"R&-D\"");
  // RFC 3501, 5.1.3
  CHECK(imap_mailbox("~peter/mail/台北/日本語") == "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"");
  CHECK(imap_mailbox("Entwürfe") == "\"Entw&APw-rfe\"");
  CHECK(imap_mailbox("\xF0\x9F\x98\x80") == "\"&2D3eAA-\"");
  CHECK(imap_mailbox("\xff\r\n") == "\"&,,0ADQAK-\"");
}

TEST_CASE("sets of UIDs name each once, in ranges, none too long") {
  CHECK(uid_sets({}).empty());
  CHECK(uid_sets({5}) == std::vector<std::string>{"5"});
  CHECK(uid_sets({4, 1, 2, 3, 7, 7, 9, 10}) == std::vector<std::string>{"1:4,7,9:10"});
  rc::prop("sets", [](const std::vector<std::uint16_t>& numbers) {
    const std::set<std::uint32_t> expected(numbers.begin(), numbers.end());
    std::set<std::uint32_t> found;
    for (const auto& set : uid_sets({numbers.begin(), numbers.end()}, 30)) {
      RC_ASSERT(set.size() <= 30u);
      for (std::size_t at = 0; at < set.size();) {
        const auto comma = std::min(set.find(',', at), set.size());
        const std::string range = set.substr(at, comma - at);
        const auto colon = range.find(':');
        const auto first = std::stoul(range);
        const auto last = colon == std::string::npos ? first : std::stoul(range.substr(colon + 1));
        for (auto uid = first; uid <= last; ++uid)
          RC_ASSERT(found.insert(static_cast<std::uint32_t>(uid)).second);
        at = comma + 1;
      }
    }
    RC_ASSERT(found == expected);
  });
}

}  // namespace undersigned::wire
