#include "stage.h"

namespace undersigned::store {
using namespace stage;

namespace {

std::int64_t of(const campaign::MailCounts& counts, reply::Kind kind) {
  return counts.kinds[static_cast<std::size_t>(kind)];
}

}  // namespace

TEST_CASE("every mail is in one box of the ledger, or waits") {
  Directory directory;
  Store store = open(directory / "s.db");
  std::vector<Mail> mails;
  for (std::uint32_t uid = 1; uid <= 16; ++uid) mails.push_back(mail(uid, std::to_string(uid)));
  const std::vector<std::int64_t> ids = keep(store, mails);
  std::vector<Handled> batch;
  for (const reply::Kind kind : reply::all_kinds) {
    batch.push_back(handled(ids[batch.size()], kind));
  }
  for (const Fate::Box box : {Fate::Box::duplicate, Fate::Box::late, Fate::Box::quarantined}) {
    batch.push_back(handled(ids[batch.size()], reply::Kind::sign));
    batch.back().fate.box = box;
  }
  good(store.commit(batch, noon));
  const campaign::MailCounts counts = good(store.mail_counts());
  CHECK(counts.received == 16);
  for (const reply::Kind kind : reply::all_kinds) CHECK(of(counts, kind) == 1);
  CHECK(counts.duplicate == 1);
  CHECK(counts.late == 1);
  CHECK(counts.quarantined == 1);
  CHECK(counts.waiting == 2);
  CHECK(good(store.fate(ids[12]))->box == Fate::Box::late);
  CHECK(good(store.fate(ids[12]))->kind == reply::Kind::sign);
  CHECK_FALSE(good(store.fate(ids[15])).has_value());
}

TEST_CASE("mails are counted up to a moment, to the millisecond") {
  Directory directory;
  Store store = open(directory / "s.db");
  const Instant midnight{std::chrono::sys_days{std::chrono::year{2015} / 12 / 18}};
  const std::vector<std::int64_t> ids =
      keep(store, {mail(1, "a", 1, midnight - 48h), mail(2, "b", 1, midnight - 1ms),
                   mail(3, "c", 1, midnight), mail(4, "d", 1, midnight + 1h)});
  good(store.commit({handled(ids[1]), handled(ids[2], reply::Kind::question)}, noon));
  const struct {
    Instant before;
    std::int64_t received, sign, question, waiting;
  } cases[] = {
      {midnight - 48h, 0, 0, 0, 0},  {midnight - 47h, 1, 0, 0, 1}, {midnight - 1ms, 1, 0, 0, 1},
      {midnight, 2, 1, 0, 1},        {midnight + 1ms, 3, 1, 1, 1}, {midnight + 1h, 3, 1, 1, 1},
      {midnight + 100h, 4, 1, 1, 2}, {Instant::max(), 4, 1, 1, 2},
  };
  for (const auto& c : cases) {
    const campaign::MailCounts counts = good(store.mail_counts(c.before));
    CAPTURE(c.before.time_since_epoch().count());
    CHECK(counts.received == c.received);
    CHECK(of(counts, reply::Kind::sign) == c.sign);
    CHECK(of(counts, reply::Kind::question) == c.question);
    CHECK(counts.waiting == c.waiting);
  }
}

TEST_CASE("counted signatures stand on the day on which they arrived in the campaign's zone") {
  Directory directory;
  Store store = open(directory / "s.db");
  const Instant midnight_utc{std::chrono::sys_days{std::chrono::year{2015} / 12 / 18}};
  sign(store, 1, signature("a@example.org", person("A"), State::counted, midnight_utc + 8h - 1ms));
  sign(store, 2, signature("b@example.org", person("B"), State::counted, midnight_utc + 8h));
  sign(store, 3, signature("c@example.org", organization("C"), State::counted, midnight_utc + 9h));
  sign(store, 4, signature("d@example.org", person("D"), State::late, midnight_utc + 9h));
  const std::vector<campaign::Day> days =
      good(store.days(good(campaign::Zone::load("America/Los_Angeles"))));
  REQUIRE(days.size() == 2);
  CHECK(days[0].date == "2015-12-17");
  CHECK(days[0].individuals == 1);
  CHECK(days[1].date == "2015-12-18");
  CHECK(days[1].individuals == 1);
  CHECK(days[1].organizations == 1);
  // A zone with a quarter of an hour: 08:00 UTC is 13:45.
  CHECK(good(store.days(good(campaign::Zone::load("Asia/Kathmandu")))).size() == 1);
}

TEST_CASE("whoever is counted after a moment is new then, whenever their mail arrived") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids = keep(store, {mail(1, "a"), mail(2, "b")});
  Handled early = handled(ids[0], reply::Kind::sign);
  early.changes.push_back(
      campaign::AddSignature{signature("maria@example.org", person("Maria Lopez"))});
  good(store.commit({early}, noon));
  Handled after = handled(ids[1], reply::Kind::sign);
  after.changes.push_back(
      campaign::AddSignature{signature("jorge@example.org", person("Jorge Diaz"))});
  good(store.commit({after}, noon + std::chrono::hours(2)));
  CHECK(good(store.counted_since(noon)).size() == 2);
  const auto fresh = good(store.counted_since(noon + std::chrono::hours(1)));
  REQUIRE(fresh.size() == 1);
  CHECK(good(store.signature(fresh[0]))->signer.name == "Jorge Diaz");
}

TEST_CASE("what waits for a person is listed until it is settled") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids =
      keep(store, {mail(1, "a"), mail(2, "b"), mail(3, "c"), mail(4, "d"), mail(5, "e")});
  Handled question = handled(ids[0], reply::Kind::question);
  question.from = mail::NamedAddress{mail::HeaderText::clean("Ana"), address("ana@example.org")};
  question.fate.reply = "When is\n the  deadline?";
  question.fate.why = "a question";
  question.fate.needs_person = true;
  Handled declined = handled(ids[1], reply::Kind::decline);
  declined.fate.needs_person = true;
  Handled unreadable = handled(ids[2]);
  unreadable.fate.box = Fate::Box::quarantined;
  unreadable.fate.needs_person = true;
  Handled doubtful = handled(ids[3]);
  doubtful.from = mail::NamedAddress{{}, address("m@example.org")};
  doubtful.fate.needs_person = true;
  campaign::Signature waits = signature("m@example.org", person("Maria Lopez"), State::review);
  waits.why = {"the name is not certain"};
  doubtful.changes.push_back(campaign::AddSignature{waits});
  good(store.commit({question, declined, unreadable, doubtful, handled(ids[4])}, noon));

  std::vector<campaign::Waiting> waiting = good(store.waiting());
  REQUIRE(waiting.size() == 4);
  CHECK(waiting[0].what == "signature");
  CHECK(waiting[0].who == "Maria Lopez <m@example.org>");
  CHECK(waiting[0].text == "Maria Lopez");
  CHECK(waiting[0].why == waits.why);
  CHECK(waiting[1].what == "question");
  CHECK(waiting[1].id == ids[0]);
  CHECK(waiting[1].who == "Ana <ana@example.org>");
  CHECK(waiting[1].text == "When is the deadline?");
  CHECK(waiting[1].why == std::vector<std::string>{"a question"});
  CHECK(waiting[2].what == "declined");
  CHECK(waiting[3].what == "unreadable mail");

  good(store.settle_mail(ids[0], noon));
  good(store.settle_mail(ids[0], noon));
  good(store.settle_mail(ids[2], noon));
  CHECK(good(store.waiting()).size() == 2);
  CHECK(store.settle_mail(99, noon).error().kind == Error::Kind::input);
  CHECK(good(store.deeds()).size() == 2);
}

TEST_CASE("the oldest mail or letter that waits is known") {
  Directory directory;
  Store store = open(directory / "s.db");
  CHECK_FALSE(good(store.oldest_waiting(noon)).has_value());
  const std::int64_t id = keep(store, {mail(1, "a", 1, noon - 1h)})[0];
  CHECK(good(store.oldest_waiting(noon)) == noon - 1h);
  good(store.commit({handled(id)}, noon));
  CHECK_FALSE(good(store.oldest_waiting(noon)).has_value());
  good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "1")}, noon - 30min));
  good(store.enqueue({letter(LetterKind::call, "b@example.org", "2")}, noon - 40min));
  CHECK(good(store.oldest_waiting(noon)) == noon - 40min);
  good(store.record({{2, LetterState::sent, {}, ""}, {1, LetterState::queued, noon + 1min, ""}},
                    noon));
  CHECK_FALSE(good(store.oldest_waiting(noon)).has_value());
  CHECK(good(store.oldest_waiting(noon + 1min)) == noon - 30min);
}

TEST_CASE("a mail is found by its id") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::int64_t id = keep(store, {mail(8, "raw")})[0];
  REQUIRE(good(store.mail(id)).has_value());
  CHECK(good(store.mail(id))->raw == "raw");
  CHECK(good(store.mail(id))->uid == 8);
  CHECK_FALSE(good(store.mail(id + 1)).has_value());
  CHECK(store.raw(id + 1).error().kind == Error::Kind::input);
}

}  // namespace undersigned::store
