#include "wire/fetch_plan.h"

#include <algorithm>

namespace undersigned::wire {

void FetchPlan::start_listing() {
  listing_.clear();
  suspects_.clear();
  awaited_.clear();
  next_ = 0;
}

void FetchPlan::list(std::uint32_t uid, std::uint64_t size) {
  // "a:*" names the last mail also where its UID is below a.
  if (uid > floor_ && !taken_.contains(uid)) listing_.push_back({uid, size});
}

void FetchPlan::end_listing() {
  const auto by_uid = [](const Entry& a, const Entry& b) { return a.uid < b.uid; };
  const auto same = [](const Entry& a, const Entry& b) { return a.uid == b.uid; };
  if (!std::is_sorted(listing_.begin(), listing_.end(), by_uid))
    std::stable_sort(listing_.begin(), listing_.end(), by_uid);
  listing_.erase(std::unique(listing_.begin(), listing_.end(), same), listing_.end());
  if (failures_.empty()) return;
  const auto failed = [&](const Entry& e) { return failures_.contains(e.uid); };
  std::copy_if(listing_.begin(), listing_.end(), std::back_inserter(suspects_), failed);
  std::erase_if(listing_, failed);
  const auto failures = [&](const Entry& e) {
    const auto& f = failures_.at(e.uid);
    return f.left_out + f.lost;
  };
  std::stable_sort(suspects_.begin(), suspects_.end(),
                   [&](const Entry& a, const Entry& b) { return failures(a) > failures(b); });
}

FetchPlan::What FetchPlan::what(const Entry& entry) const {
  const auto found = failures_.find(entry.uid);
  const Failures failed = found == failures_.end() ? Failures{} : found->second;
  if (failed.left_out >= kLeftOut || failed.lost >= kLost) return What::nothing;
  return failed.too_large || entry.size > limits_.mail_octets ? What::header : What::mail;
}

std::optional<FetchPlan::Portion> FetchPlan::next() {
  Portion portion;
  std::uint64_t octets = 0;
  for (; next_ < listing_.size() && portion.uids.size() < limits_.mails; ++next_) {
    const Entry& entry = listing_[next_];
    const What what_now = what(entry);
    if (portion.uids.empty()) {
      portion.what = what_now;
    } else if (what_now != portion.what || octets + entry.size > limits_.octets) {
      break;
    }
    portion.uids.push_back(entry.uid);
    if (what_now == What::mail) octets += entry.size;
  }
  if (portion.uids.empty()) {
    if (suspects_.empty()) {
      settle();
      return std::nullopt;
    }
    portion.what = what(suspects_.back());
    portion.uids.push_back(suspects_.back().uid);
    suspects_.pop_back();
  }
  awaited_ = std::set(portion.uids.begin(), portion.uids.end());
  return portion;
}

bool FetchPlan::take(std::uint32_t uid) {
  if (awaited_.erase(uid) == 0) return false;
  taken_.insert(uid);
  failures_.erase(uid);
  return true;
}

bool FetchPlan::end_portion() {
  settle();
  if (awaited_.empty()) return true;
  for (const auto uid : awaited_) ++failures_[uid].left_out;
  awaited_.clear();
  return false;
}

void FetchPlan::portion_failed(bool too_large) {
  settle();
  if (awaited_.empty()) return;
  // The first that did not come is the reason, as far as anybody can tell; whether it is too large
  // is known once it was asked for alone.
  auto& failed = failures_[*awaited_.begin()];
  failed.too_large = failed.too_large || (too_large && awaited_.size() == 1);
  ++failed.lost;
  awaited_.clear();
}

// Raises the floor to below the first mail that is listed and not taken.
void FetchPlan::settle() {
  std::uint32_t open = UINT32_MAX;
  if (!awaited_.empty()) open = *awaited_.begin();
  if (next_ < listing_.size()) open = std::min(open, listing_[next_].uid);
  for (const auto& entry : suspects_) open = std::min(open, entry.uid);
  if (open != UINT32_MAX) {
    floor_ = std::max(floor_, open - 1);
  } else if (!taken_.empty()) {
    floor_ = std::max(floor_, *taken_.rbegin());
  }
  taken_.erase(taken_.begin(), taken_.upper_bound(floor_));
  failures_.erase(failures_.begin(), failures_.upper_bound(floor_));
}

}  // namespace undersigned::wire
