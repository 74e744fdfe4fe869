#include <algorithm>
#include <charconv>
#include <iostream>

#include "command/command.h"
#include "command/records.h"
#include "command/review_entry.h"
#include "command/words.h"

namespace undersigned::command {

namespace {

using campaign::Waiting;

constexpr std::string_view a_signature = "signature";

bool is_signature(const Waiting& waiting) { return waiting.what == a_signature; }

// "12" for a signature, "m7" for a mail: their numbers are counted apart.
std::string id_text(const Waiting& waiting) {
  return (is_signature(waiting) ? "" : "m") + std::to_string(waiting.id);
}

// What accepting and rejecting it does, where that is not what it does to a new signature.
std::string meaning(const Waiting& waiting) {
  const auto id = id_text(waiting);
  if (waiting.leaving && is_signature(waiting))
    return "accept " + id + " takes it off the list, reject " + id + " leaves it as it was before";
  std::string ids;
  for (const auto entry : waiting.entries) ids += (ids.empty() ? "" : ", ") + std::to_string(entry);
  if (waiting.leaving)
    return "accept " + id + " takes off the list what this address has there (number " + ids +
           "); reject " + id + " only puts the mail aside";
  if (waiting.what == "correction" && !ids.empty())
    return "either only puts the mail aside; what it corrects is number " + ids +
           ": undersigned signatures amend " + std::to_string(waiting.entries.front()) + " …";
  return {};
}

void print(const Waiting& waiting) {
  std::cout << id_text(waiting) << '\t' << waiting.what << " from " << waiting.who << '\n';
  if (!waiting.text.empty()) std::cout << indented(waiting.text, "\t  ") << '\n';
  if (!waiting.words.empty()) std::cout << indented("\"" + waiting.words + "\"", "\t  ") << '\n';
  for (const auto& why : waiting.why) std::cout << "\t  because: " << why << '\n';
  if (const auto means = meaning(waiting); !means.empty()) std::cout << "\t  " << means << '\n';
  std::cout << '\n';
}

// What a person named: one of what waits, or a signature in another state.
struct Named {
  bool mail = false;
  std::int64_t id = 0;
};

Result<Named> named(const std::string& text, const std::vector<Waiting>& waiting) {
  std::string_view digits = text;
  Named named;
  named.mail = digits.starts_with('m') || digits.starts_with('M');
  if (named.mail) digits.remove_prefix(1);
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, named.id);
  if (error != std::errc() || stop != end || named.id <= 0)
    return fail(Error::Kind::usage,
                "\"" + text + "\" is no number of `undersigned review list`, such as 12 or m7");
  const auto waits = [&](bool mail) {
    return std::any_of(waiting.begin(), waiting.end(), [&](const Waiting& entry) {
      return entry.id == named.id && is_signature(entry) != mail;
    });
  };
  // A bare number that only a mail has means that mail.
  if (!named.mail && !waits(false) && waits(true)) named.mail = true;
  return named;
}

void print_letters(const std::vector<letter::Ready>& letters) {
  for (const auto& letter : letters)
    std::cout << "The letter \"" << word(letter.kind) << "\" goes to " << letter.to.text() << ".\n";
}

Result<void> settle(Office& office, const Waiting& mail, Verdict verdict, Instant now) {
  const auto reviewed =
      review_mail(office.campaign->text, office.records.store, office.key, mail, verdict, now);
  if (!reviewed) return tl::unexpected(reviewed.error());
  for (const auto& one : reviewed->entries)
    std::cout << one.entry.id << ": taken off the list, as m" << mail.id
              << " asks: " << campaign::listing(one.entry.signer) << '\n';
  std::cout << "m" << mail.id << ": looked at, and off the list of what waits.\n";
  if (reviewed->entries.empty() && !mail.entries.empty())
    std::cout << "  The list of signers is as it was.\n";
  print_letters(reviewed->letters);
  return {};
}

// Says what came of one decision; an error where it could not be carried out.
Result<void> tell(const ReviewedEntry& reviewed, std::int64_t id, Verdict verdict) {
  using What = ReviewedEntry::What;
  const auto number = std::to_string(id);
  const auto listing = campaign::listing(reviewed.entry.signer);
  switch (reviewed.what) {
    case What::unknown:
      return fail(Error::Kind::input, "there is no signature " + number +
                                          "; `undersigned review list` shows what waits");
    case What::nameless:
      return fail(Error::Kind::input, "signature " + number +
                                          " has no name; give it one first: undersigned signatures "
                                          "amend " +
                                          number + " --name \"…\"");
    case What::twice:
      return fail(Error::Kind::input, reviewed.why);
    case What::left:
      return fail(Error::Kind::input,
                  "signature " + number +
                      " is off the list because its signer wrote so, and is not counted again; "
                      "should they wish it, they can sign anew, or: undersigned signatures add");
    case What::already:
      std::cout << id << ": is " << word(reviewed.entry.state) << " already: " << listing << '\n';
      return {};
    case What::done:
      break;
  }
  std::cout << id << ": ";
  if (reviewed.was_leaving)
    std::cout << (verdict == Verdict::accept ? "taken off the list, as its signer wrote: "
                                             : "not taken off the list: ");
  std::cout << word(reviewed.entry.state) << ": " << listing << '\n';
  return {};
}

Result<void> decide(Office& office, const std::vector<std::int64_t>& ids, Verdict verdict,
                    Instant now) {
  const auto reviewed =
      review_entries(office.campaign->text, office.records.store, office.key, ids, verdict, now);
  if (!reviewed) return tl::unexpected(reviewed.error());
  Result<void> all;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto told = tell(reviewed->entries[i], ids[i], verdict);
    if (!told && all) all = told;
  }
  print_letters(reviewed->letters);
  return all;
}

Outcome decide_all(const Options& options, const std::vector<std::string>& ids, Verdict verdict) {
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  const auto waiting = office->records.store.waiting();
  if (!waiting) return tl::unexpected(waiting.error());
  std::vector<std::int64_t> signatures, mails;
  for (const auto& id : ids) {
    const auto one = named(id, *waiting);
    if (!one) return tl::unexpected(one.error());
    (one->mail ? mails : signatures).push_back(one->id);
  }
  const auto now = options.clock.now();
  for (const auto id : mails) {
    const auto at = std::find_if(waiting->begin(), waiting->end(), [&](const Waiting& entry) {
      return entry.id == id && !is_signature(entry);
    });
    Waiting mail;
    if (at != waiting->end()) mail = *at;
    mail.id = id;
    const auto done = settle(*office, mail, verdict, now);
    if (!done) return tl::unexpected(done.error());
  }
  const auto done = decide(*office, signatures, verdict, now);
  if (!done) return tl::unexpected(done.error());
  return 0;
}

}  // namespace

Outcome review_list(const Options& options) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = look_at_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto waiting = records->store.waiting();
  if (!waiting) return tl::unexpected(waiting.error());
  if (waiting->empty()) {
    std::cout << "Nothing waits for you.\n";
    return 0;
  }
  for (const auto& entry : *waiting) print(entry);
  std::cout
      << counted(static_cast<std::int64_t>(waiting->size()), "entry waits", "entries wait")
      << ". Unless it says otherwise there, `undersigned review accept ID…` counts a signature "
         "and\n"
         "confirms it to the signer, and `reject ID…` keeps it off the list and writes nobody. A "
         "mail (m…)\nis put aside by either, once you have answered it.\n";
  return 0;
}

Outcome review_accept(const Options& options, const std::vector<std::string>& ids) {
  return decide_all(options, ids, Verdict::accept);
}

Outcome review_reject(const Options& options, const std::vector<std::string>& ids) {
  return decide_all(options, ids, Verdict::reject);
}

}  // namespace undersigned::command
