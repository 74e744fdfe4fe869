#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "campaign/config.h"
#include "campaign/decide.h"
#include "command/workers.h"
#include "letter/campaign_text.h"
#include "mail/message.h"
#include "reply/read.h"
#include "store/store.h"

namespace undersigned::command {

// What is on the table while mails are handled: the campaign's rules, words and records. Everything
// is owned by the command that made it.
struct Desk {
  const campaign::Config& config;
  const reply::Context* reading;  // of replies; none where no mail is read
  const letter::CampaignText& text;
  store::Store& store;
  std::string_view key;        // secret of this store: challenge tokens and tombstones
  Workers* workers = nullptr;  // who read ahead of us; nobody: one mail after the other
};

// A mail as it was understood.
struct Understood {
  mail::Message message;
  reply::Meaning meaning;
  mail::Authenticated authenticated = mail::Authenticated::unknown;
};
// Errors: Kind::input where the mail is beyond the limits or no mail at all.
Result<Understood> understand(const Desk& desk, std::string_view raw);

// What makes two mails copies of one (delivered twice, or moved out and in again): Message-ID,
// From, Date and content are equal, whatever the way they came. The first is the mail's own; it is
// a copy of every earlier mail whose own is among them. A mail that is vouched for is a copy of
// such mails alone: else a forger who knew its words could send them first and have it set aside.
// None for a mail without Message-ID.
std::vector<std::string> fingerprints(const Understood& understood);

// Decides one mail that was understood: looks up what is known of its sender, and the earlier mail
// where it carries a genuine challenge token.
// `uncommitted`: letters of this batch to senders for whom nobody vouches, that the store does not
// know of yet; by domain, and "" all.
using Uncommitted = std::map<std::string, int, std::less<>>;
Result<campaign::Decision> decide_mail(const Desk& desk, const store::Mail& mail,
                                       const Understood& understood, Instant now,
                                       const Uncommitted& uncommitted = {});

// A token with which the owner of `address` makes true what `mail` asked for.
std::string challenge_token(const Desk& desk, const mail::Address& address, std::int64_t mail,
                            Instant now);

// Reads, decides and commits up to `limit` stored mails, oldest first, in transactions. Returns how
// many were handled: 0 means that nothing waits. A mail that was begun twice and never finished has
// killed its reader: it is set aside (quarantined) and the next one is handled.
Result<int> handle_mails(const Desk& desk, int limit, Instant now);

}  // namespace undersigned::command
