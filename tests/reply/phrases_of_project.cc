#include "phrases_of_project.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

using undersigned::reply::Phrases;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const Phrases& phrases_of_project() {
  static const Phrases all = [] {
    Phrases out;
    for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases"))
      REQUIRE(out.add(read_file(entry.path().string()), entry.path().string()).has_value());
    return out;
  }();
  return all;
}

undersigned::reply::Context context_of_project() {
  undersigned::reply::Context context;
  context.phrases = &phrases_of_project();
  return context;
}
