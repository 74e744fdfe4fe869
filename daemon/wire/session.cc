#include "wire/session.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>

#include <curl/curl.h>
#include <unistd.h>

namespace undersigned::wire {

namespace {

struct CurlString {
  char* text = nullptr;
  ~CurlString() { curl_free(text); }
};

struct UrlHandle {
  CURLU* url = curl_url();
  ~UrlHandle() { curl_url_cleanup(url); }
  std::string part(CURLUPart which, unsigned flags = 0) const {
    CurlString found;
    return curl_url_get(url, which, &found.text, flags) == CURLUE_OK ? found.text : "";
  }
};

void start_curl_once() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// A line end or NUL in a user name or password would go out as it is and start a new command.
bool fits_a_command(const std::string& text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

constexpr std::size_t kReadOctets = 64 << 10;

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, 300)) {
    if (c == '\r' || c == '\n') break;
    line += c < 0x20 || c == 0x7f ? '?' : c;
  }
  return line;
}

Result<ServerUrl> ServerUrl::parse(const std::string& url) {
  UrlHandle handle;
  if (curl_url_set(handle.url, CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return fail(Error::Kind::config, "\"" + url + "\" is not a URL: write scheme://host:port/");
  if (!handle.part(CURLUPART_USER).empty() || !handle.part(CURLUPART_PASSWORD).empty())
    return fail(Error::Kind::config, "The URL of a server must hold no user and no password");
  ServerUrl parts;
  parts.host = handle.part(CURLUPART_HOST);
  const std::string port = handle.part(CURLUPART_PORT);
  parts.base =
      handle.part(CURLUPART_SCHEME) + "://" + parts.host + (port.empty() ? "" : ":" + port) + "/";
  const std::string path = handle.part(CURLUPART_PATH);
  int length = 0;
  CurlString decoded;
  decoded.text = curl_easy_unescape(nullptr, path.c_str(), static_cast<int>(path.size()), &length);
  if (decoded.text) parts.path.assign(decoded.text, static_cast<std::size_t>(length));
  if (!parts.path.empty() && parts.path.front() == '/') parts.path.erase(0, 1);
  if (!fits_a_command(parts.path))
    return fail(Error::Kind::config, "\"" + url + "\" holds a line end or NUL");
  return parts;
}

struct Session::State {
  Phase phase = Phase::connecting;
  Error error{Error::Kind::unreachable, "", "", 0};
  CURLM* multi = nullptr;
  CURL* easy = nullptr;
  bool added = false;
  bool tls_required = true, smtp = false;
  std::string host;
  std::string last_answer;  // the server's last line while connecting
  bool logged_in = false;
  char reason[CURL_ERROR_SIZE] = "";
  std::map<curl_socket_t, short> sockets;  // while connecting
  SteadyInstant timer = SteadyInstant::max(), deadline{}, now{};
  curl_socket_t fd = CURL_SOCKET_BAD;  // once open
  // `sending` keeps its place in memory until it is out: OpenSSL wants a write that would have
  // blocked to be repeated with the same octets at the same address.
  std::string sending, waiting;
  std::size_t sent = 0;
  std::uint64_t queued = 0, written = 0;
  bool blocked = false;
  std::unique_ptr<char[]> buffer{new char[kReadOctets]};

  ~State() {
    if (added) curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }

  void end(Error why) {
    if (phase == Phase::ended) return;
    phase = Phase::ended;
    error = std::move(why);
  }
  void unreachable(const std::string& what) {
    end(Error{Error::Kind::unreachable, host + ": " + what, "", 0});
  }

  static int on_socket(CURL*, curl_socket_t socket, int what, void* mine, void*) {
    auto& sockets = static_cast<State*>(mine)->sockets;
    if (what == CURL_POLL_REMOVE) {
      sockets.erase(socket);
    } else {
      sockets[socket] = static_cast<short>((what & CURL_POLL_IN ? POLLIN : 0) |
                                           (what & CURL_POLL_OUT ? POLLOUT : 0));
    }
    return 0;
  }
  static int on_timer(CURLM*, long milliseconds, void* mine) {
    auto* state = static_cast<State*>(mine);
    state->timer = milliseconds < 0 ? SteadyInstant::max()
                                    : state->now + std::chrono::milliseconds(milliseconds);
    return 0;
  }
  // Only here can it be seen whether a login took place; secrets pass by and are not looked at.
  static int on_talk(CURL*, curl_infotype type, char* data, size_t size, void* mine) {
    if (type != CURLINFO_HEADER_IN) return 0;
    auto* state = static_cast<State*>(mine);
    const std::string_view line(data, size);
    state->last_answer = one_line(line);
    if (state->smtp && line.substr(0, 3) == "235") state->logged_in = true;
    return 0;
  }

  void prepare(const Endpoint& endpoint, Seconds patience);
  void set_login(const Endpoint& endpoint);
  void go_on_connecting(SteadyInstant time);
  void connected(CURLcode result);
  std::string explain(CURLcode result) const;
  void flush();
};

void Session::State::set_login(const Endpoint& endpoint) {
  const auto& server = endpoint.server;
  if (server.user.empty()) return;
  curl_easy_setopt(easy, CURLOPT_USERNAME, server.user.c_str());
  if (endpoint.oauth) {
    curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, endpoint.secret.c_str());
  } else {
    curl_easy_setopt(easy, CURLOPT_PASSWORD, endpoint.secret.c_str());
  }
}

void Session::State::prepare(const Endpoint& endpoint, Seconds patience) {
  const auto& server = endpoint.server;
  const auto url = ServerUrl::parse(server.url);
  if (!url) return end(url.error());
  host = url->host;
  smtp = url->base.starts_with("smtp");
  tls_required = server.tls == campaign::Tls::required;
  if (!fits_a_command(server.user) || !fits_a_command(endpoint.secret))
    return end({Error::Kind::config,
                "The user or the secret for " + host + " holds a line end or NUL: write it anew",
                "", 0});
  curl_easy_setopt(easy, CURLOPT_URL, url->base.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "imap,imaps,smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // Without it, ending while a name is looked up would wait for the resolver.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count() * 1000));
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_USE_SSL,
                   static_cast<long>(tls_required ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!server.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, server.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &State::on_talk);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, this);
  set_login(endpoint);
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  added = curl_multi_add_handle(multi, easy) == CURLM_OK;
  if (!added) unreachable("libcurl cannot start a connection");
}

namespace {

// What no later try mends: a person must change the password, the URL or the certificate.
bool lasting(CURLcode result) {
  return result == CURLE_LOGIN_DENIED || result == CURLE_USE_SSL_FAILED ||
         result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

std::string Session::State::explain(CURLcode result) const {
  const std::string said = last_answer.empty() ? "" : " (it said: " + last_answer + ")";
  switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "there is no such host; check the URL";
    case CURLE_LOGIN_DENIED:
      return "the login was refused" + said + "; check user and password or token";
    case CURLE_USE_SSL_FAILED:
      return "it offers no STARTTLS and TLS is required" + said +
             "; use its imaps:// or smtps:// port";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return std::string("its certificate is not trusted: ") + reason +
             "; check the host name and ca_file";
    case CURLE_OPERATION_TIMEDOUT:
      return "no answer in time" + said;
    default:
      return (*reason ? std::string(reason) : std::string(curl_easy_strerror(result))) + said;
  }
}

void Session::State::connected(CURLcode result) {
  if (result != CURLE_OK) {
    const auto kind = lasting(result) ? Error::Kind::refused : Error::Kind::unreachable;
    return end(Error{kind, host + ": " + explain(result), "", 0});
  }
  curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &fd);
  if (fd == CURL_SOCKET_BAD) return unreachable("the connection was lost after the login");
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 0L);
  phase = Phase::open;
}

void Session::State::go_on_connecting(SteadyInstant time) {
  now = time;
  int running = 0;
  if (timer <= now) {
    timer = SteadyInstant::max();
    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
  const auto known = sockets;  // the callbacks change it
  for (const auto& [socket, events] : known)
    if (sockets.contains(socket)) curl_multi_socket_action(multi, socket, 0, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left))
    if (message->msg == CURLMSG_DONE) return connected(message->data.result);
  if (now >= deadline) unreachable(explain(CURLE_OPERATION_TIMEDOUT));
}

void Session::State::flush() {
  blocked = false;
  while (phase == Phase::open) {
    if (sent == sending.size()) {
      sending.clear();
      sent = 0;
      if (waiting.empty()) return;
      sending.swap(waiting);
    }
    std::size_t n = 0;
    const auto result = curl_easy_send(easy, sending.data() + sent, sending.size() - sent, &n);
    if (result == CURLE_AGAIN) {
      blocked = true;
      return;
    }
    if (result != CURLE_OK) return unreachable("the connection was lost while sending");
    sent += n;
    written += n;
  }
}

Session::Session(const Endpoint& endpoint, Seconds patience, SteadyInstant now)
    : state_(std::make_unique<State>()) {
  start_curl_once();
  state_->multi = curl_multi_init();
  state_->easy = curl_easy_init();
  state_->now = now;
  state_->deadline = now + patience + Seconds(1);
  state_->prepare(endpoint, patience);
}

Session::~Session() = default;

Session::Phase Session::phase() const { return state_->phase; }

void Session::advance(SteadyInstant now) {
  if (state_->phase == Phase::connecting) state_->go_on_connecting(now);
  if (state_->phase == Phase::open) state_->flush();
}

Interest Session::interest() const {
  if (state_->phase == Phase::ended) return {};
  if (state_->phase == Phase::open)
    return {state_->fd, static_cast<short>(POLLIN | (state_->blocked ? POLLOUT : 0)),
            SteadyInstant::max()};
  Interest interest;
  // Several sockets can be under way (IPv6 and IPv4 race, the resolver has its own) and
  // libcurl 7.88 does not always tell of the next one in time (measured: 4 s lost), so look often.
  interest.wake =
      std::min({state_->timer, state_->deadline, state_->now + std::chrono::milliseconds(20)});
  if (!state_->sockets.empty()) {
    interest.fd = state_->sockets.begin()->first;
    interest.events = state_->sockets.begin()->second;
  }
  return interest;
}

bool Session::read(std::string& into, std::size_t most) {
  for (std::size_t taken = 0; state_->phase == Phase::open && taken < most;) {
    std::size_t n = 0;
    const auto result = curl_easy_recv(state_->easy, state_->buffer.get(), kReadOctets, &n);
    if (result == CURLE_AGAIN) return false;
    if (result != CURLE_OK || n == 0) {  // the end of the stream is CURLE_OK and no octet
      state_->unreachable("it closed the connection");
      return false;
    }
    into.append(state_->buffer.get(), n);
    taken += n;
  }
  return state_->phase == Phase::open;
}

void Session::write(std::string_view octets) {
  state_->queued += octets.size();
  state_->waiting.append(octets);
  state_->flush();
}

std::uint64_t Session::queued() const { return state_->queued; }
std::uint64_t Session::written() const { return state_->written; }
bool Session::logged_in() const { return state_->logged_in; }

std::string Session::local_address() const {
  char* address = nullptr;
  curl_easy_getinfo(state_->easy, CURLINFO_LOCAL_IP, &address);
  return address ? address : "";
}

const Error& Session::error() const { return state_->error; }
void Session::end(Error why) { state_->end(std::move(why)); }

}  // namespace undersigned::wire
