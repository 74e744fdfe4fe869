#include "store/signature_rows.h"

#include <stdexcept>

#include "store/state.h"

namespace undersigned::store {
namespace {

// What the store wrote itself and cannot read: a damaged file, not a mistake of the caller.
[[noreturn]] void damaged(const std::string& what) {
  throw std::runtime_error("unreadable " + what + ": restore a backup");
}

campaign::State stored_state(const std::string& word) {
  const std::optional<campaign::State> state = campaign::state_of(word);
  if (!state) damaged("state " + word);
  return *state;
}

}  // namespace

std::string_view kind_word(campaign::As as) {
  return as == campaign::As::individual ? "individual" : "organization";
}

std::string signer_key(const campaign::Signer& signer) {
  return signer.as == campaign::As::individual
             ? campaign::person_key(signer.name.value_or(""))
             : campaign::organization_key(signer.organization.value_or(""));
}

std::string lines(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) {
    if (!text.empty()) text += '\n';
    for (const char c : reason) text += c == '\n' ? ' ' : c;
  }
  return text;
}

std::vector<std::string> reasons(const std::string& lines) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    if (end > at) found.push_back(lines.substr(at, end - at));
    at = end + 1;
  }
  return found;
}

campaign::Signature read_signature(const Query& row) {
  campaign::Signer signer;
  signer.as = row.text(1) == "individual" ? campaign::As::individual : campaign::As::organization;
  signer.name = row.maybe_text(2);
  signer.organization = row.maybe_text(3);
  signer.title = row.maybe_text(4);
  signer.place = row.maybe_text(5);
  signer.listed = row.flag(6);
  return {.id = row.integer(0),
          .signer = std::move(signer),
          .address = stored_address(row.text(7)),
          .state = stored_state(row.text(8)),
          .arrived = row.time(9),
          .language = row.text(10),
          .mail = row.integer(11),
          .why = reasons(row.text(12))};
}

std::vector<campaign::Signature> read_signatures(Query& rows, std::size_t expected) {
  std::vector<campaign::Signature> found;
  found.reserve(expected);
  while (rows.step()) found.push_back(read_signature(rows));
  return found;
}

std::int64_t insert_signature(Connection& connection, const campaign::Signature& signature, By by,
                              Instant now) {
  const campaign::Signer& signer = signature.signer;
  connection
      .query(
          "INSERT INTO signature (kind, name, organization, title, place, listed, address, "
          "address_text, state, arrived, language, mail, why, changed, changed_by, signer_key) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?12, ?15)")
      .with(kind_word(signer.as), signer.name, signer.organization, signer.title, signer.place,
            signer.listed, address_row(connection, signature.address), signature.address.text(),
            campaign::word(signature.state), signature.arrived, signature.language, by,
            lines(signature.why), now, signer_key(signer))
      .run();
  return connection.last_id();
}

void update_signature(Connection& connection, std::int64_t id, const campaign::Signer& signer,
                      campaign::State state, const std::vector<std::string>& why, By by,
                      Instant now) {
  connection
      .query(
          "UPDATE signature SET kind = ?, name = ?, organization = ?, title = ?, place = ?, "
          "listed = ?, state = ?, why = ?, changed = ?, changed_by = ?, signer_key = ? "
          "WHERE id = ?")
      .with(kind_word(signer.as), signer.name, signer.organization, signer.title, signer.place,
            signer.listed, campaign::word(state), lines(why), now, by, signer_key(signer), id)
      .run();
}

void replace_signature(Connection& connection, std::int64_t id,
                       const campaign::Signature& signature, By by, Instant now) {
  update_signature(connection, id, signature.signer, signature.state, signature.why, by, now);
  connection
      .query(
          "UPDATE signature SET address_text = ?, arrived = ?, language = ?, mail = ? WHERE id = ?")
      .with(signature.address.text(), signature.arrived, signature.language, by, id)
      .run();
}

std::optional<Entry> entry_of(Connection& connection, std::int64_t address,
                              const campaign::Signer& signer) {
  const std::string key = signer_key(signer);
  if (key.empty()) return std::nullopt;
  // The index is named, because SQLite would weigh the partial ones anew for each key.
  Query rows = connection.query(
      "SELECT id, state FROM signature INDEXED BY signature_by_address "
      "WHERE address = ? AND kind = ? AND signer_key = ? AND state <> 'withdrawn'");
  rows.with(address, kind_word(signer.as), key);
  std::optional<Entry> found;
  while (rows.step()) {
    const Entry entry{rows.integer(0), stored_state(rows.text(1))};
    if (!found || entry.state == campaign::State::counted) found = entry;
  }
  return found;
}

}  // namespace undersigned::store
