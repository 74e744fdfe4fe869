#include <filesystem>
#include <iostream>
#include <tuple>

#include "campaign/config_server.h"
#include "command/command.h"
#include "command/connections.h"
#include "command/font_cache.h"
#include "command/load.h"
#include "command/reading.h"
#include "command/receiver.h"
#include "command/sample.h"
#include "command/secret.h"
#include "command/words.h"
#include "wire/mailbox.h"
#include "wire/submission.h"

namespace undersigned::command {

namespace {

constexpr Seconds patience{30};
constexpr int mails_looked_at = 20;

void good(const std::string& what) { std::cout << "ok    " << what << '\n'; }
void note(const std::string& what) { std::cout << "note  " << what << '\n'; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool to_supporters(campaign::LetterKind kind) {
  return !campaign::is_report(kind) && kind != campaign::LetterKind::release;
}

// Every letter is worded once in every language, so that what is wrong in one shows here and not on
// the day on which it is first sent.
Result<void> check_letters(const Campaign& campaign) {
  const auto& config = campaign.config;
  const auto signatures = sample_signatures(config, config.deadline);
  for (const auto kind : campaign::all_letters) {
    if (!to_supporters(kind)) continue;
    for (const auto& language : config.languages) {
      const auto worded =
          letter::word_letter(campaign.text, sample_order(kind, signatures.front(), language),
                              "check", config.deadline);
      if (!worded) return tl::unexpected(worded.error());
    }
  }
  letter::Report report;
  report.now = config.deadline;
  report.phase = "open";
  add_samples(report, config);
  const auto& organizer = config.organizers.addresses.front();
  if (const auto digest = letter::word_digest(campaign.text, report, organizer, "check"); !digest)
    return tl::unexpected(digest.error());
  return {};
}

Result<void> check_release(const Campaign& campaign,
                           const std::vector<letter::PressContact>& contacts) {
  if (contacts.empty())
    return fail(Error::Kind::config,
                "the press list has no contacts; add one line for each: address, name, outlet",
                campaign.config.release.press_list);
  const auto letters = letter::word_release(
      campaign.text, sample_signatures(campaign.config, campaign.config.deadline),
      {contacts.front()}, campaign.config.release.at);
  if (!letters) return tl::unexpected(letters.error());
  return {};
}

// What the config leaves out and a journalist would miss.
void note_release(const campaign::ReleaseConfig& release) {
  const std::tuple<bool, const char*, const char*> wanted[] = {
      {release.headline.empty(), "headline", "its subject is the campaign's name alone"},
      {release.contact.empty(), "contact", "journalists find nobody in it to call"},
      {release.dateline.empty(), "dateline", "it does not say where it is from"},
      {release.quotes.empty(), "quotes", "it has no words that a journalist could quote"}};
  for (const auto& [missing, key, why] : wanted)
    if (missing) note("the release: " + std::string(why) + "; set [release] " + key);
}

// Who stands in the list twice gets one letter, and perhaps another was meant.
void note_repeated(const campaign::Config& config,
                   const std::vector<letter::PressContact>& contacts) {
  for (const auto& contact : contacts)
    for (const int line : contact.repeated)
      note(config.release.press_list + ":" + std::to_string(line) + ": " + contact.address.text() +
           " stands in line " + std::to_string(contact.line) + " already, and gets one letter");
}

void note_heading(const Campaign& campaign) {
  const auto& text = campaign.text.statement;
  const auto first = text.find_first_not_of("\n");
  if (first == std::string::npos || text.compare(first, 2, "# ") != 0)
    note(campaign.config.statement +
         " does not begin with a heading (\"# Title\"), so the letters call it \"" +
         campaign.config.name + "\"");
}

void note_times(const campaign::Config& config, Instant now) {
  if (now >= config.deadline)
    note("[campaign] deadline has passed: whoever signs from now on is late");
  if (now >= config.release.at + config.release.latest)
    note("[release] at has passed: the release does not go out by itself any more");
}

// Languages in which some letters, or all, have no words. Reports and the release go out in the
// first one alone.
void note_languages(const Campaign& campaign) {
  const auto& languages = campaign.config.languages;
  for (const auto& language : languages) {
    std::vector<std::string> missing;
    bool all = true;
    for (const auto kind : campaign::all_letters) {
      if (!to_supporters(kind)) continue;
      const bool there = campaign.templates.language_for(kind, language) == language;
      all = all && !there;
      if (!there) missing.emplace_back(word(kind));
    }
    if (missing.empty()) continue;
    note("[campaign] languages: there is no " + (all ? "letter at all" : joined(missing)) +
         " in \"" + language + "\"; such readers get \"" + languages.front() +
         "\" until there is templates/" + language + (all ? "/" : "/LETTER.md"));
  }
}

// The letters that are not the program's own: in a copied campaign they may still be another's.
void print_wording(const Campaign& campaign) {
  std::string own;
  const auto beside = std::filesystem::path(campaign.config.file).parent_path() / "templates";
  for (const auto& file : find_all(campaign.places, "templates", ".md"))
    if (file.path.string().starts_with(beside.string() + "/"))
      own += (own.empty() ? "" : ", ") + file.name;
  if (!own.empty()) good("letters in your own words: " + own);
}

// The example's statement or press list in somebody's own campaign is hardly meant.
void elsewhere(const std::string& named, const std::string& found) {
  if (named != found)
    note(named + " is not there; " + found + " is used. Put your own file beside the config");
}

// The service makes the folder of a campaign's store when it starts, and not before.
constexpr const char* state_directory = "/var/lib/undersigned";  // StateDirectory= of the unit

bool service_makes_folder(const campaign::Config& config) {
  const auto folder = std::filesystem::path(config.store).parent_path();
  std::error_code error;
  const auto there = std::filesystem::symlink_status(folder, error);
  return folder.parent_path() == state_directory &&
         there.type() == std::filesystem::file_type::not_found;
}

Result<void> check_store(const campaign::Config& config) {
  if (service_makes_folder(config)) {
    note("[store] url: " + config.store +
         " has no folder yet; the service makes it when it starts (without the service, make it "
         "yourself)");
    return {};
  }
  if (auto folder = check_store_folder(config); !folder) return folder;
  return check_store_rights(config);
}

void print_campaign(const Campaign& campaign, const Reading& reading) {
  const auto& config = campaign.config;
  good(config.file + ": " + config.name);
  good("signatures count that arrive before " + when(config, config.deadline) + " (" +
       campaign::rfc3339(config.deadline) + ")");
  good("the release goes out on " + when(config, config.release.at) + " (" +
       campaign::rfc3339(config.release.at) + ")");
  const auto statement = file_named(config, config.statement);
  good("statement: " + statement);
  elsewhere(config.statement, statement);
  elsewhere(config.release.press_list, file_named(config, config.release.press_list));
  good("phrases of replies: " + joined(reading.phrases.languages()));
  good("letters: " + joined(config.languages));
  print_wording(campaign);
  if (config.trust.authserv_id.empty() &&
      config.trust.challenge == campaign::TrustConfig::Challenge::unless_authenticated)
    note("[trust] authserv_id is not set: everybody is asked to confirm by replying");
  if (config.trust.challenge == campaign::TrustConfig::Challenge::never)
    note("[trust] challenge is \"never\": anybody can sign in anybody's name");
}

// Nobody can be reached there (RFC 2606): whoever copied the example has not changed it yet.
bool is_example(std::string_view host) {
  for (const std::string_view name : {"example.org", "example.com", "example.net", "example"})
    if (host == name || host.ends_with("." + std::string(name))) return true;
  return false;
}

// False where something is the example's still.
bool note_examples(const campaign::Config& config,
                   const std::vector<letter::PressContact>& contacts) {
  std::vector<std::string> all;
  const auto look = [&](const std::string& key, std::string_view host) {
    if (is_example(host)) all.push_back(key);
  };
  const auto host = [](const std::string& url) {
    const auto read = campaign::read_url(url);
    return read ? read->host : std::string();
  };
  for (const auto& mailbox : config.mailboxes) look("[mailbox] url", host(mailbox.server.url));
  look("[submission] url", host(config.submission.server.url));
  look("[submission] from", config.submission.from.address.domain());
  look("[trust] authserv_id", config.trust.authserv_id);
  for (const auto& address : config.organizers.addresses)
    look("[organizers] addresses", address.domain());
  for (const auto& contact : contacts)
    if (is_example(contact.address.domain())) {
      all.push_back(config.release.press_list);
      break;
    }
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.empty()) return true;
  note("these are of the example still, and nobody can be reached there: " + joined(all) +
       "; put your own in " + config.file);
  return false;
}

// Secrets are given by the service's own environment, so that a person's check may not see them.
bool note_secrets(const campaign::Config& config) {
  bool all = true;
  const auto look = [&](const std::string& key, const campaign::Secret& secret) {
    const auto found = load_secret(config, key, secret);
    if (found) return;
    all = false;
    note(found.error().text());
  };
  const auto look_at = [&](const campaign::Server& server, const std::string& table) {
    look(table + ".password", server.password);
    if (!server.token) return;
    look(table + ".token.client_secret", server.token->client_secret);
    look(table + ".token.refresh", server.token->refresh);
  };
  for (const auto& mailbox : config.mailboxes) look_at(mailbox.server, "mailbox");
  look_at(config.submission.server, "submission");
  return all;
}

Result<void> check_servers(const campaign::Config& config) {
  for (const auto& mailbox : config.mailboxes) {
    const auto to = make_login(config, mailbox.server, "mailbox");
    if (!to) return tl::unexpected(to.error());
    const auto tried = wire::try_mailbox(to->endpoint, patience, mails_looked_at);
    if (!tried) return tl::unexpected(tried.error());
    good(mailbox.server.url + ": " + tried->words);
    const auto advice = advise_trust(config.trust, tried->headers);
    advice.good ? good(advice.text) : note(advice.text);
  }
  const auto to = make_login(config, config.submission.server, "submission");
  if (!to) return tl::unexpected(to.error());
  const auto tried = wire::try_submission(to->endpoint, patience);
  if (!tried) return tl::unexpected(tried.error());
  good(config.submission.server.url + ": " + *tried);
  return {};
}

}  // namespace

Outcome check(const Options& options, bool online) {
  share_font_cache();
  const auto campaign = load_campaign(options.config);
  if (!campaign) return tl::unexpected(campaign.error());
  const auto reading = load_reading(campaign->get());
  if (!reading) return tl::unexpected(reading.error());
  const auto& config = (*campaign)->config;
  if (const auto letters = check_letters(**campaign); !letters)
    return tl::unexpected(letters.error());
  if (const auto store = check_store(config); !store) return tl::unexpected(store.error());
  const auto contacts = load_press_list(**campaign);
  if (!contacts) return tl::unexpected(contacts.error());
  if (const auto release = check_release(**campaign, *contacts); !release)
    return tl::unexpected(release.error());
  print_campaign(**campaign, **reading);
  good("press list: " +
       counted(static_cast<std::int64_t>(contacts->size()), "contact", "contacts"));
  note_repeated(config, *contacts);
  note_heading(**campaign);
  note_times(config, options.clock.now());
  note_languages(**campaign);
  note_release(config.release);
  const bool own = note_examples(config, *contacts);
  if (!online) {
    const bool secrets = note_secrets(config);
    std::cout << (!own      ? "The files can be read; what is noted above is still missing. "
                  : secrets ? "All is well. "
                            : "The files are well; the passwords noted above are still missing. ")
              << "`undersigned check --online` also tries both servers.\n";
    return 0;
  }
  std::cout.flush();
  if (const auto servers = check_servers(config); !servers) return tl::unexpected(servers.error());
  std::cout << "All is well. Nothing was sent.\n";
  return 0;
}

}  // namespace undersigned::command
