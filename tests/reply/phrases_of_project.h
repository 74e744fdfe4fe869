#pragma once

#include <string>

#include "reply/phrases.h"

// All phrase files of config/phrases, read once.
const undersigned::reply::Phrases& phrases_of_project();
std::string read_file(const std::string& path);
