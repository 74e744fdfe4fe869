#include <filesystem>
#include <iostream>

#include <nlohmann/json.hpp>
#include <sys/statvfs.h>

#include "campaign/timetable.h"
#include "command/command.h"
#include "command/load.h"
#include "command/records.h"
#include "command/report.h"
#include "command/words.h"
#include "store/lock.h"

namespace undersigned::command {

namespace {

constexpr std::uintmax_t little_room = 100 << 20;

using Json = nlohmann::ordered_json;

// All that `status` says, gathered at one moment.
struct Standing {
  std::optional<long> daemon;  // process that runs the campaign
  Instant now{};
  campaign::Timeline timeline;
  std::string phase;
  campaign::MailCounts mails;
  campaign::SignatureCounts signatures;
  campaign::LetterCounts letters;
  std::chrono::seconds backlog{0};
  std::optional<std::uintmax_t> disk_free;  // octets where the store lies; nothing: read-only
  std::string forgotten;  // when the mails themselves were removed; "" where they are there
};

std::optional<std::uintmax_t> disk_free(const std::string& store) {
  struct statvfs disk {};
  if (::statvfs(store.c_str(), &disk) != 0 &&
      ::statvfs(std::filesystem::absolute(store).parent_path().c_str(), &disk) != 0)
    return std::nullopt;
  if ((disk.f_flag & ST_RDONLY) != 0) return std::nullopt;
  return std::uintmax_t{disk.f_bavail} * disk.f_frsize;
}

Result<Standing> gather(const campaign::Config& config, store::Store& store, Instant now) {
  Standing standing;
  standing.now = now;
  auto timeline = read_timeline(store);
  if (!timeline) return tl::unexpected(timeline.error());
  auto mails = store.mail_counts();
  if (!mails) return tl::unexpected(mails.error());
  auto signatures = store.signature_counts();
  if (!signatures) return tl::unexpected(signatures.error());
  auto letters = store.letter_counts();
  if (!letters) return tl::unexpected(letters.error());
  auto oldest = store.oldest_waiting(now);
  if (!oldest) return tl::unexpected(oldest.error());
  auto forgotten = store.fact(fact::forgotten);
  if (!forgotten) return tl::unexpected(forgotten.error());
  standing.forgotten = forgotten->value_or("");
  standing.disk_free = disk_free(config.store);
  std::error_code error;
  standing.daemon =
      store::Lock::holder(std::filesystem::weakly_canonical(config.store, error).string());
  standing.timeline = *timeline;
  standing.phase = campaign::phase(config, *timeline, now);
  standing.mails = *mails;
  standing.signatures = *signatures;
  standing.letters = *letters;
  if (*oldest && **oldest < now)
    standing.backlog = std::chrono::duration_cast<std::chrono::seconds>(now - **oldest);
  return standing;
}

Json mails_json(const campaign::MailCounts& mails) {
  // A mail that waits to be read has no place in the ledger yet.
  Json json = {{"received", mails.received - mails.waiting}};
  for (const auto kind : reply::all_kinds)
    json[std::string(reply::word(kind))] = mails.kinds[static_cast<std::size_t>(kind)];
  json["duplicate"] = mails.duplicate;
  json["late"] = mails.late;
  json["quarantined"] = mails.quarantined;
  return json;
}

Json to_json(const campaign::Config& config, const Standing& s) {
  return {{"campaign", config.name},
          {"now", campaign::rfc3339(s.now)},
          {"phase", s.phase},
          {"deadline", campaign::rfc3339(config.deadline)},
          {"release_at", campaign::rfc3339(config.release.at)},
          {"mails", mails_json(s.mails)},
          {"signatures",
           {{"individuals", s.signatures.individuals},
            {"organizations", s.signatures.organizations},
            {"pending", s.signatures.pending},
            {"review", s.signatures.review},
            {"withdrawn", s.signatures.withdrawn},
            {"late", s.signatures.late}}},
          {"letters",
           {{"queued", s.letters.queued},
            {"sent", s.letters.sent},
            {"uncertain", s.letters.uncertain},
            {"failed", s.letters.failed}}},
          {"backlog_seconds", s.backlog.count()},
          {"waiting", s.mails.waiting},
          {"disk_free", s.disk_free.value_or(0)},
          {"daemon", s.daemon ? Json(*s.daemon) : Json()}};
}

std::string distance(Instant at, Instant now) {
  if (at > now) return "in " + span(at - now);
  return span(now - at) + " ago";
}

std::string phase_words(const std::string& phase) {
  if (phase == "open") return "open for signatures";
  if (phase == "closed") return "closed for signatures, not released yet";
  return "released";
}

void print_timetable(const campaign::Config& config, const Standing& s) {
  const auto line = [&](const char* what, Instant at) {
    std::cout << "  " << what << when(config, at) << "   " << distance(at, s.now) << '\n';
  };
  std::cout << config.name << ": " << phase_words(s.phase) << "\n\n";
  if (s.daemon)
    std::cout << "  daemon       runs (process " << *s.daemon << ")\n";
  else
    std::cout << "  daemon       does not run here; nothing is fetched or sent: undersigned run\n";
  std::cout << "  now          " << when(config, s.now) << '\n';
  line("deadline     ", config.deadline);
  line("release      ", s.timeline.released.value_or(config.release.at));
  if (s.timeline.held && !s.timeline.released)
    std::cout << "               held back; `undersigned release approve` lets it go\n";
  line("next digest  ", campaign::next_digest(config, s.now));
}

void print_signatures(const campaign::SignatureCounts& s) {
  std::cout << "\n  signatures   " << counted(s.individuals, "individual", "individuals") << ", "
            << counted(s.organizations, "organization", "organizations") << '\n';
  const auto hidden = s.individuals_private + s.organizations_private;
  if (hidden > 0) std::cout << "               of them " << hidden << " not to be named\n";
  std::cout << "               " << s.pending << " asked to confirm, " << s.withdrawn
            << " withdrawn, " << s.late << " late\n";
  if (s.review > 0)
    std::cout << "               " << s.review << " for you to look at: undersigned review\n";
}

void print_mails(const campaign::MailCounts& mails) {
  std::cout << "\n  mails        " << mails.received - mails.waiting << " read";
  if (mails.waiting > 0) std::cout << ", " << mails.waiting << " waiting";
  std::string kinds;
  const auto add = [&](std::string_view name, std::int64_t number) {
    if (number == 0) return;
    kinds += kinds.empty() ? "" : ", ";
    kinds += std::to_string(number) + " " + std::string(name);
  };
  for (const auto kind : reply::all_kinds)
    add(reply::word(kind), mails.kinds[static_cast<std::size_t>(kind)]);
  add("duplicate", mails.duplicate);
  add("late", mails.late);
  add("quarantined", mails.quarantined);
  std::cout << (kinds.empty() ? "" : ": ") << kinds << '\n';
  if (!mails.balanced())
    std::cout << "               THE COUNT DOES NOT ADD UP: run `undersigned recount`\n";
}

void print_letters(const Standing& s) {
  std::cout << "  letters      " << s.letters.sent << " sent, " << s.letters.queued << " waiting";
  if (s.letters.failed > 0) std::cout << ", " << s.letters.failed << " failed";
  if (s.letters.uncertain > 0)
    std::cout << ", " << s.letters.uncertain << " uncertain: undersigned release resend";
  std::cout << "\n  backlog      "
            << (s.backlog.count() == 0 ? std::string("nothing waits")
                                       : "the oldest has waited " + span(s.backlog))
            << '\n';
  if (!s.disk_free) {
    std::cout << "  disk         READ-ONLY: nothing is taken in or sent until it can be written\n";
  } else if (*s.disk_free < little_room) {
    std::cout << "  disk         " << *s.disk_free / 1024
              << " KiB free: when it is full nothing is taken in or sent until there is room\n";
  }
}

}  // namespace

Outcome status(const Options& options, bool json) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = look_at_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto standing = gather(*config, records->store, options.clock.now());
  if (!standing) return tl::unexpected(standing.error());
  if (json) {
    std::cout << to_json(*config, *standing).dump(2, ' ', false, Json::error_handler_t::replace)
              << '\n';
    return 0;
  }
  print_timetable(*config, *standing);
  print_signatures(standing->signatures);
  print_mails(standing->mails);
  if (!standing->forgotten.empty())
    std::cout << "               the mails themselves were removed on " << standing->forgotten
              << "\n";
  print_letters(*standing);
  return 0;
}

}  // namespace undersigned::command
