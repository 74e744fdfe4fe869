#include "stage.h"

namespace undersigned::store {
using namespace stage;

TEST_CASE("a handled mail is to be moved to its folder until it was") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids = keep(store, {mail(1, "a"), mail(2, "b"), mail(3, "c")});
  CHECK(good(store.to_move(10)).empty());
  good(store.commit(
      {handled(ids[0], reply::Kind::sign, "Signed"), handled(ids[1], reply::Kind::question, "")},
      noon));
  const std::vector<Store::Move> moves = good(store.to_move(10));
  REQUIRE(moves.size() == 1);  // the second stays where it is, the third waits
  CHECK(moves[0].mailbox == "us@host/INBOX");
  CHECK(moves[0].uidvalidity == 1);
  CHECK(moves[0].uid == 1);
  CHECK(moves[0].folder == "Signed");
  good(store.moved(moves));
  CHECK(good(store.to_move(10)).empty());
}

TEST_CASE("after a renumbering mails are moved by their new numbers alone") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids = keep(store, {mail(1, "a"), mail(2, "b")});
  good(store.commit({handled(ids[0])}, noon));
  good(store.keep({mail(11, "a", 9)}));
  std::vector<Store::Move> moves = good(store.to_move(10));
  REQUIRE(moves.size() == 1);
  CHECK(moves[0].uidvalidity == 9);
  CHECK(moves[0].uid == 11);
  good(store.keep({mail(12, "b", 9)}));
  good(store.commit({handled(ids[1])}, noon));
  moves = good(store.to_move(10));
  REQUIRE(moves.size() == 2);
  CHECK(moves[1].uid == 12);
}

}  // namespace undersigned::store
