#pragma once

#include "store/connection.h"
#include "store/store.h"

namespace undersigned::store {

// The columns that read_mail() reads, in its order, and the tables that they come from. A mail that
// was seen under several numbers is named by the present ones.
#define PRESENT_NUMBER(column)                                      \
  "(SELECT s." column                                               \
  " FROM sighting s WHERE s.mail = m.id ORDER BY s.uidvalidity <> " \
  "(SELECT uidvalidity FROM mailbox WHERE id = s.mailbox), s.uid DESC LIMIT 1)"
#define MAIL_COLUMNS                                                  \
  "m.id, b.name, " PRESENT_NUMBER("uidvalidity") ", " PRESENT_NUMBER( \
      "uid") ", m.arrived, r.octets, m.oversized, m.tries"
#define MAIL_TABLES "mail m JOIN mailbox b ON b.id = m.mailbox JOIN raw r ON r.mail = m.id"

inline Mail read_mail(const Query& row) {
  return {.id = row.integer(0),
          .mailbox = row.text(1),
          .uidvalidity = static_cast<std::uint32_t>(row.integer(2)),
          .uid = static_cast<std::uint32_t>(row.integer(3)),
          .arrived = row.time(4),
          .raw = row.text(5),
          .oversized = row.flag(6),
          .tries = static_cast<int>(row.integer(7))};
}

}  // namespace undersigned::store
