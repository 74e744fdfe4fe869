#include "command/alarm.h"

#include "campaign/timetable.h"
#include "command/log.h"

namespace undersigned::command {
namespace {

constexpr Seconds unreachable_patience = std::chrono::hours(1);
constexpr std::chrono::minutes backlog_patience{15};
constexpr std::chrono::hours near_deadline{24};

Result<void> raise(const Desk& desk, const std::string& cause, const std::string& what,
                   Instant now) {
  const std::string once = "alarm " + cause + " " + campaign::local_date(desk.config, now);
  std::vector<letter::Ready> letters;
  for (const mail::Address& organizer : desk.config.organizers.addresses) {
    auto ready = letter::word_alarm(desk.text, what, organizer, once, now);
    if (!ready) return tl::unexpected(ready.error());
    letters.push_back(std::move(*ready));
  }
  auto made = desk.store.once(once, campaign::rfc3339(now), letters, now);
  if (!made) return tl::unexpected(made.error());
  if (*made) log_warning("alarm", {{"cause", cause}, {"what", what}});
  return {};
}

Result<void> backlog(const Desk& desk, double speed, Instant now) {
  const auto left = desk.config.deadline - now;
  if (left > near_deadline || left < -near_deadline) return {};
  auto oldest = desk.store.oldest_waiting(now);
  if (!oldest) return tl::unexpected(oldest.error());
  if (!*oldest || now - **oldest < backlog_patience * speed) return {};
  return raise(
      desk, "backlog",
      "Mails or letters have been waiting for more than 15 minutes, and the deadline is "
      "near. Nothing is lost: what arrived in time counts. Please ask the administrator to "
      "look at the log.",
      now);
}

Result<void> refused_letters(const Desk& desk, Instant now) {
  auto counts = desk.store.letter_counts();
  if (!counts) return tl::unexpected(counts.error());
  auto told = desk.store.fact("alarm letters told");
  if (!told) return tl::unexpected(told.error());
  const std::string failed = std::to_string(counts->failed);
  if (counts->failed == 0 || told->value_or("0") == failed) return {};
  auto raised = raise(desk, "letters",
                      failed +
                          " letters could not be delivered in all; the digest names them. "
                          "Signatures are not touched by this.",
                      now);
  if (!raised) return raised;
  return desk.store.set_fact("alarm letters told", failed);
}

}  // namespace

Result<void> raise_alarms(const Desk& desk, const Troubles& troubles, double speed, Instant now) {
  for (const std::string& why : troubles.ended_logins) {
    auto raised = raise(desk, "login",
                        "The login to a mail server by OAuth2 has ended: " + why +
                            ". Until then replies wait in the mailbox, and letters in the outbox.",
                        now);
    if (!raised) return raised;
  }
  for (const Unreachable& mailbox : troubles.unreachable) {
    if (mailbox.since < unreachable_patience) continue;
    auto raised =
        raise(desk, "mailbox " + mailbox.mailbox,
              "The mailbox " + mailbox.mailbox + " has been out of reach for " +
                  std::to_string(mailbox.since.count() / 60) + " minutes: " + mailbox.why +
                  ". Replies wait there safely and are read once it can be reached.",
              now);
    if (!raised) return raised;
  }
  if (auto raised = backlog(desk, speed, now); !raised) return raised;
  return refused_letters(desk, now);
}

}  // namespace undersigned::command
