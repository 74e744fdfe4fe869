// outbox → submit: letters, and what became of them.

#include <algorithm>
#include <stdexcept>

#include "store/state.h"

namespace undersigned::store {
namespace {

using campaign::LetterKind;

// Mass mailings go out after all others; answers are counted for each address.
enum class Class { mass, answer, other };
Class class_of(LetterKind kind) {
  switch (kind) {
    case LetterKind::call:
    case LetterKind::reminder:
    case LetterKind::thank_you:
      return Class::mass;
    case LetterKind::confirmation:
    case LetterKind::already_signed:
    case LetterKind::amended:
    case LetterKind::challenge:
    case LetterKind::not_understood:
    case LetterKind::withdrawn:
    case LetterKind::late:
    case LetterKind::question_received:
    case LetterKind::answer:
      return Class::answer;
    case LetterKind::digest:
    case LetterKind::alarm:
    case LetterKind::deadline_summary:
    case LetterKind::release:
      return Class::other;
  }
  return Class::other;
}

std::string_view word(LetterState state) {
  switch (state) {
    case LetterState::queued:
      return "queued";
    case LetterState::uncertain:
      return "uncertain";
    case LetterState::sent:
      return "sent";
    case LetterState::failed:
      return "failed";
  }
  return "failed";
}

LetterState stored_state(const std::string& text) {
  for (const LetterState state :
       {LetterState::queued, LetterState::uncertain, LetterState::sent, LetterState::failed}) {
    if (word(state) == text) return state;
  }
  throw std::runtime_error("unreadable state " + text + ": restore a backup");
}

LetterKind stored_kind(const std::string& text) {
  const std::optional<LetterKind> kind = campaign::letter_kind_of(text);
  if (!kind) throw std::runtime_error("unreadable kind " + text + ": restore a backup");
  return *kind;
}

// False where a letter of that Message-ID is there.
bool put_letter(Connection& c, const letter::Ready& letter, Instant now) {
  const int put =
      c.query(
           "INSERT INTO letter (kind, mass, answers, address, recipient, message_id, empty_sender, "
           "queued) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO NOTHING")
          .with(campaign::word(letter.kind), class_of(letter.kind) == Class::mass,
                class_of(letter.kind) == Class::answer, address_row(c, letter.to), letter.to.text(),
                letter.id.text(), letter.empty_sender, now)
          .run();
  if (put == 0) return false;
  put_words(c, c.last_id(), letter);
  return true;
}

void record_one(Connection& c, const LetterResult& result, Instant now) {
  const bool over = result.state == LetterState::sent || result.state == LetterState::failed;
  c.query(
       "UPDATE letter SET state = ?, tries = tries + ?, next_try = ?, answer = ?, done = ? "
       "WHERE id = ? AND state IN ('queued', 'uncertain')")
      .with(word(result.state), result.tried,
            result.state == LetterState::queued ? result.next_try : Instant{}, result.answer,
            over ? std::optional<Instant>(now) : std::nullopt, result.letter)
      .run();
}

#define LINE_COLUMNS "id, kind, recipient, state, answer, queued, coalesce(done, 0)"

std::vector<Store::LetterLine> read_lines(Query& rows) {
  std::vector<Store::LetterLine> lines;
  while (rows.step()) {
    lines.push_back({rows.integer(0), stored_kind(rows.text(1)), stored_address(rows.text(2)),
                     stored_state(rows.text(3)), rows.text(4), rows.time(5), rows.time(6)});
  }
  return lines;
}

bool is_release(Connection& c, std::int64_t id) {
  Query row = c.query("SELECT kind = 'release' FROM letter WHERE id = ?");
  return row.with(id).step() && row.flag(0);
}

OutboxLetter outbox_letter(Connection& c, std::int64_t id) {
  Query row = c.query(
      "SELECT l.kind, l.recipient, l.empty_sender, l.tries, l.queued, w.own, t.octets "
      "FROM letter l JOIN words w ON w.letter = l.id LEFT JOIN tail t ON t.id = w.tail "
      "WHERE l.id = ?");
  row.with(id);
  if (!row.step()) throw std::runtime_error("a queued letter without words");
  return {.id = id,
          .kind = stored_kind(row.text(0)),
          .to = stored_address(row.text(1)),
          .empty_sender = row.flag(2),
          .octets = row.text(5) + row.text(6),
          .tries = static_cast<int>(row.integer(3)),
          .queued = row.time(4)};
}

}  // namespace

int put_letters(Connection& c, const std::vector<letter::Ready>& letters, Instant now) {
  return static_cast<int>(
      std::count_if(letters.begin(), letters.end(),
                    [&](const letter::Ready& letter) { return put_letter(c, letter, now); }));
}

Result<int> Store::enqueue(const std::vector<letter::Ready>& letters, Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Transaction transaction(c);
    const int put = put_letters(c, letters, now);
    transaction.commit();
    return put;
  });
}

Result<std::vector<OutboxLetter>> Store::due(int limit, Instant now,
                                             const std::set<std::int64_t>& under_way,
                                             int releases) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    std::vector<OutboxLetter> letters;
    for (const bool mass : {false, true}) {
      // From the index alone: those under way are passed over without a look at their row, and
      // those of the release that have to wait without one at their words.
      Query ids = c.query(
          "SELECT id FROM letter WHERE state = 'queued' AND mass = ? AND next_try <= ? "
          "ORDER BY next_try, id");
      ids.with(mass, now);
      while (static_cast<int>(letters.size()) < limit && ids.step()) {
        if (under_way.count(ids.integer(0)) != 0) continue;
        if (is_release(c, ids.integer(0)) && releases-- <= 0) continue;
        letters.push_back(outbox_letter(c, ids.integer(0)));
      }
    }
    return letters;
  });
}

Result<void> Store::record(const std::vector<LetterResult>& results, Instant now, Wait wait) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    std::optional<WithoutWaiting> hurry;
    if (wait == Wait::later) hurry.emplace(c);
    Transaction transaction(c);
    for (const LetterResult& result : results) record_one(c, result, now);
    transaction.commit();
  });
}

Result<std::optional<Instant>> Store::next_due(Instant now) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> std::optional<Instant> {
    std::optional<Instant> next;
    for (const bool mass : {false, true}) {
      Query row = c.query(
          "SELECT min(next_try) FROM letter WHERE state = 'queued' AND mass = ? AND next_try > ?");
      if (!row.with(mass, now).step() || row.null(0)) continue;
      if (!next || row.time(0) < *next) next = row.time(0);
    }
    return next;
  });
}

Result<std::vector<Store::LetterLine>> Store::letters(std::optional<LetterKind> kind) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query("SELECT " LINE_COLUMNS
                         " FROM letter WHERE state <> 'erased' AND (?1 IS NULL OR kind = ?1) "
                         "ORDER BY id");
    std::optional<std::string_view> wanted;
    if (kind) wanted = campaign::word(*kind);
    return read_lines(rows.with(wanted));
  });
}

Result<std::vector<Store::LetterLine>> Store::unanswered(LetterKind kind, Instant before) {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query(
        "SELECT " LINE_COLUMNS
        " FROM letter WHERE kind = ?1 AND state = 'sent' AND done < ?2 AND address IN "
        "(SELECT id FROM address WHERE bounced = 0 AND unsubscribed = 0) AND address NOT IN "
        "(SELECT address FROM signature) AND address NOT IN (SELECT sender FROM handled "
        "WHERE sender IS NOT NULL AND meant NOT IN ('auto-reply', 'bulk', 'bounce')) ORDER BY id");
    return read_lines(rows.with(campaign::word(kind), before));
  });
}

Result<std::vector<Store::LetterLine>> Store::troubled_letters() {
  Connection& c = state_->connection;
  return guarded(c, [&] {
    Query rows = c.query("SELECT " LINE_COLUMNS
                         " FROM letter WHERE state = 'failed' "
                         "OR (state = 'uncertain' AND kind = 'release') ORDER BY id");
    return read_lines(rows);
  });
}

Result<std::string> Store::letter_octets(std::int64_t id) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<std::string> {
    Query row = c.query(
        "SELECT w.own, t.octets FROM words w LEFT JOIN tail t ON t.id = w.tail WHERE w.letter = ?");
    if (!row.with(id).step()) {
      return fail(Error::Kind::input, "there is no letter " + std::to_string(id), c.path());
    }
    return row.text(0) + row.text(1);
  });
}

Result<bool> Store::is_report(const std::vector<mail::MessageId>& ids, const mail::Address& to) {
  Connection& c = state_->connection;
  return guarded(c, [&]() -> Result<bool> {
    for (const mail::MessageId& id : ids) {
      Query row = c.query(
          "SELECT l.kind FROM letter l JOIN address a ON a.id = l.address "
          "WHERE l.message_id = ? AND a.key = ?");
      if (row.with(id.text(), to.key()).step() && campaign::is_report(stored_kind(row.text(0)))) {
        return true;
      }
    }
    return false;
  });
}

}  // namespace undersigned::store
