#include "command/orders.h"

#include <algorithm>
#include <map>

#include "campaign/timetable.h"
#include "command/holding.h"
#include "command/log.h"
#include "command/report.h"
#include "command/review_entry.h"
#include "command/tombstone.h"

namespace undersigned::command {
namespace {

using letter::CarriedOut;
using reply::Order;
using What = CarriedOut::What;

std::string number_of(const Order& order) {
  return (order.mail ? "m" : "") + std::to_string(order.number);
}

Result<CarriedOut> hold(const Desk& desk, Instant arrived) {
  const auto holding = hold_release(desk.store, arrived);
  if (!holding) return tl::unexpected(holding.error());
  return CarriedOut{holding->gone ? What::gone : What::held};
}

Result<CarriedOut> approve(const Desk& desk, Instant arrived, Instant now) {
  const auto timeline = read_timeline(desk.store);
  const auto waiting = desk.store.waiting_releases();
  if (!timeline) return tl::unexpected(timeline.error());
  if (!waiting) return tl::unexpected(waiting.error());
  switch (campaign::approval(desk.config, *timeline, *waiting, arrived, now)) {
    case campaign::Approval::early:
      return CarriedOut{What::early};
    case campaign::Approval::outrun:
      return CarriedOut{What::outrun};
    case campaign::Approval::needless:
      return CarriedOut{What::needless};
    case campaign::Approval::gone:
      return CarriedOut{What::gone};
    case campaign::Approval::granted:
      break;
  }
  if (const auto let = let_release_go(desk.store, now); !let) return tl::unexpected(let.error());
  return CarriedOut{What::approved};
}

What came_of(const ReviewedEntry& reviewed, Verdict verdict) {
  const bool accept = verdict == Verdict::accept;
  switch (reviewed.what) {
    case ReviewedEntry::What::done:
      if (reviewed.was_leaving) return accept ? What::left : What::stays;
      return accept ? What::accepted : What::rejected;
    case ReviewedEntry::What::nameless:
      return What::nameless;
    case ReviewedEntry::What::twice:
      return What::twice;
    case ReviewedEntry::What::already:
    case ReviewedEntry::What::left:
    case ReviewedEntry::What::unknown:
      break;
  }
  return What::unknown;
}

// What is decided about what waits: orders of one verdict at once, so that whoever sent one mail
// for many signatures gets one letter.
class Decisions {
 public:
  Decisions(const Desk& desk, Instant now) : desk_(desk), key_(desk.key), now_(now) {}

  Result<void> carry_out(const std::vector<Order>& orders) {
    auto waiting = desk_.store.waiting();
    if (!waiting) return tl::unexpected(waiting.error());
    for (const auto what : {Order::What::accept, Order::What::reject}) {
      const auto verdict = what == Order::What::accept ? Verdict::accept : Verdict::reject;
      std::vector<std::int64_t> ids;
      for (const Order& order : orders) {
        const auto* one = order.what == what ? find(*waiting, order) : nullptr;
        if (one == nullptr) continue;
        if (!order.mail)
          ids.push_back(one->id);
        else if (auto done = settle(order, *one, verdict); !done)
          return done;
      }
      if (auto done = decide(ids, verdict); !done) return done;
    }
    return {};
  }

  CarriedOut result(const Order& order) const {
    const auto number = number_of(order);
    const auto found = results_.find(number);
    return found == results_.end() ? CarriedOut{What::unknown, number} : found->second;
  }

 private:
  static const campaign::Waiting* find(const std::vector<campaign::Waiting>& waiting,
                                       const Order& order) {
    const auto at = std::find_if(waiting.begin(), waiting.end(), [&](const auto& one) {
      return one.id == order.number && (one.what == "signature") != order.mail;
    });
    return at == waiting.end() ? nullptr : &*at;
  }

  Result<void> settle(const Order& order, const campaign::Waiting& mail, Verdict verdict) {
    const auto reviewed = review_mail(desk_.text, desk_.store, key_, mail, verdict, now_);
    if (!reviewed) return tl::unexpected(reviewed.error());
    CarriedOut out{reviewed->entries.empty() ? What::settled : What::left, number_of(order)};
    for (const auto& one : reviewed->entries)
      out.listing += (out.listing.empty() ? "" : "; ") + campaign::listing(one.entry.signer);
    results_[out.number] = std::move(out);
    return {};
  }

  Result<void> decide(const std::vector<std::int64_t>& ids, Verdict verdict) {
    const auto reviewed = review_entries(desk_.text, desk_.store, key_, ids, verdict, now_);
    if (!reviewed) return tl::unexpected(reviewed.error());
    for (const auto& one : reviewed->entries) {
      const auto number = std::to_string(one.entry.id);
      results_.try_emplace(
          number, CarriedOut{came_of(one, verdict), number, campaign::listing(one.entry.signer)});
    }
    return {};
  }

  const Desk& desk_;
  const std::string key_;
  const Instant now_;
  std::map<std::string, CarriedOut> results_;  // by number_of()
};

Result<CarriedOut> carry_out(const Desk& desk, const Decisions& decisions, const Order& order,
                             Instant arrived, Instant now) {
  switch (order.what) {
    case Order::What::hold:
      return hold(desk, arrived);
    case Order::What::approve:
      return approve(desk, arrived, now);
    case Order::What::accept:
    case Order::What::reject:
      break;
  }
  return decisions.result(order);
}

std::string_view word(Order::What what) {
  switch (what) {
    case Order::What::hold:
      return "hold";
    case Order::What::approve:
      return "approve";
    case Order::What::accept:
      return "accept";
    case Order::What::reject:
      return "reject";
  }
  return "";
}

bool about_release(const Order& order) {
  return order.what == Order::What::hold || order.what == Order::What::approve;
}

}  // namespace

Result<letter::Answered> carry_out(const Desk& desk, const campaign::OrderedByMail& ordered,
                                   Instant arrived, Instant now) {
  letter::Answered answered;
  answered.unproven = ordered.unproven;
  if (ordered.unproven) return answered;
  answered.unclear = ordered.unclear;
  Decisions decisions(desk, now);
  if (auto done = decisions.carry_out(ordered.orders); !done) return tl::unexpected(done.error());
  for (const Order& order : ordered.orders) {
    auto result = carry_out(desk, decisions, order, arrived, now);
    if (!result) return tl::unexpected(result.error());
    log_event("order by mail", {{"order", std::string(word(order.what))},
                                {"number", about_release(order) ? "" : number_of(order)}});
    answered.results.push_back(std::move(*result));
  }
  auto signatures = desk.store.signature_counts();
  if (!signatures) return tl::unexpected(signatures.error());
  answered.signatures = *signatures;
  for (const Order& order : ordered.refused)
    answered.results.push_back(
        {What::contradicted, about_release(order) ? std::string() : number_of(order)});
  return answered;
}

std::string report_seed(const Desk& desk, std::string_view report) {
  return keyed_hash(desk.key, "report " + std::string(report));
}

}  // namespace undersigned::command
