#include <algorithm>

#include "campaign/case.h"

namespace undersigned::campaign {
namespace {

using reply::Order;
using What = reply::Order::What;

bool about_release(const Order& order) {
  return order.what == What::hold || order.what == What::approve;
}

// Hold beside approve, or a number both accepted and rejected.
bool contradict(const Order& a, const Order& b) {
  if (a.what == b.what || about_release(a) != about_release(b)) return false;
  return about_release(a) || (a.number == b.number && a.mail == b.mail);
}

// Stopping is always safe; everything else is done only where all was understood and nothing
// contradicts it.
void take(OrderedByMail& ordered, const reply::Orders& said) {
  for (const Order& order : said.orders) {
    const bool twice =
        std::find(ordered.orders.begin(), ordered.orders.end(), order) != ordered.orders.end();
    if (twice) continue;
    const bool contradicted =
        std::any_of(said.orders.begin(), said.orders.end(),
                    [&](const Order& other) { return contradict(order, other); });
    if (contradicted && order.what != What::hold) {
      ordered.refused.push_back(order);
    } else if (said.unclear.empty() || (order.what == What::hold && said.holds_first)) {
      ordered.orders.push_back(order);
    }
  }
}

}  // namespace

bool decide_orders(Case& c) {
  const reply::Meaning& meaning = c.arrived.meaning;
  const bool machine = meaning.kind == reply::Kind::bounce ||
                       meaning.kind == reply::Kind::auto_reply || meaning.kind == reply::Kind::bulk;
  if (machine || !is_organizer(c) || !c.known.answers_report) return false;
  const bool talk = meaning.kind == reply::Kind::question || meaning.kind == reply::Kind::empty;
  if (meaning.orders.orders.empty() && !talk) return false;

  c.decision.fate.kind = reply::Kind::question;
  c.decision.fate.why = "an organizer answers a report";
  settle(c, "Organizers");
  OrderedByMail ordered;
  ordered.unclear = meaning.orders.unclear;
  ordered.unproven =
      c.arrived.authenticated != mail::Authenticated::pass || !c.arrived.message.from_is_plain;
  if (!ordered.unproven) take(ordered, meaning.orders);
  if (!ordered.orders.empty()) c.decision.fate.why = "an organizer answers a report with orders";
  answer(c, LetterKind::answer, ordered.unproven ? Answer::plain : Answer::change);
  c.decision.ordered = std::move(ordered);
  return true;
}

}  // namespace undersigned::campaign
