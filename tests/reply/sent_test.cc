#include "reply/sent.h"

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

using namespace undersigned::reply;

namespace {

const std::string letter =
    "Dear Undersignedvalue,\n\n"
    "Thank you! Your name is now among the signers. This is exactly how you will be listed:\n\n"
    "Undersignedvalue, Undersignedvalue\n\n"
    "Is anything not as it should be? Just reply to this letter in your own words, and\n"
    "we shall put it right before the list goes to the press on Friday.\n\n"
    "Keep my name private:\n<mailto:signon@example.org?subject=Private>\n\n"
    "Withdraw\n\nWith thanks,\nThe committee\n";

// What is left of a text when what was sent is taken out, lines kept.
std::string left(const std::string& text) {
  std::vector<Word> all;
  std::vector<std::string> written;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<Word> more = spoken_words(line);
    if (!more.empty()) more.front().gap = Gap::line;
    for (Word& word : more) {
      written.push_back(line.substr(word.begin, word.end - word.begin));
      all.push_back(std::move(word));
    }
  }
  const std::vector<bool> repeated = Sent{letter}.repeats(all);
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!repeated[i]) out += (out.empty() ? "" : " ") + written[i];
  return out;
}

}  // namespace

TEST_CASE("What repeats a letter is known, and nothing else") {
  const std::string body = letter.substr(letter.find("Thank you!"));
  const std::pair<std::string, std::string> cases[] = {
      {letter, ""},
      {"Hello\n" + letter, "Hello"},
      {letter + "Hello\n", "Hello"},
      {"Dear Ida I. Sign,\n" + body, ""},
      // The entry of the list, whatever it says.
      {"Thank you! Your name is now among the signers. This is exactly how you will be listed:\n"
       "Ida I. Sign, Sign On Coalition\nIs anything not as it should be? Just reply to this "
       "letter in your own words, and we shall put it right",
       ""},
      // Wrapped otherwise, spelled otherwise.
      {"thank you your name is\nnow among the signers this\nis exactly how you will be listed"
       "\n\n> is anything not as it should be",
       ""},
      // An answer in between is the person's.
      {"Is anything not as it should be? Just reply to this letter in your own words, and\n"
       "My title is Director\n"
       "we shall put it right before the list goes to the press on Friday.",
       "My title is Director"},
      // A few words alone are said by anybody.
      {"Keep my name private", "Keep my name private"},
      {"Withdraw", "Withdraw"},
      {"your name is now among the signers", "your name is now among the signers"},
      // A button's words, typed above the letter, are not where the letter has them.
      {"Keep my name private\n\n" + letter, "Keep my name private"},
      {letter + "\nKeep my name private\n", "Keep my name private"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(left(text) == wanted);
  }
}

TEST_CASE("A whole line and a subject are known as they were sent") {
  Sent sent{letter};
  sent.push_subject("You are on the list: Migrants Day");
  CHECK(sent.holds_line(words("Keep my name private:")));
  CHECK_FALSE(sent.holds_line(words("Keep my name")));
  CHECK(sent.holds_subject("You are on the list - MIGRANTS DAY"));
  CHECK(sent.holds_subject("[EXTERN] Svar: You are on the list: Migrants Day"));
  CHECK_FALSE(sent.holds_subject("Withdraw"));
  CHECK_FALSE(sent.holds_subject("Withdraw me, please do: You are on the list: Migrants Day"));
  CHECK(Sent().empty());
  CHECK_FALSE(Sent().holds_subject(""));
}

TEST_CASE("What stands in thousands of letters is known in each of them") {
  const auto letter_of = [](int number) {
    const std::string own = " word" + std::to_string(number);
    return "The" + own + " of" + own + " is" + own + " and" + own + "\n\n" +
           "With many thanks, Migrants Day sign-on\n\nYou get this" + own + " letter" + own +
           " because" + own + " you wrote" + own;
  };
  Sent sent;
  for (int i = 0; i < 5000; ++i) sent.push_back(letter_of(i));
  for (const int number : {0, 700, 4999}) {
    std::vector<Word> all;
    std::istringstream lines(letter_of(number));
    for (std::string line; std::getline(lines, line);)
      for (Word& word : spoken_words(line)) all.push_back(std::move(word));
    const std::vector<bool> repeated = sent.repeats(all);
    CHECK(std::find(repeated.begin(), repeated.end(), false) == repeated.end());
  }
}
