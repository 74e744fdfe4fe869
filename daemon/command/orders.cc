#include "command/orders.h"

#include <algorithm>

#include "campaign/timetable.h"
#include "command/holding.h"
#include "command/log.h"
#include "command/report.h"
#include "command/review_entry.h"
#include "command/tombstone.h"

namespace undersigned::command {
namespace {

using campaign::State;
using letter::CarriedOut;
using reply::Order;
using What = CarriedOut::What;

std::string number_of(const Order& order) {
  return (order.mail ? "m" : "") + std::to_string(order.number);
}

bool is_about(const campaign::Waiting& waiting, const Order& order) {
  return waiting.id == order.number && (waiting.what == "signature") != order.mail;
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

Result<CarriedOut> review(const Desk& desk, const Order& order, Instant now) {
  CarriedOut out{What::unknown, number_of(order)};
  const auto waiting = desk.store.waiting();
  if (!waiting) return tl::unexpected(waiting.error());
  const bool waits = std::any_of(waiting->begin(), waiting->end(),
                                 [&](const auto& entry) { return is_about(entry, order); });
  if (!waits) return out;
  if (order.mail) {
    if (const auto done = desk.store.settle_mail(order.number, now); !done)
      return tl::unexpected(done.error());
    out.what = What::settled;
    return out;
  }
  const bool accept = order.what == Order::What::accept;
  const auto reviewed = review_entry(desk.text, desk.store, std::string(desk.key), order.number,
                                     accept ? State::counted : State::withdrawn, now);
  if (!reviewed) return tl::unexpected(reviewed.error());
  out.listing = campaign::listing(reviewed->entry.signer);
  switch (reviewed->what) {
    case ReviewedEntry::What::done:
      out.what = accept ? What::accepted : What::rejected;
      break;
    case ReviewedEntry::What::nameless:
      out.what = What::nameless;
      break;
    case ReviewedEntry::What::twice:
      out.what = What::twice;
      break;
    case ReviewedEntry::What::already:
    case ReviewedEntry::What::unknown:
      break;
  }
  return out;
}

Result<CarriedOut> carry_out(const Desk& desk, const Order& order, Instant arrived, Instant now) {
  switch (order.what) {
    case Order::What::hold:
      return hold(desk, arrived);
    case Order::What::approve:
      return approve(desk, arrived, now);
    case Order::What::accept:
    case Order::What::reject:
      break;
  }
  return review(desk, order, now);
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
  for (const Order& order : ordered.orders) {
    auto result = carry_out(desk, order, arrived, now);
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
