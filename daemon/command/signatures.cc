#include <algorithm>
#include <iostream>

#include "command/command.h"
#include "command/load.h"
#include "command/notice.h"
#include "command/records.h"
#include "command/signer_arguments.h"
#include "command/words.h"
#include "letter/list.h"
#include "mail/message.h"

namespace undersigned::command {

namespace {

using campaign::LetterKind;
using campaign::Signature;
using campaign::State;

Result<Signature> entry(store::Store& store, std::int64_t id) {
  auto found = store.signature(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found)
    return fail(Error::Kind::input,
                "there is no signature " + std::to_string(id) +
                    "; `undersigned signatures list --all` shows their numbers");
  return **found;
}

void print_line(const Signature& signature) {
  std::cout << signature.id << '\t';
  if (signature.state != State::counted) std::cout << '(' << word(signature.state) << ") ";
  std::cout << letter::marked_listing(signature.signer) << '\n';
}

bool says_anything(const SignerArguments& said) {
  return said.as || said.name || said.organization || said.title || said.place || said.listed;
}

Result<void> is_language(const campaign::Config& config, const std::string& language) {
  const auto& all = config.languages;
  if (std::find(all.begin(), all.end(), language) != all.end()) return {};
  std::string there;
  for (const auto& each : all) there += (there.empty() ? "" : ", ") + each;
  return fail(Error::Kind::usage, "--language: the campaign writes no letters in \"" + language +
                                      "\"; there are " + there +
                                      " (languages under [campaign] in " + config.file + ")");
}

void print_letters(const std::vector<letter::Ready>& letters, const Signature& signature) {
  if (letters.empty()) std::cout << "No letter goes to " << signature.address.text() << ".\n";
  for (const auto& letter : letters)
    std::cout << "The letter \"" << word(letter.kind) << "\" goes to " << letter.to.text() << ".\n";
}

void print_field(const char* what, const std::string& value) {
  if (!value.empty()) std::cout << "  " << what << value << '\n';
}

void print_mail(store::Store& store, std::int64_t id) {
  const auto mail = store.mail(id);
  if (!mail || !*mail) return;
  const auto message = mail::parse((*mail)->raw);
  if (!message) return;
  std::cout << "\n  The mail that made it (number " << id << "):\n\n"
            << indented("Subject: " + message->subject, "  | ") << "\n"
            << indented(message->text.empty() ? message->html : message->text, "  | ") << '\n';
}

}  // namespace

Outcome signatures_list(const Options& options, bool all) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = look_at_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto list = records->store.signatures(all);
  if (!list) return tl::unexpected(list.error());
  for (const auto& signature : *list) print_line(signature);
  if (list->empty()) std::cout << "Nobody has signed yet.\n";
  return 0;
}

Outcome signatures_show(const Options& options, std::int64_t id) {
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = look_at_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto found = entry(records->store, id);
  if (!found) return tl::unexpected(found.error());
  const auto& signer = found->signer;
  print_line(*found);
  print_field("signs as      ",
              signer.as == campaign::As::individual ? "individual" : "organization");
  print_field("name          ", signer.name.value_or(""));
  print_field("organization  ", signer.organization.value_or(""));
  print_field("title         ", signer.title.value_or(""));
  print_field("place         ", signer.place.value_or(""));
  print_field("in public     ", signer.listed ? "named" : "only counted");
  print_field("state         ", std::string(word(found->state)));
  for (const auto& why : found->why) print_field("because       ", why);
  print_field("address       ", found->address.text());
  print_field("arrived       ", when(*config, found->arrived));
  print_field("language      ", found->language);
  if (found->mail != 0) print_mail(records->store, found->mail);
  return 0;
}

Outcome signatures_add(const Options& options, const SignerArguments& said) {
  SignerArguments complete = said;
  if (!said.as) complete.as = said.organization && !said.name ? "organization" : "individual";
  const auto signer = with_arguments({}, complete);
  if (!signer) return tl::unexpected(signer.error());
  const auto address = mail::Address::parse(said.address.value_or(""));
  if (!address) return fail(Error::Kind::usage, "--address: " + address.error().what);
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  const auto now = options.clock.now();
  const auto& config = office->campaign->config;
  if (said.language)
    if (const auto fine = is_language(config, *said.language); !fine)
      return tl::unexpected(fine.error());
  Signature signature;
  signature.signer = *signer;
  signature.address = *address;
  signature.state = State::counted;
  signature.arrived = now;
  signature.language = said.language.value_or(config.languages.front());
  auto letters = std::vector<letter::Ready>();
  if (said.letter) {
    auto made = notice(office->campaign->text, office->records.store, office->key,
                       LetterKind::confirmation, {signature}, std::nullopt, now);
    if (!made) return tl::unexpected(made.error());
    letters = std::move(*made);
  }
  const auto id = office->records.store.add(signature, letters, now);
  if (!id) return tl::unexpected(id.error());
  signature.id = *id;
  std::cout << "Added and counted: ";
  print_line(signature);
  print_letters(letters, signature);
  if (now >= config.deadline)
    std::cout << "The deadline has passed; it is counted because you say so.\n";
  return 0;
}

Outcome signatures_amend(const Options& options, std::int64_t id, const SignerArguments& said) {
  if (!says_anything(said))
    return fail(Error::Kind::usage,
                "say what is to change, as in: undersigned signatures amend " + std::to_string(id) +
                    " --name \"Maria Lopez\" (or --organization, --title, --place, --private, "
                    "--listed, --as)");
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  auto& store = office->records.store;
  auto before = entry(store, id);
  if (!before) return tl::unexpected(before.error());
  const auto signer = with_arguments(before->signer, said);
  if (!signer) return tl::unexpected(signer.error());
  if (*signer == before->signer) {
    std::cout << "Nothing changes: ";
    print_line(*before);
    return 0;
  }
  const auto now = options.clock.now();
  auto after = *before;
  after.signer = *signer;
  auto letters = std::vector<letter::Ready>();
  if (said.letter && after.state == State::counted) {
    auto made = notice(office->campaign->text, store, office->key, LetterKind::amended, {after},
                       before->signer, now);
    if (!made) return tl::unexpected(made.error());
    letters = std::move(*made);
  }
  const auto changed = store.change(id, after.signer, after.state, letters, now, after.why);
  if (!changed) return tl::unexpected(changed.error());
  std::cout << "It was: ";
  print_line(*before);
  std::cout << "It is:  ";
  print_line(after);
  print_letters(letters, after);
  return 0;
}

Outcome signatures_withdraw(const Options& options, std::int64_t id, bool letter) {
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  auto& store = office->records.store;
  auto found = entry(store, id);
  if (!found) return tl::unexpected(found.error());
  if (found->state == State::withdrawn) {
    std::cout << "It is withdrawn already.\n";
    return 0;
  }
  const auto now = options.clock.now();
  auto letters = std::vector<letter::Ready>();
  if (letter && found->state == State::counted) {
    auto made = notice(office->campaign->text, store, office->key, LetterKind::withdrawn, {*found},
                       std::nullopt, now);
    if (!made) return tl::unexpected(made.error());
    letters = std::move(*made);
  }
  const auto changed = store.change(id, found->signer, State::withdrawn, letters, now);
  if (!changed) return tl::unexpected(changed.error());
  found->state = State::withdrawn;
  std::cout << "Taken off the list: ";
  print_line(*found);
  print_letters(letters, *found);
  return 0;
}

}  // namespace undersigned::command
