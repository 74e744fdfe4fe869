#include <clocale>
#include <cstdlib>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "campaign/config_table.h"
#include "campaign/zone.h"
#include "command/command.h"
#include "command/log.h"
#include "command/restart.h"
#include "command/signals.h"

// Arguments → one function per command. Errors are printed here and nowhere else.
namespace undersigned {
namespace {

using command::Options;
using command::Outcome;

// What the command line says: the command that was chosen, with its arguments bound.
struct Line {
  Options options;
  std::string start_at;
  std::optional<double> speed;
  std::function<Outcome()> chosen;

  bool daemon = false;       // runs until it is told to end
  bool ends_itself = false;  // told to end, it finishes what is under way
  bool once = false;
  std::vector<std::string> mails;
  bool online = false;
  bool json = false;
  command::PreviewArguments preview_of;
  std::string list;
  bool dry = false;
  std::vector<std::string> addresses;
  bool all = false;
  std::int64_t id = 0;
  command::SignerArguments signer;
  std::string file;
  command::ExportArguments export_of;
  std::vector<std::string> ids;
  bool letter = true;
  bool to_all = false;
  std::string address;
};

int exit_status(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::failed:
      return 1;
    case Error::Kind::usage:
      return 2;
    case Error::Kind::input:
      return 65;
    case Error::Kind::unreachable:
    case Error::Kind::refused:
      return 69;
    case Error::Kind::busy:
      return 75;
    case Error::Kind::config:
      return 78;
  }
  return 1;
}

// The number of a signature.
std::string is_number(const std::string& text) {
  const bool number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return number ? ""
                : "\"" + text +
                      "\" is no number of a signature; `undersigned signatures export --all` shows "
                      "numbers and addresses";
}

void choose(CLI::App* app, Line& line, std::function<Outcome()> command) {
  // A group's own callback comes after that of its subcommand, which it must not undo.
  app->callback([&line, command = std::move(command)] {
    if (!line.chosen) line.chosen = command;
  });
}

void add_daily(CLI::App& app, Line& line) {
  const auto& options = line.options;
  auto* run = app.add_subcommand("run", "the daemon: until SIGTERM or SIGINT");
  auto& once = line.once;
  run->add_flag("--once", once, "do all that is due now, then exit: for cron and for tests");
  choose(run, line, [&] { return command::run(options, once); });
  run->parse_complete_callback([&] {
    line.daemon = !line.once;
    line.ends_itself = true;
  });

  auto* read = app.add_subcommand("read", "what each mail file means: one JSON object a line");
  auto& mails = line.mails;
  read->add_option("MAIL", mails, "mail files; - is standard input")->required();
  choose(read, line, [&] { return command::read(options, mails); });

  auto* check = app.add_subcommand("check", "is everything right that a campaign needs?");
  auto& online = line.online;
  check->add_flag("--online", online, "also log in to both servers; sends nothing");
  choose(check, line, [&] { return command::check(options, online); });

  auto* status = app.add_subcommand("status", "counts, phase, timetable, backlog");
  auto& json = line.json;
  status->add_flag("--json", json, "for programs");
  choose(status, line, [&] { return command::status(options, json); });
}

void add_letters(CLI::App& app, Line& line) {
  const auto& options = line.options;
  auto* preview = app.add_subcommand("preview", "renders a letter as it would go out");
  auto& preview_of = line.preview_of;
  preview->add_option("LETTER", preview_of.letter, "call, confirmation, digest, release, …")
      ->required();
  preview->add_option("--out", preview_of.out,
                      "folder for the files, made where it is missing; else preview, here");
  preview->add_option("--language", preview_of.language, "en, es, …");
  choose(preview, line, [&] { return command::preview(options, preview_of); });

  auto* call = app.add_subcommand("call", "sends the call for sign-ons to a list");
  auto& list = line.list;
  auto& dry = line.dry;
  call->add_option("LIST", list, "CSV file with a column address")->required();
  call->add_flag("--dry-run", dry, "say what would be sent, and send nothing");
  choose(call, line, [&] { return command::call(options, list, dry); });

  auto* release = app.add_subcommand("release", "the press release: status, hold, approve, resend");
  release->require_subcommand(0, 1);
  choose(release, line, [&] { return command::release_status(options); });
  choose(release->add_subcommand("status", "where it stands"), line,
         [&] { return command::release_status(options); });
  choose(release->add_subcommand("hold", "it does not go out until it is approved"), line,
         [&] { return command::release_hold(options); });
  choose(release->add_subcommand("approve", "it goes out at its time, or now if that has passed"),
         line, [&] { return command::release_approve(options); });
  auto* resend = release->add_subcommand("resend", "again to contacts it may not have reached");
  auto& addresses = line.addresses;
  resend->add_option("ADDRESS", addresses, "contacts; without any, shows who they are");
  resend->add_flag("--all", line.to_all, "all whose letter is uncertain");
  choose(resend, line, [&] { return command::release_resend(options, addresses, line.to_all); });
}

void add_signer_options(CLI::App* app, command::SignerArguments& signer) {
  app->add_option("--as", signer.as, "individual or organization");
  app->add_option("--name", signer.name, "the person's name, as it is to be printed");
  app->add_option("--organization", signer.organization, "that signs, or the affiliation");
  app->add_option("--title", signer.title, "role, such as \"Executive Director\"");
  app->add_option("--place", signer.place, "city, state, country");
  auto* hidden = app->add_flag_callback(
      "--private", [&signer] { signer.listed = false; }, "only counted, never named");
  app->add_flag_callback(
         "--listed", [&signer] { signer.listed = true; }, "named in public")
      ->excludes(hidden);
  app->add_flag_callback(
      "--no-letter", [&signer] { signer.letter = false; }, "do not tell the signer");
}

void add_signatures(CLI::App& app, Line& line) {
  const auto& options = line.options;
  auto* group = app.add_subcommand("signatures", "the list of signers");
  group->require_subcommand(1);
  auto& all = line.all;
  auto* list = group->add_subcommand("list", "who signed");
  list->add_flag("--all", all, "every state, not only the counted");
  choose(list, line, [&] { return command::signatures_list(options, all); });

  auto& id = line.id;
  auto* show = group->add_subcommand("show", "one signature with its mail");
  show->add_option("ID", id)->required()->check(CLI::Validator(is_number, "NUMBER"));
  choose(show, line, [&] { return command::signatures_show(options, id); });

  auto& signer = line.signer;
  auto* add = group->add_subcommand("add", "a signature that did not come by mail");
  add->add_option("--address", signer.address, "e-mail address of the signer")->required();
  add->add_option("--language", signer.language, "of letters: en, es, …");
  add_signer_options(add, signer);
  choose(add, line, [&] { return command::signatures_add(options, signer); });

  auto* amend = group->add_subcommand("amend", "corrects a signature; \"\" removes a value");
  amend->add_option("ID", id)->required()->check(CLI::Validator(is_number, "NUMBER"));
  add_signer_options(amend, signer);
  choose(amend, line, [&] { return command::signatures_amend(options, id, signer); });

  auto* withdraw = group->add_subcommand("withdraw", "takes a signature off the list");
  withdraw->add_option("ID", id)->required()->check(CLI::Validator(is_number, "NUMBER"));
  withdraw->add_flag_callback(
      "--no-letter", [&line] { line.letter = false; }, "do not tell the signer");
  choose(withdraw, line,
         [&options, &id, &line] { return command::signatures_withdraw(options, id, line.letter); });
}

void add_lists(CLI::App& app, Line& line) {
  const auto& options = line.options;
  auto* group = app.get_subcommand("signatures");
  auto* import = group->add_subcommand("import", "adds the signers of a CSV file");
  auto& file = line.file;
  import->add_option("FILE", file, "columns as, name, organization, title, place, listed, address")
      ->required();
  import->add_flag_callback("--no-letter", [&line] { line.letter = false;
}, "do not tell the signers");
choose(import, line, [&] { return command::signatures_import(options, file, line.letter); });

auto* out = group->add_subcommand("export", "the list as a file");
auto& export_of = line.export_of;
out->add_option("--format", export_of.format, "csv, json, xlsx, pdf or text (csv)")
    ->check(CLI::IsMember({"csv", "json", "xlsx", "pdf", "text"}));
out->add_option("--out", export_of.out, "file; without it to standard output");
out->add_flag("--all", export_of.all, "every state, not only the counted");
out->add_flag("--public", export_of.public_only, "without private signers and addresses");
choose(out, line, [&] { return command::signatures_export(options, export_of); });
}  // namespace

void add_care(CLI::App& app, Line& line) {
  const auto& options = line.options;
  auto* review = app.add_subcommand("review", "what waits for a person: list, accept, reject");
  review->require_subcommand(0, 1);
  choose(review, line, [&] { return command::review_list(options); });
  choose(review->add_subcommand("list", "what waits"), line,
         [&] { return command::review_list(options); });
  auto& ids = line.ids;
  auto* accept = review->add_subcommand("accept", "signatures are counted, mails are settled");
  accept->add_option("ID", ids)->required();
  choose(accept, line, [&] { return command::review_accept(options, ids); });
  auto* reject = review->add_subcommand("reject", "signatures are taken off, mails are settled");
  reject->add_option("ID", ids)->required();
  choose(reject, line, [&] { return command::review_reject(options, ids); });

  auto* erase = app.add_subcommand("erase", "removes all data of a person");
  auto& address = line.address;
  erase->add_option("ADDRESS", address)->required();
  choose(erase, line, [&] { return command::erase(options, address); });

  auto* backup = app.add_subcommand("backup", "a consistent copy while the daemon runs");
  auto& file = line.file;
  backup->add_option("FILE", file, "must not exist yet")->required();
  choose(backup, line, [&] { return command::backup(options, file); });

  auto* restore = app.add_subcommand("restore", "puts a backup back, where there are no records");
  restore->add_option("FILE", file, "that `undersigned backup` made")->required();
  choose(restore, line, [&] { return command::restore(options, file); });

  auto* recount =
      app.add_subcommand("recount", "counts again from the raw mails alone, and compares");
  choose(recount, line, [&] { return command::recount(options); });
}

void add_options(CLI::App& app, Line& line) {
  app.add_option("--config", line.options.config,
                 "campaign.toml; else $UNDERSIGNED_CONFIG, else /etc/undersigned/campaign.toml");
  app.add_option("--start-at", line.start_at,
                 "rehearsal: campaign time at the start, such as 2015-12-16T07:00:00-08:00");
  app.add_option("--speed", line.speed, "rehearsal: campaign seconds in a second");
  app.add_flag("--verbose", line.options.verbose, "log details (or set $UNDERSIGNED_LOG=debug)");
  app.set_version_flag("--version", "undersigned " UNDERSIGNED_VERSION);
}

// When a rehearsal began. The program may start itself anew in the middle of it, and the campaign's
// time goes on then.
Instant began(Instant now) {
  constexpr const char* name = "UNDERSIGNED_BEGAN";
  if (const char* said = std::getenv(name)) return Instant(Instant::duration(std::atoll(said)));
  setenv(name, std::to_string(now.time_since_epoch().count()).c_str(), 1);
  return now;
}

Result<void> settle(Line& line) {
  auto& options = line.options;
  options.config_named = !options.config.empty();
  const char* named = std::getenv("UNDERSIGNED_CONFIG");
  if (!options.config_named && named != nullptr && *named != '\0') {
    options.config = named;
    options.config_named = true;
  }
  if (options.config.empty()) options.config = "/etc/undersigned/campaign.toml";
  if (line.start_at.empty() && !line.speed) return {};
  if (line.start_at.empty())
    return fail(
        Error::Kind::usage,
        "--speed needs --start-at, the campaign time at which the rehearsal begins, such as "
        "2015-12-16T07:00:00-08:00");
  const auto real = command::Clock::real_now();
  const double speed = line.speed.value_or(1);
  if (!(speed > 0 && speed <= 1e7))
    return fail(Error::Kind::usage,
                "--speed must be a number above 0, such as 600 (and at most 10 "
                "million)");
  const auto start = campaign::read_rfc3339(line.start_at);
  if (!start) return fail(Error::Kind::usage, "--start-at: " + start.error().what);
  options.clock = command::Clock(*start, speed, began(real));
  return {};
}

int report(const Error& error) {
  std::cout.flush();
  std::cerr << "undersigned: " << error.text() << '\n';
  return exit_status(error.kind);
}

// A daemon tells what happens; a command that a person waits for tells what is wrong.
void open_log(const Line& line) {
  const char* level = std::getenv("UNDERSIGNED_LOG");
  const bool said = level != nullptr && *level != '\0';
  command::open_log(said ? level : line.daemon ? "info" : "warning", line.options.verbose);
}

// Signers' data and passwords: no file that we make is for others, and no crash leaves our memory
// in one.
void keep_to_ourselves() {
  umask(0077);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

// The command of a group that was not understood: what was meant by it, or what there is.
std::string meant(const CLI::App& group, int argc, char** argv) {
  std::vector<std::string> names;
  for (const auto* command : group.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  if (names.empty()) return {};
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (int i = 1; i < argc; ++i) {
    const std::string_view typed = argv[i];
    if (typed.starts_with("-") || typed == group.get_name()) continue;
    const auto name = campaign::probably_meant(typed, known);
    if (!name.empty()) return "; did you mean \"" + std::string(name) + "\"?";
  }
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "; there are: " : ", ") + name;
  return all;
}

// "undersigned: … did you mean … See undersigned signatures --help."
void report(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const CLI::App* group = &app;
  std::string name = app.get_name();
  while (!group->get_subcommands().empty()) {
    group = group->get_subcommands().front();
    name += " " + group->get_name();
  }
  std::cerr << "undersigned: " << error.what() << meant(*group, argc, argv) << "\nSee " << name
            << " --help.\n";
}

int main_of(int argc, char** argv) {
  CLI::App app(
      "We, the undersigned: takes signatures by e-mail, confirms each, and sends the "
      "release.",
      "undersigned");
  Line line;
  app.require_subcommand(1);
  app.fallthrough();
  add_options(app, line);
  add_daily(app, line);
  add_letters(app, line);
  add_signatures(app, line);
  add_lists(app, line);
  add_care(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    report(app, error, argc, argv);
    return exit_status(Error::Kind::usage);
  }
  if (const auto settled = settle(line); !settled) return report(settled.error());
  open_log(line);
  if (!line.ends_itself) command::release_signals();
  const auto outcome = line.chosen();
  return outcome ? *outcome : report(outcome.error());
}

}  // namespace undersigned
}  // namespace undersigned

int main(int argc, char** argv) {
  undersigned::command::remember_start(argv);
  undersigned::command::hold_signals();
  undersigned::keep_to_ourselves();
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // what a large mail took goes back at once
  try {
    return undersigned::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "undersigned: this should not have happened: " << error.what() << '\n';
    return 1;
  }
}
