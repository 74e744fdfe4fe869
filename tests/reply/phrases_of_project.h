#pragma once

#include <string>

#include "reply/phrases.h"
#include "reply/read.h"

// All phrase files of config/phrases, read once.
const undersigned::reply::Phrases& phrases_of_project();
undersigned::reply::Context context_of_project();  // what reads by them alone
std::string read_file(const std::string& path);
