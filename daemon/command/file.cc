#include "command/file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace undersigned::command {

Result<std::string> read_file(const std::string& file, Error::Kind kind, std::size_t limit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> open(std::fopen(file.c_str(), "rb"),
                                                             std::fclose);
  if (!open) {
    const int reason = errno;
    return fail(kind,
                reason == ENOENT
                    ? std::string("there is no such file")
                    : "this file cannot be read: " + std::string(std::strerror(reason)),
                file);
  }
  std::string content;
  std::array<char, 1u << 16> part;
  while (const auto size = std::fread(part.data(), 1, part.size(), open.get())) {
    content.append(part.data(), size);
    if (content.size() > limit)
      return fail(kind, "this file is larger than " + std::to_string(limit) + " octets", file);
  }
  if (std::ferror(open.get()) != 0)
    return fail(kind, "this file cannot be read: " + std::string(std::strerror(errno)), file);
  return content;
}

Result<void> write_file(const std::string& file, std::string_view content) {
  const std::string beside = file + ".new";
  std::FILE* open = std::fopen(beside.c_str(), "wb");
  bool good = open != nullptr;
  if (good) {
    good = std::fwrite(content.data(), 1, content.size(), open) == content.size();
    good = std::fclose(open) == 0 && good;
    good = good && std::rename(beside.c_str(), file.c_str()) == 0;
  }
  if (good) return {};
  const std::string reason = std::strerror(errno);
  if (open != nullptr) std::remove(beside.c_str());
  return fail(Error::Kind::failed, "this file cannot be written: " + reason, file);
}

}  // namespace undersigned::command
