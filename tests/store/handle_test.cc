#include "stage.h"

namespace undersigned::store {
using namespace stage;

TEST_CASE("letters where nobody vouches are counted by mailbox, domain and hour") {
  Directory directory;
  Store store = open(directory / "s.db");
  const auto write = [&](std::uint32_t uid, const std::string& to, Instant at) {
    Handled one = handled(keep(store, {mail(uid, "mail " + std::to_string(uid))}).back());
    one.from = mail::NamedAddress{{}, address(to)};
    one.letters = {letter(LetterKind::challenge, to, std::to_string(uid))};
    one.unproven = true;
    good(store.commit({one}, at));
  };
  write(1, "Maria+x@example.org", noon);
  write(2, "maria@example.org", noon + 2h);
  write(3, "jorge@example.org", noon + 2h);
  write(4, "ana@example.net", noon + 2h);

  const auto asked = [&](const std::string& who, Instant at) {
    return good(store.known(address(who), at)).asked;
  };
  CHECK(asked("MARIA+y@Example.org", noon + 2h).mailbox_today == 2);
  CHECK(asked("maria@example.org", noon + 24h).mailbox_today == 1);
  CHECK(asked("maria@example.org", noon + 48h).mailbox_today == 0);
  CHECK(asked("maria@example.org", noon + 1000h).mailbox_ever == 2);
  CHECK(asked("nobody@example.org", noon + 2h + 59min).domain_this_hour == 2);
  CHECK(asked("nobody@example.org", noon + 2h).all_this_hour == 3);
  CHECK(asked("nobody@example.org", noon + 3h).all_this_hour == 0);
  CHECK(asked("nobody@example.org", noon + 2h).mailbox_ever == 0);

  good(store.erase(address("maria@example.org"), "tombstone", noon));
  CHECK(asked("maria@example.org", noon + 2h).mailbox_ever == 0);

  CHECK(good(store.silenced(noon)) == 0);
  Handled quiet = handled(keep(store, {mail(5, "mail 5")}).back());
  quiet.silenced = true;
  good(store.commit({quiet}, noon + 2h));
  CHECK(good(store.silenced(noon)) == 1);
  CHECK(good(store.silenced(noon + 3h)) == 0);
}

TEST_CASE("who has not answered is asked once more about each mail, and never again") {
  Directory directory;
  Store store = open(directory / "s.db");
  const auto pending = [&](std::uint32_t uid, const std::string& who, Instant arrived) {
    return sign(store, uid, signature(who, person("A B"), State::pending, arrived));
  };
  const auto first = pending(1, "a@example.org", noon - 30h);
  pending(2, "b@example.org", noon - 1h);
  sign(store, 3, signature("c@example.org", person("C D"), State::counted, noon - 30h));

  const auto waiting = good(store.to_ask_again(noon - 24h));
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].mail == first);
  const std::vector<letter::Ready> again = {letter(LetterKind::challenge, "a@example.org", "x")};
  CHECK(good(store.ask_again(first, again, noon)));
  CHECK_FALSE(good(store.ask_again(first, again, noon)));
  CHECK(good(store.to_ask_again(noon - 24h)).empty());
  CHECK(good(store.letter_counts()).queued == 1);
  CHECK(good(store.known(address("a@example.org"), noon)).asked.mailbox_today == 1);
}

TEST_CASE("a reading that was begun and not finished is remembered") {
  Directory directory;
  std::vector<std::int64_t> ids;
  {
    Store store = open(directory / "s.db");
    ids = keep(store, {mail(1, "poison"), mail(2, "good")});
    good(store.begin_reading({ids[0]}));
  }
  {
    Store store = open(directory / "s.db");
    good(store.begin_reading({ids[0], ids[1]}));
  }
  Store store = open(directory / "s.db");
  const std::vector<Mail> mails = good(store.unread(10));
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].tries == 2);
  CHECK(mails[1].tries == 1);
}

TEST_CASE("a reading that is begun again after the store took nothing is no second try") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids = keep(store, {mail(1, "good")});
  for (int i = 0; i < 3; ++i) {
    good(store.begin_reading(ids));
    CHECK_FALSE(store.together([]() -> Result<void> { return fail(Error::Kind::failed, "full"); }));
    CHECK(good(store.unread(10))[0].tries == 0);
  }
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
