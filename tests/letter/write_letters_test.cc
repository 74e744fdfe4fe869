#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "worded.h"

using namespace undersigned;
using namespace undersigned::letter;
using campaign::LetterKind;

// For the tests in Python and for people: every letter as a file under $LETTERS_OUT.
TEST_CASE("write letters", "[.write]") {
  const char* folder = std::getenv("LETTERS_OUT");
  REQUIRE(folder != nullptr);
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const Ready& ready) {
    std::ofstream(std::string(folder) + "/" + name + ".eml", std::ios::binary)
        << (ready.composed.own + ready.composed.shared);
  };
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/templates")) {
    if (!entry.is_directory()) continue;
    const auto language = entry.path().filename().string();
    for (auto kind : to_supporters())
      if (sample().templates.language_for(kind, language) == language)
        write(std::string(campaign::word(kind)) + "." + language, worded(order(kind, language)));
  }
  auto organization_order = order(LetterKind::confirmation);
  organization_order.signers = {
      organization("Casa Azul", "Maria López", "Director", "Oakland, CA")};
  write("confirmation-organization.en", worded(organization_order));
  organization_order.signers.push_back(person("Maria López", "Casa Azul", "", "Oakland, CA"));
  organization_order.signers.back().listed = false;
  write("confirmation-several.en", worded(organization_order));
  const auto one = report(214);
  const auto to = address("organizer@example.org");
  write("thank-you.en",
        *Thanks(sample().text, one.counted).word(order(LetterKind::thank_you), "1", now));
  write("digest.en", *word_digest(sample().text, one, to, "1"));
  write("alarm.en",
        *word_alarm(sample().text, {"The mailbox cannot be reached since 9:12."}, to, "1", now));
  const std::vector<PressContact> press = {
      {address("news@tribune.example"), "Dana Whitfield", "The Harbor Tribune"}};
  const auto release = *word_release(sample().text, one.counted, press, sample().config.release.at);
  write("release.en", release.at(0));
  write("answer.en", answer_to_orders());
  write("deadline-summary.en", *word_deadline_summary(sample().text, one, release.at(0), to, "1"));
}
