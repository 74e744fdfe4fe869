#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/zone.h"
#include "instant.h"
#include "mail/address.h"
#include "mail/authentication.h"
#include "result.h"

namespace undersigned::campaign {

// Where a password or token comes from; the value itself never stands in the configuration.
struct Secret {
  enum class From { none, credential, file, environment };
  From from = From::none;
  std::string name;  // credential name, path, or variable
};

// OAuth2 (RFC 6749, 6) for providers that take no passwords.
struct Token {
  std::string client_id;
  Secret client_secret;
  Secret refresh;         // the refresh token
  std::string token_url;  // where it is exchanged for an access token
};

enum class Tls { required, none };  // none: loopback only

struct Server {
  std::string url;  // imap://, imaps://, smtp://, smtps://
  std::string user;
  Secret password;
  std::optional<Token> token;
  Tls tls = Tls::required;
  std::string ca_file;  // "": the system's
};

struct MailboxConfig {
  Server server;                 // the URL's path names the mailbox: /INBOX
  Seconds poll{60};              // between polls where the server has no IDLE
  bool plus_addressing = false;  // user+token@domain arrives here
  bool move = true;              // handled mails go to sub-folders
};

struct SubmissionConfig {
  Server server;
  mail::NamedAddress from;  // set in every valid config
  int connections = 2;
  int rate = 600;  // letters a minute; 0: no limit
};

struct TrustConfig {
  std::string authserv_id;  // "": nobody is trusted; see mail::Receiver
  enum class Challenge {
    unless_authenticated,
    always,
    never
  } challenge = Challenge::unless_authenticated;
  std::vector<mail::Network> relays = {};
  // Letters an hour to senders for whom nobody vouches; 0: no limit.
  int letters_per_domain = 300, letters_per_hour = 3000;
  bool results_below = false;
  bool review_free_mail = false;  // organizations that sign from a free-mail address wait
  mail::Receiver receiver() const { return {authserv_id, relays, results_below}; }
};

struct OrganizersConfig {
  std::vector<mail::Address> addresses;
  std::chrono::minutes digest_at{7 * 60};  // after local midnight
};

struct ReleaseConfig {
  Instant at;
  std::string press_list;  // path, resolved
  enum class Approval { unless_held, required } approval = Approval::unless_held;
  Seconds latest{24 * 3600};
  std::string headline;             // "" : the campaign's name
  std::string contact;              // "Name, telephone, address" for the press
  std::string dateline;             // "Oakland, California"
  std::string embargo;              // in the place of "for immediate release"
  std::vector<std::string> quotes;  // Markdown
  std::vector<std::string> notable;
  bool attach = true;                                                     // the PDF
  enum class Paper { of_country, letter, a4 } paper = Paper::of_country;  // it is printed on
  bool thank_signers = false;  // after the release, each with the final numbers
};

// campaign.toml, checked: every value is of its type and in its range, every file is named by a
// resolved path. `zone` is loaded and good.
struct Config {
  std::string file;
  std::string name;
  std::string statement;  // path, resolved
  std::string timezone;
  Zone zone;
  Instant deadline;  // a mail that arrived at or after this is late
  std::vector<std::string> languages;
  std::optional<int> goal;
  Seconds reminder{0};  // so long before the deadline the call's list is reminded; 0: never
  std::vector<MailboxConfig> mailboxes;
  SubmissionConfig submission;
  TrustConfig trust;
  OrganizersConfig organizers;
  ReleaseConfig release;
  Seconds retention{0};              // after the release the mails themselves go; 0: never
  std::string store;                 // path of the SQLite file, resolved beside the config
  std::map<std::string, int> lines;  // "release.press_list" → its line, for what is found out later

  // The campaign's own: what it writes from and where it reads. Mail from them is our own.
  std::vector<mail::Address> own_addresses() const;
};

// Reads campaign.toml. Relative paths are taken beside `file`. An unknown key, a wrong type, a
// missing required key, a local time that does not exist or exists twice on that day, a deadline
// not before the release, or a zone without data is Kind::config with file, line and key; nothing
// but the zone database is touched.
Result<Config> read_config(std::string_view toml, const std::string& file);

}  // namespace undersigned::campaign
