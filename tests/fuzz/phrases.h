#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reply/phrases.h"

// All phrase files of the project, read once.
inline const undersigned::reply::Phrases& phrases() {
  static const undersigned::reply::Phrases all = [] {
    undersigned::reply::Phrases out;
    for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/config/phrases")) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      if (!out.add(text.str(), entry.path().string())) std::abort();
    }
    return out;
  }();
  return all;
}
