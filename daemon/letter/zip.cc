#include "letter/zip.h"

#include <stdexcept>

#include <zlib.h>

namespace undersigned::letter {
namespace {

constexpr std::uint16_t version = 20, utf8_names = 0x0800, deflated = 8;
constexpr std::uint16_t date = (2015 - 1980) << 9 | 12 << 5 | 18;

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 255);
  out += static_cast<char>(value >> 8 & 255);
}

void put32(std::string& out, std::uint32_t value) {
  put16(out, value & 0xFFFF);
  put16(out, value >> 16);
}

std::string raw_deflate(std::string_view content) {
  z_stream stream{};
  // Level 1: a list of names gets hardly smaller above it, and takes three times as long.
  if (deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

void Zip::add(std::string_view name, std::string_view content) {
  const auto packed = raw_deflate(content);
  const auto checksum = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
  std::string common;  // of the local header and the directory's (4.3.7, 4.3.12)
  put16(common, version);
  put16(common, utf8_names);
  put16(common, deflated);
  put16(common, 0);  // midnight
  put16(common, date);
  put32(common, static_cast<std::uint32_t>(checksum));
  put32(common, static_cast<std::uint32_t>(packed.size()));
  put32(common, static_cast<std::uint32_t>(content.size()));
  put16(common, static_cast<std::uint32_t>(name.size()));
  put16(common, 0);  // no extra field

  put32(directory_, 0x02014b50);
  put16(directory_, version);
  directory_ += common;
  put16(directory_, 0);  // no comment
  put16(directory_, 0);  // disk
  put16(directory_, 0);
  put32(directory_, 0);
  put32(directory_, static_cast<std::uint32_t>(octets_.size()));
  directory_ += name;

  put32(octets_, 0x04034b50);
  octets_ += common;
  octets_ += name;
  octets_ += packed;
  ++entries_;
}

std::string Zip::take() {
  const auto start = static_cast<std::uint32_t>(octets_.size());
  octets_ += directory_;
  put32(octets_, 0x06054b50);
  put16(octets_, 0);
  put16(octets_, 0);
  put16(octets_, entries_);
  put16(octets_, entries_);
  put32(octets_, static_cast<std::uint32_t>(directory_.size()));
  put32(octets_, start);
  put16(octets_, 0);
  return std::move(octets_);
}

}  // namespace undersigned::letter
