#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "command/clock.h"
#include "result.h"

namespace undersigned::command {

// What stands before every command.
struct Options {
  std::string config;         // path of campaign.toml
  bool config_named = false;  // by --config or $UNDERSIGNED_CONFIG, not the default
  Clock clock;
  bool verbose = false;
};

// A command's exit status, or what went wrong; main prints the error and makes its status of it.
using Outcome = Result<int>;

// One function per command, each in the file of its name. Results go to standard output.
Outcome run(const Options& options, bool once);
Outcome read(const Options& options, const std::vector<std::string>& mails);
Outcome check(const Options& options, bool online);

struct PreviewArguments {
  std::string letter;
  std::string out;       // folder; "": preview, here
  std::string language;  // "": the campaign's first
};
Outcome preview(const Options& options, const PreviewArguments& arguments);

Outcome call(const Options& options, const std::string& list, bool dry_run);
Outcome status(const Options& options, bool json);

// What `signatures add` and `amend` say of a signer; nothing: not said.
struct SignerArguments {
  std::optional<std::string> as, name, organization, title, place, address, language;
  std::optional<bool> listed;
  bool letter = true;  // tell the signer
};
struct ExportArguments {
  std::string format = "csv";  // csv, json, xlsx, pdf, text
  std::string out;             // file; "": standard output
  bool all = false, public_only = false;
};
Outcome signatures_list(const Options& options, bool all);
Outcome signatures_show(const Options& options, std::int64_t id);
Outcome signatures_add(const Options& options, const SignerArguments& signer);
Outcome signatures_amend(const Options& options, std::int64_t id, const SignerArguments& signer);
Outcome signatures_withdraw(const Options& options, std::int64_t id, bool letter);
Outcome signatures_import(const Options& options, const std::string& file, bool letter);
Outcome signatures_export(const Options& options, const ExportArguments& arguments);

Outcome review_list(const Options& options);
// An id is a signature's number, or a mail's with an m before it: "12", "m7".
Outcome review_accept(const Options& options, const std::vector<std::string>& ids);
Outcome review_reject(const Options& options, const std::vector<std::string>& ids);

Outcome release_status(const Options& options);
Outcome release_hold(const Options& options);
Outcome release_approve(const Options& options);
// To contacts whose letter is uncertain; `all`: all of them. Neither: says who they are.
Outcome release_resend(const Options& options, const std::vector<std::string>& addresses, bool all);

Outcome erase(const Options& options, const std::string& address);
Outcome backup(const Options& options, const std::string& file);
Outcome restore(const Options& options, const std::string& file);
Outcome recount(const Options& options);

}  // namespace undersigned::command
