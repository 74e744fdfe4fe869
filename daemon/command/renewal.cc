#include "command/renewal.h"

#include <algorithm>

#include "command/log.h"

namespace undersigned::command {

namespace {

constexpr Seconds patience{30};     // for the provider's answer
constexpr Seconds first_pause{15};  // before the next try, doubled up to
constexpr Seconds longest_pause{300};
constexpr Seconds haste{60};  // between tries that a refused login asks for

wire::SteadyInstant renewal_due(const Lease& lease) {
  return lease.since + std::chrono::milliseconds(lease.lifetime) * 4 / 5;
}

void keep(const campaign::Config& config, const Lease& lease, const TokenSecrets& before,
          const std::string& fresh) {
  if (auto kept = keep_refresh_token(config, lease.token, before, fresh); !kept)
    log_error("a refresh token is lost at the next start", {{"why", kept.error().text()}});
}

}  // namespace

Renewal::Renewal(const campaign::Config& config, Lease lease)
    : config_(config), lease_(std::move(lease)), due_(renewal_due(lease_)) {}

void Renewal::failed(Error error, wire::SteadyInstant now) {
  pause_ = std::clamp(pause_ * 2, first_pause, longest_pause);
  due_ = now + pause_;
  log_error("no new access token", {{"login", lease_.table}, {"why", error.text()}});
  trouble_ = std::move(error);
}

void Renewal::ask(wire::SteadyInstant now) {
  asked_ = now;
  auto secrets = load_token_secrets(config_, lease_.token, lease_.table);
  if (!secrets) return failed(secrets.error(), now);
  secrets_ = std::move(*secrets);
  request_ = std::make_unique<wire::TokenRequest>(lease_.token, secrets_.client, secrets_.refresh,
                                                  patience);
}

std::optional<std::string> Renewal::advance(wire::SteadyInstant now) {
  if (!request_ && now >= due_) ask(now);
  if (!request_) return std::nullopt;
  auto answer = request_->advance();
  if (!answer) return std::nullopt;
  request_.reset();
  if (!*answer) {
    failed(answer->error(), now);
    return std::nullopt;
  }
  keep(config_, lease_, secrets_, (*answer)->refresh);
  lease_.since = now;
  lease_.lifetime = (*answer)->lifetime;
  due_ = renewal_due(lease_);
  pause_ = Seconds(0);
  trouble_.reset();
  log_event("new access token",
            {{"login", lease_.table}, {"seconds", std::to_string(lease_.lifetime.count())}});
  return std::move((*answer)->text);
}

wire::Interest Renewal::interest(wire::SteadyInstant now) const {
  return request_ ? request_->interest(now) : wire::Interest{-1, 0, due_};
}

void Renewal::hasten(wire::SteadyInstant now) {
  if (!request_ && now - std::max(asked_, lease_.since) >= haste) due_ = std::min(due_, now);
}

Result<Leased> lease_token(const campaign::Config& config, const campaign::Token& token,
                           const std::string& table) {
  const auto secrets = load_token_secrets(config, token, table);
  if (!secrets) return tl::unexpected(secrets.error());
  Lease lease{token, table, {}, std::chrono::steady_clock::now()};
  auto access = wire::fetch_access_token(token, secrets->client, secrets->refresh, patience);
  if (!access) return tl::unexpected(access.error());
  keep(config, lease, *secrets, access->refresh);
  lease.lifetime = access->lifetime;
  return Leased{std::move(access->text), std::move(lease)};
}

}  // namespace undersigned::command
