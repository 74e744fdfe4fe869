#include "stage.h"

namespace undersigned::store {
using namespace stage;

namespace {

// Commits changes as if a mail of that uid had caused them.
void commit(Store& store, std::uint32_t uid, std::vector<Change> changes) {
  const std::int64_t id = keep(store, {mail(uid, "mail " + std::to_string(uid))}).back();
  Handled one = handled(id);
  one.changes = std::move(changes);
  good(store.commit({one}, noon));
}

using Mark = campaign::MarkAddress::Mark;

// A report that says that a letter of that Message-ID did not reach `who`.
void bounce(Store& store, std::uint32_t uid, const std::string& who, const std::string& id) {
  const std::string raw =
      "From: mailer-daemon@example.org\r\n\r\nMessage-ID: <" + id + "@us.example>\r\n";
  Handled one = handled(keep(store, {mail(uid, raw)}).back(), reply::Kind::bounce);
  one.changes = {campaign::MarkAddress{address(who), Mark::bounced}};
  good(store.commit({one}, noon));
}

campaign::AddSignature adds(const std::string& from, const campaign::Signer& signer,
                            State state = State::counted) {
  return {signature(from, signer, state)};
}

}  // namespace

TEST_CASE("a signature comes back as it was put in, whatever is missing of it") {
  Directory directory;
  Store store = open(directory / "s.db");
  campaign::Signer full = organization("Casa Azul");
  full.name = "María López";
  full.title = "Executive Director";
  full.place = "Oakland, \"CA\"\tUSA";
  full.listed = false;
  campaign::Signature given = signature("Maria@Example.ORG", full, State::review, noon + 1ms);
  given.language = "es";
  given.why = {"no name", "DMARC fail"};
  commit(store, 1, {campaign::AddSignature{given}, adds("x@example.org", campaign::Signer{})});
  const auto stored = good(store.signatures(true));
  REQUIRE(stored.size() == 2);
  CHECK(stored[0].id > 0);
  CHECK(stored[0].signer == full);
  CHECK(stored[0].address == given.address);
  CHECK(stored[0].state == State::review);
  CHECK(stored[0].arrived == noon + 1ms);
  CHECK(stored[0].language == "es");
  CHECK(stored[0].why == given.why);
  CHECK(stored[1].signer == campaign::Signer{});
  CHECK(stored[1].why.empty());
  CHECK(good(store.signature(stored[0].id))->signer == full);
  CHECK_FALSE(good(store.signature(99)).has_value());
}

TEST_CASE("all that is known of an address is found by it, however its case") {
  Directory directory;
  Store store = open(directory / "s.db");
  commit(store, 1,
         {adds("maria@example.org", person("Maria Lopez")),
          adds("maria@example.org", organization("Casa Azul"), State::withdrawn),
          adds("else@example.org", person("Somebody Else")),
          campaign::MarkAddress{address("maria@example.org"), Mark::unsubscribed}});
  const Known known = good(store.known(address("MARIA@example.org"), noon));
  REQUIRE(known.signatures.size() == 2);
  CHECK(known.signatures[0].signer == person("Maria Lopez"));
  CHECK(known.signatures[1].state == State::withdrawn);
  CHECK(known.unsubscribed);
  CHECK_FALSE(known.bounced);
  CHECK_FALSE(known.erased);
  const Known nobody = good(store.known(address("nobody@example.org"), noon));
  CHECK(nobody.signatures.empty());
  CHECK_FALSE(nobody.unsubscribed);
}

TEST_CASE("marks of an address stay, each for itself") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::call, "a@example.org", "call.1")}, noon));
  commit(store, 1, {campaign::MarkAddress{address("a@example.org"), Mark::unsubscribed}});
  bounce(store, 2, "a@example.org", "call.1");
  const Known known = good(store.known(address("a@example.org"), noon));
  CHECK(known.bounced);
  CHECK(known.unsubscribed);
}

TEST_CASE("only a letter of ours that comes back marks its reader") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::call, "a@example.org", "call.1"),
                      letter(LetterKind::call, "b@example.org", "call.2")},
                     noon));
  bounce(store, 1, "a@example.org", "guessed");
  bounce(store, 2, "a@example.org", "call.2");  // which went to somebody else
  bounce(store, 3, "never-written-to@example.org", "call.1");
  for (const char* who : {"a@example.org", "b@example.org", "never-written-to@example.org"})
    CHECK_FALSE(good(store.known(address(who), noon)).bounced);
  bounce(store, 4, "A@example.org", "call.1");
  CHECK(good(store.known(address("a@example.org"), noon)).bounced);
  CHECK_FALSE(good(store.known(address("b@example.org"), noon)).bounced);
}

TEST_CASE("answers are counted of the last day and of all time, other letters are not") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "1"),
                      letter(LetterKind::call, "a@example.org", "2"),
                      letter(LetterKind::digest, "a@example.org", "3")},
                     noon - 25h));
  good(store.enqueue({letter(LetterKind::not_understood, "a@example.org", "4"),
                      letter(LetterKind::challenge, "A@example.org", "5"),
                      letter(LetterKind::thank_you, "a@example.org", "6"),
                      letter(LetterKind::late, "other@example.org", "7")},
                     noon - 23h));
  const Known known = good(store.known(address("a@example.org"), noon));
  CHECK(known.answers_today == 2);
  CHECK(known.answers_ever == 3);
}

TEST_CASE("an organization is found under the name that it is listed by, at any address") {
  Directory directory;
  Store store = open(directory / "s.db");
  commit(store, 1,
         {adds("a@example.org", organization("The Casa Azul")),
          adds("b@example.net", organization("CASA AZUL")),
          adds("c@example.net", organization("Casa Verde")),
          adds("d@example.net", person("Casa Azul"))});
  CHECK(good(store.by_organization("Casa Azul")).size() == 2);
  CHECK(good(store.by_organization("Nobody")).empty());
}

TEST_CASE("a signer is never on the list twice at one address") {
  Directory directory;
  Store store = open(directory / "s.db");
  SECTION("two mails that were decided upon without each other") {
    commit(store, 1, {adds("m@example.org", person("Maria Lopez"))});
    commit(store, 2, {adds("m@example.org", person("maria  LOPEZ"))});
    const auto stored = good(store.signatures(true));
    REQUIRE(stored.size() == 1);
    CHECK(*stored[0].signer.name == "maria  LOPEZ");
    CHECK(stored[0].mail == 1);
  }
  SECTION("a doubtful one does not unmake a counted one") {
    commit(store, 1, {adds("m@example.org", person("Maria Lopez"))});
    commit(store, 2, {adds("m@example.org", person("Maria Lopez"), State::pending)});
    REQUIRE(good(store.signatures(true)).size() == 1);
    CHECK(good(store.signature_counts()).individuals == 1);
  }
  SECTION("a counted one settles a doubtful one") {
    commit(store, 1, {adds("m@example.org", person("Maria Lopez"), State::review)});
    commit(store, 2, {adds("m@example.org", person("Maria Lopez"))});
    REQUIRE(good(store.signatures(true)).size() == 1);
    CHECK(good(store.signatures(false)).size() == 1);
    CHECK(good(store.signatures(true))[0].mail == 2);
  }
  SECTION("a change into a signer who is counted waits for a person") {
    commit(store, 1,
           {adds("m@example.org", person("Maria Lopez")), adds("m@example.org", person("M L"))});
    commit(store, 2, {campaign::UpdateSignature{2, person("Maria Lopez"), State::counted, {}}});
    CHECK(good(store.signature_counts()).individuals == 1);
    CHECK(good(store.signature(2))->state == State::review);
    REQUIRE(good(store.signature(2))->why.size() == 1);
  }
  good(store.check_integrity());
}

TEST_CASE("a replaced entry keeps its number and its address, and nothing else") {
  Directory directory;
  Store store = open(directory / "s.db");
  campaign::Signature unproven =
      signature("M@Example.org", person("Maria Lopez"), State::pending, noon - 26h);
  unproven.signer.title = "Chief Clown";
  unproven.signer.listed = false;
  unproven.language = "es";
  unproven.why = {"x"};
  commit(store, 1, {campaign::AddSignature{unproven}});
  campaign::Signature genuine = signature("m@example.org", person("Maria Lopez Garcia"));
  commit(store, 2, {campaign::ReplaceSignature{1, genuine}});

  const campaign::Signature now = good(store.signature(1)).value();
  CHECK(now.signer == genuine.signer);
  CHECK(now.state == State::counted);
  CHECK(now.address.text() == "m@example.org");
  CHECK(now.arrived == noon);
  CHECK(now.language == "en");
  CHECK(now.mail == 2);
  CHECK(now.why.empty());
  CHECK(good(store.signature_counts()).individuals == 1);
  CHECK(good(store.signature_counts()).pending == 0);
  CHECK(good(store.counted_since(noon)).size() == 1);

  SECTION("into a signer who is counted: it waits for a person") {
    commit(store, 3, {adds("m@example.org", person("Ana Lopez"))});
    commit(store, 4,
           {campaign::ReplaceSignature{1, signature("m@example.org", person("Ana Lopez"))}});
    CHECK(good(store.signature(1))->state == State::review);
    CHECK(good(store.signature_counts()).individuals == 1);
  }
  SECTION("one that is gone is passed over") {
    commit(store, 3, {campaign::ReplaceSignature{17, genuine}});
    CHECK(good(store.signatures(true)).size() == 1);
  }
  good(store.check_integrity());
}

TEST_CASE("one address may sign for a person, organizations, and several people") {
  Directory directory;
  Store store = open(directory / "s.db");
  commit(store, 1,
         {adds("m@example.org", person("Maria Lopez")), adds("m@example.org", person("Ana Lopez")),
          adds("m@example.org", organization("Casa Azul")),
          adds("m@example.org", organization("Casa Verde"))});
  commit(store, 2, {adds("other@example.org", person("Maria Lopez"))});
  const campaign::SignatureCounts counts = good(store.signature_counts());
  CHECK(counts.individuals == 3);
  CHECK(counts.organizations == 2);
}

TEST_CASE("a change of a signature that is gone is passed over") {
  Directory directory;
  Store store = open(directory / "s.db");
  commit(store, 1, {campaign::UpdateSignature{17, person("Nobody"), State::counted, {}}});
  CHECK(good(store.signatures(true)).empty());
}

TEST_CASE("counters follow every state and every change") {
  Directory directory;
  Store store = open(directory / "s.db");
  campaign::Signer quiet = person("Quiet One");
  quiet.listed = false;
  commit(store, 1,
         {adds("a@example.org", person("A")), adds("b@example.org", quiet),
          adds("c@example.org", organization("C")), adds("d@example.org", person("D"), State::late),
          adds("e@example.org", person("E"), State::pending),
          adds("f@example.org", person("F"), State::review)});
  campaign::SignatureCounts counts = good(store.signature_counts());
  CHECK(counts.individuals == 2);
  CHECK(counts.individuals_private == 1);
  CHECK(counts.organizations == 1);
  CHECK(counts.organizations_private == 0);
  CHECK(counts.late == 1);
  CHECK(counts.pending == 1);
  CHECK(counts.review == 1);
  commit(store, 2,
         {campaign::UpdateSignature{1, person("A"), State::withdrawn, {}},
          campaign::UpdateSignature{5, person("E"), State::counted, {}},
          campaign::UpdateSignature{2, person("Quiet One"), State::counted, {}}});
  counts = good(store.signature_counts());
  CHECK(counts.individuals == 2);
  CHECK(counts.individuals_private == 0);
  CHECK(counts.withdrawn == 1);
  CHECK(counts.pending == 0);
  good(store.check_integrity());
}

}  // namespace undersigned::store
