#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "campaign/config.h"
#include "campaign/signature.h"
#include "result.h"

namespace undersigned::letter {

enum class Paper { a4, us_letter };
// What the config says, else what people print on in the country of its time zone (CLDR):
// "America/Los_Angeles" is US Letter.
Paper paper_of(const campaign::Config& config);

// The list of signers in the forms of `signatures export`.
struct ListOptions {
  bool all = false;          // every state; else counted only
  bool public_only = false;  // no private signers, no addresses
};
// The one place that decides what may be seen: every export, letter and picture passes through it.
// An organization whose contact asked not to be named keeps the organization only.
std::vector<campaign::Signature> visible(const std::vector<campaign::Signature>& all,
                                         const ListOptions& options);

// Columns of the contract, in its order. RFC 4180 with BOM, CRLF; a cell that starts with = + - @
// tab or CR gets a leading '.
std::string list_csv(const std::vector<campaign::Signature>& list, const ListOptions& options);
std::string list_xlsx(const std::vector<campaign::Signature>& list, const ListOptions& options);
std::string list_json(const std::vector<campaign::Signature>& list, const ListOptions& options);
std::string list_text(const std::vector<campaign::Signature>& list);
// How organizers see a signer on one line: "Maria Lopez, Oakland (private)".
std::string marked_listing(const campaign::Signer& signer);
// Statement and signers as one prints them. `statement` is Markdown.
std::string list_pdf(const std::vector<campaign::Signature>& list, std::string_view title,
                     std::string_view statement, std::string_view language, Paper paper);

// Organizations A–Z ignoring "The", individuals by family name (see family_name.h), by the locale's
// collation.
void sort_for_print(std::vector<campaign::Signature>& list, std::string_view language);

}  // namespace undersigned::letter
