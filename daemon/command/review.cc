#include <algorithm>
#include <charconv>
#include <iostream>

#include "command/command.h"
#include "command/records.h"
#include "command/review_entry.h"
#include "command/words.h"

namespace undersigned::command {

namespace {

using campaign::State;
using campaign::Waiting;

constexpr std::string_view a_signature = "signature";

bool is_signature(const Waiting& waiting) { return waiting.what == a_signature; }

// "12" for a signature, "m7" for a mail: their numbers are counted apart.
std::string id_text(const Waiting& waiting) {
  return (is_signature(waiting) ? "" : "m") + std::to_string(waiting.id);
}

void print(const Waiting& waiting) {
  std::cout << id_text(waiting) << '\t' << waiting.what << " from " << waiting.who << '\n';
  if (!waiting.text.empty()) std::cout << indented(waiting.text, "\t  ") << '\n';
  for (const auto& why : waiting.why) std::cout << "\t  because: " << why << '\n';
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

Result<void> settle(Office& office, std::int64_t mail, Instant now) {
  const auto settled = office.records.store.settle_mail(mail, now);
  if (!settled) return settled;
  std::cout << "m" << mail << ": looked at, and off the list of what waits.\n";
  return {};
}

Result<void> decide(Office& office, std::int64_t id, State state, Instant now) {
  using What = ReviewedEntry::What;
  const auto reviewed =
      review_entry(office.campaign->text, office.records.store, office.key, id, state, now);
  if (!reviewed) return tl::unexpected(reviewed.error());
  const auto listing = campaign::listing(reviewed->entry.signer);
  switch (reviewed->what) {
    case What::unknown:
      return fail(Error::Kind::input, "there is no signature " + std::to_string(id) +
                                          "; `undersigned review list` shows what waits");
    case What::nameless:
      return fail(Error::Kind::input,
                  "signature " + std::to_string(id) +
                      " has no name; give it one first: undersigned signatures amend " +
                      std::to_string(id) + " --name \"…\"");
    case What::twice:
      return fail(Error::Kind::input, reviewed->why);
    case What::already:
      std::cout << id << ": is " << word(state) << " already: " << listing << '\n';
      return {};
    case What::done:
      break;
  }
  std::cout << id << ": " << word(state) << ": " << listing << '\n';
  for (const auto& letter : reviewed->letters)
    std::cout << "\tThe letter \"" << word(letter.kind) << "\" goes to " << letter.to.text()
              << ".\n";
  return {};
}

Outcome decide_all(const Options& options, const std::vector<std::string>& ids, State state) {
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  const auto waiting = office->records.store.waiting();
  if (!waiting) return tl::unexpected(waiting.error());
  std::vector<Named> all;
  for (const auto& id : ids) {
    const auto one = named(id, *waiting);
    if (!one) return tl::unexpected(one.error());
    all.push_back(*one);
  }
  const auto now = options.clock.now();
  for (const auto& one : all) {
    const auto done = one.mail ? settle(*office, one.id, now) : decide(*office, one.id, state, now);
    if (!done) return tl::unexpected(done.error());
  }
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
      << ". `undersigned review accept ID…` counts a signature and confirms it to the signer; "
         "`reject ID…`\nkeeps it off the list and writes nobody. A mail (m…) is settled by "
         "either once you have answered it.\n";
  return 0;
}

Outcome review_accept(const Options& options, const std::vector<std::string>& ids) {
  return decide_all(options, ids, State::counted);
}

Outcome review_reject(const Options& options, const std::vector<std::string>& ids) {
  return decide_all(options, ids, State::withdrawn);
}

}  // namespace undersigned::command
