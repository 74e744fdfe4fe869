#include "command/copied.h"

#include "campaign/timetable.h"
#include "campaign/zone.h"
#include "command/log.h"
#include "command/report.h"
#include "command/words.h"

namespace undersigned::command {
namespace {

struct Doubts {
  bool release = false;   // held
  int letters = 0;        // of the release, uncertain
  bool reminder = false;  // not sent, or not again
  bool thanks = false;
};

Result<Doubts> settle_doubts(const Desk& desk, const campaign::Timeline& timeline, Instant now) {
  Doubts doubts;
  const auto& config = desk.config;
  const std::string at = campaign::rfc3339(now);
  doubts.release = !timeline.released && now >= config.release.at;
  doubts.thanks = campaign::thanks_due(config, timeline);
  doubts.reminder = config.reminder > Seconds(0) && !timeline.reminded &&
                    now >= config.deadline - config.reminder;
  const auto letters = desk.store.doubt_releases();
  if (!letters) return tl::unexpected(letters.error());
  doubts.letters = *letters;
  const std::pair<bool, std::pair<const char*, std::string>> facts[] = {
      {true, {fact::restored, at}},
      {doubts.release, {fact::held, "yes"}},
      {doubts.release, {fact::held_since, at}},
      {doubts.thanks, {fact::thanks, at}},
      {doubts.reminder, {fact::reminder, at}}};
  for (const auto& [doubtful, fact] : facts) {
    if (!doubtful) continue;
    if (auto set = desk.store.set_fact(fact.first, fact.second); !set)
      return tl::unexpected(set.error());
  }
  return doubts;
}

std::vector<std::string> told(const Desk& desk, const Doubts& doubts, Instant copied) {
  std::vector<std::string> text = {
      "The campaign's records were put back from a copy of " + when(desk.config, copied) +
      ". Replies that came since are read again, from the mailbox and its folders, and nobody's "
      "signature is lost; some people get an answer a second time. What you decided since "
      "then, by command or by reply, is not done again by itself: `undersigned review`."};
  if (doubts.release)
    text.push_back(
        "The release may have gone out since, so it is held back: ask one of your press contacts. "
        "If it has not, `undersigned release approve` sends it.");
  if (doubts.letters > 0)
    text.push_back("Of " + counted(doubts.letters, "press contact", "press contacts") +
                   " nobody knows whether the release has reached them since: `undersigned release "
                   "resend` shows who they are.");
  if (doubts.reminder)
    text.push_back("The reminder to those who have not signed is taken for sent.");
  if (doubts.thanks) text.push_back("The thanks to the signers are taken for sent.");
  return text;
}

}  // namespace

Result<void> take_up_copy(const Desk& desk, Instant now) {
  return desk.store.together([&]() -> Result<void> {
    const auto made = desk.store.fact(fact::copied);
    if (!made) return tl::unexpected(made.error());
    if (made->value_or("").empty()) return {};
    const auto copied = campaign::read_rfc3339(**made);
    const auto timeline = read_timeline(desk.store);
    if (!copied) return tl::unexpected(copied.error());
    if (!timeline) return tl::unexpected(timeline.error());
    const auto doubts = settle_doubts(desk, *timeline, now);
    if (!doubts) return tl::unexpected(doubts.error());

    const std::string once = "restored " + campaign::rfc3339(now);
    std::vector<letter::Ready> letters;
    for (const mail::Address& organizer : desk.config.organizers.addresses) {
      auto ready =
          letter::word_alarm(desk.text, told(desk, *doubts, *copied), organizer, once, now);
      if (!ready) return tl::unexpected(ready.error());
      letters.push_back(std::move(*ready));
    }
    const auto queued = desk.store.enqueue(letters, now);
    if (!queued) return tl::unexpected(queued.error());
    if (auto set = desk.store.set_fact(fact::folders, "to read"); !set) return set;
    log_warning("records of a copy", {{"made", **made},
                                      {"release", doubts->release ? "held" : "as it was"},
                                      {"uncertain", std::to_string(doubts->letters)}});
    return desk.store.set_fact(fact::copied, "");
  });
}

}  // namespace undersigned::command
