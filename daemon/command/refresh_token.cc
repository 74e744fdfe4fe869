#include "command/refresh_token.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/file.h"
#include "command/secret.h"

namespace undersigned::command {

namespace {

// "campaign.db.token-0a1b…": named by what stands in the configuration, so that what came from
// another login is never taken for this one's.
std::string kept_file(const campaign::Config& config, const campaign::Token& token,
                      const std::string& configured) {
  const std::string text = token.token_url + "\n" + token.client_id + "\n" + configured;
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::array<char, 2 * 16 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return config.store + ".token-" + hex.data();
}

bool write_private(const std::string& file, const std::string& content) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return false;
  const bool written =
      ::fchmod(fd, 0600) == 0 &&
      ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::fsync(fd) == 0;
  return ::close(fd) == 0 && written;
}

void flush_folder(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path();
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

Result<TokenSecrets> load_token_secrets(const campaign::Config& config,
                                        const campaign::Token& token, const std::string& table) {
  const std::string key = table + ".token.";
  auto client = load_secret(config, key + "client_secret", token.client_secret);
  if (!client) return tl::unexpected(client.error());
  auto configured = load_secret(config, key + "refresh", token.refresh);
  if (!configured) return tl::unexpected(configured.error());
  TokenSecrets secrets{std::move(*client), *configured, *configured};
  const campaign::Secret kept{campaign::Secret::From::file, kept_file(config, token, *configured)};
  if (::access(kept.name.c_str(), F_OK) != 0) return secrets;
  auto refresh = load_secret(config, key + "refresh", kept);
  if (!refresh) return tl::unexpected(refresh.error());
  secrets.refresh = std::move(*refresh);
  return secrets;
}

Result<void> keep_refresh_token(const campaign::Config& config, const campaign::Token& token,
                                const TokenSecrets& before, const std::string& fresh) {
  if (fresh.empty() || fresh == before.refresh) return {};
  const std::string file = kept_file(config, token, before.configured);
  const std::string draft = file + "." + std::to_string(::getpid());
  const bool kept = write_private(draft, fresh) && std::rename(draft.c_str(), file.c_str()) == 0;
  const int reason = errno;
  if (kept) {
    flush_folder(file);
    return {};
  }
  ::unlink(draft.c_str());
  return fail(Error::Kind::failed,
              "the refresh token that the provider gave cannot be kept: " +
                  std::string(std::strerror(reason)) + "; make room, or mend the folder's owner",
              file);
}

}  // namespace undersigned::command
