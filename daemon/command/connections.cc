#include "command/connections.h"

#include "command/secret.h"
#include "wire/access_token.h"

namespace undersigned::command {
namespace {

// "user@host/INBOX": the same mailbox under another password or port is the same mailbox.
std::string mailbox_name(const campaign::Server& server) {
  const std::size_t host = server.url.find("://");
  std::string rest = host == std::string::npos ? server.url : server.url.substr(host + 3);
  const std::size_t path = rest.find('/');
  const std::size_t port = rest.find_last_of(':', path);
  if (port != std::string::npos && rest.find(']', port) == std::string::npos) {
    rest.erase(port, (path == std::string::npos ? rest.size() : path) - port);
  }
  return server.user + " " + rest;
}

constexpr Seconds token_patience{30};

// An access token in exchange for the refresh token (OAuth2).
Result<wire::Endpoint> endpoint_by_token(const campaign::Config& config,
                                         const campaign::Server& server, const std::string& table) {
  const std::string key = table + ".token.";
  const auto client = load_secret(config, key + "client_secret", server.token->client_secret);
  if (!client) return tl::unexpected(client.error());
  const auto refresh = load_secret(config, key + "refresh", server.token->refresh);
  if (!refresh) return tl::unexpected(refresh.error());
  auto access = wire::fetch_access_token(*server.token, *client, *refresh, token_patience);
  if (!access) return tl::unexpected(access.error());
  return wire::Endpoint{server, std::move(access->text), true};
}

}  // namespace

Result<wire::Endpoint> make_endpoint(const campaign::Config& config, const campaign::Server& server,
                                     const std::string& table) {
  if (server.token) return endpoint_by_token(config, server, table);
  auto secret = load_secret(config, table + ".password", server.password);
  if (!secret) return tl::unexpected(secret.error());
  return wire::Endpoint{server, std::move(*secret), false};
}

Result<Connections> make_connections(const campaign::Config& config, bool once) {
  Connections out;
  for (const campaign::MailboxConfig& mailbox : config.mailboxes) {
    auto reached = make_endpoint(config, mailbox.server, "mailbox");
    if (!reached) return tl::unexpected(reached.error());
    wire::Mailbox::Options options;
    options.poll = mailbox.poll;
    options.move = mailbox.move;
    options.idle = !once;
    out.mailboxes.push_back({mailbox_name(mailbox.server), std::move(*reached), options, nullptr});
  }
  auto reached = make_endpoint(config, config.submission.server, "submission");
  if (!reached) return tl::unexpected(reached.error());
  out.submission = std::move(*reached);
  out.options.connections = config.submission.connections;
  out.options.rate = config.submission.rate;
  return out;
}

}  // namespace undersigned::command
