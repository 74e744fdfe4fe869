#pragma once

#include <string>
#include <string_view>

namespace undersigned::letter {

// The few words that stand in pictures and in print, where no template is: English where the
// language is not among them. "{}" is where a number goes; `unnamed` is a plural pattern.
struct PrintWords {
  std::string_view organizations, individuals, total, goal, page, unnamed, identification;
};
const PrintWords& print_words(std::string_view language);
// `pattern` with its first and second "{}" replaced.
std::string with_numbers(std::string_view pattern, std::string_view first,
                         std::string_view second = {});

}  // namespace undersigned::letter
