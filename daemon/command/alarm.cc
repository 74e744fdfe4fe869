#include "command/alarm.h"

#include "campaign/timetable.h"
#include "command/log.h"
#include "command/orders.h"
#include "command/words.h"

namespace undersigned::command {
namespace {

constexpr Seconds unreachable_patience = std::chrono::hours(1);
constexpr std::chrono::minutes backlog_patience{15};
constexpr std::chrono::hours near_deadline{24};

// False where there was one of that cause today.
Result<bool> raise(const Desk& desk, const std::string& cause, const std::string& what,
                   Instant now) {
  const std::string once = "alarm " + cause + " " + campaign::local_date(desk.config, now);
  std::vector<letter::Ready> letters;
  for (const mail::Address& organizer : desk.config.organizers.addresses) {
    auto ready = letter::word_alarm(desk.text, {what}, organizer, report_seed(desk, once), now);
    if (!ready) return tl::unexpected(ready.error());
    letters.push_back(std::move(*ready));
  }
  auto made = desk.store.once(once, campaign::rfc3339(now), letters, now);
  if (!made) return tl::unexpected(made.error());
  if (*made) log_warning("alarm", {{"cause", cause}, {"what", what}});
  return made;
}

// As raise(), and remembers `state`, so that the same is told once and not each day.
Result<void> raise_news(const Desk& desk, const std::string& cause, const std::string& what,
                        const std::string& state, Instant now) {
  const std::string told = "alarm " + cause + " told";
  auto before = desk.store.fact(told);
  if (!before) return tl::unexpected(before.error());
  if (before->value_or("") == state) return {};
  auto raised = raise(desk, cause, what, now);
  if (!raised) return tl::unexpected(raised.error());
  if (!*raised) return {};
  return desk.store.set_fact(told, state);
}

Result<void> backlog(const Desk& desk, double speed, Instant now) {
  const auto left = desk.config.deadline - now;
  if (left > near_deadline || left < -near_deadline) return {};
  auto oldest = desk.store.oldest_waiting(now);
  if (!oldest) return tl::unexpected(oldest.error());
  if (!*oldest || now - **oldest < backlog_patience * speed) return {};
  auto raised =
      raise(desk, "backlog",
            "Mails or letters have been waiting for more than 15 minutes, and the deadline is "
            "near. Nothing is lost: what arrived in time counts. Please ask the administrator to "
            "look at the log.",
            now);
  if (!raised) return tl::unexpected(raised.error());
  return {};
}

Result<void> refused_letters(const Desk& desk, Instant now) {
  auto counts = desk.store.letter_counts();
  if (!counts) return tl::unexpected(counts.error());
  if (counts->failed == 0) return {};
  const std::string failed = std::to_string(counts->failed);
  return raise_news(desk, "letters",
                    counted(counts->failed, "letter", "letters") +
                        " could not be delivered in all; the digest names " +
                        (counts->failed == 1 ? "it" : "them") +
                        ". Signatures are not touched by this.",
                    failed, now);
}

// Whom it may not have reached is for the organizers to ask; nothing is sent twice by itself.
Result<void> uncertain_release(const Desk& desk, const std::set<std::int64_t>& under_way,
                               Instant now) {
  auto counts = desk.store.letter_counts();
  if (!counts) return tl::unexpected(counts.error());
  if (counts->uncertain <= static_cast<std::int64_t>(under_way.size())) return {};
  auto letters = desk.store.troubled_letters();
  if (!letters) return tl::unexpected(letters.error());
  std::string ids;
  int contacts = 0;
  for (const auto& letter : *letters) {
    if (letter.state != store::LetterState::uncertain || under_way.contains(letter.id)) continue;
    ids += std::to_string(letter.id) + " ";
    ++contacts;
  }
  if (contacts == 0) return {};
  return raise_news(
      desk, "release uncertain",
      "Of " + std::to_string(contacts) + (contacts == 1 ? " press contact" : " press contacts") +
          " nobody knows whether the release reached them: the connection or the program ended "
          "before the server's answer came. It is not sent again by itself. `undersigned release "
          "resend` shows who they are; ask them, and send it again to those whom it did not reach.",
      ids, now);
}

// The server was away, or a person held the rest back: it must not go out days later by itself.
Result<void> late_release(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  if (!timeline.released || timeline.held) return {};
  if (campaign::release_may_go_on(desk.config, timeline, now)) return {};
  const auto waiting = desk.store.waiting_releases();
  if (!waiting) return tl::unexpected(waiting.error());
  if (*waiting == 0) return {};
  return raise_news(
      desk, "release late",
      counted(*waiting, "letter", "letters") +
          " of the release could not go out in time, and will not go out by themselves any more. "
          "Look at what they say now with `undersigned preview release`, and send them with "
          "`undersigned release approve`.",
      std::to_string(*waiting), now);
}

Result<void> failed_store(const Desk& desk, const StoreFailed& failed, Instant now) {
  auto raised =
      raise(desk, "store",
            "From " + campaign::rfc3339(failed.from) + " to " + campaign::rfc3339(failed.until) +
                " nothing could be stored: " + failed.why +
                ". Until then replies waited in the mailbox and letters in the outbox; "
                "nothing is lost. Please ask the administrator to look at the disk.",
            now);
  if (!raised) return tl::unexpected(raised.error());
  return {};
}

}  // namespace

Result<void> raise_ledger_alarm(const Desk& desk, Instant now) {
  auto raised =
      raise(desk, "ledger",
            "The count of mails and signatures does not add up: what the store says and what lies "
            "in it differ, as after a damaged disk or a change by hand. Mails are still read and "
            "answered, but nothing is released. Please ask the administrator to run `undersigned "
            "recount` and, where it finds the store damaged, to restore a backup.",
            now);
  if (!raised) return tl::unexpected(raised.error());
  return {};
}

Result<void> raise_alarms(const Desk& desk, const campaign::Timeline& timeline,
                          const Troubles& troubles, double speed, Instant now) {
  for (const std::string& why : troubles.ended_logins) {
    auto raised = raise(desk, "login",
                        "The login to a mail server by OAuth2 has ended: " + why +
                            ". Until then replies wait in the mailbox, and letters in the outbox.",
                        now);
    if (!raised) return tl::unexpected(raised.error());
  }
  for (const Unreachable& mailbox : troubles.unreachable) {
    if (mailbox.since < unreachable_patience) continue;
    auto raised =
        raise(desk, "mailbox " + mailbox.mailbox,
              "The mailbox " + mailbox.mailbox + " has been out of reach for " +
                  std::to_string(mailbox.since.count() / 60) + " minutes: " + mailbox.why +
                  ". Replies wait there safely and are read once it can be reached.",
              now);
    if (!raised) return tl::unexpected(raised.error());
  }
  if (troubles.store_failed) {
    if (auto raised = failed_store(desk, *troubles.store_failed, now); !raised) return raised;
  }
  auto mails = desk.store.mail_counts();
  if (!mails) return tl::unexpected(mails.error());
  if (!mails->balanced()) {
    if (auto raised = raise_ledger_alarm(desk, now); !raised) return raised;
  }
  if (auto raised = backlog(desk, speed, now); !raised) return raised;
  if (auto raised = refused_letters(desk, now); !raised) return raised;
  if (auto raised = late_release(desk, timeline, now); !raised) return raised;
  return uncertain_release(desk, troubles.releases_under_way, now);
}

}  // namespace undersigned::command
