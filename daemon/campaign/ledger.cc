#include "campaign/ledger.h"

#include <numeric>

namespace undersigned::campaign {

bool MailCounts::balanced() const {
  return received == std::accumulate(kinds.begin(), kinds.end(), std::int64_t{0}) + duplicate +
                         late + quarantined + waiting;
}

}  // namespace undersigned::campaign
