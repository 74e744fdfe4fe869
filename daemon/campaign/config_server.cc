#include "campaign/config_server.h"

#include <algorithm>
#include <charconv>

namespace undersigned::campaign {

namespace {

constexpr std::string_view secret_keys[] = {"credential", "file", "env"};
constexpr std::string_view token_keys[] = {"client_id", "client_secret", "refresh", "token_url"};

constexpr const char* secret_advice =
    "a password may not stand in this file, which others may see; put it into a file of its own "
    "and write { file = \"/path/to/it\" }, or { credential = \"NAME\" } for systemd's "
    "LoadCredential=, or { env = \"VARIABLE\" }";

Secret read_secret(const ConfigTable& table, std::string_view key) {
  const auto* node = table.node(key);
  if (node == nullptr) return {};
  const auto* inner = node->as_table();
  if (inner == nullptr) {
    table.wrong(key,
                node->is_string()
                    ? secret_advice
                    : "this must be { credential = \"…\" }, { file = \"…\" } or { env = \"…\" }");
    return {};
  }
  const ConfigTable where(inner, table.name() + "." + std::string(key), table.line(key),
                          secret_keys, table.read());
  if (inner->size() != 1) {
    table.wrong(key, "give exactly one of credential, file and env");
    return {};
  }
  if (where.has("credential")) return {Secret::From::credential, where.text("credential")};
  if (where.has("file")) return {Secret::From::file, where.path("file")};
  return {Secret::From::environment, where.text("env")};
}

std::optional<Token> read_token(const ConfigTable& table) {
  const auto* node = table.node("token");
  if (node == nullptr) return std::nullopt;
  const auto* inner = node->as_table();
  if (inner == nullptr) {
    table.wrong("token",
                "this must be { client_id = \"…\", client_secret = {…}, refresh = {…}, token_url = "
                "\"https://…\" }");
    return std::nullopt;
  }
  const ConfigTable fields(inner, table.name() + ".token", table.line("token"), token_keys,
                           table.read());
  Token token;
  token.client_id = fields.text("client_id");
  token.client_secret = read_secret(fields, "client_secret");
  token.refresh = read_secret(fields, "refresh");
  token.token_url = fields.text("token_url");
  if (token.refresh.from == Secret::From::none)
    fields.wrong("refresh", "this key is missing: where the refresh token is, { file = \"…\" }");
  const auto url = read_url(token.token_url);
  const bool safe =
      url && (url->scheme == "https" || (url->scheme == "http" && is_loopback(url->host)));
  if (!safe) fields.wrong("token_url", "this must be an https:// URL");
  return token;
}

void read_login(const ConfigTable& table, bool login, Server& server) {
  server.user = login || table.has("user") ? table.text("user") : "";
  server.password = read_secret(table, "password");
  server.token = read_token(table);
  const bool password = table.has("password");
  const bool token = table.has("token");
  if (password && token) table.wrong("token", "give a password or a token, not both");
  if (!password && !token && !server.user.empty())
    table.wrong("password",
                "this key is missing; say where the password is: { credential = \"…\" }, { file = "
                "\"…\" } or { env = \"…\" }");
  if ((password || token) && server.user.empty())
    table.wrong("user", "this key is missing; a password needs its user");
}

void check_tls(const ConfigTable& table, const Url& url, std::string_view secure, Tls tls) {
  if (tls == Tls::required) return;
  if (!is_loopback(url.host))
    table.wrong("tls",
                "\"none\" would send the password over the network for all to read; it is "
                "taken for localhost, 127.0.0.1 and ::1 alone. Write \"required\"");
  else if (url.scheme == secure)
    table.wrong("tls",
                "\"none\" contradicts " + std::string(secure) +
                    "://, which always encrypts; write \"required\" or take the other scheme");
}

}  // namespace

std::optional<Url> read_url(std::string_view text) {
  const auto colon = text.find("://");
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '\\' && c != '"' && c != '<' &&
           c != '>';
  });
  if (colon == std::string_view::npos || colon == 0 || !plain) return std::nullopt;
  Url url;
  url.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 3);
  const auto slash = std::min(text.find_first_of("/?#"), text.size());
  std::string_view authority = text.substr(0, slash);
  url.path = text.substr(slash);
  if (authority.find('@') != std::string_view::npos) return std::nullopt;
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    url.host = authority.substr(1, close - 1);
    port = authority.substr(close + 1);
  } else {
    const auto end = std::min(authority.find(':'), authority.size());
    url.host = authority.substr(0, end);
    port = authority.substr(end);
  }
  if (url.host.empty()) return std::nullopt;
  if (port.empty()) return url;
  const char* last = port.data() + port.size();
  const auto [end, error] = std::from_chars(port.data() + 1, last, url.port);
  if (port.front() != ':' || error != std::errc() || end != last || url.port < 1 ||
      url.port > 65535)
    return std::nullopt;
  return url;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // 127.0.0.0/8, and no name such as 127.0.0.1.example.org.
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

Server read_server(const ConfigTable& table, std::string_view secure, std::string_view plain,
                   bool login) {
  Server server;
  server.url = table.text("url");
  read_login(table, login, server);
  constexpr std::string_view words[] = {"required", "none"};
  server.tls = table.choice("tls", words) == 0 ? Tls::required : Tls::none;
  server.ca_file = table.path_or_none("ca_file");
  const auto url = read_url(server.url);
  if (!url || (url->scheme != secure && url->scheme != plain)) {
    const std::string scheme(secure);
    table.wrong("url", "this must be a URL such as " + scheme + "://mail.example.org" +
                           (secure == "imaps" ? "/INBOX" : ":465") + " or " + std::string(plain) +
                           "://…, without user or password in it");
    return server;
  }
  check_tls(table, *url, secure, server.tls);
  return server;
}

}  // namespace undersigned::campaign
