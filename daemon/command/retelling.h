#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "campaign/ledger.h"
#include "command/load.h"
#include "command/reading.h"
#include "store/store.h"

namespace undersigned::command {

// The campaign told again from its raw mails and what persons did, in order, with records in memory
// that share nothing with the store: what both agree on is right.
class Retelling {
 public:
  // `mail_of` finds the earlier mail that a challenge token speaks for.
  Retelling(const Campaign& campaign, const Reading& reading, const std::string& key,
            store::Store& store);

  // `stored`: its fate by the store, believed only for what raw octets cannot tell: a mail that was
  // set aside because reading it had failed, or whose sender was erased.
  Result<void> tell(const store::Mail& mail, const std::optional<campaign::Fate>& stored);
  Result<void> tell(const store::Store::Deed& deed);

  const campaign::MailCounts& mails() const { return mails_; }
  campaign::SignatureCounts signature_counts() const;
  const std::vector<campaign::Signature>& signatures() const { return signatures_; }

 private:
  struct Sender {
    bool bounced = false, unsubscribed = false;
    std::vector<Instant> answers;
  };

  void count(const campaign::Fate& fate);
  campaign::Known known(const mail::Address& address, Instant now) const;
  std::vector<campaign::Signature> same_organizations(const reply::Meaning& meaning,
                                                      const mail::Address& sender) const;
  void apply(const campaign::Decision& decision, Instant now);
  void apply(const campaign::Change& change);
  campaign::Signature* entry(const mail::Address& address, const campaign::Signer& signer);
  void answered(const mail::Address& address, Instant at);

  const Campaign& campaign_;
  const Reading& reading_;
  const std::string& key_;
  store::Store& store_;
  campaign::MailCounts mails_;
  std::vector<campaign::Signature> signatures_;
  std::map<std::string, Sender> senders_;  // by Address::key()
  std::set<std::string> fingerprints_, tombstones_;
};

// Counts of a list of signatures, as the store keeps them.
campaign::SignatureCounts count_signatures(const std::vector<campaign::Signature>& signatures);

}  // namespace undersigned::command
