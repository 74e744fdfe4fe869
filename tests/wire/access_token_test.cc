#include "wire/access_token.h"

#include <thread>

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace undersigned;

namespace {

// A provider on a loopback port that answers one request with `answer`.
class Provider {
 public:
  explicit Provider(std::string answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener_, 1) == 0);
    REQUIRE(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  Provider(const Provider&) = delete;
  ~Provider() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/token"; }
  const std::string& request() {
    shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([] {});
    return request_;
  }

 private:
  void serve() {
    const int client = accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    char part[4096];
    while (request_.find("refresh_token=") == std::string::npos ||
           request_.find("client_secret=") == std::string::npos) {
      const auto size = recv(client, part, sizeof part, 0);
      if (size <= 0) break;
      request_.append(part, static_cast<std::size_t>(size));
    }
    send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    shutdown(client, SHUT_WR);
    while (recv(client, part, sizeof part, 0) > 0) {
    }
    close(client);
  }

  int listener_ = -1;
  int port_ = 0;
  std::string answer_, request_;
  std::thread thread_;
};

std::string http(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

Result<wire::AccessToken> fetch(const Provider& provider) {
  campaign::Token token;
  token.client_id = "the client";
  token.token_url = provider.url();
  return wire::fetch_access_token(token, "s&cret", "re=fresh", Seconds(5));
}

}  // namespace

TEST_CASE("a refresh token is exchanged for an access token, every field escaped") {
  Provider provider(http("200 OK", R"({"access_token":"ya29.a-b","expires_in":1800})"));
  const auto access = fetch(provider);
  if (!access) FAIL(access.error().text());
  CHECK(access->text == "ya29.a-b");
  CHECK(access->lifetime == Seconds(1800));
  CHECK_THAT(provider.request(),
             Catch::Contains("grant_type=refresh_token&refresh_token=re%3Dfresh&"
                             "client_id=the%20client&client_secret=s%26cret"));
}

TEST_CASE("an answer without a token that fits a command is refused, and no secret is shown") {
  const std::string answers[] = {
      http("400 Bad Request", R"({"error":"invalid_client"})"),
      http("200 OK", R"({"access_token":"a","refresh_token":"b\nc"})"),
      http("200 OK", R"({"access_token":"a\r\nA1 LOGOUT"})"),
      http("200 OK", R"({"access_token":""})"),
      http("200 OK", R"({"access_token":5})"),
      http("200 OK", "<html>sign in</html>"),
      http("302 Found\r\nLocation: http://127.0.0.1:1/", ""),
      http("200 OK", std::string(200'000, ' ') + R"({"access_token":"a"})"),
      "nonsense",
      "",
  };
  for (const auto& answer : answers) {
    INFO(answer.substr(0, 60));
    const Provider provider(answer);
    const auto access = fetch(provider);
    REQUIRE_FALSE(access);
    CHECK(access.error().kind == Error::Kind::unreachable);
    CHECK_THAT(access.error().what, Catch::Contains(provider.url()));
    CHECK_THAT(access.error().what, !Catch::Contains("s&cret") && !Catch::Contains("26cret") &&
                                        !Catch::Contains("re=fresh") &&
                                        !Catch::Contains("3Dfresh"));
  }
}

TEST_CASE("a provider that points elsewhere takes no secret there") {
  Provider elsewhere(http("200 OK", R"({"access_token":"a"})"));
  {
    const Provider provider(http("307 Elsewhere\r\nLocation: " + elsewhere.url(), ""));
    CHECK_FALSE(fetch(provider));
  }
  CHECK(elsewhere.request().empty());
}

TEST_CASE("a refresh token that has ended is told from a provider that fails") {
  const Provider provider(http("400 Bad Request", R"({"error":"invalid_grant"})"));
  const auto access = fetch(provider);
  REQUIRE_FALSE(access);
  CHECK(access.error().kind == Error::Kind::refused);
  CHECK_THAT(access.error().what, Catch::Contains("invalid_grant"));
}

TEST_CASE("the refresh token that takes the place of the old one is given") {
  Provider provider(http("200 OK", R"({"access_token":"a","refresh_token":"next"})"));
  const auto access = fetch(provider);
  REQUIRE(access);
  CHECK(access->refresh == "next");
}
