#include <iostream>

#include <unistd.h>

#include "command/command.h"
#include "command/file.h"
#include "command/font_cache.h"
#include "command/load.h"
#include "command/records.h"
#include "letter/list.h"

namespace undersigned::command {

namespace {

Result<std::string> rendered(const campaign::Config& config, store::Store& store,
                             const ExportArguments& arguments) {
  const letter::ListOptions options{arguments.all, arguments.public_only};
  const auto stored = store.signatures(arguments.all);
  if (!stored) return tl::unexpected(stored.error());
  auto list = letter::visible(*stored, options);
  if (arguments.format == "csv") return letter::list_csv(list, options);
  if (arguments.format == "json") return letter::list_json(list, options);
  if (arguments.format == "xlsx") return letter::list_xlsx(list, options);
  letter::sort_for_print(list, config.languages.front());
  if (arguments.format == "text") return letter::list_text(list);
  share_font_cache();
  const auto campaign = load_campaign(config.file);
  if (!campaign) return tl::unexpected(campaign.error());
  return letter::list_pdf(list, config.name, (*campaign)->text.statement, config.languages.front(),
                          letter::paper_of(config));
}

}  // namespace

Outcome signatures_export(const Options& options, const ExportArguments& arguments) {
  const bool binary = arguments.format == "xlsx" || arguments.format == "pdf";
  if (binary && arguments.out.empty() && isatty(STDOUT_FILENO) == 1)
    return fail(Error::Kind::usage, "a terminal cannot show " + arguments.format +
                                        "; name a file with --out FILE." + arguments.format);
  const auto config = load_config(options.config);
  if (!config) return tl::unexpected(config.error());
  auto records = look_at_records(*config);
  if (!records) return tl::unexpected(records.error());
  const auto content = rendered(*config, records->store, arguments);
  if (!content) return tl::unexpected(content.error());
  if (!arguments.out.empty()) {
    const auto written = write_file(arguments.out, *content);
    if (!written) return tl::unexpected(written.error());
    return 0;
  }
  std::cout << *content;
  std::cout.flush();
  if (!std::cout)
    return fail(Error::Kind::failed, "the list could not be written to standard output");
  return 0;
}

}  // namespace undersigned::command
