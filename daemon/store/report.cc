// Reports: counters, lists, what waits for a person.

#include <algorithm>
#include <stdexcept>

#include "store/mail_rows.h"
#include "store/signature_rows.h"
#include "store/state.h"

namespace undersigned::store {
namespace {

using campaign::MailCounts;
using campaign::SignatureCounts;

constexpr std::int64_t a_day_ms = 86'400'000;
constexpr std::int64_t a_quarter_ms = 900'000;

void tally(MailCounts& counts, const std::string& fate, std::int64_t n) {
  if (fate == "received") {
    counts.received += n;
  } else if (fate == "waiting") {
    counts.waiting += n;
  } else if (fate == "duplicate") {
    counts.duplicate += n;
  } else if (fate == "late") {
    counts.late += n;
  } else if (fate == "quarantined") {
    counts.quarantined += n;
  } else if (const std::optional<reply::Kind> kind = reply::kind_of(fate)) {
    counts.kinds[static_cast<std::size_t>(*kind)] += n;
  } else {
    throw std::runtime_error("unreadable fate " + fate + ": restore a backup");
  }
}

void tally(SignatureCounts& counts, const std::string& kind, bool listed, const std::string& state,
           std::int64_t n) {
  const std::optional<campaign::State> known = campaign::state_of(state);
  if (!known) throw std::runtime_error("unreadable state " + state + ": restore a backup");
  const bool individual = kind == "individual";
  switch (*known) {
    case campaign::State::counted:
      (individual ? counts.individuals : counts.organizations) += n;
      if (!listed) (individual ? counts.individuals_private : counts.organizations_private) += n;
      return;
    case campaign::State::pending:
      counts.pending += n;
      return;
    case campaign::State::review:
      counts.review += n;
      return;
    case campaign::State::withdrawn:
      counts.withdrawn += n;
      return;
    case campaign::State::late:
      counts.late += n;
      return;
  }
}

// The part of one UTC day that lies before `before`.
void count_begun_day(Connection& c, std::int64_t day, Instant before, MailCounts& counts) {
  const Instant begin{std::chrono::milliseconds(day * a_day_ms)};
  std::vector<std::string> fates;
  {
    Query rows = c.query("SELECT fate FROM mail_count WHERE day = ? AND fate <> 'received'");
    rows.with(day);
    while (rows.step()) fates.push_back(rows.text(0));
  }
  for (const std::string& fate : fates) {
    Query row =
        c.query("SELECT count(*) FROM mail WHERE fate = ? AND arrived >= ? AND arrived < ?");
    row.with(fate, begin, before).step();
    tally(counts, fate, row.integer(0));
    counts.received += row.integer(0);
  }
}

// The first characters of a text on one line.
std::string first_words(const std::string& text) {
  constexpr std::size_t enough = 200;
  std::string line;
  for (const char ch : text) {
    if (line.size() >= enough && (static_cast<unsigned char>(ch) & 0xC0) != 0x80) {
      return line + "…";
    }
    const bool space = ch == ' ' || ch == '\n' || ch == '\r' || ch == '\t';
    if (!space) {
      line += ch;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

std::string who(const std::string& name, const std::string& address) {
  if (address.empty()) return name;
  return name.empty() ? address : name + " <" + address + ">";
}

void add_waiting_signatures(Connection& c, std::vector<campaign::Waiting>& waiting) {
  Query rows = c.query("SELECT " SIGNATURE_COLUMNS
                       ", coalesce((SELECT reply FROM handled WHERE mail = changed_by), '') "
                       "FROM signature WHERE state = 'review' ORDER BY id");
  while (rows.step()) {
    const campaign::Signature signature = read_signature(rows);
    const bool leaving = campaign::is_leaving(signature);
    waiting.push_back({.id = signature.id,
                       .what = "signature",
                       .who = who(signature.signer.name.value_or(""), signature.address.text()),
                       .text = campaign::listing(signature.signer),
                       .why = signature.why,
                       .leaving = leaving,
                       .words = leaving ? first_words(rows.text(13)) : ""});
  }
}

std::string waiting_word(const std::string& fate, const std::string& meant) {
  if (fate == "quarantined") return "unreadable mail";
  if (meant == "decline") return "declined";
  if (meant == "withdraw") return "withdrawal";
  return meant == "amend" ? "correction" : "question";
}

std::vector<std::int64_t> entries_of(Connection& c, std::int64_t address) {
  std::vector<std::int64_t> ids;
  Query rows =
      c.query("SELECT id FROM signature WHERE address = ? AND state <> 'withdrawn' ORDER BY id");
  rows.with(address);
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

void add_waiting_mails(Connection& c, std::vector<campaign::Waiting>& waiting) {
  Query rows = c.query(
      "SELECT h.mail, m.fate, h.meant, h.sender_name, coalesce(a.key, ''), h.reply, h.why, "
      "coalesce(h.sender, 0) "
      "FROM handled h JOIN mail m ON m.id = h.mail LEFT JOIN address a ON a.id = h.sender "
      "WHERE h.needs_person = 1 AND h.settled IS NULL "
      "AND NOT EXISTS (SELECT 1 FROM signature s "
      "                WHERE s.address = h.sender AND s.state = 'review' "
      "                AND (s.mail = h.mail OR s.changed_by = h.mail)) "
      "ORDER BY h.mail");
  while (rows.step()) {
    const std::string meant = rows.text(2);
    std::vector<std::int64_t> entries = entries_of(c, rows.integer(7));
    const bool leaving = (meant == "withdraw" || meant == "decline") && !entries.empty();
    waiting.push_back({.id = rows.integer(0),
                       .what = waiting_word(rows.text(1), meant),
                       .who = who(rows.text(3), rows.text(4)),
                       .text = first_words(rows.text(5)),
                       .why = reasons(rows.text(6)),
                       .leaving = leaving,
                       .entries = std::move(entries)});
  }
}

}  // namespace

Result<MailCounts> Store::mail_counts(Instant before) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    SQLite::Transaction one_moment(c.database());
    const std::int64_t last = before.time_since_epoch().count() / a_day_ms;
    MailCounts counts;
    {
      Query rows = c.query("SELECT fate, sum(n) FROM mail_count WHERE day < ? GROUP BY fate");
      rows.with(last);
      while (rows.step()) tally(counts, rows.text(0), rows.integer(1));
    }
    if (before != Instant::max()) count_begun_day(c, last, before, counts);
    return counts;
  });
}

Result<SignatureCounts> Store::signature_counts() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    SignatureCounts counts;
    Query rows = c.query("SELECT kind, listed, state, n FROM signature_count");
    while (rows.step()) {
      tally(counts, rows.text(0), rows.flag(1), rows.text(2), rows.integer(3));
    }
    return counts;
  });
}

Result<campaign::LetterCounts> Store::letter_counts() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    campaign::LetterCounts counts;
    Query rows = c.query("SELECT state, n FROM letter_count");
    while (rows.step()) {
      const std::string state = rows.text(0);
      if (state == "queued") counts.queued = rows.integer(1);
      if (state == "sent") counts.sent = rows.integer(1);
      if (state == "uncertain") counts.uncertain = rows.integer(1);
      if (state == "failed") counts.failed = rows.integer(1);
    }
    return counts;
  });
}

Result<std::vector<campaign::Signature>> Store::signatures(bool all_states) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query count = c.query("SELECT coalesce(sum(n), 0) FROM signature_count");
    const std::int64_t expected = count.step() ? count.integer(0) : 0;
    Query rows = c.query("SELECT " SIGNATURE_COLUMNS
                         " FROM signature WHERE ? OR state = 'counted' ORDER BY id");
    return read_signatures(rows.with(all_states), static_cast<std::size_t>(expected));
  });
}

Result<std::optional<campaign::Signature>> Store::signature(std::int64_t id) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<campaign::Signature> {
    Query row = c.query("SELECT " SIGNATURE_COLUMNS " FROM signature WHERE id = ?");
    if (!row.with(id).step()) return std::nullopt;
    return read_signature(row);
  });
}

Result<std::vector<std::int64_t>> Store::counted_since(Instant since) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    std::vector<std::int64_t> ids;
    Query rows = c.query(
        "SELECT s.id FROM signature s LEFT JOIN handled h ON h.mail = s.changed_by "
        "WHERE s.state = 'counted' AND s.changed >= ? AND "
        "(s.changed_by IS NULL OR s.changed_by = s.mail OR h.meant = 'confirm' OR "
        "EXISTS (SELECT 1 FROM handled first WHERE first.mail = s.mail AND first.at >= ?))");
    rows.with(since, since);
    while (rows.step()) ids.push_back(rows.integer(0));
    return ids;
  });
}

Result<std::vector<campaign::Day>> Store::days(const campaign::Zone& zone) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    std::map<std::string, campaign::Day> days;
    Query rows = c.query("SELECT quarter, kind, n FROM signature_quarter WHERE n > 0");
    while (rows.step()) {
      const Instant at{std::chrono::milliseconds(rows.integer(0) * a_quarter_ms)};
      const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(zone.local(at))};
      char text[16];
      std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
      campaign::Day& day = days[text];
      day.date = text;
      (rows.text(1) == "individual" ? day.individuals : day.organizations) += rows.integer(2);
    }
    std::vector<campaign::Day> found;
    for (const auto& [date, day] : days) found.push_back(day);
    return found;
  });
}

Result<std::vector<campaign::Waiting>> Store::waiting() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    std::vector<campaign::Waiting> waiting;
    add_waiting_signatures(c, waiting);
    add_waiting_mails(c, waiting);
    return waiting;
  });
}

Result<std::optional<Instant>> Store::oldest_waiting(Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<Instant> {
    // Of the letters that were never tried the first is the oldest; only retries are looked
    // through.
    Query row = c.query(
        "SELECT min(at) FROM ("
        "SELECT min(arrived) AS at FROM mail WHERE fate = 'waiting' UNION ALL "
        "SELECT * FROM (SELECT queued FROM letter WHERE state = 'queued' AND mass = 0 "
        "               AND next_try = 0 ORDER BY id LIMIT 1) UNION ALL "
        "SELECT * FROM (SELECT queued FROM letter WHERE state = 'queued' AND mass = 1 "
        "               AND next_try = 0 ORDER BY id LIMIT 1) UNION ALL "
        "SELECT min(queued) FROM letter WHERE state = 'queued' AND mass IN (0, 1) "
        "               AND next_try > 0 AND next_try <= ?)");
    if (!row.with(now).step() || row.null(0)) return std::nullopt;
    return row.time(0);
  });
}

Result<std::string> Store::raw(std::int64_t mail) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<std::string> {
    Query row = c.query("SELECT octets FROM raw WHERE mail = ?");
    if (!row.with(mail).step()) {
      return fail(Error::Kind::input, "there is no mail " + std::to_string(mail), c.path());
    }
    return row.text(0);
  });
}

Result<std::optional<Mail>> Store::mail(std::int64_t id) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<Mail> {
    Query row = c.query("SELECT " MAIL_COLUMNS " FROM " MAIL_TABLES
                        " WHERE m.id = ? AND length(r.octets) > 0");
    if (!row.with(id).step()) return std::nullopt;
    return read_mail(row);
  });
}

}  // namespace undersigned::store
