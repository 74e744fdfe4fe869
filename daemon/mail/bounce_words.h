#pragma once

#include <string_view>

namespace undersigned::mail {

// Whether a subject or a text (case-folded UTF-8) says that a mail was not delivered, as mail
// systems say it in the languages that they speak.
bool says_not_delivered_in_subject(std::string_view folded);
bool says_not_delivered_in_text(std::string_view folded);

// Whether it says that the system still tries: not a failure yet.
bool says_delayed(std::string_view folded);

// A line of an SMTP dialogue, or a code of RFC 3463 or RFC 5321 4.2 with a diagnosis beside it.
struct Diagnosis {
  bool found = false;
  bool permanent = false;  // of class 5
};
Diagnosis read_diagnosis(std::string_view folded);

}  // namespace undersigned::mail
