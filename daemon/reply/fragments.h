#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reply/lexicon.h"
#include "reply/sender.h"
#include "reply/words.h"

namespace undersigned::reply {

// A piece of text between commas, line ends and statements that may say who signs.
struct Fragment {
  enum class Kind : std::uint8_t { name, title, organization, place, contact, proper, prose };
  Kind kind = Kind::prose;
  std::string text;                  // as written, without surrounding punctuation
  std::uint32_t begin = 0, end = 0;  // words
  std::uint32_t line = 0;            // of the text, from 0
  bool sentence_begins = false;      // a sentence or line begins with it
  bool item = false;                 // its line is an item of a list ("* …", "1. …")
  bool parenthesis = false;
  bool in_prose = false;      // an organization of which a sentence speaks
  bool goes_on = false;       // words of its sentence that are no part of it stand behind it
  bool quoted = false;        // in quotation marks
  List before = List::count;  // the statement right before it; List::count where none
  List after = List::count;   // … right behind it
  bool known_place = false;   // a state or country of the phrases
};

// The fragments of a text in order, each with its most likely kind; what was said (hits of meaning,
// greetings, thanks) is left out.
std::vector<Fragment> fragments(std::string_view text, const Sender& sender,
                                const Lexicon& lexicon);

}  // namespace undersigned::reply
