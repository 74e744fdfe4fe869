// What need not be kept once a campaign is over.

#include "store/state.h"
#include "store/trace.h"

namespace undersigned::store {

Result<int> Store::forget_mails(int limit) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    std::vector<std::int64_t> mails;
    {
      Query rows = c.query(
          "SELECT r.mail FROM raw r JOIN mail m ON m.id = r.mail "
          "WHERE length(r.octets) > 0 AND m.fate <> 'waiting' LIMIT ?");
      rows.with(limit);
      while (rows.step()) mails.push_back(rows.integer(0));
    }
    for (const std::int64_t mail : mails) {
      c.query("UPDATE raw SET octets = x'' WHERE mail = ?").with(mail).run();
      c.query("UPDATE handled SET reply = '', why = '' WHERE mail = ?").with(mail).run();
    }
    // Reports to organizers quote them.
    c.query(
         "DELETE FROM words WHERE letter IN (SELECT id FROM letter WHERE state IN ('sent', "
         "'failed') AND kind IN ('digest', 'alarm', 'deadline-summary'))")
        .run();
    transaction.commit();
    return static_cast<int>(mails.size());
  });
}

Result<void> Store::wipe() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    remove_unused_tails(c);
    wipe_free_places(c);
  });
}

}  // namespace undersigned::store
