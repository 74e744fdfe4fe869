#include "stage.h"

namespace undersigned::store {
using namespace stage;

TEST_CASE("a mailbox never seen before has no position") {
  Directory directory;
  Store store = open(directory / "s.db");
  const Store::Position position = good(store.position("us@host/INBOX"));
  CHECK(position.uidvalidity == 0);
  CHECK(position.last_uid == 0);
}

TEST_CASE("a kept mail is there after the store was closed, and so is the position") {
  Directory directory;
  {
    Store store = open(directory / "s.db");
    const Store::Kept kept = good(store.keep({mail(4, "first"), mail(7, "second")}));
    CHECK(kept.fresh == 2);
    CHECK(kept.again == 0);
  }
  Store store = open(directory / "s.db");
  CHECK(good(store.position("us@host/INBOX")).last_uid == 7);
  const std::vector<Mail> mails = good(store.unread(10));
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].raw == "first");
  CHECK(mails[0].uid == 4);
  CHECK(mails[0].uidvalidity == 1);
  CHECK(mails[0].mailbox == "us@host/INBOX");
  CHECK(mails[0].arrived == noon);
  CHECK(mails[0].tries == 0);
  CHECK(mails[1].raw == "second");
}

TEST_CASE("a mail that the server has not given yet is asked for again by the next run") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.keep({mail(4, "first"), mail(7, "third")}, Store::Position{1, 4}));
  CHECK(good(store.position("us@host/INBOX")).last_uid == 4);
  const Store::Kept kept =
      good(store.keep({mail(6, "second"), mail(7, "third")}, Store::Position{1, 7}));
  CHECK(kept.fresh == 1);
  CHECK(kept.again == 1);
  CHECK(good(store.position("us@host/INBOX")).last_uid == 7);
}

TEST_CASE("octets are kept as they are, NUL and all") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::string raw("a\0b\xff\r\n\n", 7);
  Mail large = mail(1, raw);
  large.oversized = true;
  const std::vector<std::int64_t> ids = keep(store, {large, mail(2, std::string())});
  CHECK(good(store.raw(ids[0])) == raw);
  CHECK(good(store.unread(1))[0].oversized);
  CHECK(good(store.raw(ids[1])).empty());
}

TEST_CASE("the same mail fetched twice is kept once") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.keep({mail(1, "a"), mail(2, "b")}));
  const Store::Kept kept = good(store.keep({mail(1, "a"), mail(2, "b"), mail(3, "c")}));
  CHECK(kept.fresh == 1);
  CHECK(kept.again == 2);
  CHECK(good(store.mail_counts()).received == 3);
}

TEST_CASE("equal octets under another uid of the same numbering are another mail") {
  Directory directory;
  Store store = open(directory / "s.db");
  CHECK(good(store.keep({mail(1, "a"), mail(2, "a")})).fresh == 2);
}

TEST_CASE("other octets under a number that is known are not lost") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.keep({mail(1, "a")}));
  CHECK(good(store.keep({mail(1, "something else")})).fresh == 1);
  CHECK(good(store.mail_counts()).received == 2);
}

TEST_CASE("a renumbered mailbox gives no new mail, as often as it is renumbered") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.keep({mail(1, "a"), mail(2, "b"), mail(3, "a")}));
  for (const std::uint32_t uidvalidity : {9u, 5u, 1u, 9u}) {
    const Store::Kept kept = good(store.keep(
        {mail(1, "a", uidvalidity), mail(2, "a", uidvalidity), mail(3, "b", uidvalidity)}));
    CHECK(kept.fresh == 0);
    CHECK(kept.again == 3);
    CHECK(good(store.position("us@host/INBOX")).uidvalidity == uidvalidity);
  }
  SECTION("and what arrives afterwards is new, also where its octets are known") {
    CHECK(good(store.keep({mail(4, "c", 9), mail(5, "a", 9)})).fresh == 2);
  }
  SECTION("and the position starts anew with the numbers") {
    good(store.keep({mail(1, "a", 77)}));
    CHECK(good(store.position("us@host/INBOX")).last_uid == 1);
  }
  good(store.check_integrity());
}

TEST_CASE("renumbering one mailbox leaves the others alone") {
  Directory directory;
  Store store = open(directory / "s.db");
  Mail other = mail(1, "a");
  other.mailbox = "other@host/INBOX";
  CHECK(good(store.keep({mail(1, "a"), other})).fresh == 2);
  good(store.keep({mail(1, "a", 2)}));
  CHECK(good(store.position("other@host/INBOX")).uidvalidity == 1);
  CHECK(good(store.mail_counts()).received == 2);
}

TEST_CASE("a mail that waits is named by its newest number") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.keep({mail(40, "a")}));
  good(store.keep({mail(2, "a", 9)}));
  const std::vector<Mail> mails = good(store.unread(10));
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].uidvalidity == 9);
  CHECK(mails[0].uid == 2);
}

TEST_CASE("mails wait in the order of their arrival, not of their fetching") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.keep({mail(1, "late", 1, noon + 1h), mail(2, "early", 1, noon - 1h)}));
  good(store.keep({mail(3, "between", 1, noon)}));
  const std::vector<Mail> mails = good(store.unread(2));
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].raw == "early");
  CHECK(mails[1].raw == "between");
}

}  // namespace undersigned::store
