// How fast the store takes mails in, and whether that stays so when it is large: keep, read,
// decide-sized look-ups and commit, in batches of 200, durable at each step.
//   bench_store_rate [DIRECTORY [SIGNATURES...]]    default: the temporary directory, 10000 100000

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <time.h>
#include <unistd.h>

#include "store/store.h"

namespace {

using namespace undersigned;
using store::Store;

constexpr int measured_batch = 200, filling_batch = 2000;
const Instant start{std::chrono::sys_days{std::chrono::year{2015} / 12 / 10}};

template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().text().c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Time on the clock and of the processor: the second says what it costs on a busy machine, too.
struct Time {
  double wall = 0, cpu = 0;
  Time& operator+=(Time other) {
    wall += other.wall;
    cpu += other.cpu;
    return *this;
  }
  static Time now() {
    const auto seconds = [](clockid_t clock) {
      timespec at{};
      ::clock_gettime(clock, &at);
      return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
    };
    return {seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
  }
};

Time since(Time& then) {
  const Time now = Time::now();
  const Time spent{now.wall - then.wall, now.cpu - then.cpu};
  then = now;
  return spent;
}

struct Spent {
  Time keep, begin, look, commit;
  Time all() const {
    Time sum = keep;
    return sum += begin, sum += look, sum += commit;
  }
};

std::string sender(int n) {
  // Spread over the alphabet, as people's addresses are.
  const unsigned mixed = static_cast<unsigned>(n) * 2654435761u;
  char text[64];
  std::snprintf(text, sizeof text, "%08x.%d@example.org", mixed, n);
  return text;
}

store::Mail mail(int n, std::size_t octets) {
  store::Mail mail;
  mail.mailbox = "us@host/INBOX";
  mail.uidvalidity = 1;
  mail.uid = static_cast<std::uint32_t>(n + 1);
  mail.arrived = start + std::chrono::seconds(n / 10);
  mail.raw = "From: " + sender(n) + "\r\nSubject: sign\r\n\r\nPlease add my name.\r\n";
  mail.raw.resize(octets, 'x');
  return mail;
}

store::Handled handled(const store::Mail& mail, int n, std::size_t letter_octets) {
  store::Handled one;
  one.mail = mail.id;
  one.from = mail::NamedAddress{mail::HeaderText::clean("Maria"), *mail::Address::parse(sender(n))};
  one.fingerprint = "print " + std::to_string(n);
  one.fate.kind = reply::Kind::sign;
  one.fate.folder = "Signed";
  one.fate.reply = "Please add my name.";
  campaign::Signature signature;
  signature.signer.name = "Maria Lopez " + std::to_string(n);
  signature.signer.place = "Oakland";
  signature.address = one.from->address;
  signature.state = campaign::State::counted;
  signature.arrived = mail.arrived;
  one.changes.push_back(campaign::AddSignature{signature});
  if (letter_octets == 0) return one;
  one.letters.push_back({campaign::LetterKind::confirmation,
                         one.from->address,
                         *mail::MessageId::parse("c" + sender(n)),
                         true,
                         {std::string(letter_octets, 'y'), letter::SharedOctets{}}});
  return one;
}

// Takes mails `from`..`to` the whole way.
Spent take(Store& store, int from, int to, std::size_t octets, std::size_t letter_octets,
           int size = measured_batch) {
  Spent spent;
  for (int n = from; n < to; n += size) {
    const int batch = std::min(size, to - n);
    std::vector<store::Mail> mails;
    for (int i = n; i < n + batch; ++i) mails.push_back(mail(i, octets));
    Time then = Time::now();
    must(store.keep(mails));
    spent.keep += since(then);
    const std::vector<store::Mail> unread = must(store.unread(batch));
    std::vector<std::int64_t> ids;
    for (const store::Mail& one : unread) ids.push_back(one.id);
    must(store.begin_reading(ids));
    spent.begin += since(then);
    std::vector<store::Handled> decided;
    int i = n;
    for (const store::Mail& one : unread) decided.push_back(handled(one, i++, letter_octets));
    then = Time::now();
    for (const store::Handled& one : decided) {
      must(store.is_copy(one.mail, one.fingerprint));
      must(store.known(one.from->address, start));
    }
    spent.look += since(then);
    must(store.commit(decided, start));
    spent.commit += since(then);
  }
  return spent;
}

void print(const char* what, int signatures, const Spent& spent, int mails) {
  const auto us = [&](double seconds) { return seconds / mails * 1e6; };
  std::printf(
      "%-26s at %8d: keep+commit %6.0f mails/s (CPU: %6.0f) · whole way %5.1f us/mail, CPU %5.1f "
      "(keep %.1f, read %.1f, look up %.1f, commit %.1f)\n",
      what, signatures, mails / (spent.keep.wall + spent.commit.wall),
      mails / (spent.keep.cpu + spent.commit.cpu), us(spent.all().wall), us(spent.all().cpu),
      us(spent.keep.cpu), us(spent.begin.cpu), us(spent.look.cpu), us(spent.commit.cpu));
  std::fflush(stdout);
}

void at_size(const std::string& path, int& have, int want) {
  const int measured = std::min(want, 10'000);
  {
    Store store = must(Store::open(path, true));
    take(store, have, want, 300, 300, filling_batch);
    const Spent bare = take(store, want, want + measured, 2500, 0);
    print("2.5 KB mails", want, bare, measured);
    const Spent full = take(store, want + measured, want + 2 * measured, 2500, 4000);
    print("2.5 KB mails, 4 KB letters", want, full, measured);
    const Spent large = take(store, want + 2 * measured, want + 3 * measured, 8400, 0);
    print("8.4 KB mails", want, large, measured);
    have = want + 3 * measured;
  }
  Time then = Time::now();
  Store store = must(Store::open(path, true));
  const Time opened = since(then);
  must(store.mail_counts());
  must(store.signature_counts());
  must(store.letter_counts());
  std::printf("%-28s at %8d: open %.1f ms, all counters %.2f ms\n", "start", have,
              opened.wall * 1e3, since(then).wall * 1e3);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path where =
      argc > 1 ? std::filesystem::path(argv[1]) : std::filesystem::temp_directory_path();
  const std::filesystem::path path = where / ("bench-store-" + std::to_string(::getpid()) + ".db");
  std::vector<int> sizes;
  for (int i = 2; i < argc; ++i) sizes.push_back(std::atoi(argv[i]));
  if (sizes.empty()) sizes = {10'000, 100'000};
  int have = 0;
  for (const int size : sizes) at_size(path.string(), have, size);
  for (const char* beside : {"", "-wal", "-shm", ".lock"}) {
    std::filesystem::remove(path.string() + beside);
  }
  return 0;
}
