#include "command/signer_arguments.h"

#include "mail/header_text.h"

namespace undersigned::command {

namespace {

void take(const std::optional<std::string>& said, std::optional<std::string>& value) {
  if (!said) return;
  const auto clean = mail::HeaderText::clean(*said).text();
  value = clean.empty() ? std::nullopt : std::optional(clean);
}

}  // namespace

Result<campaign::Signer> with_arguments(campaign::Signer signer, const SignerArguments& said) {
  if (said.as) {
    if (*said.as != "individual" && *said.as != "organization")
      return fail(Error::Kind::usage,
                  "\"" + *said.as + "\" cannot sign; write individual or organization");
    signer.as = *said.as == "individual" ? campaign::As::individual : campaign::As::organization;
  }
  take(said.name, signer.name);
  take(said.organization, signer.organization);
  take(said.title, signer.title);
  take(said.place, signer.place);
  signer.listed = said.listed.value_or(signer.listed);
  if (signer.as == campaign::As::individual && !signer.name)
    return fail(Error::Kind::usage, "a person needs a name; give it with --name");
  if (signer.as == campaign::As::organization && !signer.organization)
    return fail(Error::Kind::usage, "an organization needs its name; give it with --organization");
  return signer;
}

}  // namespace undersigned::command
