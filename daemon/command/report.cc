#include "command/report.h"

#include <algorithm>

#include "campaign/zone.h"

namespace undersigned::command {
namespace {

campaign::MailCounts minus(campaign::MailCounts a, const campaign::MailCounts& b) {
  a.received -= b.received;
  for (std::size_t i = 0; i < a.kinds.size(); ++i) a.kinds[i] -= b.kinds[i];
  a.duplicate -= b.duplicate;
  a.late -= b.late;
  a.quarantined -= b.quarantined;
  a.waiting -= b.waiting;
  return a;
}

void add_to(campaign::SignatureCounts& counts, const campaign::Signature& s) {
  const bool person = s.signer.as == campaign::As::individual;
  switch (s.state) {
    case campaign::State::counted:
      ++(person ? counts.individuals : counts.organizations);
      if (!s.signer.listed) ++(person ? counts.individuals_private : counts.organizations_private);
      break;
    case campaign::State::pending:
      ++counts.pending;
      break;
    case campaign::State::review:
      ++counts.review;
      break;
    case campaign::State::withdrawn:
      ++counts.withdrawn;
      break;
    case campaign::State::late:
      ++counts.late;
      break;
  }
}

// What an organizer must know and would not see from the figures alone.
Result<std::vector<std::string>> alarms(store::Store& store, const letter::Report& report) {
  std::vector<std::string> out;
  if (!report.mails.balanced()) {
    out.push_back(
        "The count of mails does not add up. The release will not go out until it does; "
        "please tell the administrator to run `undersigned recount`.");
  }
  const auto silenced = store.silenced(report.since);
  if (!silenced) return tl::unexpected(silenced.error());
  if (*silenced > 0) {
    out.push_back(std::to_string(*silenced) + (*silenced == 1 ? " mail was" : " mails were") +
                  " not answered: nobody vouches for the sender, and we had written to the same "
                  "address, to its domain, or to such senders in all as often as we allow "
                  "ourselves. Somebody may be sending mail in other people's names.");
  }
  Result<std::vector<store::Store::LetterLine>> letters = store.troubled_letters();
  if (!letters) return tl::unexpected(letters.error());
  for (const auto& line : *letters) {
    const std::string what = std::string(campaign::word(line.kind)) + " to " + line.to.text();
    if (line.state == store::LetterState::uncertain) {
      out.push_back("Nobody knows whether the " + what +
                    " arrived: the connection was lost after it was sent. Ask the recipient; "
                    "`undersigned release resend` sends it again.");
    } else {
      out.push_back("The " + what + " was refused: " + line.answer);
    }
  }
  return out;
}

}  // namespace

Result<campaign::Timeline> read_timeline(store::Store& store) {
  campaign::Timeline timeline;
  const auto instant = [&](const char* name, Instant& to) -> Result<bool> {
    auto value = store.fact(name);
    if (!value) return tl::unexpected(value.error());
    if (!*value) return false;
    auto at = campaign::read_rfc3339(**value);
    if (!at) return tl::unexpected(at.error());
    to = *at;
    return true;
  };
  const auto text = [&](const char* name) -> Result<std::string> {
    auto value = store.fact(name);
    if (!value) return tl::unexpected(value.error());
    return value->value_or("");
  };
  if (auto r = instant(fact::started, timeline.started); !r) return tl::unexpected(r.error());
  Instant released{};
  auto is_released = instant(fact::release, released);
  if (!is_released) return tl::unexpected(is_released.error());
  if (*is_released) timeline.released = released;
  Instant resumed{};
  auto is_resumed = instant(fact::resumed, resumed);
  if (!is_resumed) return tl::unexpected(is_resumed.error());
  if (*is_resumed) timeline.resumed = resumed;
  Instant held_since{};
  auto is_held = instant(fact::held_since, held_since);
  if (!is_held) return tl::unexpected(is_held.error());
  if (*is_held) timeline.held_since = held_since;

  std::string summary, held, approved, asked, reminder, thanks;
  const std::pair<const char*, std::string*> texts[] = {{fact::last_digest, &timeline.last_digest},
                                                        {fact::summary, &summary},
                                                        {fact::held, &held},
                                                        {fact::approved, &approved},
                                                        {fact::asked, &asked},
                                                        {fact::reminder, &reminder},
                                                        {fact::thanks, &thanks}};
  for (const auto& [name, to] : texts) {
    auto value = text(name);
    if (!value) return tl::unexpected(value.error());
    *to = *value;
  }
  timeline.summary_sent = !summary.empty();
  timeline.held = held == "yes";
  timeline.approved = approved == "yes";
  timeline.asked = !asked.empty();
  timeline.reminded = !reminder.empty();
  timeline.thanked = !thanks.empty();
  return timeline;
}

Result<letter::Moment> moment_of(store::Store& store, Instant now) {
  const auto released = store.fact(fact::release);
  if (!released) return tl::unexpected(released.error());
  return letter::Moment(now, released->has_value());
}

Result<letter::Report> make_report(const campaign::Config& config, store::Store& store,
                                   Instant since, Instant now) {
  letter::Report report;
  report.now = now;
  report.since = since;
  auto timeline = read_timeline(store);
  auto mails = store.mail_counts();
  auto mails_before = store.mail_counts(since);
  auto signatures = store.signature_counts();
  auto letters = store.letter_counts();
  auto days = store.days(config.zone);
  auto all = store.signatures(true);
  auto waiting = store.waiting();
  auto counted = store.counted_since(since);
  if (!timeline) return tl::unexpected(timeline.error());
  if (!mails) return tl::unexpected(mails.error());
  if (!mails_before) return tl::unexpected(mails_before.error());
  if (!signatures) return tl::unexpected(signatures.error());
  if (!letters) return tl::unexpected(letters.error());
  if (!days) return tl::unexpected(days.error());
  if (!all) return tl::unexpected(all.error());
  if (!waiting) return tl::unexpected(waiting.error());
  if (!counted) return tl::unexpected(counted.error());

  report.phase = campaign::phase(config, *timeline, now);
  report.held = timeline->held;
  report.approved = timeline->approved;
  report.mails = *mails;
  report.mails_new = minus(*mails, *mails_before);
  report.signatures = *signatures;
  report.letters = *letters;
  report.days = std::move(*days);
  report.waiting = std::move(*waiting);
  std::sort(counted->begin(), counted->end());
  for (const campaign::Signature& s : *all) {
    const bool fresh =
        s.arrived >= since || std::binary_search(counted->begin(), counted->end(), s.id);
    if (!fresh) continue;
    add_to(report.signatures_new, s);
    if (s.state == campaign::State::counted && s.signer.as == campaign::As::organization)
      report.new_organizations.push_back(s);
  }
  std::erase_if(*all, [](const auto& s) { return s.state != campaign::State::counted; });
  report.counted = std::move(*all);
  auto worries = alarms(store, report);
  if (!worries) return tl::unexpected(worries.error());
  report.alarms = std::move(*worries);
  return report;
}

}  // namespace undersigned::command
