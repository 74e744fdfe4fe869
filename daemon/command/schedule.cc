#include "command/schedule.h"

#include "campaign/zone.h"
#include "command/ask_again.h"
#include "command/log.h"
#include "command/mailings.h"
#include "command/orders.h"
#include "command/report.h"
#include "command/retention.h"

namespace undersigned::command {
namespace {

using campaign::ReleaseStep;

Result<Instant> last_digest_made(const Desk& desk, const campaign::Timeline& timeline) {
  auto value = desk.store.fact(fact::digest_sent);
  if (!value) return tl::unexpected(value.error());
  if (!*value) return timeline.started;
  return campaign::read_rfc3339(**value);
}

Result<void> digest(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  const auto day = campaign::digest_due(desk.config, timeline, now);
  if (!day) return {};
  auto since = last_digest_made(desk, timeline);
  if (!since) return tl::unexpected(since.error());
  auto report = make_report(desk.config, desk.store, *since, now);
  if (!report) return tl::unexpected(report.error());

  std::vector<letter::Ready> letters;
  for (const mail::Address& organizer : desk.config.organizers.addresses) {
    auto ready =
        letter::word_digest(desk.text, *report, organizer, report_seed(desk, "digest " + *day));
    if (!ready) return tl::unexpected(ready.error());
    letters.push_back(std::move(*ready));
  }
  const std::string at = campaign::rfc3339(now);
  auto made = desk.store.once("digest " + *day, at, letters, now);
  if (!made) return tl::unexpected(made.error());
  if (*made) log_event("digest", {{"day", *day}, {"letters", std::to_string(letters.size())}});
  if (auto set = desk.store.set_fact(fact::digest_sent, at); !set) return set;
  return desk.store.set_fact(fact::last_digest, *day);
}

// Organizers see at the deadline what will be released, while there is time to hold it. It waits
// for the mails that arrived before the deadline to be read.
Result<void> summary(const Desk& desk, const campaign::Timeline& timeline,
                     const campaign::Readiness& ready, const World& world, Instant now) {
  const bool complete = ready.oldest_complete_poll &&
                        *ready.oldest_complete_poll >= desk.config.deadline && ready.all_read;
  if (timeline.summary_sent || timeline.released || !complete) return {};
  auto report = make_report(desk.config, desk.store, timeline.started, now);
  if (!report) return tl::unexpected(report.error());
  auto contacts = world.press_list();
  if (!contacts) return tl::unexpected(contacts.error());
  auto release = make_release(desk, *contacts, now);
  if (!release) return tl::unexpected(release.error());
  std::vector<letter::Ready> letters;
  for (const mail::Address& organizer : desk.config.organizers.addresses) {
    if (release->empty()) break;
    auto ready_letter = letter::word_deadline_summary(desk.text, *report, release->front(),
                                                      organizer, report_seed(desk, fact::summary));
    if (!ready_letter) return tl::unexpected(ready_letter.error());
    letters.push_back(std::move(*ready_letter));
  }
  auto made = desk.store.once(fact::summary, campaign::rfc3339(now), letters, now);
  if (!made) return tl::unexpected(made.error());
  if (*made) log_event("deadline summary", {{"letters", std::to_string(letters.size())}});
  return {};
}

std::string question(const Desk& desk, ReleaseStep step) {
  if (step == ReleaseStep::overdue)
    return "The release was due at " + campaign::rfc3339(desk.config.release.at) +
           " and could not go out in time. It will not go out by itself any more. Look at it with "
           "`undersigned preview release`, and send it with `undersigned release approve`.";
  if (step == ReleaseStep::clock_set)
    return "The machine's clock was set forward, over the time of the release, while the program "
           "ran. The release does not go out by itself, because it may be too early. If the clock "
           "is "
           "right now, `undersigned release approve` sends it.";
  return "The release is due and waits for your approval: `undersigned release approve` sends it, "
         "`undersigned release hold` keeps it back.";
}

Result<void> ask(const Desk& desk, const campaign::Timeline& timeline, ReleaseStep step,
                 Instant now) {
  if (timeline.asked) return {};
  const std::string what = question(desk, step);
  std::vector<letter::Ready> letters;
  for (const mail::Address& organizer : desk.config.organizers.addresses) {
    auto ready =
        letter::word_alarm(desk.text, {what}, organizer, report_seed(desk, fact::asked), now);
    if (!ready) return tl::unexpected(ready.error());
    letters.push_back(std::move(*ready));
  }
  auto made = desk.store.once(fact::asked, campaign::rfc3339(now), letters, now);
  if (!made) return tl::unexpected(made.error());
  if (*made) log_event("release asked", {{"why", what}});
  return {};
}

// Letters of the release that wait for a server, or for a person, show the list as it is: whoever
// has withdrawn meanwhile is not named to the press.
Result<void> renew_release(const Desk& desk, const World& world, Instant now) {
  const auto waiting = desk.store.waiting_releases();
  if (!waiting) return tl::unexpected(waiting.error());
  if (*waiting == 0) return {};
  auto shown = desk.store.fact(fact::list);
  auto version = desk.store.list_version();
  if (!shown) return tl::unexpected(shown.error());
  if (!version) return tl::unexpected(version.error());
  if (*shown == *version) return {};
  auto contacts = world.press_list();
  if (!contacts) return tl::unexpected(contacts.error());
  auto letters = make_release(desk, *contacts, now);
  if (!letters) return tl::unexpected(letters.error());
  return desk.store.together([&]() -> Result<void> {
    auto renewed = desk.store.reword_releases(*letters, now);
    if (!renewed) return tl::unexpected(renewed.error());
    log_event("release worded anew", {{"letters", std::to_string(*renewed)}});
    return desk.store.set_fact(fact::list, *version);
  });
}

Result<void> release(const Desk& desk, const campaign::Timeline& timeline,
                     const campaign::Readiness& ready, const World& world, Instant now) {
  const ReleaseStep step = campaign::release_step(desk.config, timeline, ready, now);
  switch (step) {
    case ReleaseStep::not_yet:
    case ReleaseStep::incomplete:
    case ReleaseStep::held:
      return {};
    case ReleaseStep::done:
      return renew_release(desk, world, now);
    case ReleaseStep::unapproved:
    case ReleaseStep::overdue:
    case ReleaseStep::clock_set:
      return ask(desk, timeline, step, now);
    case ReleaseStep::go:
      break;
  }
  if (auto right = desk.store.check_counters(); !right) {
    if (auto raised = raise_ledger_alarm(desk, now); !raised) return raised;
    return right;
  }
  auto version = desk.store.list_version();
  if (!version) return tl::unexpected(version.error());
  auto contacts = world.press_list();
  if (!contacts) return tl::unexpected(contacts.error());
  auto letters = make_release(desk, *contacts, now);
  if (!letters) return tl::unexpected(letters.error());
  if (letters->empty())
    return fail(Error::Kind::config,
                "the press list has no contacts, so there is nobody to send the release to",
                desk.config.release.press_list);
  // Wording takes a while: whoever has held it back meanwhile has been told so.
  return desk.store.together([&]() -> Result<void> {
    const auto still = read_timeline(desk.store);
    if (!still) return tl::unexpected(still.error());
    if (campaign::release_step(desk.config, *still, ready, now) != ReleaseStep::go) return {};
    if (auto set = desk.store.set_fact(fact::list, *version); !set) return set;
    auto made = desk.store.once(fact::release, campaign::rfc3339(now), *letters, now);
    if (!made) return tl::unexpected(made.error());
    if (*made) log_event("release", {{"contacts", std::to_string(letters->size())}});
    return {};
  });
}

Result<campaign::Readiness> readiness(const Desk& desk, const World& world, Instant now) {
  campaign::Readiness ready;
  ready.oldest_complete_poll = world.oldest_complete_poll;
  ready.clock_ahead = world.clock_ahead;
  if (now < desk.config.deadline) return ready;
  auto mails = desk.store.mail_counts();
  if (!mails) return tl::unexpected(mails.error());
  ready.all_read = mails->waiting == 0;
  ready.balanced = mails->balanced();
  return ready;
}

}  // namespace

Result<std::vector<letter::Ready>> make_release(const Desk& desk,
                                                const std::vector<letter::PressContact>& contacts,
                                                Instant now) {
  auto counted = desk.store.signatures(false);
  if (!counted) return tl::unexpected(counted.error());
  return letter::word_release(desk.text, *counted, contacts, now);
}

Result<void> keep_timetable(const Desk& desk, const World& world, Instant now) {
  auto timeline = read_timeline(desk.store);
  if (!timeline) return tl::unexpected(timeline.error());
  if (timeline->started == Instant{}) {
    timeline->started = now;
    if (auto set = desk.store.set_fact(fact::started, campaign::rfc3339(now)); !set) return set;
  }
  auto ready = readiness(desk, world, now);
  if (!ready) return tl::unexpected(ready.error());
  if (auto done = digest(desk, *timeline, now); !done) return done;
  if (auto done = remind(desk, *timeline, now); !done) return done;
  if (auto done = ask_again(desk, *timeline, now); !done) return done;
  if (auto done = summary(desk, *timeline, *ready, world, now); !done) return done;
  const Troubles troubles{world.unreachable, world.ended_logins, world.releases_under_way,
                          world.store_failed};
  if (auto done = raise_alarms(desk, *timeline, troubles, world.speed, now); !done) return done;
  if (auto done = release(desk, *timeline, *ready, world, now); !done) return done;
  if (auto done = thank_signers(desk, *timeline, now); !done) return done;
  return forget_mails(desk, *timeline, now);
}

}  // namespace undersigned::command
