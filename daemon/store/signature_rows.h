#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/signature.h"
#include "store/connection.h"

namespace undersigned::store {

// The columns that read_signature() reads, in its order.
#define SIGNATURE_COLUMNS                                                                        \
  "id, kind, name, organization, title, place, listed, address_text, state, arrived, language, " \
  "coalesce(mail, 0), why"

campaign::Signature read_signature(const Query& row);
// `expected`: room for so many is made at once.
std::vector<campaign::Signature> read_signatures(Query& rows, std::size_t expected = 0);

std::string_view kind_word(campaign::As as);
std::string signer_key(const campaign::Signer& signer);

// One reason a line.
std::string lines(const std::vector<std::string>& reasons);
std::vector<std::string> reasons(const std::string& lines);

// Who made a change: a mail, or nothing: a person.
using By = std::optional<std::int64_t>;

// Inserts; the id.
std::int64_t insert_signature(Connection& connection, const campaign::Signature& signature, By by,
                              Instant now);
// Overwrites signer, state and reasons; the old ones go to signature_before.
void update_signature(Connection& connection, std::int64_t id, const campaign::Signer& signer,
                      campaign::State state, const std::vector<std::string>& why, By by,
                      Instant now);
// Overwrites everything but the number and the address; the old values go to signature_before.
void replace_signature(Connection& connection, std::int64_t id,
                       const campaign::Signature& signature, By by, Instant now);
// The entry of that signer at that address: a counted one before others, withdrawn ones not at all.
struct Entry {
  std::int64_t id;
  campaign::State state;
};
std::optional<Entry> entry_of(Connection& connection, std::int64_t address,
                              const campaign::Signer& signer);

}  // namespace undersigned::store
