#include <iostream>

#include "command/command.h"
#include "command/load.h"
#include "command/records.h"
#include "command/store_key.h"
#include "command/tombstone.h"
#include "command/words.h"

namespace undersigned::command {

Outcome erase(const Options& options, const std::string& text) {
  const auto address = mail::Address::parse(text);
  if (!address) return fail(Error::Kind::usage, address.error().what);
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = open_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto key = store_key(config->store);
  if (!key) return tl::unexpected(key.error());
  const auto erased =
      records->store.erase(*address, tombstone(*key, *address), options.clock.now());
  if (!erased) return tl::unexpected(erased.error());
  if (erased->signatures + erased->mails + erased->letters == 0)
    std::cout << "Nothing is known of " << address->text()
              << "; is it spelled right? `undersigned signatures export --all` shows the addresses "
                 "of all who signed.\n";
  else
    std::cout << "Erased of " << address->text() << ": "
              << counted(erased->signatures, "signature", "signatures") << ", the text of "
              << counted(erased->mails, "mail", "mails") << " and of "
              << counted(erased->letters, "letter", "letters") << ".\n";
  std::cout << "A mail of theirs that comes again brings nothing back.\n"
            << "Not in our hands, so delete these yourself: their mails in the mailbox's folders, "
               "older backups, exported lists.\n";
  return 0;
}

}  // namespace undersigned::command
