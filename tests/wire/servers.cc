#include "servers.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace undersigned::wire::test {

namespace {

int milliseconds_until(SteadyInstant at, SteadyInstant now) {
  if (at <= now) return 0;
  if (at - now > std::chrono::milliseconds(50)) return 50;
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(at - now).count());
}

void wait_for(const std::vector<Interest>& interests) {
  std::vector<pollfd> fds;
  int wait = 50;
  const auto now = std::chrono::steady_clock::now();
  for (const auto& interest : interests) {
    wait = std::min(wait, milliseconds_until(interest.wake, now));
    if (interest.fd >= 0) fds.push_back({interest.fd, interest.events, 0});
  }
  ::poll(fds.data(), fds.size(), wait);
}

}  // namespace

Servers::Servers() {
  const char* port = std::getenv("SERVERS_CONTROL");
  if (!port) throw std::runtime_error("start this through tests/servers/fixture.py");
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("no fixture on port " + std::string(port));
}

Servers::~Servers() {
  for (const auto& name : names_) ask({{"end", name}});
  ::close(socket_);
}

nlohmann::json Servers::ask(const nlohmann::json& request) {
  const std::string line = request.dump() + "\n";
  for (std::size_t sent = 0; sent < line.size();) {
    const auto n = ::send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("the fixture is gone");
    sent += static_cast<std::size_t>(n);
  }
  std::string answer;
  std::vector<char> buffer(1 << 16);
  while (answer.empty() || answer.back() != '\n') {
    const auto n = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (n <= 0) throw std::runtime_error("the fixture is gone");
    answer.append(buffer.data(), static_cast<std::size_t>(n));
  }
  auto read = nlohmann::json::parse(answer);
  if (read.contains("error")) throw std::runtime_error(read["error"].get<std::string>());
  return read["value"];
}

nlohmann::json Servers::make(const std::string& kind, const std::string& name,
                             nlohmann::json with) {
  names_.push_back(name);
  return ask({{"make", kind}, {"as", name}, {"with", std::move(with)}});
}

nlohmann::json Servers::call(const std::string& name, const std::string& method,
                             nlohmann::json with) {
  return ask({{"on", name}, {"call", method}, {"with", std::move(with)}});
}

nlohmann::json Servers::get(const std::string& name, const std::string& attribute) {
  return ask({{"on", name}, {"get", attribute}});
}

void Servers::end(const std::string& name) { ask({{"end", name}}); }

nlohmann::json octets(const std::string& text) {
  std::string utf8;  // of Latin-1
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xc0 | byte >> 6);
      utf8 += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return {{"octets", utf8}};
}

Endpoint endpoint(const std::string& url, const std::string& user, const std::string& secret,
                  const std::string& ca_file) {
  Endpoint endpoint;
  endpoint.server.url = url;
  endpoint.server.user = user;
  endpoint.server.ca_file = ca_file;
  endpoint.secret = secret;
  return endpoint;
}

Endpoint plain_endpoint(const std::string& url, const std::string& user,
                        const std::string& secret) {
  auto plain = endpoint(url, user, secret);
  plain.server.tls = campaign::Tls::none;
  return plain;
}

Instant real_now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

bool run(Mailbox& mailbox, std::vector<Mailbox::Mail>& mails, const std::function<bool()>& done,
         std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    mailbox.advance(std::chrono::steady_clock::now(), real_now());
    for (auto& mail : mailbox.take()) mails.push_back(std::move(mail));
    if (done()) return true;
    if (std::chrono::steady_clock::now() > end) return false;
    wait_for({mailbox.interest()});
  }
}

bool run(Submission& submission, std::vector<Outcome>& outcomes, const std::function<bool()>& done,
         std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    submission.advance(std::chrono::steady_clock::now());
    for (auto& outcome : submission.take()) outcomes.push_back(std::move(outcome));
    if (done()) return true;
    if (std::chrono::steady_clock::now() > end) return false;
    wait_for(submission.interests());
  }
}

}  // namespace undersigned::wire::test
