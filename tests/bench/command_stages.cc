// What each stage of the drain takes alone: every mail of the mailbox goes through one stage before
// the next stage begins. drain.py runs it and draws the bars.
//   bench_command_stages CAMPAIGN.TOML
// Prints a line for each stage: name, mails, seconds on the clock, seconds of the processor.

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>

#include <poll.h>

#include "command/clock.h"
#include "command/connections.h"
#include "command/desk.h"
#include "command/reading.h"
#include "command/store_key.h"

using namespace undersigned;
using namespace undersigned::command;

namespace {

constexpr std::size_t batch = 200;

template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().text().c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void stage(const char* name, const std::function<std::size_t()>& work) {
  const auto start = std::chrono::steady_clock::now();
  const auto processor = std::clock();
  const std::size_t count = work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%s %zu %.4f %.4f\n", name, count, took.count(),
              static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC);
}

void wait_for(const std::vector<wire::Interest>& interests) {
  std::vector<pollfd> fds;
  for (const auto& interest : interests)
    if (interest.fd >= 0) fds.push_back({interest.fd, interest.events, 0});
  poll(fds.data(), fds.size(), 50);
}

std::vector<store::Mail> fetched(const Watched& watched) {
  wire::Mailbox mailbox(watched.endpoint, watched.options, {});
  std::vector<store::Mail> mails;
  while (mailbox.last_complete_poll().number == 0) {
    mailbox.advance(std::chrono::steady_clock::now(), Clock::real_now());
    for (auto& mail : mailbox.take())
      mails.push_back({.id = 0,
                       .mailbox = watched.name,
                       .uidvalidity = mail.uidvalidity,
                       .uid = mail.uid,
                       .arrived = mail.internal_date,
                       .raw = std::move(mail.raw),
                       .oversized = mail.oversized,
                       .tries = 0});
    wait_for({mailbox.interest()});
  }
  return mails;
}

struct Settled {
  store::Handled handled;
  std::vector<campaign::LetterOrder> orders;
};

void submit(const Connections& connections, const std::vector<Settled>& all) {
  wire::Submission submission(connections.submission.endpoint, connections.options);
  std::vector<wire::Outgoing> letters;
  for (const Settled& one : all)
    for (const letter::Ready& letter : one.handled.letters)
      letters.push_back({static_cast<std::int64_t>(letters.size()), std::nullopt, letter.to,
                         letter.composed.own + letter.composed.shared});
  std::size_t sent = 0, answered = 0;
  while (answered < letters.size()) {
    const auto now = std::chrono::steady_clock::now();
    std::vector<wire::Outgoing> next;
    for (std::size_t room = submission.room(now); room > 0 && sent < letters.size(); --room)
      next.push_back(std::move(letters[sent++]));
    submission.send(std::move(next));
    submission.advance(now);
    answered += submission.take().size();
    wait_for(submission.interests());
  }
  submission.close(Seconds(2));
}

void all_stages(const Campaign& campaign, const Reading& reading, const std::string& store_path) {
  const Connections connections = must(make_connections(campaign.config, true));
  store::Store store = must(store::Store::open(store_path, true));
  const std::string key = must(store_key(store_path));
  const Desk desk{campaign.config, &reading.context, campaign.text, store, key};
  const Instant now = Clock::real_now();
  std::vector<store::Mail> mails;
  std::vector<Understood> understood;
  std::vector<Settled> settled;
  stage("fetch", [&] {
    mails = fetched(connections.mailboxes.front());
    return mails.size();
  });
  stage("keep", [&] {
    for (std::size_t from = 0; from < mails.size(); from += batch) {
      const auto first = mails.begin() + static_cast<std::ptrdiff_t>(from);
      const auto count = static_cast<std::ptrdiff_t>(std::min(batch, mails.size() - from));
      must(store.keep({first, first + count}));
    }
    return mails.size();
  });
  stage("read", [&] {
    for (const store::Mail& mail : mails) understood.push_back(must(understand(desk, mail.raw)));
    return mails.size();
  });
  const std::vector<store::Mail> kept = must(store.unread(static_cast<int>(mails.size())));
  stage("decide", [&] {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      campaign::Decision decision = must(decide_mail(desk, kept[i], understood[i], now));
      Settled one;
      one.handled.mail = kept[i].id;
      one.handled.from = campaign::sender(understood[i].message);
      one.handled.fate = std::move(decision.fate);
      one.handled.changes = std::move(decision.changes);
      one.orders = std::move(decision.letters);
      settled.push_back(std::move(one));
    }
    return kept.size();
  });
  stage("word", [&] {
    for (Settled& one : settled)
      for (const auto& order : one.orders)
        one.handled.letters.push_back(
            must(letter::word_letter(desk.text, order, std::to_string(one.handled.mail), now)));
    return settled.size();
  });
  stage("record", [&] {
    for (std::size_t from = 0; from < settled.size(); from += batch) {
      std::vector<store::Handled> handled;
      for (std::size_t i = from; i < std::min(from + batch, settled.size()); ++i)
        handled.push_back(settled[i].handled);
      must(store.commit(handled, now));
    }
    return settled.size();
  });
  stage("submit", [&] {
    submit(connections, settled);
    return settled.size();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "bench_command_stages CAMPAIGN.TOML; tests/bench/drain.py runs it\n");
    return 2;
  }
  const auto campaign = must(load_campaign(argv[1]));
  const auto reading = must(load_reading(campaign.get()));
  const auto folder = std::filesystem::path(argv[1]).parent_path() / "stages";
  std::filesystem::create_directories(folder);
  all_stages(*campaign, *reading, (folder / "stages.db").string());
  std::filesystem::remove_all(folder);
  return 0;
}
