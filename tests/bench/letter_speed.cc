// How long the letters take: any letter, a digest of 100,000 signatures, a release to 2,000
// contacts, a list of 10,000 names in print.

#include <chrono>
#include <cstdio>
#include <ctime>

#include "../letter/sample.cc"  // a benchmark is one file
#include "letter/list.h"

using namespace undersigned;
using namespace undersigned::letter;

namespace {

template <typename Work>
void measure(const char* what, Work work) {
  const auto start = std::chrono::steady_clock::now();
  const auto processor = std::clock();
  const std::size_t octets = work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::printf("%-42s %8.3f s, processor %8.3f s %12zu octets\n", what, took.count(), used, octets);
}

std::size_t size(const Ready& ready) {
  return ready.composed.own.size() + ready.composed.shared.size();
}

}  // namespace

int main() {
  measure("load all templates", [] { return sample().text.statement.size(); });
  const auto now = at("2015-12-10T20:00:00Z");
  const auto one = order(campaign::LetterKind::confirmation);
  measure("one confirmation", [&] { return size(*word_letter(sample().text, one, "1", now)); });
  measure("1,000 confirmations", [&] {
    std::size_t sum = 0;
    for (int i = 0; i < 1000; ++i)
      sum += size(*word_letter(sample().text, one, std::to_string(i), now));
    return sum;
  });
  const auto large = report(100000);
  measure("digest, 100,000 signatures",
          [&] { return size(*word_digest(sample().text, large, address("o@example.org"), "1")); });
  measure("CSV, 100,000", [&] { return list_csv(large.counted, {}).size(); });
  measure("XLSX, 100,000", [&] { return list_xlsx(large.counted, {}).size(); });
  measure("JSON, 100,000", [&] { return list_json(large.counted, {}).size(); });
  const auto ten_thousand = many(10000);
  measure("PDF, 10,000 names", [&] {
    return list_pdf(ten_thousand, "Statement", sample().text.statement, "en", Paper::us_letter)
        .size();
  });
  std::vector<PressContact> contacts;
  for (int i = 0; i < 2000; ++i)
    contacts.push_back({address("p" + std::to_string(i) + "@press.example"),
                        "Contact " + std::to_string(i), "Outlet " + std::to_string(i)});
  measure("release, 2,000 contacts, 500 signatures", [&] {
    std::size_t sum = 0;
    const auto letters = word_release(sample().text, many(500), contacts, now);
    for (const auto& ready : *letters) sum += ready.composed.own.size();
    return sum;
  });
}
