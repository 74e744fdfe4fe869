#include <algorithm>
#include <iostream>
#include <map>

#include "command/command.h"
#include "command/file.h"
#include "command/notice.h"
#include "command/records.h"
#include "command/signer_arguments.h"
#include "letter/csv.h"

namespace undersigned::command {

namespace {

using campaign::Signature;

// Columns that are read, and those of an export that say nothing about a new signature.
constexpr std::string_view read_columns[] = {"as",    "name",   "organization", "title",
                                             "place", "listed", "address",      "language"};
constexpr std::string_view passed_columns[] = {"id", "state", "arrived"};

using Columns = std::map<std::string, std::size_t, std::less<>>;

bool is_in(std::string_view word, const auto& words) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return mail::HeaderText::clean(text).text();
}

Result<Columns> columns_of(const letter::CsvRow& head, const std::string& file) {
  Columns columns;
  for (std::size_t i = 0; i < head.cells.size(); ++i) {
    const auto name = letter::column_name(head.cells[i]);
    columns.emplace(name, i);
    if (is_in(name, read_columns) || is_in(name, passed_columns)) continue;
    if (const auto fine = letter::check_columns(head, read_columns, file); !fine)
      return tl::unexpected(fine.error());
    return fail(Error::Kind::input,
                "there is no column \"" + name +
                    "\"; the first line must name columns out of as, name, organization, title, "
                    "place, listed, address, language",
                file, head.line);
  }
  if (!columns.contains("address"))
    return fail(Error::Kind::input, "a column named \"address\" is missing", file, head.line);
  return columns;
}

// A cell without the ' that our own export puts before what a spreadsheet would calculate.
std::string cell(const letter::CsvRow& row, const Columns& columns, std::string_view name) {
  const auto column = columns.find(name);
  if (column == columns.end() || column->second >= row.cells.size()) return {};
  const auto& text = row.cells[column->second];
  const bool guarded = text.size() > 1 && text[0] == '\'' &&
                       std::string_view("=+-@\t\r").find(text[1]) != std::string_view::npos;
  return guarded ? text.substr(1) : text;
}

Result<bool> listed(const std::string& text) {
  const auto word = lower(text);
  if (is_in(word, std::initializer_list<std::string_view>{"", "true", "yes", "1"})) return true;
  if (is_in(word, std::initializer_list<std::string_view>{"false", "no", "0"})) return false;
  return fail(Error::Kind::input, "listed must be true or false, and it is \"" + word + "\"");
}

Result<Signature> signature_of(const letter::CsvRow& row, const Columns& columns,
                               const std::string& language) {
  SignerArguments said;
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    auto value = cell(row, columns, name);
    return value.empty() ? std::nullopt : std::optional(std::move(value));
  };
  said.name = text("name");
  said.organization = text("organization");
  said.title = text("title");
  said.place = text("place");
  said.as = lower(cell(row, columns, "as"));
  if (said.as->empty()) said.as = said.organization && !said.name ? "organization" : "individual";
  const auto named = listed(cell(row, columns, "listed"));
  if (!named) return tl::unexpected(named.error());
  said.listed = *named;
  const auto signer = with_arguments({}, said);
  if (!signer) return tl::unexpected(signer.error());
  const auto address = mail::Address::parse(cell(row, columns, "address"));
  if (!address) return tl::unexpected(address.error());
  Signature signature;
  signature.signer = *signer;
  signature.address = *address;
  signature.state = campaign::State::counted;
  signature.language = text("language").value_or(language);
  return signature;
}

Result<std::vector<Signature>> read_signatures(const std::string& file, const std::string& language,
                                               Instant now) {
  const auto content = read_file(file, Error::Kind::input);
  if (!content) return tl::unexpected(content.error());
  const auto rows = letter::read_csv(*content, file);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return fail(Error::Kind::input, "this file is empty", file);
  const auto columns = columns_of(rows->front(), file);
  if (!columns) return tl::unexpected(columns.error());
  std::vector<Signature> signatures;
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    auto signature = signature_of(*row, *columns, language);
    if (!signature)
      return fail(Error::Kind::input, signature.error().what + " (nothing was imported)", file,
                  row->line);
    signature->arrived = now;
    signatures.push_back(std::move(*signature));
  }
  return signatures;
}

bool is_known(const std::vector<Signature>& there, const Signature& fresh) {
  return std::any_of(there.begin(), there.end(), [&](const Signature& entry) {
    return campaign::same_signer(entry.signer, fresh.signer);
  });
}

}  // namespace

Outcome signatures_import(const Options& options, const std::string& file, bool letter) {
  auto office = open_office(options);
  if (!office) return tl::unexpected(office.error());
  auto& store = office->records.store;
  const auto now = options.clock.now();
  const auto list = read_signatures(file, office->campaign->config.languages.front(), now);
  if (!list) return tl::unexpected(list.error());
  int added = 0, there = 0, letters = 0;
  for (const auto& signature : *list) {
    const auto known = store.known(signature.address, now);
    if (!known) return tl::unexpected(known.error());
    if (is_known(known->signatures, signature)) {
      ++there;
      continue;
    }
    auto out = std::vector<letter::Ready>();
    if (letter) {
      auto made = notice(office->campaign->text, store, office->key,
                         campaign::LetterKind::confirmation, {signature}, std::nullopt, now);
      if (!made) return tl::unexpected(made.error());
      out = std::move(*made);
    }
    const auto id = store.add(signature, out, now);
    if (!id) return tl::unexpected(id.error());
    ++added;
    letters += static_cast<int>(out.size());
  }
  std::cout << added << " added and counted, " << there << " on the list already, " << letters
            << " confirmations to be sent.\n";
  return 0;
}

}  // namespace undersigned::command
