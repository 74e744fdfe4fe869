#include <algorithm>
#include <map>
#include <unordered_map>

#include "campaign/free_mail.h"
#include "letter/place_names.h"
#include "letter/report_values.h"

namespace undersigned::letter {
namespace {

using campaign::As;
using campaign::Signature;

constexpr std::int64_t burst = 10;  // signatures from one domain on one day

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> by_place(const std::vector<Signature>& counted,
                                                           std::string_view language) {
  // Places repeat, and each is looked up once.
  std::unordered_map<std::string_view, std::int64_t> written;
  std::map<std::string, std::int64_t> counts;
  for (const auto& signature : counted)
    if (signature.signer.place) ++written[*signature.signer.place];
  for (const auto& [place, count] : written)
    if (const auto name = state_or_country(place, language); !name.empty()) counts[name] += count;
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

std::vector<Signature> from_free_mail(const std::vector<Signature>& counted) {
  std::vector<Signature> out;
  for (const auto& signature : counted)
    if (signature.signer.as == As::organization && campaign::free_mail(signature.address.domain()))
      out.push_back(signature);
  return out;
}

std::vector<Burst> bursts(const std::vector<Signature>& counted, const campaign::Zone& zone) {
  std::map<std::pair<std::string_view, std::int64_t>, Burst> by_day;
  for (const auto& signature : counted) {
    const auto domain = signature.address.domain();
    if (campaign::free_mail(domain)) continue;
    const auto day = std::chrono::floor<std::chrono::days>(zone.local(signature.arrived));
    auto& one = by_day[{domain, day.time_since_epoch().count()}];
    ++one.count;
    one.day = signature.arrived;
  }
  std::vector<Burst> out;
  for (auto& [key, one] : by_day)
    if (one.count >= burst) out.push_back({std::string(key.first), one.count, one.day});
  std::stable_sort(out.begin(), out.end(),
                   [](const Burst& a, const Burst& b) { return a.count > b.count; });
  return out;
}

}  // namespace undersigned::letter
