#include "command/secret.h"

#include <cstdlib>

#include <sys/stat.h>

#include "command/file.h"
#include "command/log.h"

namespace undersigned::command {

namespace {

using campaign::Secret;

constexpr std::size_t longest_secret = 64u << 10;

tl::unexpected<Error> wrong(const campaign::Config& config, const std::string& key,
                            const std::string& what) {
  const auto line = config.lines.find(key);
  const auto dot = key.rfind('.');
  return fail(Error::Kind::config,
              "[" + key.substr(0, dot) + "] " + key.substr(dot + 1) + ": " + what, config.file,
              line == config.lines.end() ? 0 : line->second);
}

// Mode bits say who may read it; a file that is not there is an error of read_file.
void warn_if_open(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || (status.st_mode & S_IROTH) == 0) return;
  log_warning("everybody on this machine may read a secret; make it private: chmod o-r",
              {{"file", path}});
}

Result<std::string> content(const std::string& path) {
  auto read = read_file(path, Error::Kind::config, longest_secret);
  if (read) warn_if_open(path);
  return read;
}

Result<std::string> found(const Secret& secret) {
  switch (secret.from) {
    case Secret::From::none:
      return std::string();
    case Secret::From::file:
      return content(secret.name);
    case Secret::From::credential: {
      const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
      if (folder == nullptr || secret.name.find('/') != std::string::npos)
        return fail(Error::Kind::config,
                    "the credential \"" + secret.name +
                        "\" is given by systemd alone (LoadCredential=" + secret.name +
                        ":/path/to/file in the unit); elsewhere set $CREDENTIALS_DIRECTORY to the "
                        "folder that holds it, or write { file = \"…\" }");
      return content(std::string(folder) + "/" + secret.name);
    }
    case Secret::From::environment: {
      const char* value = std::getenv(secret.name.c_str());
      if (value == nullptr)
        return fail(Error::Kind::config, "the environment variable " + secret.name +
                                             " is not set; set it and try again");
      return std::string(value);
    }
  }
  return std::string();
}

}  // namespace

Result<std::string> load_secret(const campaign::Config& config, const std::string& key,
                                const Secret& secret) {
  if (secret.from == Secret::From::none) return std::string();
  auto value = found(secret);
  if (!value) return wrong(config, key, value.error().text());
  if (value->ends_with('\n')) value->pop_back();
  if (value->ends_with('\r')) value->pop_back();
  if (value->empty()) return wrong(config, key, "the secret is empty; put the password there");
  if (value->find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
    return wrong(config, key,
                 "the secret has more than one line; the password must stand there alone");
  return value;
}

}  // namespace undersigned::command
