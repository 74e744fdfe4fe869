#include <algorithm>

#include <unicode/timezone.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/unistr.h>

#include "letter/dates.h"
#include "letter/list.h"
#include "letter/plural.h"
#include "letter/print.h"
#include "letter/print_words.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::Signature;

bool right_to_left(std::string_view utf8) {
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto kind = u_charDirection(text.char32At(i));
    if (kind == U_RIGHT_TO_LEFT || kind == U_RIGHT_TO_LEFT_ARABIC) return true;
  }
  return false;
}

// The parts of a listing each by itself (Unicode FSI … PDI), so that a Hebrew or Arabic one does
// not reorder what stands beside it.
std::string isolated(const std::string& listing) {
  std::string out;
  for (std::size_t from = 0;;) {
    const auto end = listing.find(", ", from);
    out += "\u2068" + listing.substr(from, end == std::string::npos ? end : end - from) + "\u2069";
    if (end == std::string::npos) return out;
    out += ", ";
    from = end + 2;
  }
}

PrintBlock signer_block(const campaign::Signer& signer) {
  auto listing = campaign::listing(signer);
  auto name = (signer.as == As::organization ? signer.organization : signer.name).value_or("");
  if (right_to_left(listing)) {
    listing = isolated(listing);
    name = isolated(name);
  }
  return {PrintBlock::Kind::signer, listing, listing.starts_with(name) ? name.size() : 0};
}

std::vector<PrintBlock> signer_blocks(const std::vector<Signature>& sorted, As as,
                                      std::string_view heading, std::string_view language) {
  std::vector<PrintBlock> blocks;
  for (const auto& signature : sorted)
    if (signature.signer.as == as) blocks.push_back(signer_block(signature.signer));
  if (blocks.empty()) return blocks;
  const auto count = worded_number(static_cast<std::int64_t>(blocks.size()), language);
  blocks.insert(blocks.begin(),
                {PrintBlock::Kind::heading, std::string(heading) + " (" + count + ")"});
  return blocks;
}

}  // namespace

Paper paper_of(const campaign::Config& config) {
  using Said = campaign::ReleaseConfig::Paper;
  if (config.release.paper != Said::of_country)
    return config.release.paper == Said::letter ? Paper::us_letter : Paper::a4;
  UErrorCode status = U_ZERO_ERROR;
  char region[8] = "";
  icu::TimeZone::getRegion(icu::UnicodeString::fromUTF8(config.timezone), region, sizeof region,
                           status);
  if (U_FAILURE(status)) return Paper::a4;
  int32_t height = 0, width = 0;
  ulocdata_getPaperSize(("und_" + std::string(region)).c_str(), &height, &width, &status);
  return U_SUCCESS(status) && height == 279 ? Paper::us_letter : Paper::a4;  // millimetres
}

std::string list_pdf(const std::vector<Signature>& list, std::string_view title,
                     std::string_view statement, std::string_view language, Paper paper) {
  auto shown = visible(list, {.all = false, .public_only = true});
  sort_for_print(shown, language);
  const auto counted = visible(list, {}).size();
  const auto& words = print_words(language);

  Print print{std::string(title), std::string(language), paper, {}, {}};
  print.wide = statement_blocks(statement);
  print.columns = signer_blocks(shown, As::organization, words.organizations, language);
  for (auto& block : signer_blocks(shown, As::individual, words.individuals, language))
    print.columns.push_back(std::move(block));
  const bool affiliated = std::any_of(shown.begin(), shown.end(), [](const Signature& one) {
    return one.signer.as == As::individual && one.signer.organization;
  });
  std::string note(affiliated ? words.identification : "");
  if (counted > shown.size())
    note += (note.empty() ? "" : " ") + plural(std::string(words.unnamed),
                                               static_cast<std::int64_t>(counted - shown.size()),
                                               language);
  if (!note.empty()) print.columns.push_back({PrintBlock::Kind::note, note});
  return printed(print);
}

}  // namespace undersigned::letter
