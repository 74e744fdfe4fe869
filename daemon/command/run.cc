#include <string>

#include "command/command.h"
#include "command/connections.h"
#include "command/copied.h"
#include "command/font_cache.h"
#include "command/load.h"
#include "command/log.h"
#include "command/loop.h"
#include "command/notify.h"
#include "command/reading.h"
#include "command/report.h"
#include "command/store_key.h"

namespace undersigned::command {
namespace {

constexpr Seconds shutdown_patience{8};  // SIGTERM ends within ten seconds

// Everything that a run reads from files; a reload makes a new one or keeps the old.
struct Loaded {
  std::unique_ptr<const Campaign> campaign;
  std::unique_ptr<const Reading> reading;
  Connections connections;
};

Result<Loaded> load(const Options& options, bool once) {
  auto campaign = load_campaign(options.config);
  if (!campaign) return tl::unexpected(campaign.error());
  auto reading = load_reading(campaign->get());
  if (!reading) return tl::unexpected(reading.error());
  auto contacts = load_press_list(**campaign);
  if (!contacts) return tl::unexpected(contacts.error());
  if (auto folder = check_store_folder((*campaign)->config); !folder) {
    return tl::unexpected(folder.error());
  }
  auto reached = make_connections((*campaign)->config, once);
  if (!reached) return tl::unexpected(reached.error());
  return Loaded{std::move(*campaign), std::move(*reading), std::move(*reached)};
}

World world_of(const Campaign& campaign, const Clock& clock) {
  World world;
  world.speed = clock.speed();
  world.press_list = [&campaign] { return load_press_list(campaign); };
  return world;
}

std::vector<Watched> folders_of(const std::vector<Watched>& mailboxes) {
  std::vector<Watched> out;
  for (const Watched& mailbox : mailboxes) {
    for (const char* folder : campaign::folders) {
      wire::Mailbox::Options options = mailbox.options;
      options.idle = options.move = false;
      options.folder = folder;
      out.push_back({mailbox.name + "/" + folder, mailbox.endpoint, options, {}, nullptr});
    }
  }
  return out;
}

// One run with one configuration; ends at a signal.
Result<Signals::Event> serve(const Options& options, const Loaded& loaded, store::Store& store,
                             const std::string& key, Signals& signals, bool once) {
  const Campaign& campaign = *loaded.campaign;
  Workers workers;
  const Desk desk{campaign.config, &loaded.reading->context, campaign.text, store, key, &workers};
  wire::Submission submission(loaded.connections.submission.endpoint, loaded.connections.options);
  std::vector<Watched> mailboxes;
  for (const Watched& mailbox : loaded.connections.mailboxes) {
    mailboxes.push_back({mailbox.name, mailbox.endpoint, mailbox.options, mailbox.lease, nullptr});
  }
  if (auto taken = take_up_copy(desk, options.clock.now()); !taken)
    return tl::unexpected(taken.error());
  const auto folders = store.fact(fact::folders);
  if (!folders) return tl::unexpected(folders.error());
  Loop loop(desk, options.clock, std::move(mailboxes), submission,
            world_of(campaign, options.clock));
  if (!folders->value_or("").empty())
    loop.read_folders_first(folders_of(loaded.connections.mailboxes));
  if (!once) loop.renew_logins(loaded.connections.submission.lease);
  if (once) {
    Result<void> done = loop.run_once(signals);
    loop.close(shutdown_patience);
    if (!done) return tl::unexpected(done.error());
    return Signals::Event::stop;
  }
  const Result<Signals::Event> event = loop.run(signals);
  loop.close(shutdown_patience);
  return event;
}

}  // namespace

Outcome run(const Options& options, bool once) {
  share_font_cache();
  Signals signals;
  auto loaded = load(options, once);
  if (!loaded) return tl::unexpected(loaded.error());
  const std::string path = loaded->campaign->config.store;
  auto store = store::Store::open(path, true);
  if (!store) return tl::unexpected(store.error());
  auto key = store_key(path);
  if (!key) return tl::unexpected(key.error());

  log_event("started", {{"campaign", loaded->campaign->config.name}, {"store", path}});
  tell_ready();
  for (;;) {
    auto event = serve(options, *loaded, *store, *key, signals, once);
    if (!event) return tl::unexpected(event.error());
    if (*event != Signals::Event::reload) break;
    auto again = load(options, once);
    if (!again) {
      log_error("the new configuration is wrong; the old one stays",
                {{"why", again.error().text()}});
    } else if (again->campaign->config.store != path) {
      log_error("the store cannot change while running; the old configuration stays");
    } else {
      *loaded = std::move(*again);
      log_event("reloaded", {{"campaign", loaded->campaign->config.name}});
    }
  }
  tell_stopping();
  log_event("stopped");
  return 0;
}

}  // namespace undersigned::command
