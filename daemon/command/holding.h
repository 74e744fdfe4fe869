#pragma once

#include "store/store.h"

namespace undersigned::command {

// What holding the release back came to.
struct Holding {
  bool gone = false;  // it has gone out already, and nothing was held
  int waiting = 0;    // letters of a release that has begun, which are held; 0: it has not begun
};
// `at`: when the person said so, which may be before it was read.
Result<Holding> hold_release(store::Store& store, Instant at);
// The release is approved and held no more.
Result<void> let_release_go(store::Store& store, Instant now);

}  // namespace undersigned::command
