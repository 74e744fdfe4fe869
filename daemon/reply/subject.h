#pragma once

#include <string>
#include <string_view>

#include "reply/lexicon.h"

namespace undersigned::reply {

struct Subject {
  std::string text;       // without prefixes
  bool answers = false;   // had "Re:" or its like in some language
  bool forwards = false;  // had "Fwd:"
};

// "RE: AW: Fwd: Sign-on now" → "Sign-on now".
Subject subject_of(std::string_view subject, const Lexicon& lexicon);

}  // namespace undersigned::reply
