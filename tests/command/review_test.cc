#include <algorithm>

#include "../store/stage.h"
#include "command/review_entry.h"
#include "every_language.h"

namespace undersigned::command {
using namespace store::stage;

namespace {

const std::string key(32, 'k');

campaign::Change changed(std::int64_t id, const campaign::Signer& signer, std::string_view why) {
  return campaign::UpdateSignature{id, signer, State::review, {std::string(why)}};
}

struct Room {
  Directory directory;
  store::Store store = open(directory / "s.db");

  Reviewed decide(const std::vector<std::int64_t>& ids, Verdict verdict) {
    const auto& text = campaign_of_all_languages().text;
    return good(review_entries(text, store, key, ids, verdict, noon));
  }
  State state(std::int64_t id) { return good(store.signature(id))->state; }
};

}  // namespace

TEST_CASE("what a decision makes of an entry whose signer wrote to be off the list") {
  using What = ReviewedEntry::What;
  const struct {
    State before;
    Verdict verdict;
    State after;
    std::optional<LetterKind> letter;
  } cases[] = {
      {State::counted, Verdict::accept, State::withdrawn, LetterKind::withdrawn},
      {State::counted, Verdict::reject, State::counted, LetterKind::already_signed},
      {State::pending, Verdict::accept, State::withdrawn, LetterKind::withdrawn},
      {State::pending, Verdict::reject, State::pending, std::nullopt},
      {State::late, Verdict::accept, State::withdrawn, LetterKind::withdrawn},
      {State::late, Verdict::reject, State::late, std::nullopt},
      {State::review, Verdict::accept, State::withdrawn, LetterKind::withdrawn},
      {State::review, Verdict::reject, State::review, std::nullopt},
  };
  for (const auto& why : {campaign::seems_to_withdraw, campaign::declined_later})
    for (const auto& c : cases) {
      CAPTURE(why, word(c.before), c.verdict == Verdict::accept);
      Room room;
      const auto maria = person("Maria Lopez");
      sign(room.store, 1, signature("m@example.org", maria, c.before));
      const auto leaving = keep(room.store, {store::stage::mail(2, "maybe not")});
      auto handling = handled(leaving[0], reply::Kind::withdraw);
      handling.from = undersigned::mail::NamedAddress{{}, address("m@example.org")};
      handling.fate.reply = "Perhaps take me off?";
      handling.fate.needs_person = true;
      handling.changes = {changed(1, maria, why)};
      good(room.store.commit({handling}, noon));

      const auto waiting = good(room.store.waiting());
      REQUIRE(waiting.size() == 1);
      CHECK(waiting[0].leaving);
      CHECK(waiting[0].words == "Perhaps take me off?");
      const auto reviewed = room.decide({1}, c.verdict);
      CHECK(room.state(1) == c.after);
      REQUIRE(reviewed.letters.size() == (c.letter ? 1 : 0));
      if (c.letter) CHECK(reviewed.letters[0].kind == *c.letter);
      const auto left = good(room.store.waiting());
      CHECK(left.size() == (c.after == State::review ? 1 : 0));
      if (!left.empty()) CHECK_FALSE(left[0].leaving);
      if (c.after != State::withdrawn) continue;
      // Said twice it does not count them after all.
      CHECK(room.decide({1}, Verdict::accept).entries[0].what == What::left);
      CHECK(room.state(1) == State::withdrawn);
    }
}

TEST_CASE("a mail that asks to be off the list is granted as a whole, or put aside") {
  for (const auto verdict : {Verdict::accept, Verdict::reject}) {
    Room room;
    sign(room.store, 1, signature("m@example.org", person("Maria Lopez")));
    sign(room.store, 2, signature("m@example.org", organization("Casa Azul")));
    const auto leaving = keep(room.store, {store::stage::mail(3, "take me off")});
    auto handling = handled(leaving[0], reply::Kind::withdraw);
    handling.from = undersigned::mail::NamedAddress{{}, address("m@example.org")};
    handling.fate.needs_person = true;
    good(room.store.commit({handling}, noon));
    const auto waiting = good(room.store.waiting());
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].what == "withdrawal");
    CHECK(waiting[0].leaving);
    CHECK(waiting[0].entries == std::vector<std::int64_t>{1, 2});
    const auto& text = campaign_of_all_languages().text;
    const auto reviewed = good(review_mail(text, room.store, key, waiting[0], verdict, noon));
    const bool accepted = verdict == Verdict::accept;
    CHECK(reviewed.letters.size() == (accepted ? 1 : 0));
    for (const std::int64_t id : {1, 2})
      CHECK(room.state(id) == (accepted ? State::withdrawn : State::counted));
    CHECK(good(room.store.waiting()).empty());
  }
}

TEST_CASE("whoever signs for many in one mail gets one letter for all that are accepted") {
  Room room;
  const auto ids =
      keep(room.store, {store::stage::mail(1, "we all sign"), store::stage::mail(2, "and I")});
  std::vector<store::Handled> batch = {handled(ids[0]), handled(ids[1])};
  std::vector<std::int64_t> signatures;
  for (int i = 1; i <= 75; ++i) {
    batch[0].changes.push_back(campaign::AddSignature{signature(
        "office@example.org", organization("Office " + std::to_string(i)), State::review)});
    signatures.push_back(i);
  }
  batch[1].changes.push_back(
      campaign::AddSignature{signature("m@example.org", person("Maria Lopez"), State::review)});
  signatures.push_back(76);
  good(room.store.commit(batch, noon));
  const auto reviewed = room.decide(signatures, Verdict::accept);
  REQUIRE(reviewed.letters.size() == 2);
  const auto letters = good(room.store.due(100, noon));
  REQUIRE(letters.size() == 2);
  CHECK_THAT(letters[0].octets, Catch::Contains("Office 1"));
  CHECK_THAT(letters[0].octets, Catch::Contains("Office 75"));
  CHECK(letters[1].to == address("m@example.org"));
}

}  // namespace undersigned::command
