#include "wire/access_token.h"

#include <memory>

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include "mail/header_text.h"

namespace undersigned::wire {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_answer = 64u << 10;

struct EndEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EndEasy>;

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
    return refused(token, "it answered " + std::to_string(status) +
                              (reason.empty() ? "" : " (" + reason.substr(0, 80) + ")"));
  }
  AccessToken access{text("access_token"), Seconds(3600)};
  if (access.text.empty()) return refused(token, "its answer holds none");
  // It becomes part of a line of IMAP and SMTP.
  for (const char c : access.text)
    if (c < 0x21 || c > 0x7e) return refused(token, "it holds characters that no token may hold");
  if (json.contains("expires_in") && json["expires_in"].is_number_integer()) {
    const auto seconds = json["expires_in"].get<std::int64_t>();
    if (seconds > 0 && seconds < 366 * 86400) access.lifetime = Seconds(seconds);
  }
  return access;
}

}  // namespace

Result<AccessToken> fetch_access_token(const campaign::Token& token,
                                       const std::string& client_secret,
                                       const std::string& refresh_token, Seconds timeout) {
  const Easy easy(curl_easy_init());
  if (!easy) return refused(token, "libcurl cannot be started");
  std::string form, answer;
  add_field(easy.get(), form, "grant_type", "refresh_token");
  add_field(easy.get(), form, "refresh_token", refresh_token);
  add_field(easy.get(), form, "client_id", token.client_id);
  add_field(easy.get(), form, "client_secret", client_secret);
  curl_easy_setopt(easy.get(), CURLOPT_URL, token.token_url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "https,http");  // http: loopback, see config
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(form.size()));
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, form.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);  // secrets go to that address alone
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, static_cast<long>(timeout.count()));
  const CURLcode done = curl_easy_perform(easy.get());
  if (done != CURLE_OK) return refused(token, curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  return read_answer(token, answer, status);
}

}  // namespace undersigned::wire
