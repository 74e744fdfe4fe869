#include <algorithm>
#include <iostream>
#include <iterator>

#include "command/command.h"
#include "command/records.h"
#include "command/report.h"
#include "command/retelling.h"
#include "command/words.h"

namespace undersigned::command {

namespace {

constexpr int mails_at_once = 500;

// One figure, twice.
struct Figure {
  std::string name;
  std::int64_t stored = 0, told = 0;
};

std::vector<Figure> figures(const campaign::MailCounts& stored, const campaign::MailCounts& told) {
  std::vector<Figure> all = {{"mails read", stored.received - stored.waiting, told.received}};
  for (const auto kind : reply::all_kinds) {
    const auto place = static_cast<std::size_t>(kind);
    all.push_back({std::string(reply::word(kind)), stored.kinds[place], told.kinds[place]});
  }
  all.push_back({"duplicate", stored.duplicate, told.duplicate});
  all.push_back({"late", stored.late, told.late});
  all.push_back({"quarantined", stored.quarantined, told.quarantined});
  return all;
}

std::vector<Figure> figures(const campaign::SignatureCounts& stored,
                            const campaign::SignatureCounts& told) {
  return {{"individuals", stored.individuals, told.individuals},
          {"organizations", stored.organizations, told.organizations},
          {"of them not to be named", stored.individuals_private + stored.organizations_private,
           told.individuals_private + told.organizations_private},
          {"pending", stored.pending, told.pending},
          {"review", stored.review, told.review},
          {"withdrawn", stored.withdrawn, told.withdrawn},
          {"late", stored.late, told.late}};
}

int print(const std::vector<Figure>& figures) {
  int differing = 0;
  for (const auto& figure : figures) {
    const bool same = figure.stored == figure.told;
    if (!same) ++differing;
    if (same && figure.told == 0) continue;
    std::cout << (same ? "  ok     " : "  DIFFER ") << figure.name << ": " << figure.told;
    if (!same) std::cout << " by the mails, " << figure.stored << " in the store";
    std::cout << '\n';
  }
  return differing;
}

std::vector<std::string> lines(const std::vector<campaign::Signature>& signatures) {
  std::vector<std::string> lines;
  for (const auto& signature : signatures)
    lines.push_back(std::string(word(signature.state)) + ": " +
                    campaign::listing(signature.signer) +
                    (signature.signer.listed ? "" : " [not to be named]") + " <" +
                    signature.address.text() + ">");
  std::sort(lines.begin(), lines.end());
  return lines;
}

int print_difference(const std::vector<campaign::Signature>& stored,
                     const std::vector<campaign::Signature>& told) {
  const auto a = lines(stored), b = lines(told);
  std::vector<std::string> only_stored, only_told;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only_stored));
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(only_told));
  for (const auto& line : only_stored) std::cout << "  in the store alone   " << line << '\n';
  for (const auto& line : only_told) std::cout << "  by the mails alone   " << line << '\n';
  return static_cast<int>(only_stored.size() + only_told.size());
}

// All mails in the order in which they were decided, and what persons did between them.
Result<void> tell_all(store::Store& store, Retelling& retelling) {
  const auto deeds = store.deeds();
  if (!deeds) return tl::unexpected(deeds.error());
  auto deed = deeds->begin();
  const auto tell_deeds = [&](std::int64_t after) -> Result<void> {
    for (; deed != deeds->end() && deed->after_mail == after; ++deed)
      if (auto told = retelling.tell(*deed); !told) return told;
    return {};
  };
  std::int64_t last = 0;
  if (auto told = tell_deeds(last); !told) return told;
  while (true) {
    const auto mails = store.mails_in_order(last, mails_at_once);
    if (!mails) return tl::unexpected(mails.error());
    if (mails->empty()) return {};
    for (const auto& mail : *mails) {
      last = mail.id;
      const auto fate = store.fate(mail.id);
      if (!fate) return tl::unexpected(fate.error());
      if (auto told = retelling.tell(mail, *fate); !told) return told;
      if (auto told = tell_deeds(last); !told) return told;
    }
  }
}

}  // namespace

Outcome recount(const Options& options) {
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  const auto reading = load_reading(office->campaign.get());
  if (!reading) return tl::unexpected(reading.error());
  // A copy holds still while the daemon goes on.
  auto folder = scratch_folder();
  if (!folder) return tl::unexpected(folder.error());
  const auto file = (**folder / "copy.db").string();
  if (auto copied = office->records.store.backup(file); !copied)
    return tl::unexpected(copied.error());
  auto copy = store::Store::open(file, false);
  if (!copy) return tl::unexpected(copy.error());
  if (auto sound = copy->check_integrity(); !sound) return tl::unexpected(sound.error());
  const auto forgotten = copy->fact(fact::forgotten);
  if (!forgotten) return tl::unexpected(forgotten.error());
  if (*forgotten) {
    std::cout << "The mails were removed on " << **forgotten << ", as [store] retention says, so "
              << "there is nothing to count again. The store is sound in itself.\n";
    return 0;
  }
  Retelling retelling(*office->campaign, **reading, office->key, *copy);
  if (auto told = tell_all(*copy, retelling); !told) return tl::unexpected(told.error());

  const auto mails = copy->mail_counts();
  const auto counts = copy->signature_counts();
  const auto list = copy->signatures(true);
  if (!mails) return tl::unexpected(mails.error());
  if (!counts) return tl::unexpected(counts.error());
  if (!list) return tl::unexpected(list.error());
  std::cout << "Mails\n";
  int differing = print(figures(*mails, retelling.mails()));
  std::cout << "Signatures\n";
  differing += print(figures(*counts, retelling.signature_counts()));
  differing += print_difference(*list, retelling.signatures());
  if (differing == 0) {
    std::cout << "The mails and the store agree.\n";
    return 0;
  }
  return fail(Error::Kind::failed,
              "the mails and the store do not agree. Where the configuration, the phrases or the "
              "program have changed since, mails may be understood in another way now; else keep "
              "the store and the mails as they are and tell whoever looks after the program");
}

}  // namespace undersigned::command
