#include "stage.h"

namespace undersigned::store {
using namespace stage;

namespace {

std::vector<std::string> recipients(const std::vector<OutboxLetter>& letters) {
  std::vector<std::string> found;
  for (const OutboxLetter& letter : letters) found.push_back(letter.to.text());
  return found;
}

}  // namespace

TEST_CASE("a letter goes out as it was put in") {
  Directory directory;
  {
    Store store = open(directory / "s.db");
    letter::Ready ready =
        letter(LetterKind::challenge, "a@example.org", "1", std::string("own\0\r\n", 6), "shared");
    ready.empty_sender = true;
    CHECK(good(store.enqueue({ready}, noon)) == 1);
  }
  Store store = open(directory / "s.db");
  const std::vector<OutboxLetter> letters = good(store.due(10, noon));
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].kind == LetterKind::challenge);
  CHECK(letters[0].to == address("a@example.org"));
  CHECK(letters[0].empty_sender);
  CHECK(letters[0].octets == std::string("own\0\r\nshared", 12));
  CHECK(letters[0].tries == 0);
  CHECK(letters[0].queued == noon);
  CHECK(good(store.letter_octets(letters[0].id)) == letters[0].octets);
  CHECK(store.letter_octets(99).error().kind == Error::Kind::input);
}

TEST_CASE("one Message-ID is one letter, ever, also once it was sent") {
  Directory directory;
  Store store = open(directory / "s.db");
  CHECK(good(store.enqueue({letter(LetterKind::call, "a@example.org", "1"),
                            letter(LetterKind::call, "a@example.org", "1"),
                            letter(LetterKind::call, "b@example.org", "2")},
                           noon)) == 2);
  const std::vector<OutboxLetter> letters = good(store.due(10, noon));
  good(store.record({{letters[0].id, LetterState::sent, {}, "250"}}, noon));
  CHECK(good(store.enqueue({letter(LetterKind::call, "a@example.org", "1")}, noon)) == 0);
  CHECK(good(store.letter_counts()).sent == 1);
  CHECK(good(store.letter_counts()).queued == 1);
}

TEST_CASE("what letters share is stored once") {
  Directory directory;
  const std::string shared(500'000, 'x');
  Store store = open(directory / "s.db");
  std::vector<letter::Ready> release;
  for (int i = 0; i < 40; ++i) {
    release.push_back(letter(LetterKind::release, "p" + std::to_string(i) + "@example.org",
                             "r" + std::to_string(i), "own", shared));
  }
  good(store.enqueue(release, noon));
  good(store.backup(directory / "copy.db"));
  CHECK(std::filesystem::file_size(directory / "copy.db") < 1'000'000);
  CHECK(good(store.due(1, noon))[0].octets == "own" + shared);
}

TEST_CASE("answers go before mass mailings, the oldest first, retries when they are due") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::call, "call@example.org", "1"),
                      letter(LetterKind::confirmation, "first@example.org", "2"),
                      letter(LetterKind::release, "press@example.org", "3"),
                      letter(LetterKind::reminder, "reminder@example.org", "4"),
                      letter(LetterKind::late, "last@example.org", "5")},
                     noon));
  const std::vector<OutboxLetter> letters = good(store.due(10, noon));
  CHECK(recipients(letters) == std::vector<std::string>{"first@example.org", "press@example.org",
                                                        "last@example.org", "call@example.org",
                                                        "reminder@example.org"});
  CHECK(good(store.due(2, noon)).size() == 2);
  CHECK_FALSE(good(store.next_due(noon)).has_value());

  good(store.record({{letters[0].id, LetterState::queued, noon + 60s, "451 later"}}, noon));
  CHECK(recipients(good(store.due(1, noon))) == std::vector<std::string>{"press@example.org"});
  CHECK(good(store.next_due(noon)) == noon + 60s);
  const std::vector<OutboxLetter> later = good(store.due(10, noon + 60s));
  CHECK(recipients(later)[2] == "first@example.org");
  CHECK(later[2].tries == 1);

  const std::vector<OutboxLetter> others =
      good(store.due(10, noon, {letters[1].id, letters[2].id}));
  CHECK(recipients(others) == std::vector<std::string>{"call@example.org", "reminder@example.org"});
}

TEST_CASE(
    "a letter that was given back is due at once, whatever the clock says, and was not tried") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "a"),
                      letter(LetterKind::release, "b@example.org", "b")},
                     noon));
  good(store.mark_uncertain({2}));
  const LetterResult back{1, LetterState::queued, {}, "the program is ending", false};
  LetterResult release = back;
  release.letter = 2;
  good(store.record({back, release}, noon));
  const std::vector<OutboxLetter> due = good(store.due(10, noon - 24h));
  REQUIRE(due.size() == 2);
  for (const OutboxLetter& one : due) CHECK(one.tries == 0);
}

TEST_CASE("who has not answered a call is who sent nothing since but automatic mail") {
  Directory directory;
  Store store = open(directory / "s.db");
  std::vector<letter::Ready> calls;
  for (const char* who : {"silent", "away", "signed", "declined", "gone", "bounced", "unsent"})
    calls.push_back(letter(LetterKind::call, std::string(who) + "@example.org", who));
  good(store.enqueue(calls, noon));
  for (const OutboxLetter& one : good(store.due(10, noon)))
    if (one.to.local() != "unsent")
      good(store.record({{one.id, LetterState::sent, {}, "250"}}, noon));
  const auto wrote = [&](std::uint32_t uid, const char* who, reply::Kind kind) {
    Handled one = handled(keep(store, {mail(uid, who)}).back(), kind);
    one.from = mail::NamedAddress{{}, address(std::string(who) + "@example.org")};
    good(store.commit({one}, noon));
  };
  sign(store, 1, signature("Signed@example.org", person("Maria Lopez"), State::pending));
  wrote(2, "away", reply::Kind::auto_reply);
  wrote(3, "declined", reply::Kind::decline);
  Handled marks =
      handled(keep(store, {mail(4, "<bounced@us.example>")}).back(), reply::Kind::bounce);
  using Mark = campaign::MarkAddress::Mark;
  marks.changes = {campaign::MarkAddress{address("gone@example.org"), Mark::unsubscribed},
                   campaign::MarkAddress{address("bounced@example.org"), Mark::bounced}};
  good(store.commit({marks}, noon));
  std::vector<std::string> left;
  for (const auto& line : good(store.unanswered(LetterKind::call, noon + 1s)))
    left.push_back(line.to.text());
  CHECK(left == std::vector<std::string>{"silent@example.org", "away@example.org"});
  CHECK(good(store.unanswered(LetterKind::call, noon)).empty());
  CHECK(good(store.unanswered(LetterKind::reminder, noon + 1s)).empty());
}

TEST_CASE("a new letter is due whatever the clock says") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "1")}, noon));
  CHECK(good(store.due(10, noon - 24h)).size() == 1);
}

TEST_CASE("an uncertain letter goes out again by a person alone") {
  Directory directory;
  {
    Store store = open(directory / "s.db");
    good(store.enqueue({letter(LetterKind::release, "a@example.org", "1"),
                        letter(LetterKind::release, "b@example.org", "2")},
                       noon));
    good(store.mark_uncertain({1, 2}));
  }
  Store store = open(directory / "s.db");
  CHECK(good(store.due(10, noon + 1000h)).empty());
  CHECK(good(store.letter_counts()).uncertain == 2);
  CHECK(good(store.troubled_letters()).size() == 2);
  SECTION("those to the addresses that the person names") {
    CHECK(good(store.resend_uncertain({address("B@example.org"), address("x@example.org")},
                                      noon)) == 1);
    CHECK(recipients(good(store.due(10, noon))) == std::vector<std::string>{"b@example.org"});
    CHECK(good(store.deeds()).size() == 1);
  }
  SECTION("all where none is named") {
    CHECK(good(store.resend_uncertain({}, noon)) == 2);
    CHECK(good(store.due(10, noon)).size() == 2);
    CHECK(good(store.resend_uncertain({}, noon)) == 0);
  }
  SECTION("and its answer may still come") {
    good(store.record({{1, LetterState::sent, {}, "250"},
                       {2, LetterState::queued, noon + 1s, "lost before the dot"}},
                      noon));
    CHECK(good(store.letter_counts()).sent == 1);
    CHECK(good(store.letter_counts()).queued == 1);
    CHECK(good(store.troubled_letters()).empty());
  }
}

TEST_CASE("what is queued of the release is worded anew, and nothing that may have gone") {
  Directory directory;
  Store store = open(directory / "s.db");
  const auto ready = [](const char* to, const char* id, const std::string& words) {
    return letter(LetterKind::release, to, id, words, "shared " + words);
  };
  good(store.enqueue({ready("a@example.org", "1", "old"), ready("b@example.org", "2", "old"),
                      ready("c@example.org", "3", "old"), ready("d@example.org", "4", "old"),
                      letter(LetterKind::digest, "e@example.org", "5")},
                     noon));
  good(store.mark_uncertain({1}));
  good(store.record({{2, LetterState::sent, {}, "250 ok"}}, noon));
  CHECK(good(store.waiting_releases()) == 2);
  CHECK(good(store.reword_releases(
            {ready("a@example.org", "1", "new"), ready("b@example.org", "2", "new"),
             ready("c@example.org", "3", "new"), ready("f@example.org", "6", "new")},
            noon)) == 1);
  CHECK(good(store.letter_octets(1)) == "oldshared old");
  CHECK(good(store.letter_octets(2)) == "oldshared old");
  CHECK(good(store.letter_octets(3)) == "newshared new");
  const auto troubled = good(store.troubled_letters());
  REQUIRE(troubled.size() == 2);
  CHECK(troubled[1].id == 4);
  CHECK(troubled[1].answer == "no longer on the press list");
  CHECK(good(store.waiting_releases()) == 1);
  CHECK(good(store.letter_counts()).queued == 2);
}

TEST_CASE("a letter that was sent or given up stays so, whatever is recorded later") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "1"),
                      letter(LetterKind::confirmation, "b@example.org", "2")},
                     noon));
  good(store.record({{1, LetterState::sent, {}, "250 ok"}, {2, LetterState::failed, {}, "550 no"}},
                    noon + 5s));
  good(
      store.record({{1, LetterState::queued, noon, ""}, {2, LetterState::queued, noon, ""}}, noon));
  good(store.mark_uncertain({1, 2}));
  CHECK(good(store.due(10, noon + 100h)).empty());
  const std::vector<Store::LetterLine> lines = good(store.letters(std::nullopt));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].state == LetterState::sent);
  CHECK(lines[0].answer == "250 ok");
  CHECK(lines[0].queued == noon);
  CHECK(lines[0].done == noon + 5s);
  CHECK(lines[1].state == LetterState::failed);
  REQUIRE(good(store.troubled_letters()).size() == 1);
  CHECK(good(store.troubled_letters())[0].id == 2);
  CHECK(good(store.letters(LetterKind::confirmation)).size() == 2);
  CHECK(good(store.letters(LetterKind::call)).empty());
}

TEST_CASE("a fact and its letters come true once") {
  Directory directory;
  Store store = open(directory / "s.db");
  CHECK_FALSE(good(store.fact("release")).has_value());
  const std::vector<letter::Ready> letters = {letter(LetterKind::digest, "o@example.org", "d1")};
  CHECK(good(store.once("digest 2015-12-10", "sent", letters, noon)));
  CHECK_FALSE(good(store.once("digest 2015-12-10", "again",
                              {letter(LetterKind::digest, "o@example.org", "d2")}, noon)));
  CHECK(good(store.fact("digest 2015-12-10")) == "sent");
  CHECK(good(store.letter_counts()).queued == 1);
  good(store.set_fact("hold", "yes"));
  good(store.set_fact("hold", ""));
  CHECK(good(store.fact("hold")) == "");
}

}  // namespace undersigned::store
