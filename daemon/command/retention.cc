#include "command/retention.h"

#include "campaign/zone.h"
#include "command/log.h"
#include "command/notify.h"
#include "command/report.h"

namespace undersigned::command {

namespace {

constexpr int at_once = 500;

}  // namespace

Result<void> forget_mails(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  const Seconds retention = desk.config.retention;
  if (retention == Seconds(0) || !timeline.released || now < *timeline.released + retention)
    return {};
  const std::string day = campaign::local_date(desk.config, now);
  const auto looked = desk.store.fact(fact::forgotten_day);
  if (!looked) return tl::unexpected(looked.error());
  if (*looked == day) return {};
  int removed = 0;
  for (;;) {
    const auto some = desk.store.forget_mails(at_once);
    if (!some) return tl::unexpected(some.error());
    if (*some == 0) break;
    removed += *some;
    tell_watchdog();
  }
  if (removed > 0) {
    if (auto wiped = desk.store.wipe(); !wiped) return wiped;
    if (auto set = desk.store.set_fact(fact::forgotten, campaign::rfc3339(now)); !set) return set;
    log_event("mails removed", {{"mails", std::to_string(removed)},
                                {"why",
                                 "their time, [store] retention, has passed; the list of "
                                 "signers stays"}});
  }
  return desk.store.set_fact(fact::forgotten_day, day);
}

}  // namespace undersigned::command
