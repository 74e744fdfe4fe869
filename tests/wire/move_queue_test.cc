#include "wire/move_queue.h"

#include <catch2/catch.hpp>

namespace undersigned::wire {

namespace {

const MoveQueue::Server kMove{true, true, '/'}, kUidPlus{false, true, '.'};

}  // namespace

TEST_CASE("a missing folder is made, subscribed and tried once more") {
  MoveQueue moves;
  moves.add({3, 1, 2}, "Signed");
  CHECK(moves.next("INBOX", kMove) == "UID MOVE 1:3 \"INBOX/Signed\"");
  moves.answer(false, "TRYCREATE");
  CHECK(moves.next("INBOX", kMove) == "CREATE \"INBOX/Signed\"");
  moves.answer(true, "");
  CHECK(moves.next("INBOX", kMove) == "SUBSCRIBE \"INBOX/Signed\"");
  moves.answer(false, "");
  CHECK(moves.next("INBOX", kMove) == "UID MOVE 1:3 \"INBOX/Signed\"");
  moves.answer(true, "");
  CHECK_FALSE(moves.next("INBOX", kMove));
  CHECK(moves.empty());
}

TEST_CASE("without MOVE nothing is deleted that was not copied, and only what was") {
  MoveQueue moves;
  moves.add({7}, "Review");
  CHECK(moves.next("INBOX", kUidPlus) == "UID COPY 7 \"INBOX.Review\"");
  moves.answer(true, "COPYUID 1 7 1");
  CHECK(moves.next("INBOX", kUidPlus) == "UID STORE 7 +FLAGS.SILENT (\\Deleted)");
  moves.answer(true, "");
  CHECK(moves.next("INBOX", kUidPlus) == "UID EXPUNGE 7");
  moves.answer(true, "");
  CHECK(moves.empty());
}

TEST_CASE("a folder that cannot be made is not tried for every mail, and others go on") {
  MoveQueue moves;
  moves.add({1}, "Signed");
  moves.add({2}, "Signed");
  moves.add({3}, "Review");
  CHECK(moves.next("INBOX", kMove)->starts_with("UID MOVE 1 "));
  moves.answer(false, "");
  CHECK(moves.next("INBOX", kMove)->starts_with("CREATE"));
  moves.answer(false, "NOPERM");
  CHECK(moves.next("INBOX", kMove)->starts_with("UID MOVE 1 "));
  moves.answer(false, "");
  CHECK(moves.next("INBOX", kMove) == "UID MOVE 3 \"INBOX/Review\"");
  moves.answer(true, "");
  moves.add({4}, "Signed");
  CHECK(moves.empty());
}

TEST_CASE("a server that can only expunge everything is left alone") {
  MoveQueue moves;
  moves.add({1}, "Signed");
  CHECK_FALSE(moves.next("INBOX", {false, false, '/'}));
  CHECK(moves.empty());
}

TEST_CASE("without sub-folders the folder stands beside the mailbox") {
  MoveQueue moves;
  moves.add({1}, "Signed");
  CHECK(moves.next("INBOX", {true, true, '\0'}) == "UID MOVE 1 \"Signed\"");
  moves.lost();
  CHECK(moves.empty());
}

}  // namespace undersigned::wire
