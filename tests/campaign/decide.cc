#include "campaign/decide.h"

#include <catch2/catch.hpp>

#include "decided.h"

using namespace undersigned;
using namespace undersigned::campaign;

TEST_CASE("a clear, authenticated signature is counted at once and confirmed") {
  const Decision d = decided({.signers = {individual("Maria Lopez", "Oakland")}});
  const auto added = changes<AddSignature>(d);
  REQUIRE(added.size() == 1);
  CHECK(added[0].signature.state == State::counted);
  CHECK(added[0].signature.mail == 7);
  CHECK(letters(d) == "confirmation");
  CHECK(d.letters[0].answers->text() == "reply@example.net");
  CHECK_FALSE(d.fate.needs_person);
  CHECK(d.fate.folder == "Signed");
}

TEST_CASE("who is believed follows authentication and the challenge rule") {
  using Challenge = TrustConfig::Challenge;
  struct Row {
    Authenticated authenticated;
    Challenge rule;
    State state;
    std::string letter;
  };
  const Row rows[] = {
      {Authenticated::pass, Challenge::unless_authenticated, State::counted, "confirmation"},
      {Authenticated::none, Challenge::unless_authenticated, State::pending, "challenge"},
      {Authenticated::unknown, Challenge::unless_authenticated, State::pending, "challenge"},
      {Authenticated::fail, Challenge::unless_authenticated, State::pending, "challenge"},
      {Authenticated::pass, Challenge::always, State::pending, "challenge"},
      {Authenticated::none, Challenge::never, State::counted, "confirmation"},
      {Authenticated::unknown, Challenge::never, State::counted, "confirmation"},
      {Authenticated::fail, Challenge::never, State::review, "question-received"},
  };
  for (const Row& row : rows) {
    CAPTURE(int(row.authenticated), int(row.rule));
    const Decision d = decided(
        {.signers = {individual("Maria Lopez")}, .authenticated = row.authenticated}, {}, row.rule);
    const auto added = changes<AddSignature>(d);
    REQUIRE(added.size() == 1);
    CHECK(added[0].signature.state == row.state);
    CHECK(letters(d) == row.letter);
  }
}

TEST_CASE("the deadline is a half-open moment by arrival") {
  struct Row {
    std::chrono::milliseconds after;
    State state;
    Fate::Box box;
    std::string letter;
  };
  const Row rows[] = {
      {std::chrono::seconds(-1), State::counted, Fate::Box::kind, "confirmation"},
      {std::chrono::milliseconds(-1), State::counted, Fate::Box::kind, "confirmation"},
      {std::chrono::seconds(0), State::late, Fate::Box::late, "late"},
      {std::chrono::seconds(1), State::late, Fate::Box::late, "late"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.after.count());
    const Decision d =
        decided({.signers = {individual("Maria Lopez")}, .arrived = deadline + row.after});
    REQUIRE(changes<AddSignature>(d).size() == 1);
    CHECK(changes<AddSignature>(d)[0].signature.state == row.state);
    CHECK(d.fate.box == row.box);
    CHECK(letters(d) == row.letter);
  }
}

TEST_CASE("an organization from a free-mail address waits for a person where that is configured") {
  const Mail from_provider{.signers = {organization("Casa Azul", "Maria Lopez")},
                           .from = "casaazul@gmail.com"};
  Mail from_itself = from_provider, person = from_provider;
  from_itself.from = "maria@casa-azul.example";
  person.signers = {individual("Maria Lopez")};
  for (const auto& [mail, review] : {std::pair{from_provider, State::review},
                                     {from_itself, State::counted},
                                     {person, State::counted}}) {
    Config config = config_with(TrustConfig::Challenge::unless_authenticated);
    const Read read(mail);
    const Arrived arrived{read.message, read.meaning, mail.authenticated, mail.arrived, mail.id};
    for (const bool asked : {false, true}) {
      config.trust.review_free_mail = asked;
      const Decision d = decide(config, arrived, nullptr, {}, fixed_token);
      REQUIRE(changes<AddSignature>(d).size() == 1);
      CHECK(changes<AddSignature>(d)[0].signature.state == (asked ? review : State::counted));
    }
  }
}

TEST_CASE("a mail without words is answered, and what it encloses is for a person") {
  const Decision nothing = decided({.kind = reply::Kind::empty});
  CHECK(letters(nothing) == "not-understood");
  CHECK_FALSE(nothing.fate.needs_person);
  const Decision enclosed =
      decided({.kind = reply::Kind::empty, .certainty = reply::Certainty::review});
  CHECK(letters(enclosed) == "not-understood");
  CHECK(enclosed.fate.needs_person);
  CHECK(enclosed.changes.empty());
}

TEST_CASE("who is on the list already is told so, whatever their mail meant") {
  const Mail mail{.kind = reply::Kind::empty};
  Known known;
  known.signatures = {entry(mail, individual("Maria Lopez"), State::counted, 1),
                      entry(mail, organization("Casa Azul"), State::pending, 2)};
  const Decision empty = decided(mail, known);
  REQUIRE(letters(empty) == "not-understood");
  REQUIRE(empty.letters[0].signers.size() == 1);
  CHECK(empty.letters[0].signers[0].name == "Maria Lopez");
  CHECK(decided(mail).letters[0].signers.empty());

  const Decision unclear = decided(
      {.signers = {individual("Maria Lopez", "Oakland")}, .certainty = reply::Certainty::review},
      known);
  REQUIRE(letters(unclear) == "question-received");
  CHECK(unclear.letters[0].wish == Wish::change);
}

TEST_CASE("the same address signs once: again updates, and says so") {
  const Mail mail{.signers = {individual("Maria Lopez", "Oakland, CA")}};
  Known known;
  known.signatures = {entry(mail, individual("Maria Lopez"), State::counted)};

  SECTION("new details are taken over") {
    const Decision d = decided(mail, known);
    CHECK(changes<AddSignature>(d).empty());
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].signer.place == "Oakland, CA");
    CHECK(letters(d) == "already-signed");
    CHECK(d.letters[0].before.size() == 1);
  }
  SECTION("the same again changes nothing") {
    known.signatures[0].signer = mail.signers[0];
    const Decision d = decided(mail, known);
    CHECK(d.changes.empty());
    CHECK(letters(d) == "already-signed");
  }
  SECTION("a longer form of the name is the same person") {
    Mail longer = mail;
    longer.signers = {individual("Dr. Maria Lopez Garcia")};
    const Decision d = decided(longer, known);
    CHECK(changes<AddSignature>(d).empty());
    CHECK(changes<UpdateSignature>(d).size() == 1);
  }
  SECTION("another name at the same address is another person") {
    Mail other = mail;
    other.signers = {individual("Jorge Lopez")};
    CHECK(changes<AddSignature>(decided(other, known)).size() == 1);
  }
  SECTION("but in answer to our confirmation it may be a correction: a person looks") {
    Mail other = mail;
    other.signers = {individual("Maria Alvarez")};
    other.answers = "<confirmation.0a1b@example.org>";
    REQUIRE(changes<AddSignature>(decided(other, known)).size() == 1);
    CHECK(changes<AddSignature>(decided(other, known))[0].signature.state == State::review);
    other.answers = "<call.0a1b@example.org>";
    CHECK(changes<AddSignature>(decided(other, known))[0].signature.state == State::counted);
  }
  SECTION("an organization is a signature of its own") {
    Mail other = mail;
    other.signers = {organization("Casa Azul", "Maria Lopez")};
    CHECK(changes<AddSignature>(decided(other, known)).size() == 1);
  }
  SECTION("an unproven mail cannot change a counted entry") {
    Mail forged = mail;
    forged.authenticated = Authenticated::none;
    const Decision d = decided(forged, known);
    CHECK(d.changes.empty());
    CHECK(letters(d) == "challenge");
    CHECK(d.letters[0].token == "token-7");
  }
  SECTION("privacy asked for once stays, until it is lifted by a correction") {
    known.signatures[0].signer.listed = false;
    const Decision d = decided(mail, known);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK_FALSE(changes<UpdateSignature>(d)[0].signer.listed);
  }
}

TEST_CASE("a genuine confirmation makes the earlier mail true") {
  Mail earlier{
      .signers = {individual("Maria Lopez")}, .authenticated = Authenticated::none, .id = 3};
  const Mail confirm{.kind = reply::Kind::confirm, .authenticated = Authenticated::none};
  Known known;
  known.signatures = {entry(earlier, individual("Maria Lopez"), State::pending)};
  known.answers_today = known.answers_ever = 1;

  SECTION("a pending entry is counted and confirmed") {
    const Decision d =
        decided(confirm, known, TrustConfig::Challenge::unless_authenticated, &earlier);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].state == State::counted);
    CHECK(letters(d) == "confirmation");
  }
  SECTION("confirming after the deadline counts what arrived before it") {
    Mail after = confirm;
    after.arrived = deadline + std::chrono::hours(1);
    const Decision d =
        decided(after, known, TrustConfig::Challenge::unless_authenticated, &earlier);
    CHECK(changes<UpdateSignature>(d)[0].state == State::counted);
    CHECK(d.fate.box == Fate::Box::kind);
  }
  SECTION("without a genuine token nothing changes and a person looks") {
    const Decision d = decided(confirm, known);
    CHECK(d.changes.empty());
    CHECK(d.fate.needs_person);
    CHECK(letters(d).empty());
  }
  SECTION("an old challenge does not undo a withdrawal") {
    known.signatures[0].state = State::withdrawn;
    const Decision d =
        decided(confirm, known, TrustConfig::Challenge::unless_authenticated, &earlier);
    REQUIRE(changes<ReplaceSignature>(d).size() == 1);
    CHECK(changes<ReplaceSignature>(d)[0].signature.state == State::review);
  }
  SECTION("a withdrawal that was challenged is made true") {
    earlier.kind = reply::Kind::withdraw;
    known.signatures[0].state = State::counted;
    const Decision d =
        decided(confirm, known, TrustConfig::Challenge::unless_authenticated, &earlier);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].state == State::withdrawn);
    CHECK(letters(d) == "withdrawn");
  }
}

TEST_CASE("what is doubtful waits for a person and is not counted") {
  struct Row {
    std::string promise;
    Mail mail;
    Known known;
  };
  const Mail plain{.signers = {individual("Maria Lopez")}};
  Row rows[] = {
      {"the text is not clear", plain, {}},
      {"no name was found", plain, {}},
      {"several From addresses", plain, {}},
      {"erased on request", plain, {}},
      {"the organization is on the list from another address", plain, {}},
  };
  rows[0].mail.certainty = reply::Certainty::review;
  rows[1].mail.signers = {Signer{}};
  rows[2].mail.plain = false;
  rows[3].known.erased = true;
  rows[4].mail.signers = {organization("The Casa Azul")};
  rows[4].known.same_organizations = {entry(plain, organization("Casa Azul"), State::counted)};
  for (const Row& row : rows) {
    CAPTURE(row.promise);
    const Decision d = decided(row.mail, row.known);
    REQUIRE(changes<AddSignature>(d).size() == 1);
    CHECK(changes<AddSignature>(d)[0].signature.state == State::review);
    CHECK_FALSE(changes<AddSignature>(d)[0].signature.why.empty());
    CHECK(d.fate.needs_person);
    CHECK(letters(d).find("confirmation") == std::string::npos);
  }
}

TEST_CASE("a withdrawal takes every entry of the address off the list") {
  const Mail mail{.kind = reply::Kind::withdraw};
  Known known;
  known.signatures = {entry(mail, individual("Maria Lopez"), State::counted, 1),
                      entry(mail, organization("Casa Azul"), State::counted, 2)};
  SECTION("clear and authenticated: withdrawn and told so") {
    const Decision d = decided(mail, known);
    CHECK(changes<UpdateSignature>(d).size() == 2);
    for (const auto& u : changes<UpdateSignature>(d)) CHECK(u.state == State::withdrawn);
    CHECK(letters(d) == "withdrawn");
  }
  SECTION("not certain: not published until a person has looked") {
    Mail doubtful = mail;
    doubtful.certainty = reply::Certainty::review;
    const Decision d = decided(doubtful, known);
    for (const auto& u : changes<UpdateSignature>(d)) CHECK(u.state == State::review);
    CHECK(d.fate.needs_person);
  }
  SECTION("a forged withdrawal takes nobody off the list") {
    Mail forged = mail;
    forged.authenticated = Authenticated::fail;
    const Decision d = decided(forged, known);
    CHECK(d.changes.empty());
    CHECK(letters(d) == "challenge");
    CHECK(d.fate.needs_person);
  }
}

TEST_CASE("a correction changes the entry it is about, and only that") {
  Mail mail{.kind = reply::Kind::amend, .signers = {individual("Maria Lopez", "Reno")}};
  Known known;
  known.signatures = {entry(mail, individual("Maria Lopez", "Oakland"), State::counted, 1)};
  SECTION("the only entry") {
    const Decision d = decided(mail, known);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].signer.place == "Reno");
    CHECK(letters(d) == "amended");
  }
  SECTION("of several, the one of the same signer") {
    known.signatures.push_back(
        entry(mail, individual("Jorge Lopez", "Oakland"), State::counted, 2));
    const Decision d = decided(mail, known);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].id == 1);
  }
  SECTION("where it could be either, a person looks") {
    known.signatures.push_back(
        entry(mail, individual("Jorge Lopez", "Oakland"), State::counted, 2));
    mail.signers = {Signer{}};
    const Decision d = decided(mail, known);
    CHECK(d.changes.empty());
    CHECK(d.fate.needs_person);
  }
  SECTION("a person becomes an organization") {
    mail.signers = {organization("Casa Azul")};
    const Decision d = decided(mail, known);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].signer.as == As::organization);
    CHECK(changes<UpdateSignature>(d)[0].signer.name == "Maria Lopez");
  }
}

TEST_CASE(
    "a correction of an entry that does not count yet changes it, and says no more than that") {
  Mail mail{.kind = reply::Kind::amend, .signers = {individual("Maria Lopez", "Reno")}};
  struct Row {
    State state;
    const char* letter;
  };
  for (const Row& row : {Row{State::review, "question-received"}, Row{State::late, "late"}}) {
    CAPTURE(word(row.state));
    Known known;
    known.signatures = {entry(mail, individual("Maria Lopez", "Oakland"), row.state)};
    const Decision d = decided(mail, known);
    const auto updates = changes<UpdateSignature>(d);
    REQUIRE(updates.size() == 1);
    CHECK(updates[0].signer.place == "Reno");
    CHECK(updates[0].state == row.state);
    CHECK(letters(d) == row.letter);
    CHECK(d.fate.needs_person == (row.state == State::review));
  }
}

TEST_CASE("a correction that says nothing new is not called one") {
  const Mail mail{.kind = reply::Kind::amend, .signers = {individual("Maria Lopez", "Reno")}};
  Known known;
  known.signatures = {entry(mail, individual("Maria Lopez", "Reno"), State::counted)};
  const Decision d = decided(mail, known);
  CHECK(d.changes.empty());
  CHECK(d.fate.needs_person);
  CHECK(letters(d) == "question-received");
}

TEST_CASE("who says only whether they may be named changes nothing else") {
  Known known;
  known.signatures = {entry(Mail{}, organization("Casa Azul", "Maria Lopez"), State::counted)};
  known.signatures[0].signer.listed = false;
  const Mail mail{.kind = reply::Kind::amend,
                  .signers = {individual("M. Lopez")},
                  .show = true,
                  .only_listing = true};
  const auto updates = changes<UpdateSignature>(decided(mail, known));
  REQUIRE(updates.size() == 1);
  CHECK(updates[0].signer.listed);
  CHECK(updates[0].signer.organization == "Casa Azul");
  CHECK(updates[0].signer.name == "Maria Lopez");
  CHECK(updates[0].signer.as == As::organization);
}

TEST_CASE("what should be left out of an entry that holds it is left to a person") {
  Known known;
  Signer with_employer = individual("Maria Lopez");
  with_employer.organization = "Casa Azul";
  known.signatures = {entry(Mail{}, with_employer, State::counted)};
  const Decision d = decided({.signers = {individual("Maria Lopez")}, .leaves_out = true}, known);
  CHECK(d.changes.empty());
  CHECK(d.fate.needs_person);
}

TEST_CASE("nobody is written to more often than the limits allow") {
  const Mail question{.kind = reply::Kind::question, .authenticated = Authenticated::none};
  Known known;
  CHECK(letters(decided(question, known)) == "question-received");
  known.answers_today = 1;
  CHECK(letters(decided(question, known)).empty());
  known.answers_today = 0;
  known.answers_ever = 3;
  CHECK(letters(decided(question, known)).empty());

  Mail forged{.signers = {individual("Maria Lopez")}, .authenticated = Authenticated::none};
  known = {};
  known.answers_today = known.answers_ever = 1;
  CHECK(letters(decided(forged, known)).empty());

  SECTION("but every authenticated signer gets the confirmation, and is told so again") {
    forged.authenticated = Authenticated::pass;
    CHECK(letters(decided(forged, known)) == "confirmation");
    known.signatures = {entry(forged, individual("Maria Lopez"), State::counted)};
    CHECK(letters(decided(forged, known)) == "already-signed");
    known.answers_today = 4;
    CHECK(letters(decided(forged, known)).empty());
  }
}

TEST_CASE("machines are never answered and never sign") {
  for (reply::Kind kind : {reply::Kind::bounce, reply::Kind::auto_reply, reply::Kind::bulk}) {
    CAPTURE(word(kind));
    const Decision d = decided({.kind = kind});
    CHECK(d.letters.empty());
    CHECK(changes<AddSignature>(d).empty());
    CHECK(d.fate.folder == "Automatic");
    CHECK_FALSE(d.fate.needs_person);
  }
}

TEST_CASE("organizers who chat get no automatic answer") {
  const Decision d = decided({.kind = reply::Kind::question, .from = "organizer@example.org"});
  CHECK(d.letters.empty());
  CHECK_FALSE(d.fate.needs_person);
}

TEST_CASE("who declines after signing is not published until a person has looked") {
  const Mail mail{.kind = reply::Kind::decline};
  Known known;
  known.signatures = {entry(mail, individual("Maria Lopez"), State::counted)};
  const Decision d = decided(mail, known);
  REQUIRE(changes<UpdateSignature>(d).size() == 1);
  CHECK(changes<UpdateSignature>(d)[0].state == State::review);
  CHECK(decided(mail).fate.folder == "Declined");
}

TEST_CASE("a correction of something else leaves a private signer private") {
  Mail correction{.kind = reply::Kind::amend, .signers = {individual("Maria Lopez", "Sparks")}};
  Known known;
  known.signatures = {entry(Mail{}, individual("Maria Lopez", "Reno"), State::counted)};
  known.signatures[0].signer.listed = false;
  const Decision d = decided(correction, known);
  const auto updates = changes<UpdateSignature>(d);
  REQUIRE(updates.size() == 1);
  CHECK(updates[0].signer.place == "Sparks");
  CHECK_FALSE(updates[0].signer.listed);
}
