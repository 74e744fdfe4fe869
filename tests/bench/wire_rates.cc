// How fast mails come from a real Dovecot over TLS and letters go to Postfix's smtp-sink.
//   tests/servers/fixture.py bench_wire_rates
#include <cstdio>
#include <cstdlib>

#include <sys/resource.h>

#include "../wire/servers.h"

using namespace undersigned;
using namespace undersigned::wire;

namespace {

double seconds_since(SteadyInstant start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// What this process itself used: the rest is the server's, or waiting on a busy machine.
double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void fetch(test::Servers& servers, int count) {
  const nlohmann::json users = {{"signon@example.org", "secret"}};
  const auto facts =
      servers.make("Dovecot", "dovecot", {{"users", users}, {"location", "mdbox:~/mdbox"}});
  std::string mail = "From: a@example.net\r\nSubject: yes\r\n\r\n";
  while (mail.size() < 8192)
    mail += "Please add my name to the call for migrants' rights. Maria Lopez\r\n";
  auto mails = nlohmann::json::array();
  for (int i = 0; i < 100; ++i) mails.push_back(test::octets(mail));
  for (int i = 0; i < count; i += 100)
    servers.call("dovecot", "append", {{"user", "signon@example.org"}, {"mails", mails}});
  const auto at =
      test::endpoint("imaps://127.0.0.1:" + std::to_string(facts["imaps"].get<int>()) + "/INBOX",
                     "signon@example.org", "secret", facts["ca_file"]);
  for (const int chunk : {100, 200, 500}) {
    Mailbox::Options options;
    options.chunk = chunk;
    Mailbox mailbox(at, options, {});
    std::size_t taken = 0;
    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    std::vector<Mailbox::Mail> batch;
    test::run(
        mailbox, batch,
        [&] {
          taken += batch.size();
          batch.clear();
          return mailbox.last_complete_poll().number > 0;
        },
        Seconds(60));
    const double took = seconds_since(start);
    std::printf(
        "fetch over TLS, %zu mails of %zu octets, %d a chunk: %.0f mails/s, %.0f us of our CPU "
        "each\n",
        taken, mail.size(), chunk, static_cast<double>(taken) / took,
        (cpu_seconds() - cpu) * 1e6 / static_cast<double>(taken));
  }
}

void submit(test::Servers& servers, int count, int connections) {
  const auto facts = servers.make("Sink", "sink", nlohmann::json::object());
  Submission::Options options;
  options.connections = connections;
  options.rate = 0;
  Submission submission(
      test::plain_endpoint("smtp://127.0.0.1:" + std::to_string(facts["smtp"].get<int>())),
      options);
  std::string body = "From: signon@example.org\r\nSubject: thank you\r\n\r\n";
  while (body.size() < 3072) body += "You are on the list of signers as Maria Lopez, Oakland.\r\n";
  const auto to = mail::Address::parse("p@example.com").value();
  int queued = 0;
  std::vector<Outcome> outcomes;
  int accepted = 0;
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  test::run(
      submission, outcomes,
      [&] {
        for (const auto& outcome : outcomes) accepted += outcome.delivery == Delivery::accepted;
        outcomes.clear();
        std::vector<Outgoing> letters;
        for (auto room = submission.room(std::chrono::steady_clock::now());
             room > 0 && queued < count; --room)
          letters.push_back({++queued, std::nullopt, to, body});
        submission.send(std::move(letters));
        return accepted == count;
      },
      Seconds(60));
  std::printf(
      "submit to smtp-sink, %d letters of %zu octets on %d connections: %.0f letters/s, %.0f us of "
      "our CPU each\n",
      accepted, body.size(), connections, accepted / seconds_since(start),
      (cpu_seconds() - cpu) * 1e6 / accepted);
}

}  // namespace

int main() {
  test::Servers servers;
  fetch(servers, 10000);
  for (const int connections : {1, 2, 4}) submit(servers, 20000, connections);
}
