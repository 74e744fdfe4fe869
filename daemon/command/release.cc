#include <iostream>

#include "campaign/timetable.h"
#include "command/command.h"
#include "command/holding.h"
#include "command/load.h"
#include "command/records.h"
#include "command/report.h"
#include "command/words.h"

namespace undersigned::command {

namespace {

using campaign::LetterKind;
using store::LetterState;

struct Standing {
  campaign::Config config;
  Records records;
  campaign::Timeline timeline;
};

Result<Standing> open_standing(const Options& options, bool change) {
  auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = change ? open_records(*config) : look_at_records(*config);
  if (!records) return tl::unexpected(records.error());
  auto timeline = read_timeline(records->store);
  if (!timeline) return tl::unexpected(timeline.error());
  return Standing{std::move(*config), std::move(*records), std::move(*timeline)};
}

void print_plan(const Standing& desk, Instant now) {
  const auto& release = desk.config.release;
  std::cout << "The release is to go out on " << when(desk.config, release.at);
  std::cout << (release.at > now ? ", in " + span(release.at - now) : std::string()) << ".\n";
  if (desk.timeline.held)
    std::cout << "It is held back. `undersigned release approve` lets it go.\n";
  else if (desk.timeline.approved)
    std::cout << "It is approved. `undersigned release hold` keeps it back.\n";
  else if (release.approval == campaign::ReleaseConfig::Approval::required)
    std::cout << "It needs your approval: look at it with `undersigned preview release`, then run "
                 "`undersigned release approve`.\n";
  else if (now > release.at + release.latest)
    std::cout << "It is overdue by more than " << span(release.latest)
              << ". `undersigned release approve` sends it now.\n";
  else if (now >= release.at)
    std::cout << "It is due; it goes as soon as the mailbox has been read completely after the "
                 "deadline. See that `undersigned run` is running.\n";
  else
    std::cout
        << "It goes by itself. `undersigned release hold` keeps it back; `undersigned preview "
           "release` shows it.\n";
}

std::string_view words(LetterState state) {
  switch (state) {
    case LetterState::queued:
      return "waiting";
    case LetterState::uncertain:
      return "UNCERTAIN";
    case LetterState::sent:
      return "sent";
    case LetterState::failed:
      return "FAILED";
  }
  return "";
}

void print_letters(const Standing& desk, const std::vector<store::Store::LetterLine>& letters) {
  std::int64_t sent = 0;
  for (const auto& letter : letters) sent += letter.state == LetterState::sent ? 1 : 0;
  std::cout << "Released on " << when(desk.config, *desk.timeline.released) << ": " << sent
            << " of " << letters.size() << " letters sent.\n";
  if (desk.timeline.held)
    std::cout << "What waits is held back. `undersigned release approve` lets it go.\n";
  for (const auto& letter : letters) {
    if (letter.state == LetterState::sent) continue;
    std::cout << "  " << words(letter.state) << '\t' << letter.to.text();
    if (!letter.answer.empty()) std::cout << "  (" << letter.answer << ")";
    std::cout << '\n';
  }
}

Result<std::vector<store::Store::LetterLine>> uncertain(store::Store& store) {
  auto letters = store.letters(LetterKind::release);
  if (!letters) return letters;
  std::erase_if(*letters,
                [](const auto& letter) { return letter.state != LetterState::uncertain; });
  return letters;
}

}  // namespace

Outcome release_status(const Options& options) {
  auto desk = open_standing(options, false);
  if (!desk) return tl::unexpected(desk.error());
  if (!desk->timeline.released) {
    print_plan(*desk, options.clock.now());
    return 0;
  }
  const auto letters = desk->records.store.letters(LetterKind::release);
  if (!letters) return tl::unexpected(letters.error());
  print_letters(*desk, *letters);
  return 0;
}

Outcome release_hold(const Options& options) {
  auto desk = open_standing(options, true);
  if (!desk) return tl::unexpected(desk.error());
  const auto holding = hold_release(desk->records.store, options.clock.now());
  if (!holding) return tl::unexpected(holding.error());
  if (holding->gone)
    return fail(Error::Kind::failed, "the release has gone out already, on " +
                                         when(desk->config, *desk->timeline.released) +
                                         "; nothing can be held back");
  if (holding->waiting > 0)
    std::cout << "The release has begun to go out, and some contacts have it. The "
              << counted(holding->waiting, "letter that waits is", "letters that wait are")
              << " held back until you run `undersigned release approve`.\n";
  else
    std::cout << "The release is held back until you run `undersigned release approve`.\n";
  return 0;
}

Outcome release_approve(const Options& options) {
  auto desk = open_standing(options, true);
  if (!desk) return tl::unexpected(desk.error());
  auto& store = desk->records.store;
  const auto waiting = store.waiting_releases();
  if (!waiting) return tl::unexpected(waiting.error());
  if (desk->timeline.released && *waiting == 0) {
    std::cout << "The release has gone out already, on "
              << when(desk->config, *desk->timeline.released) << ".\n";
    return 0;
  }
  if (const auto let = let_release_go(store, options.clock.now()); !let)
    return tl::unexpected(let.error());
  if (desk->timeline.released) {
    std::cout << "Approved. The " << counted(*waiting, "letter", "letters")
              << " of it that wait go out as soon as the running daemon sees it.\n";
    return 0;
  }
  const auto at = desk->config.release.at;
  if (options.clock.now() < desk->config.deadline)
    std::cout << "The list is not closed yet: whoever signs until the deadline goes out with it, "
                 "without another look of yours.\n";
  std::cout << "Approved. The release goes out "
            << (options.clock.now() < at ? "on " + when(desk->config, at)
                                         : "as soon as the running daemon sees it")
            << ".\n";
  return 0;
}

Outcome release_resend(const Options& options, const std::vector<std::string>& addresses,
                       bool all) {
  auto desk = open_standing(options, true);
  if (!desk) return tl::unexpected(desk.error());
  const auto open = uncertain(desk->records.store);
  if (!open) return tl::unexpected(open.error());
  if (open->empty()) {
    std::cout << "No letter is uncertain; there is nothing to send again.\n";
    return 0;
  }
  if (addresses.empty() && !all) {
    std::cout << "Of these contacts nobody knows whether the release reached them. Ask them, then "
                 "run\n`undersigned release resend ADDRESS…` (or --all):\n";
    for (const auto& letter : *open) std::cout << "  " << letter.to.text() << '\n';
    return 0;
  }
  const auto others = desk->records.store.waiting_releases();
  if (!others) return tl::unexpected(others.error());
  const auto now = options.clock.now();
  if (*others > 0 && !campaign::release_may_go_on(desk->config, desk->timeline, now))
    return fail(Error::Kind::failed,
                counted(*others, "letter", "letters") +
                    " of the release must not go out for now, and would go out with it; see "
                    "`undersigned release`, and decide with `undersigned release approve` first");
  std::vector<mail::Address> to;
  for (const auto& text : addresses) {
    auto address = mail::Address::parse(text);
    if (!address) return fail(Error::Kind::usage, text + ": " + address.error().what);
    to.push_back(std::move(*address));
  }
  if (all)
    for (const auto& letter : *open) to.push_back(letter.to);
  const auto resent = desk->records.store.resend_uncertain(to, now);
  if (!resent) return tl::unexpected(resent.error());
  if (*resent > 0) {
    const auto let = let_release_go(desk->records.store, now);
    if (!let) return tl::unexpected(let.error());
  }
  std::cout << counted(*resent, "letter goes", "letters go") << " out once more.\n";
  if (*resent == 0)
    return fail(Error::Kind::input,
                "none of these addresses has an uncertain letter; `undersigned "
                "release resend` shows which do");
  return 0;
}

}  // namespace undersigned::command
