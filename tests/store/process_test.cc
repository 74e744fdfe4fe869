// Several processes, processes that die, disks that are full.

#include <csignal>
#include <functional>
#include <random>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "stage.h"
#include "store/lock.h"

namespace undersigned::store {
using namespace stage;

namespace {

// Runs `work` in a child process, which ends with its result.
pid_t child(const std::function<int()>& work) {
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) ::_exit(work());
  return pid;
}

int ended(pid_t pid) {
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// A batch of mails, numbered on from `first`.
std::vector<Mail> mails(std::uint32_t first, std::uint32_t count, std::size_t octets = 3000) {
  std::vector<Mail> batch;
  for (std::uint32_t uid = first; uid < first + count; ++uid) {
    batch.push_back(mail(uid, std::to_string(uid) + " " + std::string(octets, 'x')));
  }
  return batch;
}

// Keeps and commits batches until it is killed. Each batch is `size` mails, signatures and letters.
int work_until_killed(const std::string& path, std::uint32_t size) {
  Result<Store> store = Store::open(path, true);
  if (!store) return 1;
  for (std::uint32_t first = 1;; first += size) {
    if (!store->keep(mails(first, size))) return 2;
    const Result<std::vector<Mail>> unread = store->unread(static_cast<int>(size));
    if (!unread) return 3;
    std::vector<Handled> batch;
    for (const Mail& one : *unread) {
      const std::string from = "p" + std::to_string(one.uid) + "@example.org";
      batch.push_back(handled(one.id));
      batch.back().fingerprint = from;
      batch.back().changes.push_back(campaign::AddSignature{signature(from, person(from))});
      batch.back().letters.push_back(letter(LetterKind::confirmation, from, from));
    }
    if (!store->commit(batch, noon)) return 4;
  }
}

}  // namespace

TEST_CASE("one daemon at a time; the other is told which process runs") {
  Directory directory;
  const std::string path = directory / "s.db";
  Store store = open(path);
  SECTION("another process") {
    int said[2];
    REQUIRE(::pipe(said) == 0);
    const pid_t pid = child([&] {
      const Result<Store> second = Store::open(path, true);
      if (second) return 1;
      const std::string text = second.error().text();
      if (::write(said[1], text.data(), text.size()) < 0) return 2;
      return second.error().kind == Error::Kind::busy ? 75 : 3;
    });
    CHECK(ended(pid) == 75);
    ::close(said[1]);  // else a silent child would be waited for
    char text[1000] = {};
    REQUIRE(::read(said[0], text, sizeof text - 1) > 0);
    CHECK_THAT(text, Catch::Contains("process " + std::to_string(::getpid()) + ")"));
    ::close(said[0]);
  }
  SECTION("whoever only looks") {
    const long holder = ::getpid();
    const pid_t pid = child([&] {
      const bool seen = Lock::holder(std::filesystem::canonical(path)) == holder;
      return seen && !Lock::holder(path + ".other") ? 0 : 1;
    });
    CHECK(ended(pid) == 0);
    CHECK(Store::open(path, true).error().kind == Error::Kind::busy);
  }
  SECTION("the same process, by another name of the file") {
    std::filesystem::create_symlink(path, directory / "link.db");
    CHECK(Store::open(directory / "link.db", true).error().kind == Error::Kind::busy);
    CHECK(Store::open(path, true).error().kind == Error::Kind::busy);
  }
  SECTION("readers and commands need no lock") {
    const pid_t pid = child([&] {
      Result<Store> reader = Store::open(path, false);
      if (!reader) return 1;
      if (!reader->set_fact("hold", "yes")) return 2;
      return 0;
    });
    CHECK(ended(pid) == 0);
    CHECK(good(store.fact("hold")) == "yes");
  }
}

TEST_CASE("the lock ends with its owner") {
  Directory directory;
  const std::string path = directory / "s.db";
  { Store store = open(path); }
  { Store store = open(path); }
  int has_it[2];
  REQUIRE(::pipe(has_it) == 0);
  const pid_t pid = child([&] {
    const Result<Store> store = Store::open(path, true);
    if (!store || ::write(has_it[1], "!", 1) != 1) return 1;
    for (;;) ::pause();
  });
  ::close(has_it[1]);
  char said = 0;
  REQUIRE(::read(has_it[0], &said, 1) == 1);
  ::close(has_it[0]);
  CHECK(Store::open(path, true).error().kind == Error::Kind::busy);
  ::kill(pid, SIGKILL);
  CHECK(ended(pid) == -SIGKILL);
  CHECK(Store::open(path, true).has_value());
}

TEST_CASE("of twenty that are started at once one runs") {
  Directory directory;
  const std::string path = directory / "s.db";
  int gate[2], keep_open[2];
  REQUIRE(::pipe(gate) == 0);
  REQUIRE(::pipe(keep_open) == 0);
  std::vector<pid_t> children;
  for (int i = 0; i < 20; ++i) {
    children.push_back(child([&] {
      char c;
      ::close(gate[1]);
      ::close(keep_open[1]);
      if (::read(gate[0], &c, 1) != 0) return 9;
      const Result<Store> store = Store::open(path, true);
      if (!store) return store.error().kind == Error::Kind::busy ? 75 : 1;
      if (::read(keep_open[0], &c, 1) != 0) return 9;
      return 0;
    }));
  }
  ::close(gate[1]);  // go
  int busy = 0, ran = 0, others = 0;
  for (int i = 0; i < 19; ++i) {
    int status = 0;
    REQUIRE(::waitpid(-1, &status, 0) > 0);
    (WIFEXITED(status) && WEXITSTATUS(status) == 75 ? busy : others) += 1;
  }
  ::close(keep_open[1]);
  for (int status = 0; ::waitpid(-1, &status, 0) > 0;) {
    ran += WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  ::close(gate[0]);
  ::close(keep_open[0]);
  CHECK(busy == 19);
  CHECK(others == 0);
  CHECK(ran == 1);
}

TEST_CASE("the files of a store are their owner's alone, whatever the umask") {
  Directory directory;
  const mode_t old = ::umask(0);
  {
    Store store = open(directory / "s.db");
    good(store.keep(mails(1, 3)));
    for (const char* beside : {"", "-wal", "-shm", ".lock"}) {
      struct stat file {};
      CAPTURE(beside);
      REQUIRE(::stat((directory / "s.db" + beside).c_str(), &file) == 0);
      CHECK((file.st_mode & 0777) == 0600);
    }
  }
  ::umask(old);
}

TEST_CASE("a process that is killed at any moment leaves whole batches") {
  std::mt19937 random(7);
  std::int64_t kills = 0, batches = 0;
  for (int round = 0; round < 25; ++round) {
    Directory directory;
    const std::string path = directory / "s.db";
    { Store store = open(path); }
    const pid_t pid = child([&] { return work_until_killed(path, 50); });
    ::usleep(std::uniform_int_distribution<useconds_t>(3'000, 150'000)(random));
    ::kill(pid, SIGKILL);
    REQUIRE(ended(pid) == -SIGKILL);
    kills += 1;
    Store store = open(path);
    good(store.check_integrity());
    const campaign::MailCounts counts = good(store.mail_counts());
    const std::int64_t signatures = good(store.signature_counts()).individuals;
    batches += signatures / 50;
    CHECK(counts.balanced());
    CHECK(counts.received % 50 == 0);
    CHECK(good(store.position("us@host/INBOX")).last_uid == counts.received);
    CHECK(signatures % 50 == 0);
    CHECK(signatures == counts.kinds[static_cast<std::size_t>(reply::Kind::sign)]);
    CHECK(good(store.letter_counts()).queued == signatures);
    CHECK(counts.received - signatures <= 50);
  }
  WARN(kills << " kills, " << batches << " batches committed, 0 broken");
}

TEST_CASE(
    "a disk that is full is an error; what was kept stays, and it goes on when there is room") {
  Directory directory;
  const std::string path = directory / "s.db";
  const pid_t pid = child([&] {
    Result<Store> store = Store::open(path, true);
    if (!store || !store->keep(mails(1, 20))) return 1;
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{200'000, RLIM_INFINITY};
    if (::setrlimit(RLIMIT_FSIZE, &small) != 0) return 2;
    const Result<Store::Kept> kept = store->keep(mails(21, 200));
    if (kept || kept.error().kind != Error::Kind::busy) return 3;
    if (store->position("us@host/INBOX")->last_uid != 20) return 4;
    if (store->unread(1000)->size() != 20) return 5;
    const rlimit room{RLIM_INFINITY, RLIM_INFINITY};
    if (::setrlimit(RLIMIT_FSIZE, &room) != 0) return 6;
    const Result<Store::Kept> again = store->keep(mails(21, 200));
    if (!again || again->fresh != 200) return 7;
    return store->check_integrity() ? 0 : 8;
  });
  CHECK(ended(pid) == 0);
  Store store = open(path);
  CHECK(good(store.mail_counts()).received == 220);
}

TEST_CASE("writers of two processes wait for each other and lose nothing") {
  Directory directory;
  const std::string path = directory / "s.db";
  Store store = open(path);
  const pid_t pid = child([&] {
    Result<Store> other = Store::open(path, false);
    if (!other) return 1;
    for (int i = 0; i < 100; ++i) {
      const std::string n = std::to_string(i);
      if (!other->add(signature("o" + n + "@example.org", person("O" + n)), {}, noon)) return 2;
    }
    return 0;
  });
  for (std::uint32_t i = 0; i < 100; ++i) good(store.keep(mails(1 + i * 3, 3, 500)));
  CHECK(ended(pid) == 0);
  CHECK(good(store.mail_counts()).received == 300);
  CHECK(good(store.signature_counts()).individuals == 100);
  CHECK(good(store.deeds()).size() == 100);
  good(store.check_integrity());
}

TEST_CASE("a store that cannot be made or opened says what to do") {
  Directory directory;
  const Result<Store> missing = Store::open(directory / "no/such/place.db", true);
  REQUIRE_FALSE(missing);
  CHECK_THAT(missing.error().text(), Catch::Contains("no/such/place.db"));
  std::filesystem::create_directory(directory / "dir.db");
  CHECK_FALSE(Store::open(directory / "dir.db", false));
}

}  // namespace undersigned::store
