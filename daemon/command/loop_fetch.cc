// The first half of the picture: fetch → store. Mailboxes, their logins, and folders that are read
// again.

#include <algorithm>

#include "command/log.h"
#include "command/loop.h"
#include "command/report.h"

namespace undersigned::command {

using wire::SteadyInstant;

namespace {

SteadyInstant steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

void Loop::renew_logins(const std::optional<Lease>& submission) {
  for (std::size_t i = 0; i < mailboxes_.size(); ++i)
    if (mailboxes_[i].lease) renewals_.push_back({i, Renewal(desk_.config, *mailboxes_[i].lease)});
  if (submission) renewals_.push_back({std::nullopt, Renewal(desk_.config, *submission)});
}

void Loop::renew(SteadyInstant steady) {
  for (Renewed& renewed : renewals_) {
    Watched* watched = renewed.mailbox ? &mailboxes_[*renewed.mailbox] : nullptr;
    const auto error = !watched              ? submission_.last_error()
                       : watched->connection ? watched->connection->last_error()
                                             : std::nullopt;
    if (error && error->kind == Error::Kind::refused) renewed.renewal.hasten(steady);
    const auto fresh = renewed.renewal.advance(steady);
    if (!fresh) continue;
    if (!watched) {
      submission_.replace_secret(*fresh, true);
      continue;
    }
    for (Watched* same : with_folders(*watched)) {
      same->endpoint.secret = *fresh;  // for a connection that is made anew
      if (same->connection) same->connection->replace_secret(*fresh, true);
    }
  }
}

std::vector<Watched*> Loop::with_folders(Watched& watched) {
  std::vector<Watched*> same{&watched};
  for (Watched& folder : folders_) {
    if (folder.endpoint.server.url == watched.endpoint.server.url &&
        folder.endpoint.server.user == watched.endpoint.server.user)
      same.push_back(&folder);
  }
  return same;
}

void Loop::read_folders_first(std::vector<Watched> folders) {
  folders_ = std::move(folders);
  gathering_ = true;
}

std::vector<std::string> Loop::ended_logins() const {
  std::vector<std::string> out;
  for (const Renewed& renewed : renewals_) {
    const auto& trouble = renewed.renewal.trouble();
    if (trouble && trouble->kind == Error::Kind::refused) out.push_back(trouble->text());
  }
  return out;
}

void Loop::reopen(Watched& watched) {
  auto position = desk_.store.position(watched.name);
  if (!position) return trouble("position", position.error(), steady_now());
  watched.connection = std::make_unique<wire::Mailbox>(
      watched.endpoint, watched.options,
      wire::Mailbox::Position{position->uidvalidity, position->last_uid});
}

Result<void> Loop::keep(Watched& watched, std::vector<wire::Mailbox::Mail> mails) {
  std::vector<store::Mail> kept;
  kept.reserve(mails.size());
  for (wire::Mailbox::Mail& mail : mails) {
    kept.push_back({.id = 0,
                    .mailbox = watched.name,
                    .uidvalidity = mail.uidvalidity,
                    .uid = mail.uid,
                    .arrived = clock_.map(mail.internal_date),
                    .raw = std::move(mail.raw),
                    .oversized = mail.oversized,
                    .tries = 0});
  }
  const wire::Mailbox::Position position = watched.connection->position();
  auto count =
      desk_.store.keep(kept, store::Store::Position{position.uidvalidity, position.last_uid});
  if (!count) return tl::unexpected(count.error());
  log_event("mails kept", {{"mailbox", watched.name},
                           {"new", std::to_string(count->fresh)},
                           {"again", std::to_string(count->again)}});
  if (count->fresh > 0) more_to_read_ = true;
  return {};
}

void Loop::fetch_one(Watched& watched, SteadyInstant steady) {
  if (!watched.connection) {
    if (rest_.why()) return;
    reopen(watched);
    if (!watched.connection) return;
  }
  watched.connection->advance(steady, Clock::real_now());
  std::vector<wire::Mailbox::Mail> mails = watched.connection->take();
  if (mails.empty()) return;
  if (auto kept = keep(watched, std::move(mails)); !kept) {
    trouble("keep", kept.error(), steady);
    watched.connection.reset();
  }
}

void Loop::fetch(SteadyInstant steady) {
  for (Watched& watched : mailboxes_) fetch_one(watched, steady);
  fetch_folders(steady);
}

void Loop::fetch_folders(SteadyInstant steady) {
  if (folders_.empty()) return;
  Watched& folder = folders_.front();
  if (!folder.connection && !rest_.why()) {
    if (auto known = desk_.store.expect_known(folder.name); !known)
      return trouble("folder", known.error(), steady);
  }
  fetch_one(folder, steady);
  if (!folder.connection || !folder.connection->at_rest()) return;
  if (folder.connection->last_complete_poll().number == 0) return;
  if (auto none = desk_.store.expect_none(folder.name); !none)
    return trouble("folder", none.error(), steady);
  folder.connection->close();
  folders_.erase(folders_.begin());
}

bool Loop::gathered() {
  if (!gathering_) return true;
  if (!folders_.empty() || !oldest_complete_poll()) return false;
  if (auto done = desk_.store.set_fact(fact::folders, ""); !done) {
    trouble("folders", done.error(), steady_now());
    return false;
  }
  log_event("folders read");
  gathering_ = false;
  return true;
}

std::optional<Instant> Loop::oldest_complete_poll() const {
  std::optional<Instant> oldest;
  for (const Watched& watched : mailboxes_) {
    if (!watched.connection) return std::nullopt;
    const wire::Mailbox::Poll poll = watched.connection->last_complete_poll();
    if (poll.number == 0) return std::nullopt;
    const Instant began = clock_.map(poll.began);
    oldest = oldest ? std::min(*oldest, began) : began;
  }
  return oldest;
}

std::vector<Unreachable> Loop::unreachable() const {
  std::vector<Unreachable> out;
  for (const Watched* watched : watched_now()) {
    if (!watched->connection) continue;
    const auto since = watched->connection->unreachable_since();
    if (!since) continue;
    const auto error = watched->connection->last_error();
    out.push_back({watched->name, std::chrono::floor<Seconds>(Clock::real_now() - *since),
                   error ? error->text() : "no answer"});
  }
  return out;
}

std::vector<const Watched*> Loop::watched_now() const {
  std::vector<const Watched*> now;
  for (const Watched& watched : mailboxes_) now.push_back(&watched);
  if (!folders_.empty()) now.push_back(&folders_.front());
  return now;
}

}  // namespace undersigned::command
