#include "command/connections.h"

#include "command/secret.h"

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

}  // namespace

Result<Login> make_login(const campaign::Config& config, const campaign::Server& server,
                         const std::string& table) {
  if (server.token) {
    auto leased = lease_token(config, *server.token, table);
    if (!leased) return tl::unexpected(leased.error());
    return Login{{server, std::move(leased->text), true}, std::move(leased->lease)};
  }
  auto secret = load_secret(config, table + ".password", server.password);
  if (!secret) return tl::unexpected(secret.error());
  return Login{{server, std::move(*secret), false}, std::nullopt};
}

Result<Connections> make_connections(const campaign::Config& config, bool once) {
  Connections out;
  for (const campaign::MailboxConfig& mailbox : config.mailboxes) {
    auto reached = make_login(config, mailbox.server, "mailbox");
    if (!reached) return tl::unexpected(reached.error());
    wire::Mailbox::Options options;
    options.poll = mailbox.poll;
    options.move = mailbox.move;
    options.idle = !once;
    out.mailboxes.push_back({mailbox_name(mailbox.server), std::move(reached->endpoint), options,
                             std::move(reached->lease), nullptr});
  }
  auto reached = make_login(config, config.submission.server, "submission");
  if (!reached) return tl::unexpected(reached.error());
  out.submission = std::move(*reached);
  out.options.connections = config.submission.connections;
  out.options.rate = config.submission.rate;
  return out;
}

}  // namespace undersigned::command
