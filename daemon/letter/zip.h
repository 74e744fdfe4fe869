#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace undersigned::letter {

// A ZIP archive in memory (PKWARE APPNOTE 6.3, deflate; no ZIP64, so below 4 GB). Entries carry a
// fixed date: the same contents give the same octets.
class Zip {
 public:
  void add(std::string_view name, std::string_view content);
  std::string take();  // the finished archive

 private:
  std::string octets_, directory_;
  std::uint16_t entries_ = 0;
};

}  // namespace undersigned::letter
