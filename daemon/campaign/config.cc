#include "campaign/config.h"

#include <algorithm>
#include <set>

#include "campaign/config_server.h"
#include "campaign/config_table.h"
#include "campaign/toml_advice.h"

namespace undersigned::campaign {

namespace {

constexpr std::string_view tables[] = {"campaign",   "mailbox", "submission", "trust",
                                       "organizers", "release", "store"};
constexpr std::string_view campaign_keys[] = {"name",      "statement", "timezone", "deadline",
                                              "languages", "goal",      "reminder"};
constexpr std::string_view mailbox_keys[] = {"url",     "user", "password",        "token", "tls",
                                             "ca_file", "poll", "plus_addressing", "move"};
constexpr std::string_view submission_keys[] = {"url",     "user", "password",    "token", "tls",
                                                "ca_file", "from", "connections", "rate"};
constexpr std::string_view trust_keys[] = {"authserv_id", "challenge",          "relays",
                                           "results",     "letters_per_domain", "letters_per_hour",
                                           "free_mail"};
constexpr std::string_view organizers_keys[] = {"addresses", "digest_at"};
constexpr std::string_view release_keys[] = {
    "at",     "press_list", "approval", "latest",        "headline", "contact", "dateline",
    "quotes", "notable",    "attach",   "thank_signers", "paper",    "embargo"};
constexpr std::string_view store_keys[] = {"url", "retention"};

struct TableKeys {
  std::string_view table;
  ConfigTable::Keys keys;
};
constexpr TableKeys all_keys[] = {
    {"campaign", campaign_keys}, {"mailbox", mailbox_keys},       {"submission", submission_keys},
    {"trust", trust_keys},       {"organizers", organizers_keys}, {"release", release_keys},
    {"store", store_keys}};

ConfigTable::Keys keys_of(std::string_view table) {
  return std::find_if(std::begin(all_keys), std::end(all_keys),
                      [&](const TableKeys& entry) { return entry.table == table; })
      ->keys;
}

// The whole file, and what its tables share.
struct File {
  const toml::table& root;
  int last_line;
  ConfigRead& read;

  ConfigTable table(const std::string& name) const {
    const auto* node = root.get(name);
    const int line = node == nullptr ? last_line : line_of(*node);
    if (node != nullptr && !node->is_table())
      read.wrong(line, name, "this must be a table: [" + name + "] on a line of its own");
    return {node == nullptr ? nullptr : node->as_table(), name, line, keys_of(name), read};
  }
};

void check_top_level(const File& file) {
  for (const auto& [key, value] : file.root) {
    const int line = static_cast<int>(key.source().begin.line);
    const std::string name(key.str());
    if (std::find(std::begin(tables), std::end(tables), name) != std::end(tables)) continue;
    const auto home =
        std::find_if(std::begin(all_keys), std::end(all_keys), [&](const auto& entry) {
          return std::find(entry.keys.begin(), entry.keys.end(), name) != entry.keys.end();
        });
    const auto meant = probably_meant(name, tables);
    if (!value.is_table() && home != std::end(all_keys))
      file.read.wrong(line, name,
                      "this key belongs under [" + std::string(home->table) + "]; move it there");
    else if (!meant.empty())
      file.read.wrong(line, name,
                      "there is no such table; did you mean [" + std::string(meant) + "]?");
    else
      file.read.wrong(line, name, "there is no such table or key; remove it");
  }
}

std::vector<std::string> read_languages(const ConfigTable& table) {
  if (!table.has("languages")) return {"en"};
  auto languages = table.texts("languages", true);
  std::set<std::string> seen;
  for (const auto& language : languages) {
    const bool good = language.size() == 2 &&
                      language.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (!good)
      table.wrong("languages", "\"" + language +
                                   "\" is not a language; write two small letters (ISO 639), such "
                                   "as \"en\" or \"es\"");
    else if (!seen.insert(language).second)
      table.wrong("languages", "\"" + language + "\" stands there twice");
  }
  return languages;
}

void read_campaign(const File& file, Config& config) {
  const auto table = file.table("campaign");
  config.name = mail::HeaderText::clean(table.text("name")).text();
  config.statement = table.path("statement");
  config.timezone = table.text("timezone");
  if (!config.timezone.empty()) {
    const auto zone = Zone::load(config.timezone);
    if (!zone) table.wrong("timezone", zone.error().what);
    if (zone) file.read.zone = config.zone = *zone;
  }
  config.deadline = table.time("deadline");
  config.languages = read_languages(table);
  if (table.has("goal"))
    config.goal = static_cast<int>(table.number_or("goal", 1, 1, 1'000'000'000));
  config.reminder = table.duration_or("reminder", config.reminder);
}

MailboxConfig read_mailbox(const ConfigTable& table) {
  MailboxConfig mailbox;
  mailbox.server = read_server(table, "imaps", "imap", true);
  const auto url = read_url(mailbox.server.url);
  if (url && url->path.size() <= 1) mailbox.server.url += url->path.empty() ? "/INBOX" : "INBOX";
  if (url && url->path.find_first_of("?#;") != std::string::npos)
    table.wrong("url", "after the host only the mailbox may follow, as in /INBOX");
  mailbox.poll = table.duration_or("poll", mailbox.poll);
  mailbox.plus_addressing = table.truth_or("plus_addressing", mailbox.plus_addressing);
  mailbox.move = table.truth_or("move", mailbox.move);
  return mailbox;
}

// [mailbox] once, or [[mailbox]] for each.
void read_mailboxes(const File& file, Config& config) {
  const auto* node = file.root.get("mailbox");
  const auto* list = node == nullptr ? nullptr : node->as_array();
  if (list == nullptr) {
    config.mailboxes.push_back(read_mailbox(file.table("mailbox")));
    return;
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& entry : *list) {
    if (!entry.is_table()) {
      file.read.wrong(line_of(entry), "mailbox", "write each mailbox as a table: [[mailbox]]");
      continue;
    }
    const ConfigTable table(entry.as_table(), "mailbox", line_of(entry), mailbox_keys, file.read);
    config.mailboxes.push_back(read_mailbox(table));
    const auto& server = config.mailboxes.back().server;
    if (!seen.emplace(server.url, server.user).second)
      table.wrong("url", "this mailbox stands there twice; remove one");
  }
  if (list->empty())
    file.read.wrong(line_of(*node), "mailbox", "there must be at least one mailbox");
}

void read_submission(const File& file, Config& config) {
  const auto table = file.table("submission");
  auto& submission = config.submission;
  // A relay on the same host may ask for no login.
  submission.server = read_server(table, "smtps", "smtp", false);
  const auto url = read_url(submission.server.url);
  if (url && url->path.size() > 1) table.wrong("url", "nothing may follow the host and its port");
  const auto from = table.text("from");
  const auto list = mail::read_address_list(from);
  if (list.entries.size() == 1 && list.unreadable == 0 && !list.groups)
    submission.from = list.entries.front();
  else if (!from.empty())
    table.wrong("from",
                "this must be one address such as \"Migrants Day sign-on <signon@example.org>\"");
  submission.connections = static_cast<int>(table.number_or("connections", 2, 1, 64));
  submission.rate = static_cast<int>(table.number_or("rate", 600, 0, 10'000'000));
}

void read_trust(const File& file, Config& config) {
  const auto table = file.table("trust");
  constexpr std::string_view words[] = {"unless-authenticated", "always", "never"};
  constexpr TrustConfig::Challenge challenges[] = {TrustConfig::Challenge::unless_authenticated,
                                                   TrustConfig::Challenge::always,
                                                   TrustConfig::Challenge::never};
  config.trust.authserv_id = table.text_or("authserv_id", "");
  config.trust.challenge = challenges[table.choice("challenge", words)];
  constexpr std::string_view places[] = {"above-received", "below-received"};
  const auto letters = [&](const char* key, int usual) {
    return static_cast<int>(table.number_or(key, usual, 0, 10'000'000));
  };
  config.trust.letters_per_domain = letters("letters_per_domain", 300);
  config.trust.letters_per_hour = letters("letters_per_hour", 3000);
  config.trust.results_below = table.choice("results", places) == 1;
  constexpr std::string_view free_mail[] = {"count", "review"};
  config.trust.review_free_mail = table.choice("free_mail", free_mail) == 1;
  for (const auto& text : table.texts("relays", false)) {
    if (auto network = mail::Network::parse(text))
      config.trust.relays.push_back(*network);
    else
      table.wrong("relays", "\"" + mail::HeaderText::clean(text).text() +
                                "\" is no address; write one such as \"10.1.2.3\" or "
                                "\"10.0.0.0/8\"");
  }
}

void read_organizers(const File& file, Config& config) {
  const auto table = file.table("organizers");
  for (const auto& text : table.texts("addresses", true)) {
    auto address = mail::Address::parse(text);
    if (address)
      config.organizers.addresses.push_back(std::move(*address));
    else
      table.wrong("addresses", "\"" + mail::HeaderText::clean(text).text() +
                                   "\" is not an address: " + address.error().what);
  }
  config.organizers.digest_at = table.clock_or("digest_at", config.organizers.digest_at);
}

void read_release(const File& file, Config& config) {
  const auto table = file.table("release");
  auto& release = config.release;
  release.at = table.time("at");
  if (table.has("at") && config.deadline >= release.at)
    table.wrong("at",
                "the release would go out before the deadline for signatures has passed; "
                "put [release] at after [campaign] deadline (line " +
                    std::to_string(file.read.lines["campaign.deadline"]) + ")");
  release.press_list = table.path("press_list");
  constexpr std::string_view words[] = {"unless-held", "required"};
  release.approval = table.choice("approval", words) == 0 ? ReleaseConfig::Approval::unless_held
                                                          : ReleaseConfig::Approval::required;
  release.latest = table.duration_or("latest", release.latest);
  release.headline = mail::HeaderText::clean(table.text_or("headline", "")).text();
  release.contact = mail::HeaderText::clean(table.text_or("contact", "")).text();
  release.dateline = mail::HeaderText::clean(table.text_or("dateline", "")).text();
  release.embargo = mail::HeaderText::clean(table.text_or("embargo", "")).text();
  release.quotes = table.texts("quotes", false);
  release.notable = table.texts("notable", false);
  release.attach = table.truth_or("attach", release.attach);
  using Paper = ReleaseConfig::Paper;
  constexpr std::string_view papers[] = {"letter", "a4"};
  const auto paper = table.choice("paper", papers);
  if (table.has("paper")) release.paper = paper == 0 ? Paper::letter : Paper::a4;
  release.thank_signers = table.truth_or("thank_signers", release.thank_signers);
}

void read_store(const File& file, Config& config) {
  const auto table = file.table("store");
  const auto url = table.text_or("url", "sqlite:campaign.db");
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme) || url.size() == scheme.size())
    table.wrong("url", "this must be \"sqlite:PATH\", such as \"sqlite:campaign.db\"");
  else
    config.store = file.read.resolved(url.substr(scheme.size()));
  config.retention = table.duration_or("retention", config.retention);
}

}  // namespace

std::vector<mail::Address> Config::own_addresses() const {
  std::vector<mail::Address> own = {submission.from.address};
  for (const MailboxConfig& mailbox : mailboxes) {
    if (auto user = mail::Address::parse(mailbox.server.user)) own.push_back(std::move(*user));
  }
  return own;
}

Result<Config> read_config(std::string_view toml, const std::string& file) {
  ConfigRead read{.file = file, .problem = {}, .lines = {}, .zone = {}};
  toml::table root;
  try {
    root = toml::parse(toml, file);
  } catch (const toml::parse_error& error) {
    const auto line = static_cast<int>(error.source().begin.line);
    return fail(Error::Kind::config, toml_advice(toml, line, error.description()), file, line);
  }
  const auto lines = std::count(toml.begin(), toml.end(), '\n');
  const File whole{root, static_cast<int>(lines) + (toml.ends_with('\n') ? 0 : 1), read};
  Config config;
  config.file = file;
  check_top_level(whole);
  read_campaign(whole, config);
  read_mailboxes(whole, config);
  read_submission(whole, config);
  read_trust(whole, config);
  read_organizers(whole, config);
  read_release(whole, config);
  read_store(whole, config);
  if (read.problem) return tl::unexpected<Error>(*read.problem);
  config.lines = std::move(read.lines);
  return config;
}

}  // namespace undersigned::campaign
