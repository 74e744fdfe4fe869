#include <algorithm>
#include <filesystem>
#include <iostream>

#include "campaign/config_table.h"
#include "command/command.h"
#include "command/file.h"
#include "command/font_cache.h"
#include "command/load.h"
#include "command/records.h"
#include "command/report.h"
#include "command/sample.h"
#include "mail/message.h"

namespace undersigned::command {

namespace {

using campaign::LetterKind;

// What a letter is made of: the campaign with the wanted language first, and who signed.
struct Subject {
  const letter::CampaignText& text;
  const Campaign& campaign;
  letter::Report report;
  Instant now{};
};

Result<LetterKind> letter_named(const std::string& name) {
  const auto kind = campaign::letter_kind_of(name);
  if (kind) return *kind;
  std::vector<std::string_view> names;
  std::string list;
  for (const auto known : campaign::all_letters) {
    names.push_back(word(known));
    list += (list.empty() ? "" : ", ") + std::string(word(known));
  }
  const auto meant = campaign::probably_meant(name, names);
  return fail(Error::Kind::usage,
              "there is no letter \"" + name + "\"" +
                  (meant.empty() ? "." : "; did you mean \"" + std::string(meant) + "\"?") +
                  " There are: " + list);
}

// The campaign's languages with `wanted` first: letters to organizers and press are in the first.
Result<std::vector<std::string>> languages_from(const campaign::Config& config,
                                                const std::string& wanted) {
  auto languages = config.languages;
  if (wanted.empty()) return languages;
  const auto found = std::find(languages.begin(), languages.end(), wanted);
  if (found == languages.end())
    return fail(Error::Kind::usage, "--language: the campaign has no letters in \"" + wanted +
                                        "\"; add it to languages under [campaign] in " +
                                        config.file + " first");
  std::rotate(languages.begin(), found, found + 1);
  return languages;
}

// When a letter would go out that nobody has signed for yet: a release of last year's example, or
// of next month's campaign, bears its own date.
Instant usual_moment(campaign::LetterKind kind, const campaign::Config& config) {
  using campaign::LetterKind;
  if (kind == LetterKind::release) return config.release.at;
  if (kind == LetterKind::thank_you) return config.release.at + std::chrono::hours(1);
  if (kind == LetterKind::deadline_summary || kind == LetterKind::late ||
      kind == LetterKind::answer)
    return config.deadline;
  return config.deadline - std::chrono::hours(33);
}

// The campaign's present figures; where nobody has signed invented signers, at the letter's moment.
Result<letter::Report> present_report(const campaign::Config& config, store::Store& store,
                                      campaign::LetterKind kind, Instant& now, bool& invented) {
  auto report = make_report(config, store, now - std::chrono::hours(24), now);
  if (!report || !report->counted.empty()) return report;
  invented = true;
  now = usual_moment(kind, config);
  report = make_report(config, store, now - std::chrono::hours(24), now);
  if (!report) return report;
  add_samples(*report, config);
  return report;
}

Result<letter::Ready> release_letter(const Subject& subject) {
  auto contacts = load_press_list(subject.campaign);
  if (!contacts) return tl::unexpected(contacts.error());
  if (contacts->empty())
    return fail(Error::Kind::config, "the press list has no contacts; add one line for each",
                subject.campaign.config.release.press_list);
  contacts->resize(1);
  auto letters = letter::word_release(subject.text, subject.report.counted, *contacts, subject.now);
  if (!letters) return tl::unexpected(letters.error());
  return std::move(letters->front());
}

campaign::LetterOrder order_for(LetterKind kind, const Subject& subject) {
  return sample_order(kind, subject.report.counted.front(), subject.text.config->languages.front());
}

Result<letter::Ready> made(LetterKind kind, const Subject& subject) {
  const auto& config = *subject.text.config;
  const auto& organizer = config.organizers.addresses.front();
  switch (kind) {
    case LetterKind::digest:
      return letter::word_digest(subject.text, subject.report, organizer, "preview");
    case LetterKind::alarm:
      return letter::word_alarm(subject.text,
                                {"The mailbox could not be reached for two hours. (An example.)"},
                                organizer, "preview", subject.now);
    case LetterKind::release:
      return release_letter(subject);
    case LetterKind::deadline_summary: {
      const auto release = release_letter(subject);
      if (!release) return release;
      return letter::word_deadline_summary(subject.text, subject.report, *release, organizer,
                                           "preview");
    }
    case LetterKind::answer: {
      campaign::LetterOrder order;
      order.to.address = organizer;
      return letter::word_answer(subject.text, order,
                                 {{{letter::CarriedOut::What::approved},
                                   {letter::CarriedOut::What::accepted, "12",
                                    campaign::listing(subject.report.counted.front().signer)}},
                                  {},
                                  false,
                                  subject.report.signatures},
                                 "preview", {subject.now, subject.report.phase == "released"});
    }
    case LetterKind::thank_you:
      return letter::Thanks(subject.text, subject.report.counted)
          .word(order_for(kind, subject), "preview", subject.now);
    default:
      return letter::word_letter(subject.text, order_for(kind, subject), "preview",
                                 {subject.now, subject.report.phase == "released"});
  }
}

bool names_signers(LetterKind kind) {
  return kind != LetterKind::call && kind != LetterKind::reminder && kind != LetterKind::alarm;
}

std::string extension(const std::string& type) {
  const std::pair<std::string_view, const char*> known[] = {
      {"text/html", ".html"}, {"text/plain", ".txt"},      {"text/csv", ".csv"},
      {"image/png", ".png"},  {"application/pdf", ".pdf"}, {"image/svg+xml", ".svg"}};
  for (const auto& [name, end] : known)
    if (type == name) return end;
  return ".bin";
}

// `html` with its cid: addresses replaced by the pictures' file names, in the order in which both
// appear, so that a browser shows the letter as a mail program does.
std::string with_pictures(std::string html, const std::vector<std::string>& pictures) {
  std::vector<std::string> ids;
  for (auto at = html.find("cid:"); at != std::string::npos; at = html.find("cid:", at + 4)) {
    const auto id = html.substr(at, html.find_first_of("\"')> ", at) - at);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  for (std::size_t i = 0; i < std::min(ids.size(), pictures.size()); ++i) {
    for (auto at = html.find(ids[i]); at != std::string::npos; at = html.find(ids[i], at))
      html.replace(at, ids[i].size(), pictures[i]);
  }
  return html;
}

Result<void> put(const std::filesystem::path& path, const std::string& content) {
  const auto written = write_file(path.string(), content);
  if (written) std::cout << path.string() << '\n';
  return written;
}

Result<void> write_parts(const std::filesystem::path& folder, const std::string& name,
                         const letter::Ready& letter) {
  const std::string octets = letter.composed.own + letter.composed.shared;
  if (auto done = put(folder / (name + ".eml"), octets); !done) return done;
  const auto message = mail::parse(octets);
  if (!message) return tl::unexpected(message.error());
  std::vector<std::string> names, pictures;
  for (const auto& part : message->parts) {
    const std::string own = name + extension(part.type);
    names.push_back(part.filename.empty() ? own : part.filename);
    if (part.type.starts_with("image/")) pictures.push_back(names.back());
  }
  for (std::size_t i = 0; i < message->parts.size(); ++i) {
    const auto& part = message->parts[i];
    const bool page = part.type == "text/html";
    const auto done =
        put(folder / names[i], page ? with_pictures(part.content, pictures) : part.content);
    if (!done) return done;
  }
  return {};
}

}  // namespace

Outcome preview(const Options& options, const PreviewArguments& arguments) {
  share_font_cache();
  const auto kind = letter_named(arguments.letter);
  if (!kind) return tl::unexpected(kind.error());
  const auto campaign = load_campaign(options.config);
  if (!campaign) return tl::unexpected(campaign.error());
  auto config = (*campaign)->config;
  const auto languages = languages_from(config, arguments.language);
  if (!languages) return tl::unexpected(languages.error());
  config.languages = *languages;
  auto text = (*campaign)->text;
  text.config = &config;
  auto records = look_at_records(config);
  if (!records) return tl::unexpected(records.error());
  Instant now = options.clock.now();
  bool invented = false;
  auto report = present_report(config, records->store, *kind, now, invented);
  if (!report) return tl::unexpected(report.error());
  const auto letter = made(*kind, {text, **campaign, std::move(*report), now});
  if (!letter) return tl::unexpected(letter.error());
  const std::filesystem::path folder(arguments.out.empty() ? "preview" : arguments.out);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(Error::Kind::failed, "this folder cannot be made: " + error.message(),
                folder.string());
  const auto written = write_parts(folder, arguments.letter, *letter);
  if (!written) return tl::unexpected(written.error());
  if (invented && names_signers(*kind))
    std::cout << "Nobody has signed yet: the signers in it are invented.\n";
  return 0;
}

}  // namespace undersigned::command
