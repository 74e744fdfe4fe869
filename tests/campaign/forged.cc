// Mail that nobody vouches for: it never changes an entry, and nothing of what it said is left in
// an entry that counts.

#include <catch2/catch.hpp>

#include "decided.h"

using namespace undersigned;
using namespace undersigned::campaign;

namespace {

constexpr auto never = TrustConfig::Challenge::never;
constexpr auto usual = TrustConfig::Challenge::unless_authenticated;

Signer forged_details() {
  Signer signer = individual("Maria Lopez", "Nowhere");
  signer.title = "Chief Clown";
  signer.organization = "The Opponents";
  signer.listed = false;
  return signer;
}

Known with(State state, Signer signer = forged_details(), std::int64_t made_by = 3) {
  Known known;
  known.signatures = {entry(Mail{}, std::move(signer), state)};
  known.signatures[0].mail = made_by;
  known.signatures[0].arrived = deadline - std::chrono::hours(48);
  known.signatures[0].language = "es";
  return known;
}

bool changes_nothing(const Decision& decision) { return decision.changes.empty(); }

}  // namespace

TEST_CASE("a genuine mail replaces what an unproven one had said in its name") {
  const Mail genuine{.signers = {individual("Maria Lopez", "Oakland")}};
  for (const State state : {State::pending, State::review, State::withdrawn}) {
    CAPTURE(word(state));
    const Decision d = decided(genuine, with(state));
    const auto replaced = changes<ReplaceSignature>(d);
    REQUIRE(replaced.size() == 1);
    CHECK(d.changes.size() == 1);
    CHECK(replaced[0].id == 1);
    CHECK(replaced[0].signature.signer == genuine.signers[0]);
    CHECK(replaced[0].signature.state == State::counted);
    CHECK(replaced[0].signature.arrived == genuine.arrived);
    CHECK(replaced[0].signature.mail == genuine.id);
    CHECK(replaced[0].signature.language == "en");
    CHECK(replaced[0].signature.why.empty());
    CHECK(letters(d) == "confirmation");
    CHECK(d.letters[0].signers == genuine.signers);
    CHECK_FALSE(d.fate.needs_person);
  }
}

TEST_CASE("a genuine mail without a name takes no name from an unproven one") {
  const Decision d = decided({.signers = {Signer{}}}, with(State::pending));
  const auto replaced = changes<ReplaceSignature>(d);
  REQUIRE(replaced.size() == 1);
  CHECK_FALSE(replaced[0].signature.signer.name);
  CHECK(replaced[0].signature.state == State::review);
}

TEST_CASE("an unproven mail before the deadline does not make a genuine late one timely") {
  Mail late{.signers = {individual("Maria Lopez")}};
  late.arrived = deadline;
  const Decision d = decided(late, with(State::pending));
  REQUIRE(changes<ReplaceSignature>(d).size() == 1);
  CHECK(changes<ReplaceSignature>(d)[0].signature.state == State::late);
  CHECK(letters(d) == "late");
}

TEST_CASE("a token vouches for the mail that it names and for no other") {
  const Mail asked{.signers = {individual("Maria Lopez", "Oakland")},
                   .authenticated = Authenticated::none,
                   .id = 5};
  const Mail confirms{.kind = reply::Kind::confirm, .authenticated = Authenticated::none};

  SECTION("the entry is of another mail: replaced by what the confirmed one says") {
    const Decision d = decided(confirms, with(State::pending), usual, &asked);
    REQUIRE(changes<ReplaceSignature>(d).size() == 1);
    CHECK(changes<ReplaceSignature>(d)[0].signature.signer == asked.signers[0]);
    CHECK(changes<ReplaceSignature>(d)[0].signature.state == State::counted);
  }
  SECTION("the entry is of that very mail: signing again in the answer adds to it") {
    Mail more = confirms;
    more.kind = reply::Kind::sign;
    more.signers = {individual("Maria Lopez Garcia")};
    const Decision d = decided(more, with(State::pending, asked.signers[0], 5), usual, &asked);
    REQUIRE(changes<UpdateSignature>(d).size() == 1);
    CHECK(changes<UpdateSignature>(d)[0].signer.place == "Oakland");
    CHECK(changes<UpdateSignature>(d)[0].signer.name == "Maria Lopez Garcia");
    CHECK(changes<UpdateSignature>(d)[0].state == State::counted);
  }
}

TEST_CASE("an unproven mail changes no entry, whatever it asks for") {
  struct Row {
    std::string promise;
    Mail mail;
    TrustConfig::Challenge rule = usual;
  };
  std::vector<Row> rows;
  for (const Authenticated authenticated :
       {Authenticated::none, Authenticated::fail, Authenticated::unknown}) {
    for (const reply::Kind kind :
         {reply::Kind::sign, reply::Kind::amend, reply::Kind::withdraw, reply::Kind::decline,
          reply::Kind::unsubscribe, reply::Kind::confirm}) {
      Mail mail{.kind = kind, .authenticated = authenticated};
      if (kind == reply::Kind::sign || kind == reply::Kind::amend) {
        mail.signers = {individual("Maria Lopez", "Elsewhere")};
      }
      rows.push_back({std::string(reply::word(kind)), mail});
      mail.certainty = reply::Certainty::review;
      rows.push_back({"unclear " + std::string(reply::word(kind)), mail});
      mail.plain = false;
      rows.push_back({"two senders " + std::string(reply::word(kind)), mail});
      if (authenticated == Authenticated::fail) rows.push_back({"never asked", mail, never});
    }
  }
  for (const Row& row : rows) {
    for (const State state : all_states) {
      CAPTURE(row.promise, word(state), int(row.mail.authenticated));
      const Decision d =
          decided(row.mail, with(state, individual("Maria Lopez", "Oakland")), row.rule);
      CHECK((changes_nothing(d) || state == State::withdrawn || state == State::late ||
             changes<MarkAddress>(d).size() == d.changes.size()));
      CHECK(changes<UpdateSignature>(d).empty());
      CHECK(changes<ReplaceSignature>(d).empty());
      CHECK(changes<AddSignature>(d).empty());
      if (state == State::counted) CHECK(changes<MarkAddress>(d).empty());
    }
  }
}

TEST_CASE("a forged no or goodbye of a signer is for a person to look at") {
  for (const reply::Kind kind : {reply::Kind::decline, reply::Kind::unsubscribe}) {
    CAPTURE(reply::word(kind));
    const Mail forged{.kind = kind, .authenticated = Authenticated::none};
    const Decision d = decided(forged, with(State::counted));
    CHECK(changes_nothing(d));
    CHECK(d.fate.needs_person);
    CHECK(letters(d).empty());
  }
  // A stranger who wants no letters gets none, vouched for or not.
  const Mail stranger{.kind = reply::Kind::unsubscribe, .authenticated = Authenticated::none};
  CHECK(changes<MarkAddress>(decided(stranger)).size() == 1);
}

TEST_CASE("who signs again after a review is counted, if the mail is theirs and clear") {
  Mail again{.signers = {individual("Maria Lopez", "Oakland")}};
  CHECK(changes<ReplaceSignature>(decided(again, with(State::review)))[0].signature.state ==
        State::counted);

  SECTION("an unproven one is asked, and counted with the answer") {
    again.authenticated = Authenticated::none;
    const Decision asks = decided(again, with(State::review));
    CHECK(changes_nothing(asks));
    CHECK(letters(asks) == "challenge");
    const Mail yes{.kind = reply::Kind::confirm, .authenticated = Authenticated::none, .id = 8};
    const auto replaced =
        changes<ReplaceSignature>(decided(yes, with(State::review), usual, &again));
    REQUIRE(replaced.size() == 1);
    CHECK(replaced[0].signature.state == State::counted);
  }
  SECTION("an unclear one waits on") {
    again.certainty = reply::Certainty::review;
    const auto replaced = changes<ReplaceSignature>(decided(again, with(State::review)));
    REQUIRE(replaced.size() == 1);
    CHECK(replaced[0].signature.state == State::review);
  }
  SECTION("a late one leaves the review of the timely one alone") {
    again.arrived = deadline;
    CHECK(changes_nothing(decided(again, with(State::review))));
  }
}

TEST_CASE("a challenge says what its token will do, and names nobody") {
  const auto none = Authenticated::none;
  const std::vector<Signer> maria = {individual("Maria Lopez", "Oakland")};
  struct Row {
    Mail mail;
    State known;
    Wish wish;
  };
  const Row rows[] = {
      {{.signers = maria, .authenticated = none}, State::pending, Wish::sign},
      {{.signers = maria, .authenticated = none}, State::withdrawn, Wish::sign},
      {{.signers = maria, .authenticated = none}, State::counted, Wish::change},
      {{.kind = reply::Kind::amend, .signers = maria, .authenticated = none},
       State::counted,
       Wish::change},
      {{.kind = reply::Kind::withdraw, .authenticated = none}, State::counted, Wish::withdraw}};
  for (const Row& row : rows) {
    const Decision d = decided(row.mail, with(row.known));
    REQUIRE(letters(d) == "challenge");
    CHECK(d.letters[0].token == "token-7");
    CHECK(d.letters[0].wish == row.wish);
    CHECK(d.letters[0].signers.empty());
  }
}

TEST_CASE("nobody corrects an entry that was never confirmed") {
  Mail amend{.kind = reply::Kind::amend, .signers = {individual("Maria Lopez", "Reno")}};
  const Decision d = decided(amend, with(State::pending));
  CHECK(changes_nothing(d));
  CHECK(d.fate.needs_person);

  const Mail asked{.signers = {individual("Maria Lopez", "Oakland")}, .id = 5};
  const auto own = changes<UpdateSignature>(
      decided(amend, with(State::pending, asked.signers[0], 5), usual, &asked));
  REQUIRE(own.size() == 1);
  CHECK(own[0].state == State::counted);
  CHECK(own[0].signer.place == "Reno");
}

TEST_CASE("who is written to in other people's names is written to rarely") {
  struct Row {
    std::string promise;
    Asked asked;
    std::string letter;
  };
  const Row rows[] = {
      {"nobody wrote yet", {}, "challenge"},
      {"once today, to any tag of the mailbox", {.mailbox_today = 1, .mailbox_ever = 1}, ""},
      {"twice on other days", {.mailbox_ever = 2}, "challenge"},
      {"three times in all", {.mailbox_ever = 3}, ""},
      {"its domain has had almost enough", {.domain_this_hour = 299}, "challenge"},
      {"its domain has had enough this hour", {.domain_this_hour = 300}, ""},
      {"almost enough in all", {.all_this_hour = 2999}, "challenge"},
      {"enough in all this hour", {.all_this_hour = 3000}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.promise);
    Mail mail{.signers = {individual("Maria Lopez")}, .authenticated = Authenticated::none};
    Known known;
    known.asked = row.asked;
    const Decision d = decided(mail, known);
    CHECK(letters(d) == row.letter);
    CHECK(d.unproven == !row.letter.empty());
    CHECK(d.silenced == row.letter.empty());
    CHECK(changes<AddSignature>(d)[0].signature.state == State::pending);
    // Whoever is known to be the sender is answered all the same, and counts against nobody.
    mail.authenticated = Authenticated::pass;
    const Decision vouched = decided(mail, known);
    CHECK(letters(vouched) == "confirmation");
    CHECK_FALSE(vouched.unproven);
    CHECK_FALSE(vouched.silenced);
  }
}

TEST_CASE("mail from our own address, however it is spelled, is ours: no signature, no answer") {
  for (const char* from : {"signon@example.org", "SignOn@EXAMPLE.org", "signon+x@example.org",
                           "Signon+confirm-abc@Example.Org", "inbox@example.org"}) {
    for (const reply::Kind kind : {reply::Kind::sign, reply::Kind::question, reply::Kind::confirm,
                                   reply::Kind::unsubscribe, reply::Kind::empty}) {
      CAPTURE(from, reply::word(kind));
      const Decision d =
          decided({.kind = kind, .signers = {individual("Maria Lopez")}, .from = from});
      CHECK(changes_nothing(d));
      CHECK(letters(d).empty());
      CHECK(d.fate.folder == "Automatic");
      CHECK(d.fate.kind == reply::Kind::auto_reply);
      CHECK_FALSE(d.fate.needs_person);
    }
  }
  CHECK(changes<AddSignature>(decided({.signers = {individual("A B")}, .from = "sign@example.org"}))
            .size() == 1);
}

TEST_CASE("a wish for privacy that nobody vouches for is challenged, and a person sees it") {
  Signer hidden = individual("Maria Lopez", "Reno");
  hidden.listed = false;
  const Mail wish{
      .kind = reply::Kind::amend, .signers = {hidden}, .authenticated = mail::Authenticated::none};
  const Decision d = decided(wish, with(State::counted, individual("Maria Lopez", "Reno")));
  CHECK(changes_nothing(d));
  CHECK(letters(d) == "challenge");
  CHECK(d.fate.needs_person);
}
