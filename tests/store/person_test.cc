#include <fstream>
#include <iterator>

#include <sys/stat.h>
#include <sys/wait.h>

#include "stage.h"

namespace undersigned::store {
using namespace stage;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Whether a text stands in the store's files, its log included, whatever its case. Another process
// reads them: if this one closed the file, the store would lose its locks.
bool on_disk(const std::string& path, const std::string& text) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    std::string octets;
    for (const char* beside : {"", "-wal"}) {
      std::ifstream file(path + beside, std::ios::binary);
      octets.append(std::istreambuf_iterator<char>(file), {});
    }
    for (char& c : octets) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    ::_exit(contains(octets, text) ? 42 : 0);
  }
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status) == 42;
}

// Writes a text into the free place of the file's first page that has room for it, as a row leaves
// it that SQLite moved (the file format, 1.6: content begins where octets 5 and 6 of a page say,
// and what lies between it and the list of cells is nothing). The store must be closed.
bool leave_behind(const std::string& path, const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  const std::string octets(std::istreambuf_iterator<char>(file), {});
  const auto two = [&](std::size_t at) {
    return std::size_t{static_cast<unsigned char>(octets[at])} << 8 |
           static_cast<unsigned char>(octets[at + 1]);
  };
  const std::size_t page = two(16);
  for (std::size_t at = page; at < octets.size(); at += page) {
    if (octets[at] != 0x0D) continue;  // a leaf of a table
    const std::size_t cells = at + 8 + 2 * two(at + 3), content = at + two(at + 5);
    if (content < cells + text.size() + 2) continue;
    std::fstream out(path, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(content - text.size() - 1));
    out << text;
    return out.good();
  }
  return false;
}

}  // namespace

TEST_CASE("a person adds a signer once") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::int64_t id =
      good(store.add(signature("m@example.org", person("Maria Lopez")),
                     {letter(LetterKind::confirmation, "m@example.org", "1")}, noon));
  CHECK(good(store.signature(id))->mail == 0);
  CHECK(good(store.letter_counts()).queued == 1);
  const auto again = store.add(signature("m@example.org", person("MARIA LOPEZ")),
                               {letter(LetterKind::confirmation, "m@example.org", "2")}, noon);
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == Error::Kind::input);
  CHECK(contains(again.error().what, std::to_string(id)));
  CHECK(good(store.letter_counts()).queued == 1);
}

TEST_CASE("a person changes a signature, and the letter goes with it or not at all") {
  Directory directory;
  Store store = open(directory / "s.db");
  sign(store, 1, signature("m@example.org", person("M. Lopez"), State::review));
  good(store.change(1, person("Maria Lopez"), State::counted,
                    {letter(LetterKind::confirmation, "m@example.org", "1")}, noon));
  CHECK(*good(store.signature(1))->signer.name == "Maria Lopez");
  CHECK(good(store.signature(1))->why.empty());
  CHECK(good(store.signature_counts()).individuals == 1);
  CHECK(good(store.letter_counts()).queued == 1);
  CHECK(store.change(9, person("Nobody"), State::counted, {}, noon).error().kind ==
        Error::Kind::input);

  sign(store, 2, signature("m@example.org", person("Ana Lopez")));
  const auto twice = store.change(2, person("Maria Lopez"), State::counted,
                                  {letter(LetterKind::amended, "m@example.org", "2")}, noon);
  REQUIRE_FALSE(twice);
  CHECK(twice.error().kind == Error::Kind::input);
  CHECK(*good(store.signature(2))->signer.name == "Ana Lopez");
  CHECK(good(store.letter_counts()).queued == 1);
}

TEST_CASE("what persons did stands in order with the mails, before and after") {
  Directory directory;
  Store store = open(directory / "s.db");
  good(store.add(signature("o@example.org", organization("Casa \"Azul\"")), {}, noon));
  const std::int64_t first = sign(store, 1, signature("m@example.org", person("M. Lopez")));
  campaign::Signer quiet = person("Maria Lopez");
  quiet.listed = false;
  good(store.change(2, quiet, State::withdrawn, {}, noon + 1s));
  sign(store, 2, signature("x@example.org", person("X Y")));
  const std::vector<Store::Deed> deeds = good(store.deeds());
  REQUIRE(deeds.size() == 2);
  CHECK(deeds[0].after_mail == 0);
  CHECK(deeds[0].what == "add");
  CHECK(
      deeds[0].json ==
      R"({"id":1,"address":"o@example.org","state":"counted","arrived":)" +
          std::to_string(noon.time_since_epoch().count()) +
          R"(,"language":"en","signer":{"as":"organization","name":null,"organization":"Casa \"Azul\"","title":null,"place":null,"listed":true}})");
  CHECK(deeds[1].after_mail == first);
  CHECK(deeds[1].what == "change");
  CHECK(deeds[1].at == noon + 1s);
  CHECK(contains(deeds[1].json,
                 R"("before":{"state":"counted","signer":{"as":"individual","name":"M. Lopez")"));
  CHECK(
      contains(deeds[1].json,
               R"("after":{"state":"withdrawn","signer":{"as":"individual","name":"Maria Lopez")"));
  CHECK(contains(deeds[1].json, R"("listed":false)"));
}

TEST_CASE("handled mails come in the order in which they were decided, in pages") {
  Directory directory;
  Store store = open(directory / "s.db");
  const std::vector<std::int64_t> ids =
      keep(store, {mail(1, "a"), mail(2, "b"), mail(3, "c"), mail(4, "d")});
  good(store.commit({handled(ids[2]), handled(ids[0])}, noon));
  good(store.commit({handled(ids[3])}, noon));
  std::vector<std::string> order;
  std::int64_t after = 0;
  for (;;) {
    const std::vector<Mail> page = good(store.mails_in_order(after, 2));
    if (page.empty()) break;
    for (const Mail& one : page) order.push_back(one.raw);
    after = page.back().id;
  }
  CHECK(order == std::vector<std::string>{"c", "a", "d"});
}

TEST_CASE("what a moved row left of an erased person goes, too") {
  Directory directory;
  const std::string path = directory / "s.db", who = "gone.person@example.org";
  {
    Store store = open(path);
    sign(store, 1, signature(who, person("Gone Person")));
    sign(store, 2, signature("other@example.org", person("Other Person")));
  }
  REQUIRE(leave_behind(path, who));
  Store store = open(path);
  good(store.erase(address(who), "tombstone-of-gone", noon));
  CHECK_FALSE(on_disk(path, who));
  CHECK(on_disk(path, "other@example.org"));
  good(store.check_integrity());
}

TEST_CASE("erasing a person leaves nothing of them, and the ledger as it was") {
  Directory directory;
  const std::string path = directory / "s.db";
  Store store = open(path);
  // Many others, so that the person's rows lie among pages that were split and moved.
  for (std::uint32_t uid = 1; uid <= 300; ++uid) {
    const std::string n = std::to_string(uid * 7919 % 1000);
    sign(store, uid, signature("p" + n + "@example.org", person("Person " + n)));
  }
  const std::string who = "Gone.Person@example.org";
  const std::int64_t theirs = sign(store, 1001, signature(who, person("Gone Person")));
  good(store.enqueue({letter(LetterKind::confirmation, who, "g1", "Dear gone.person@example.org"),
                      letter(LetterKind::call, who, "g2", "To: Gone.Person@example.org"),
                      letter(LetterKind::digest, "o@example.org", "d", "gone.person@example.org")},
                     noon));
  for (const OutboxLetter& one : good(store.due(10, noon))) {
    if (one.kind == LetterKind::call) continue;  // stays queued
    good(store.record({{one.id, LetterState::sent, {}, "250 to <gone.person@example.org>"}}, noon));
  }
  const std::int64_t id = good(store.signatures(true)).back().id;
  good(store.change(id, person("Gone P. Person"), State::counted, {}, noon));
  const std::vector<std::int64_t> ids = keep(
      store,
      {mail(1002, "From: GONE.person@EXAMPLE.org\r\n\r\nnot read yet\r\n"),
       mail(1003, "From: Other <other@example.org>\r\nCc: gone.person@example.org\r\n\r\nhi")});
  Handled other = handled(ids[1], reply::Kind::question);
  other.from = mail::NamedAddress{{}, address("other@example.org")};
  other.fate.reply = "ask gone.person@example.org";
  good(store.commit({other}, noon));
  const campaign::MailCounts before = good(store.mail_counts());
  CHECK(on_disk(path, "gone.person@example.org"));

  const Store::Erased erased = good(store.erase(address(who), "tombstone-of-gone", noon + 1h));
  CHECK(erased.signatures == 1);
  CHECK(erased.mails == 2);
  CHECK(erased.letters == 2);

  CHECK_FALSE(on_disk(path, "gone.person@example.org"));
  CHECK_FALSE(on_disk(path, "gone person"));
  CHECK_FALSE(on_disk(path, "gone p. person"));
  CHECK(on_disk(path, "p919@example.org"));

  const campaign::MailCounts after = good(store.mail_counts());
  CHECK(after.received == before.received);
  CHECK(after.balanced());
  CHECK(after.quarantined == 1);  // the one that nobody will read
  CHECK(good(store.raw(theirs)).empty());
  CHECK_FALSE(good(store.mail(theirs)).has_value());
  CHECK(good(store.fate(theirs))->kind == reply::Kind::sign);
  CHECK(good(store.mails_in_order(0, 1000)).size() == 303);
  CHECK(contains(good(store.raw(ids[1])), "Cc: xxxxxxxxxxx@xxxxxxxxxxx\r\n\r\nhi"));
  CHECK(good(store.signature_counts()).individuals == 300);
  CHECK(good(store.due(10, noon)).empty());

  const Known known = good(store.known(address(who), noon, "tombstone-of-gone"));
  CHECK(known.erased);
  CHECK(known.signatures.empty());
  CHECK(known.answers_ever == 0);
  CHECK_FALSE(good(store.known(address(who), noon, "another")).erased);
  // No letter that went to them is written again, and their mail, fetched again, is not new.
  CHECK(good(store.enqueue({letter(LetterKind::call, who, "g2")}, noon)) == 0);
  good(store.check_integrity());
}

TEST_CASE("erasing an address that nobody knows is no mistake") {
  Directory directory;
  Store store = open(directory / "s.db");
  sign(store, 1, signature("m@example.org", person("Maria Lopez")));
  const Store::Erased erased = good(store.erase(address("nobody@example.org"), "t", noon));
  CHECK(erased.signatures + erased.mails + erased.letters == 0);
  CHECK(good(store.known(address("nobody@example.org"), noon, "t")).erased);
  CHECK(good(store.signatures(false)).size() == 1);
}

TEST_CASE("a mail of an erased person, fetched after a renumbering, is seen again and not new") {
  Directory directory;
  Store store = open(directory / "s.db");
  sign(store, 1, signature("m@example.org", person("Maria Lopez")));
  const Mail again = mail(1, "From: m@example.org\r\n\r\nI sign.\r\n", 9);
  good(store.erase(address("m@example.org"), "t", noon));
  CHECK(good(store.keep({again})).again == 1);
  CHECK(good(store.unread(10)).empty());
}

TEST_CASE("an id is never given twice, also when the newest signature was erased") {
  Directory directory;
  Store store = open(directory / "s.db");
  sign(store, 1, signature("m@example.org", person("Maria Lopez")));
  good(store.erase(address("m@example.org"), "t", noon));
  sign(store, 2, signature("n@example.org", person("N")));
  CHECK(good(store.signatures(true))[0].id == 2);
}

TEST_CASE("a backup is a whole store of one moment, private, and may replace an older one") {
  Directory directory;
  const std::string copy = directory / "copy.db";
  Store store = open(directory / "s.db");
  sign(store, 1, signature("m@example.org", person("Maria Lopez")));
  good(store.backup(copy));
  sign(store, 2, signature("n@example.org", person("N")));
  struct stat file {};
  REQUIRE(::stat(copy.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0600);
  {
    Store old = open(copy);
    CHECK(good(old.signatures(true)).size() == 1);
    good(old.check_integrity());
  }
  good(store.backup(copy));
  CHECK(good(open(copy).signatures(true)).size() == 2);
  CHECK(store.backup(directory / "s.db").error().kind == Error::Kind::usage);
  CHECK_FALSE(store.backup(directory / "no such directory/copy.db"));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory / ".")) {
    files += entry.path().filename().string().find(".part-") != std::string::npos;
  }
  CHECK(files == 0);
}

TEST_CASE("after an old backup was brought back nothing is lost and nothing sent twice") {
  Directory directory;
  const std::string copy = directory / "copy.db";
  const std::vector<Mail> mailbox = {mail(1, "a"), mail(2, "b"), mail(3, "c")};
  {
    Store store = open(directory / "s.db");
    good(store.keep({mailbox[0], mailbox[1]}));
    good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "1")}, noon));
    good(store.record({{1, LetterState::sent, {}, "250"}}, noon));
    good(store.backup(copy));
    good(store.keep({mailbox[2]}));
  }
  Store store = open(copy);
  CHECK(good(store.position("us@host/INBOX")).last_uid == 2);
  CHECK(good(store.keep(mailbox)).fresh == 1);
  CHECK(good(store.enqueue({letter(LetterKind::confirmation, "a@example.org", "1")}, noon)) == 0);
  CHECK(good(store.mail_counts()).received == 3);
}

}  // namespace undersigned::store
