#include "wire/access_token.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include "mail/header_text.h"

namespace undersigned::wire {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_answer = 64u << 10;

std::size_t append(char* octets, std::size_t, std::size_t size, void* to) {
  auto& answer = *static_cast<std::string*>(to);
  if (answer.size() + size > longest_answer) return 0;  // ends the transfer
  answer.append(octets, size);
  return size;
}

void add_field(CURL* easy, std::string& form, const char* name, const std::string& value) {
  if (value.empty()) return;
  const std::unique_ptr<char, void (*)(void*)> escaped(
      curl_easy_escape(easy, value.data(), static_cast<int>(value.size())), curl_free);
  form += (form.empty() ? "" : "&") + std::string(name) + "=" + (escaped ? escaped.get() : "");
}

tl::unexpected<Error> refused(const campaign::Token& token, const std::string& why) {
  return fail(Error::Kind::unreachable,
              token.token_url + " gave no access token: " + mail::HeaderText::clean(why).text() +
                  "; see that client_id, client_secret and the refresh token are still good");
}

tl::unexpected<Error> ended(const campaign::Token& token) {
  return fail(Error::Kind::refused,
              token.token_url +
                  " takes the refresh token no more (invalid_grant): it has ended or "
                  "was revoked. Sign in at the provider, as at the set-up, and put "
                  "the new refresh token in the place of the old one");
}

// It becomes part of a line of IMAP and SMTP, or of a file.
bool printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// The members of RFC 6749, 5.1 or 5.2.
Result<AccessToken> read_answer(const campaign::Token& token, const std::string& answer,
                                long status) {
  const auto json = Json::parse(answer, nullptr, false);
  const auto text = [&](const char* key) {
    const bool there = json.is_object() && json.contains(key) && json[key].is_string();
    return there ? json[key].get<std::string>() : std::string();
  };
  if (status != 200) {
    const auto reason = text("error");
    if (reason == "invalid_grant") return ended(token);
    return refused(token, "it answered " + std::to_string(status) +
                              (reason.empty() ? "" : " (" + reason.substr(0, 80) + ")"));
  }
  AccessToken access{text("access_token"), Seconds(3600), text("refresh_token")};
  if (access.text.empty()) return refused(token, "its answer holds none");
  if (!printable(access.text) || !printable(access.refresh))
    return refused(token, "it holds characters that no token may hold");
  if (json.contains("expires_in") && json["expires_in"].is_number_integer()) {
    const auto seconds = json["expires_in"].get<std::int64_t>();
    if (seconds > 0 && seconds < 366 * 86400) access.lifetime = Seconds(seconds);
  }
  return access;
}

}  // namespace

struct TokenRequest::State {
  campaign::Token token;
  CURLM* multi = curl_multi_init();
  CURL* easy = curl_easy_init();
  std::string form, answer;
  bool added = false;

  ~State() {
    if (added) curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
  void prepare(Seconds timeout);
  Result<AccessToken> done(CURLcode code);
};

void TokenRequest::State::prepare(Seconds timeout) {
  curl_easy_setopt(easy, CURLOPT_URL, token.token_url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");  // http: loopback, see config
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(form.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, form.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);  // secrets go to that address alone
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(timeout.count()));
  added = curl_multi_add_handle(multi, easy) == CURLM_OK;
}

Result<AccessToken> TokenRequest::State::done(CURLcode code) {
  if (code != CURLE_OK) return refused(token, curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  return read_answer(token, answer, status);
}

TokenRequest::TokenRequest(const campaign::Token& token, const std::string& client_secret,
                           const std::string& refresh_token, Seconds timeout)
    : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.token = token;
  add_field(s.easy, s.form, "grant_type", "refresh_token");
  add_field(s.easy, s.form, "refresh_token", refresh_token);
  add_field(s.easy, s.form, "client_id", token.client_id);
  add_field(s.easy, s.form, "client_secret", client_secret);
  s.prepare(timeout);
}

TokenRequest::~TokenRequest() = default;

std::optional<Result<AccessToken>> TokenRequest::advance() {
  if (!state_->added) return refused(state_->token, "libcurl cannot be started");
  int running = 0, left = 0;
  curl_multi_perform(state_->multi, &running);
  while (const CURLMsg* message = curl_multi_info_read(state_->multi, &left))
    if (message->msg == CURLMSG_DONE) return state_->done(message->data.result);
  return std::nullopt;
}

// libcurl has several sockets while it looks a name up and connects; it is over in a second and
// rare, so it is looked at often instead.
Interest TokenRequest::interest(SteadyInstant now) const {
  return {-1, 0, now + std::chrono::milliseconds(20)};
}

Result<AccessToken> fetch_access_token(const campaign::Token& token,
                                       const std::string& client_secret,
                                       const std::string& refresh_token, Seconds timeout) {
  TokenRequest request(token, client_secret, refresh_token, timeout);
  for (;;) {
    if (auto answer = request.advance()) return std::move(*answer);
    ::poll(nullptr, 0, 20);
  }
}

}  // namespace undersigned::wire
