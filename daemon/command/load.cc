#include "command/load.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include <sys/stat.h>
#include <unistd.h>

#include "command/file.h"
#include "mail/unicode.h"

namespace undersigned::command {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> wrong(const campaign::Config& config, const std::string& table,
                            const std::string& key, const std::string& what) {
  const auto line = config.lines.find(table + "." + key);
  return fail(Error::Kind::config, "[" + table + "] " + key + ": " + what, config.file,
              line == config.lines.end() ? 0 : line->second);
}

fs::path folder_of(const std::string& file) {
  const fs::path path(file);
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::string because() { return " (" + std::string(std::strerror(errno)) + ")"; }

// A file that the config names: beside it, or in one of the other places by the same name.
std::string found(const campaign::Config& config, const std::string& path) {
  std::error_code error;
  if (fs::exists(path, error)) return path;
  const auto beside = fs::path(config.file).parent_path();
  const auto name = fs::path(path).lexically_relative(beside.empty() ? "." : beside);
  if (name.empty() || *name.begin() == "..") return path;
  for (const auto& place : places(config.file))
    if (fs::exists(place / name, error)) return (place / name).string();
  return path;
}

// Names and statements that were saved in another character set would be printed wrong.
Result<void> readable(std::string_view text, const std::string& file) {
  int line = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!mail::is_utf8(text.substr(0, end)))
      return fail(Error::Kind::config, "this line is not UTF-8; save the file as UTF-8", file,
                  line);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
  }
  return {};
}

fs::path example_campaign() { return fs::path(UNDERSIGNED_SOURCE_DIR) / "config"; }

}  // namespace

std::string listed(const std::vector<fs::path>& places) {
  std::string text;
  for (const auto& place : places) text += (text.empty() ? "" : ", ") + place.string();
  return text;
}

std::string file_named(const campaign::Config& config, const std::string& path) {
  return found(config, path);
}

std::vector<fs::path> places(const std::string& config) {
  std::vector<fs::path> places;
  if (!config.empty()) {
    const auto beside = fs::path(config).parent_path();
    places.push_back(beside.empty() ? fs::path(".") : beside);
  }
  std::error_code error;
  const auto binary = fs::read_symlink("/proc/self/exe", error);
  const auto share = binary.parent_path().parent_path() / "share/undersigned";
  if (!error && fs::is_directory(share, error)) places.push_back(share);
  const auto in_build = binary.lexically_relative(UNDERSIGNED_BINARY_DIR);
  if (!in_build.empty() && *in_build.begin() != "..") {
    places.push_back(example_campaign());
    places.emplace_back(UNDERSIGNED_SOURCE_DIR);
  }
  return places;
}

std::vector<Found> find_all(const std::vector<fs::path>& places, const std::string& folder,
                            const std::string& extension) {
  std::map<std::string, fs::path> first;
  for (const auto& place : places) {
    std::error_code error;
    fs::recursive_directory_iterator entries(place / folder, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
      const auto& path = entries->path();
      if (path.extension() != extension || !entries->is_regular_file(error)) continue;
      first.emplace(path.lexically_relative(place / folder).string(), path);
    }
  }
  std::vector<Found> all;
  for (auto& [name, path] : first) all.push_back({name, path});
  return all;
}

Result<campaign::Config> load_config(const std::string& file) {
  auto text = read_file(file, Error::Kind::config, 1u << 20);
  if (!text) {
    auto error = text.error();
    error.what += "; name the campaign's configuration with --config FILE";
    return tl::unexpected(error);
  }
  return campaign::read_config(*text, file);
}

std::vector<fs::path> for_letters(std::vector<fs::path> places) {
  const auto example = std::find(places.begin(), places.end(), example_campaign());
  if (example != places.end() && example != places.begin()) places.erase(example);
  return places;
}

namespace {

Result<void> add_letters(letter::Templates& templates, const std::vector<fs::path>& places,
                         const std::vector<std::string>& languages) {
  for (const auto& file : find_all(places, "templates", ".md")) {
    const fs::path name(file.name);
    const auto language = name.parent_path().string();
    if (std::find(languages.begin(), languages.end(), language) == languages.end()) continue;
    const auto kind = campaign::letter_kind_of(name.stem().string());
    if (!kind)
      return fail(Error::Kind::config,
                  "there is no letter of this name; rename the file or remove it",
                  file.path.string());
    const auto text = read_file(file.path.string(), Error::Kind::config, 1u << 20);
    if (!text) return tl::unexpected(text.error());
    const auto added = templates.add(*kind, language, *text, file.path.string());
    if (!added) return tl::unexpected(added.error());
  }
  return {};
}

// In English, and in the language of organizers.
Result<void> add_remarks(letter::Templates& templates, const std::vector<fs::path>& places,
                         const std::string& organizers) {
  for (const auto& file : find_all(places, "templates", ".toml")) {
    const fs::path name(file.name);
    const auto language = name.parent_path().string();
    const bool wanted = language == "en" || language == organizers;
    if (!wanted || name.filename() != "remarks.toml") continue;
    const auto text = read_file(file.path.string(), Error::Kind::config, 1u << 20);
    if (!text) return tl::unexpected(text.error());
    auto remarks = letter::Remarks::read(*text, file.path.string());
    if (!remarks) return tl::unexpected(remarks.error());
    templates.add_remarks(language, std::move(*remarks));
  }
  return {};
}

Result<void> set_layout(letter::Templates& templates, const std::vector<fs::path>& places) {
  for (const auto& file : find_all(places, "templates", ".html")) {
    if (file.name != "layout.html") continue;
    const auto text = read_file(file.path.string(), Error::Kind::config, 1u << 20);
    if (!text) return tl::unexpected(text.error());
    return templates.set_layout(*text, file.path.string());
  }
  return {};
}

}  // namespace

Result<letter::Templates> load_templates(const std::vector<fs::path>& places,
                                         const std::vector<std::string>& languages) {
  letter::Templates templates;
  const auto own = for_letters(places);
  const auto complete = [&]() -> Result<void> {
    if (auto added = add_letters(templates, own, languages); !added) return added;
    if (auto added = add_remarks(templates, own, languages.front()); !added) return added;
    if (auto set = set_layout(templates, own); !set) return set;
    return templates.complete(languages.front());
  }();
  if (!complete) {
    auto error = complete.error();
    if (error.file.empty())
      error.what += " (looked for in the folder templates of " + listed(places) + ")";
    return tl::unexpected(error);
  }
  return templates;
}

Result<std::unique_ptr<const Campaign>> load_campaign(const std::string& file) {
  auto config = load_config(file);
  if (!config) return tl::unexpected(config.error());
  auto loaded = std::make_unique<Campaign>();
  loaded->config = std::move(*config);
  loaded->places = places(file);
  const auto& named = loaded->config.statement;
  auto statement = read_file(found(loaded->config, named), Error::Kind::config, 4u << 20);
  if (!statement)
    return wrong(
        loaded->config, "campaign", "statement",
        named + ": " + statement.error().what + "; it holds what people sign, in Markdown");
  if (auto fine = readable(*statement, named); !fine) return tl::unexpected(fine.error());
  if (statement->find_first_not_of(" \t\r\n") == std::string::npos)
    return wrong(loaded->config, "campaign", "statement",
                 named + ": it is empty; it holds what people sign, in Markdown");
  auto templates = load_templates(loaded->places, loaded->config.languages);
  if (!templates) return tl::unexpected(templates.error());
  loaded->templates = std::move(*templates);
  loaded->text = {&loaded->config, &loaded->templates, std::move(*statement)};
  return std::unique_ptr<const Campaign>(std::move(loaded));
}

Result<void> check_store_folder(const campaign::Config& config) {
  const fs::path folder = folder_of(config.store);
  struct stat there {};
  if (::stat(folder.c_str(), &there) != 0) {
    return wrong(config, "store", "url",
                 "the folder " + folder.string() + " cannot be looked at" + because() +
                     "; make it, and give it to the user who runs undersigned");
  }
  if (!S_ISDIR(there.st_mode)) {
    return wrong(config, "store", "url", folder.string() + " is no folder");
  }
  if (::stat(config.store.c_str(), &there) == 0 && S_ISDIR(there.st_mode)) {
    return wrong(config, "store", "url", config.store + " is a folder; name a file in it");
  }
  return {};
}

Result<void> check_store_rights(const campaign::Config& config) {
  const fs::path folder = folder_of(config.store);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return wrong(config, "store", "url",
                 "nothing can be written in the folder " + folder.string() + because() +
                     "; give it to the user who runs undersigned, and run this as that user");
  }
  if (::access(config.store.c_str(), R_OK | W_OK) != 0 && errno != ENOENT) {
    return wrong(config, "store", "url",
                 config.store + " cannot be read and written" + because() +
                     "; run this as the user who runs undersigned");
  }
  return {};
}

Result<std::vector<letter::PressContact>> load_press_list(const Campaign& campaign) {
  const auto& named = campaign.config.release.press_list;
  const auto path = found(campaign.config, named);
  const auto text = read_file(path, Error::Kind::config);
  if (!text)
    return wrong(campaign.config, "release", "press_list",
                 named + ": " + text.error().what +
                     "; it holds the contacts, with the columns address, name and outlet");
  if (auto fine = readable(*text, path); !fine) return tl::unexpected(fine.error());
  auto contacts = letter::read_press_list(*text, path);
  if (!contacts) return contacts;
  for (const mail::Address& own : campaign.config.own_addresses()) {
    for (const auto& contact : *contacts) {
      if (contact.address.mailbox_key() != own.mailbox_key()) continue;
      return fail(Error::Kind::config,
                  "\"" + contact.address.text() +
                      "\" is the campaign's own address; the press list holds those who get the "
                      "release",
                  path, contact.line);
    }
  }
  return contacts;
}

}  // namespace undersigned::command
