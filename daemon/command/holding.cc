#include "command/holding.h"

#include "campaign/zone.h"
#include "command/report.h"

namespace undersigned::command {
namespace {

Result<void> set_all(store::Store& store,
                     std::initializer_list<std::pair<const char*, std::string>> facts) {
  return store.together([&]() -> Result<void> {
    for (const auto& [name, value] : facts) {
      if (auto set = store.set_fact(name, value); !set) return set;
    }
    return {};
  });
}

}  // namespace

Result<Holding> hold_release(store::Store& store, Instant at) {
  Holding holding;
  const auto held = store.together([&]() -> Result<void> {
    const auto timeline = read_timeline(store);
    if (!timeline) return tl::unexpected(timeline.error());
    if (timeline->released) {
      const auto waiting = store.waiting_releases();
      if (!waiting) return tl::unexpected(waiting.error());
      holding = {*waiting == 0, *waiting};
      if (holding.gone) return {};
    }
    return set_all(store, {{fact::held, "yes"}, {fact::held_since, campaign::rfc3339(at)}});
  });
  if (!held) return tl::unexpected(held.error());
  return holding;
}

Result<void> let_release_go(store::Store& store, Instant now) {
  return set_all(
      store,
      {{fact::approved, "yes"}, {fact::held, "no"}, {fact::resumed, campaign::rfc3339(now)}});
}

}  // namespace undersigned::command
