#include "letter/list.h"

#include "campaign/zone.h"
#include "letter/columns.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::Signature;
using campaign::State;

// What the public may see of a counted signature; nothing where it is only counted.
std::optional<Signature> public_form(const Signature& signature) {
  if (signature.state != State::counted) return std::nullopt;
  if (signature.signer.listed) return signature;
  if (signature.signer.as == As::individual) return std::nullopt;
  Signature kept = signature;
  kept.signer.name.reset();
  kept.signer.title.reset();
  kept.signer.listed = true;  // what is left of it is
  return kept;
}

}  // namespace

std::vector<Signature> visible(const std::vector<Signature>& all, const ListOptions& options) {
  std::vector<Signature> out;
  out.reserve(all.size());
  for (const auto& signature : all) {
    if (options.public_only) {
      if (auto shown = public_form(signature)) out.push_back(std::move(*shown));
    } else if (options.all || signature.state == State::counted) {
      out.push_back(signature);
    }
  }
  return out;
}

std::vector<std::string_view> column_names(const ListOptions& options) {
  std::vector<std::string_view> names = {"id",    "as",      "name",    "organization",
                                         "title", "place",   "listed",  "address",
                                         "state", "arrived", "language"};
  if (options.public_only) std::erase(names, "address");
  return names;
}

const std::vector<Cell>& Rows::cells(const Signature& signature) {
  using Kind = Cell::Kind;
  const auto& signer = signature.signer;
  const auto optional = [](const std::optional<std::string>& text) {
    return text ? Cell{Kind::text, *text} : Cell{Kind::none, {}};
  };
  id_ = std::to_string(signature.id);
  arrived_ = campaign::rfc3339(signature.arrived);
  cells_ = {{Kind::number, id_},
            {Kind::text, signer.as == As::individual ? "individual" : "organization"},
            optional(signer.name),
            optional(signer.organization),
            optional(signer.title),
            optional(signer.place),
            {Kind::truth, signer.listed ? "true" : "false"}};
  if (!options_.public_only) cells_.push_back({Kind::text, signature.address.text()});
  cells_.push_back({Kind::text, campaign::word(signature.state)});
  cells_.push_back({Kind::text, arrived_});
  cells_.push_back({Kind::text, signature.language});
  return cells_;
}

std::string marked_listing(const campaign::Signer& signer) {
  return campaign::listing(signer) + (signer.listed ? "" : " (private)");
}

std::string list_text(const std::vector<Signature>& list) {
  std::string out;
  for (const auto& signature : list) out += marked_listing(signature.signer) + "\n";
  return out;
}

}  // namespace undersigned::letter
