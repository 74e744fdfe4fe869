#include "stage.h"

namespace undersigned::store {
using namespace stage;

TEST_CASE("a reading that was begun and not finished is remembered") {
  Directory directory;
  {
    Store store = open(directory / "s.db");
    const std::vector<std::int64_t> ids = keep(store, {mail(1, "poison"), mail(2, "good")});
    good(store.begin_reading({ids[0]}));
    good(store.begin_reading({ids[0], ids[1]}));
  }
  Store store = open(directory / "s.db");
  const std::vector<Mail> mails = good(store.unread(10));
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].tries == 2);
  CHECK(mails[1].tries == 1);
}

TEST_CASE("a handled mail has its fate, changes and letters, and waits no more") {
  Directory directory;
  {
    Store store = open(directory / "s.db");
    const std::int64_t id = keep(store, {mail(1, "I sign")})[0];
    Handled one = handled(id);
    one.fate.reply = "I sign";
    one.changes.push_back(
        campaign::AddSignature{signature("maria@example.org", person("Maria Lopez"))});
    one.letters.push_back(letter(LetterKind::confirmation, "maria@example.org", "c1"));
    good(store.commit({one}, noon));
  }
  Store store = open(directory / "s.db");
  CHECK(good(store.unread(10)).empty());
  const campaign::MailCounts counts = good(store.mail_counts());
  CHECK(counts.received == 1);
  CHECK(counts.kinds[static_cast<std::size_t>(reply::Kind::sign)] == 1);
  CHECK(counts.balanced());
  const auto signatures = good(store.signatures(false));
  REQUIRE(signatures.size() == 1);
  CHECK(signatures[0].signer == person("Maria Lopez"));
  CHECK(signatures[0].address == address("maria@example.org"));
  CHECK(signatures[0].mail == 1);
  CHECK(good(store.due(10, noon)).size() == 1);
  CHECK(good(store.fate(1))->reply == "I sign");
  good(store.check_integrity());
}

TEST_CASE("committing a mail again changes nothing and writes no letter") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::int64_t id = keep(store, {mail(1, "I sign")})[0];
  Handled one = handled(id);
  one.changes.push_back(campaign::AddSignature{signature("m@example.org", person("Maria Lopez"))});
  one.letters.push_back(letter(LetterKind::confirmation, "m@example.org", "c1"));
  good(store.commit({one}, noon));
  one.fate.kind = reply::Kind::withdraw;
  one.changes = {campaign::UpdateSignature{1, person("Nobody"), State::withdrawn, {}}};
  one.letters = {letter(LetterKind::withdrawn, "m@example.org", "c2")};
  good(store.commit({one}, noon));
  CHECK(good(store.signatures(true))[0].state == State::counted);
  CHECK(good(store.letter_counts()).queued == 1);
}

TEST_CASE("a batch is kept whole or not at all") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids = keep(store, {mail(1, "a"), mail(2, "b")});
  Handled first = handled(ids[0]);
  first.changes.push_back(campaign::AddSignature{signature("a@example.org", person("A B"))});
  first.letters.push_back(letter(LetterKind::confirmation, "a@example.org", "c1"));
  Handled second = handled(ids[1]);
  campaign::Signature broken = signature("b@example.org", person("C D"));
  second.changes.push_back(campaign::UpdateSignature{1, person("A B"), State::counted, {}});
  second.mail = 4711;  // no such mail
  const Result<void> done = store.commit({first, second}, noon);
  CHECK_FALSE(done);
  CHECK(good(store.signatures(true)).empty());
  CHECK(good(store.letter_counts()).queued == 0);
  CHECK(good(store.unread(10)).size() == 2);
  good(store.check_integrity());
}

TEST_CASE("a copy is what an earlier handled mail is known by") {
  Directory directory;
  {
    Store store = open(directory / "s.db");
    const std::vector<std::int64_t> ids = keep(store, {mail(1, "a"), mail(2, "b")});
    CHECK_FALSE(good(store.is_copy(ids[0], "print")));
    CHECK_FALSE(good(store.is_copy(ids[1], "print")));  // it reads only
    Handled one = handled(ids[0]);
    one.fingerprint = "print";
    good(store.commit({one}, noon));
    CHECK_FALSE(good(store.is_copy(ids[0], "print")));  // of itself it is none
    CHECK(good(store.is_copy(ids[1], "print")));
    CHECK_FALSE(good(store.is_copy(ids[1], "other")));
  }
  Store store = open(directory / "s.db");
  CHECK(good(store.is_copy(2, "print")));
}

TEST_CASE("mails without a fingerprint are never copies of each other") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids = keep(store, {mail(1, "a"), mail(2, "b")});
  good(store.commit({handled(ids[0])}, noon));
  CHECK_FALSE(good(store.is_copy(ids[1], "")));
}

}  // namespace undersigned::store
