#include "command/secret.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace undersigned;
using campaign::Secret;

namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "secret-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  Folder(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }

  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(path / name, std::ios::binary) << content;
    fs::permissions(path / name, fs::perms::owner_read | fs::perms::owner_write);
    return (path / name).string();
  }
};

campaign::Config config() {
  campaign::Config config;
  config.file = "campaign.toml";
  config.lines["mailbox.password"] = 12;
  return config;
}

Result<std::string> load(Secret::From from, const std::string& name) {
  return command::load_secret(config(), "mailbox.password", {from, name});
}

}  // namespace

TEST_CASE("a secret is the file's one line without its end") {
  const Folder folder;
  const std::pair<const char*, const char*> cases[] = {
      {"hunter2", "hunter2"},   {"hunter2\n", "hunter2"}, {"hunter2\r\n", "hunter2"},
      {" sp ace ", " sp ace "}, {"pä$$\n", "pä$$"},
  };
  for (const auto& [content, secret] : cases) {
    const auto loaded = load(Secret::From::file, folder.file("s", content));
    if (!loaded) FAIL(loaded.error().text());
    CHECK(*loaded == secret);
  }
}

TEST_CASE("a secret that could add a command to a session is refused, and never shown") {
  const Folder folder;
  for (const std::string& content :
       {std::string("hunter2\nA LOGOUT"), std::string("hunter2\n\n"), std::string("hun\rter2"),
        std::string("hun\0ter2", 8), std::string("\n"), std::string()}) {
    const auto loaded = load(Secret::From::file, folder.file("s", content));
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().kind == Error::Kind::config);
    CHECK(loaded.error().file == "campaign.toml");
    CHECK(loaded.error().line == 12);
    CHECK_THAT(loaded.error().what, Catch::Contains("[mailbox] password"));
    CHECK_THAT(loaded.error().what, !Catch::Contains("hun"));
  }
}

TEST_CASE("a secret that is not there is named with what to do") {
  const Folder folder;
  const auto file = load(Secret::From::file, (folder.path / "absent").string());
  REQUIRE_FALSE(file);
  CHECK_THAT(file.error().what, Catch::Contains("absent") && Catch::Contains("no such file"));

  unsetenv("UNDERSIGNED_TEST_SECRET");
  const auto variable = load(Secret::From::environment, "UNDERSIGNED_TEST_SECRET");
  REQUIRE_FALSE(variable);
  CHECK_THAT(variable.error().what, Catch::Contains("UNDERSIGNED_TEST_SECRET"));
  setenv("UNDERSIGNED_TEST_SECRET", "hunter2", 1);
  CHECK(load(Secret::From::environment, "UNDERSIGNED_TEST_SECRET").value() == "hunter2");
  unsetenv("UNDERSIGNED_TEST_SECRET");
}

TEST_CASE("a credential is a file of systemd's folder and of no other") {
  const Folder folder;
  folder.file("mailbox", "hunter2\n");
  unsetenv("CREDENTIALS_DIRECTORY");
  CHECK_FALSE(load(Secret::From::credential, "mailbox"));
  setenv("CREDENTIALS_DIRECTORY", folder.path.c_str(), 1);
  CHECK(load(Secret::From::credential, "mailbox").value() == "hunter2");
  CHECK_FALSE(load(Secret::From::credential, "../mailbox"));
  unsetenv("CREDENTIALS_DIRECTORY");
}
