// Traces of an address in octets and in the file itself.

#include "store/trace.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <sqlite3.h>

namespace undersigned::store {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// Next place at or after `from`; npos where there is none. Every address holds an "@", and memchr
// finds those at the speed of memory.
std::size_t find_address(std::string_view octets, std::string_view address, std::size_t from) {
  const std::size_t at = address.rfind('@');
  for (std::size_t next = from + at; next < octets.size(); ++next) {
    const void* found = std::memchr(octets.data() + next, '@', octets.size() - next);
    if (found == nullptr) break;
    next = static_cast<std::size_t>(static_cast<const char*>(found) - octets.data());
    const std::size_t begin = next - at;
    if (equal_folded(octets.substr(begin, address.size()), address)) return begin;
  }
  return std::string_view::npos;
}

// The database file, read through SQLite's own handle: opening and closing it anew would drop the
// locks that this process holds on it.
bool file_names(Connection& connection, const std::string& address) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection.database().getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  sqlite3_int64 size = 0;
  if (file == nullptr || file->pMethods == nullptr ||
      file->pMethods->xFileSize(file, &size) != SQLITE_OK) {
    throw std::runtime_error("the file cannot be searched for what was erased");
  }
  constexpr std::size_t stretch = 4u << 20;
  const auto overlap = static_cast<sqlite3_int64>(address.size());
  std::vector<char> buffer(stretch);
  for (sqlite3_int64 at = 0; at < size; at += static_cast<sqlite3_int64>(stretch) - overlap) {
    const auto n = static_cast<int>(std::min<sqlite3_int64>(stretch, size - at));
    if (file->pMethods->xRead(file, buffer.data(), n, at) != SQLITE_OK) {
      throw std::runtime_error("the file cannot be read for what was erased");
    }
    if (names({buffer.data(), static_cast<std::size_t>(n)}, address)) return true;
  }
  return false;
}

void empty_log(Connection& connection) {
  Query row = connection.query("PRAGMA wal_checkpoint(TRUNCATE)");
  if (row.step() && row.flag(0)) {
    throw std::runtime_error(
        "another process reads the store, so its log still holds what was erased: erase once more");
  }
}

}  // namespace

bool names(std::string_view octets, std::string_view address) {
  return find_address(octets, address, 0) != std::string_view::npos;
}

void redact(std::string& octets, std::string_view address) {
  for (std::size_t at = 0; (at = find_address(octets, address, at)) != std::string::npos; ++at) {
    for (std::size_t i = at; i < at + address.size(); ++i) {
      if (octets[i] != '@') octets[i] = 'x';
    }
  }
}

void wipe_free_places(Connection& connection, const std::string& address) {
  empty_log(connection);
  if (file_names(connection, address)) wipe_free_places(connection);
}

void wipe_free_places(Connection& connection) {
  connection.database().exec("VACUUM");
  empty_log(connection);
}

}  // namespace undersigned::store
