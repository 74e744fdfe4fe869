#include "command/store_rest.h"

#include <algorithm>

#include "campaign/timetable.h"
#include "command/log.h"
#include "command/notify.h"
#include "command/report.h"

namespace undersigned::command {
namespace {

using std::chrono::milliseconds;
using wire::SteadyInstant;

constexpr milliseconds shortest{1000}, longest{30'000};

}  // namespace

void StoreRest::begin(const char* where, const Error& error, SteadyInstant steady, Instant now) {
  log_error("the store takes nothing for now", {{"where", where}, {"why", error.text()}});
  tell_status("The store takes nothing for now: " + error.text());
  lasting_ = why_.has_value();
  if (!why_) since_ = now;
  why_ = error;
  length_ = std::clamp(length_ * 2, shortest, longest);
  until_ = steady + length_;
}

bool StoreRest::goes_on(store::Store& store, SteadyInstant steady, Instant now) {
  if (!why_) return false;
  if (steady < until_) return true;
  if (auto tried = store.set_fact(fact::store_tried, campaign::rfc3339(now)); !tried) {
    begin("try", tried.error(), steady, now);
    return true;
  }
  log_warning("the store takes mails and letters again",
              {{"since", campaign::rfc3339(since_)}, {"why", why_->text()}});
  tell_status("The store works again");
  if (lasting_) over_ = StoreFailed{since_, now, why_->what};
  why_.reset();
  length_ = {};
  return false;
}

milliseconds StoreRest::left(SteadyInstant steady) const {
  return std::max(std::chrono::ceil<milliseconds>(until_ - steady), milliseconds(0));
}

}  // namespace undersigned::command
