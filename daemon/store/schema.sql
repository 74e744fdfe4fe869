-- The store of one campaign, schema 2 (PRAGMA user_version). This file is the schema itself: it is
-- built into the program and run when a store is made. Older stores are brought here by the list in
-- migrate.cc.
--
-- All instants are campaign time in milliseconds since 1970-01-01T00:00:00Z. States and kinds are
-- the words of the program's own contract ("auto-reply", "counted"), so that the file can be read
-- with the sqlite3 shell. What "may never happen" is forbidden by a key, a check or a trigger where
-- SQL can say it, and tested in tests/store where it cannot. (Checks of three words and more are
-- spelled with OR: for IN, SQLite builds a table of the words at each statement.)
--
-- The way of a mail: mail + raw + sighting (kept) → handled + signature + letter (decided, in one
-- transaction) → letter (sent).

-- Mailboxes and how far each was fetched.
-- Never: a position beyond a mail that is not kept. Both are written in one transaction.
CREATE TABLE mailbox (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,        -- user@host/INBOX
  uidvalidity INTEGER NOT NULL DEFAULT 0,  -- RFC 3501, 2.3.1.1
  last_uid    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Every mail that arrived, small columns alone: what changes while a mail is handled.
-- Never: deleted; its fate changed once it has one; counted anywhere but by the triggers below.
CREATE TABLE mail (
  id        INTEGER PRIMARY KEY,           -- in the order in which they were kept
  mailbox   INTEGER NOT NULL REFERENCES mailbox,
  arrived   INTEGER NOT NULL,
  tries     INTEGER NOT NULL DEFAULT 0,    -- readings begun; a mail that kills its reader has 2
  fate      TEXT NOT NULL DEFAULT 'waiting' CHECK (
              fate = 'waiting' OR fate = 'sign' OR fate = 'amend' OR fate = 'withdraw' OR
              fate = 'decline' OR fate = 'confirm' OR fate = 'unsubscribe' OR
              fate = 'question' OR fate = 'bounce' OR fate = 'auto-reply' OR fate = 'bulk' OR
              fate = 'empty' OR fate = 'duplicate' OR fate = 'late' OR fate = 'quarantined'),
  oversized INTEGER NOT NULL DEFAULT 0 CHECK (oversized IN (0, 1)),
  sha256    BLOB NOT NULL CHECK (length(sha256) = 32)  -- of the octets as they came
) STRICT;
CREATE INDEX mail_by_fate ON mail (fate, arrived);
CREATE TRIGGER mail_is_never_deleted BEFORE DELETE ON mail
BEGIN SELECT RAISE(ABORT, 'a mail is never deleted'); END;
CREATE TRIGGER mail_has_one_fate BEFORE UPDATE OF fate ON mail WHEN OLD.fate <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'a mail has one fate'); END;

-- The octets of a mail as they came. Apart from `mail`, because SQLite writes a whole row anew.
-- Never: missing for a mail. Empty only after `erase`.
CREATE TABLE raw (
  mail   INTEGER PRIMARY KEY REFERENCES mail,
  octets BLOB NOT NULL
) STRICT;

-- Under which numbers a mail was seen in its mailbox: one, and one more after each renumbering.
-- Never: two mails of the same octets for one number.
CREATE TABLE sighting (
  mailbox     INTEGER NOT NULL REFERENCES mailbox,
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  mail        INTEGER NOT NULL REFERENCES mail,
  -- keep: not handled yet · due: to be moved to its folder · done: moved, or cannot be any more
  move        TEXT NOT NULL DEFAULT 'keep' CHECK (
              move = 'keep' OR move = 'due' OR move = 'done'),
  UNIQUE (mailbox, uidvalidity, uid, mail)
) STRICT;
CREATE INDEX sighting_by_mail ON sighting (mail);
CREATE INDEX sighting_to_move ON sighting (mail) WHERE move = 'due';

-- After a mailbox was numbered anew (UIDVALIDITY changed): its mails that were not met again yet.
-- One that is met leaves this table and gets a sighting, so a hundred equal mails are met a hundred
-- times, and the next one is new. Empty in a mailbox that keeps its numbers: no cost for each mail.
CREATE TABLE renumbered (
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  sha256  BLOB NOT NULL,
  mail    INTEGER NOT NULL REFERENCES mail,
  PRIMARY KEY (mailbox, sha256, mail)
) STRICT, WITHOUT ROWID;

-- What a mail is recognized by when it comes a second time (sender, Message-ID, words: the caller
-- says); the first mail with it. Hashed to 16 octets.
CREATE TABLE fingerprint (
  hash BLOB PRIMARY KEY,
  mail INTEGER NOT NULL REFERENCES mail
) STRICT, WITHOUT ROWID;

-- What became of each mail, in the order in which it was decided.
-- Never: two for one mail; one without the signatures and letters that it caused (one transaction).
CREATE TABLE handled (
  sequence     INTEGER PRIMARY KEY,
  mail         INTEGER NOT NULL UNIQUE REFERENCES mail,
  at           INTEGER NOT NULL,
  meant        TEXT NOT NULL,              -- kind; for a late mail what it would have been
  sender       INTEGER REFERENCES address,
  sender_name  TEXT NOT NULL DEFAULT '',
  folder       TEXT NOT NULL DEFAULT '',   -- '': stays where it is
  reply        TEXT NOT NULL DEFAULT '',   -- own words, for the digest
  why          TEXT NOT NULL DEFAULT '',   -- for people
  needs_person INTEGER NOT NULL DEFAULT 0 CHECK (needs_person IN (0, 1)),
  settled      INTEGER                     -- when a person had looked at it
) STRICT;
CREATE INDEX handled_by_sender ON handled (sender) WHERE sender IS NOT NULL;
CREATE INDEX handled_for_person ON handled (mail) WHERE needs_person = 1 AND settled IS NULL;

-- Everybody who ever wrote or was written to: what tells two people apart, and marks.
CREATE TABLE address (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,       -- case folded
  bounced      INTEGER NOT NULL DEFAULT 0 CHECK (bounced IN (0, 1)),
  unsubscribed INTEGER NOT NULL DEFAULT 0 CHECK (unsubscribed IN (0, 1))
) STRICT;

-- Addresses whose data was erased at the person's wish: keyed hashes, nobody can be read from them.
-- Never: removed.
CREATE TABLE tombstone (
  hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The record of each signer.
-- Never: two counted for one signer at one address; deleted but by `erase`; an id given twice.
CREATE TABLE signature (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  kind             TEXT NOT NULL CHECK (kind IN ('individual', 'organization')),
  name             TEXT,
  organization     TEXT,
  title            TEXT,
  place            TEXT,
  listed           INTEGER NOT NULL CHECK (listed IN (0, 1)),
  address          INTEGER NOT NULL REFERENCES address,
  address_text     TEXT NOT NULL,          -- as it was written
  state            TEXT NOT NULL CHECK (
              state = 'counted' OR state = 'pending' OR state = 'review' OR
              state = 'withdrawn' OR state = 'late'),
  arrived          INTEGER NOT NULL,
  language         TEXT NOT NULL,
  mail             INTEGER REFERENCES mail,  -- that made it; NULL: an organizer added it
  why              TEXT NOT NULL DEFAULT '',  -- one reason a line
  changed          INTEGER NOT NULL,       -- when it got its present values
  changed_by       INTEGER REFERENCES mail,  -- the mail that did it; NULL: a person
  signer_key   TEXT NOT NULL               -- folded name, or organization where that signs
) STRICT;
CREATE INDEX signature_by_address ON signature (address, kind, signer_key);
CREATE UNIQUE INDEX signature_counted_once ON signature (address, kind, signer_key)
  WHERE state = 'counted' AND signer_key <> '';
CREATE INDEX signature_by_organization ON signature (signer_key) WHERE kind = 'organization';
CREATE INDEX signature_for_person ON signature (id) WHERE state = 'review';
CREATE INDEX signature_pending ON signature (mail, id) WHERE state = 'pending';

-- What a signature was before each change, and how long.
-- Never: a change without its line here (the trigger writes it).
CREATE TABLE signature_before (
  signature    INTEGER NOT NULL REFERENCES signature,
  kind         TEXT NOT NULL,
  name         TEXT,
  organization TEXT,
  title        TEXT,
  place        TEXT,
  listed       INTEGER NOT NULL,
  state        TEXT NOT NULL,
  since        INTEGER NOT NULL,
  until        INTEGER NOT NULL,
  made_by      INTEGER REFERENCES mail
) STRICT;
CREATE INDEX signature_before_by_signature ON signature_before (signature);
CREATE TRIGGER signature_change_is_remembered AFTER UPDATE OF changed ON signature
BEGIN
  INSERT INTO signature_before
  VALUES (OLD.id, OLD.kind, OLD.name, OLD.organization, OLD.title, OLD.place, OLD.listed, OLD.state,
          OLD.changed, NEW.changed, OLD.changed_by);
END;

-- Letters that go out: the outbox and its history.
-- Never: two of one Message-ID; deleted; sent again once sent; taken up by itself when uncertain.
CREATE TABLE letter (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL,
  mass         INTEGER NOT NULL CHECK (mass IN (0, 1)),  -- goes out after all others
  answers      INTEGER NOT NULL CHECK (answers IN (0, 1)),  -- a mail of the recipient
  address      INTEGER REFERENCES address,  -- NULL: erased
  recipient    TEXT NOT NULL,
  message_id   TEXT NOT NULL UNIQUE,
  empty_sender INTEGER NOT NULL CHECK (empty_sender IN (0, 1)),
  -- uncertain: may have gone out, only a person sends it again · failed: given up · erased: the
  -- recipient's data was removed; stays so that the Message-ID is never used again
  state        TEXT NOT NULL DEFAULT 'queued' CHECK (
              state = 'queued' OR state = 'uncertain' OR state = 'sent' OR state = 'failed' OR
              state = 'erased'),
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try     INTEGER NOT NULL DEFAULT 0,  -- 0: at once, whatever the clock says
  answer       TEXT NOT NULL DEFAULT '',    -- of the server, for people
  queued       INTEGER NOT NULL,
  done         INTEGER
) STRICT;
CREATE INDEX letter_due ON letter (mass, next_try, id) WHERE state = 'queued';
CREATE INDEX letter_troubled ON letter (state, id) WHERE state IN ('uncertain', 'failed');
CREATE INDEX letter_by_address ON letter (address, answers, queued) WHERE address IS NOT NULL;
CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
BEGIN SELECT RAISE(ABORT, 'a letter is never deleted'); END;
CREATE TRIGGER letter_is_sent_once BEFORE UPDATE OF state ON letter
WHEN OLD.state = 'sent' AND NEW.state NOT IN ('sent', 'erased')
BEGIN SELECT RAISE(ABORT, 'a letter that was sent stays sent'); END;

-- What a letter says: its own octets, then those that it shares with others of one mailing.
-- Never: changed while the letter can still go out; but one of the release that is queued shows the
-- list of signers as it is. Missing only after `erase`.
CREATE TABLE tail (
  id     INTEGER PRIMARY KEY,
  hash   BLOB NOT NULL UNIQUE,
  octets BLOB NOT NULL
) STRICT;
CREATE TABLE words (
  letter INTEGER PRIMARY KEY REFERENCES letter,
  own    BLOB NOT NULL,
  tail   INTEGER REFERENCES tail           -- NULL: none
) STRICT;
CREATE INDEX words_by_tail ON words (tail) WHERE tail IS NOT NULL;

-- How many letters went to senders for whom nobody vouched, by hour, so that nobody is written to
-- often in a stranger's name. who: '' all · '@example.org' a domain · 'maria@example.org' a mailbox,
-- without a "+tag" · '?' letters that were left out for that.
-- Never: such a letter without its lines here (one transaction).
CREATE TABLE asked (
  who  TEXT NOT NULL,
  hour INTEGER NOT NULL,                   -- hours since 1970-01-01T00:00:00Z
  n    INTEGER NOT NULL,
  PRIMARY KEY (who, hour)
) STRICT, WITHOUT ROWID;

-- Small named values: what the timetable has done.
CREATE TABLE fact (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What persons did by command, so that a recount can do it again.
-- Never: a change by a person without its line here (one transaction).
CREATE TABLE deed (
  id        INTEGER PRIMARY KEY,
  sequence  INTEGER NOT NULL,              -- of the last mail that was handled before it
  at        INTEGER NOT NULL,
  what      TEXT NOT NULL,                 -- add, change, settle, resend, erase
  json      TEXT NOT NULL,
  signature INTEGER                        -- that it is about, so that `erase` finds it
) STRICT;
CREATE INDEX deed_by_signature ON deed (signature) WHERE signature IS NOT NULL;

-- Counters, so that a report costs the same at a million. Only triggers write them.
-- Never: other than what a recount of the rows gives (`check_integrity` counts again).

-- Mails by UTC day of arrival and fate; fate 'received' counts every mail.
CREATE TABLE mail_count (
  day  INTEGER NOT NULL,                   -- days since 1970-01-01
  fate TEXT NOT NULL,
  n    INTEGER NOT NULL,
  PRIMARY KEY (day, fate)
) STRICT;
CREATE TRIGGER mail_counts_received AFTER INSERT ON mail
BEGIN
  INSERT INTO mail_count VALUES (NEW.arrived / 86400000, 'received', 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO mail_count VALUES (NEW.arrived / 86400000, NEW.fate, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER mail_counts_fate AFTER UPDATE OF fate ON mail
BEGIN
  UPDATE mail_count SET n = n - 1 WHERE day = OLD.arrived / 86400000 AND fate = OLD.fate;
  INSERT INTO mail_count VALUES (NEW.arrived / 86400000, NEW.fate, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- Signatures by kind, whether they are listed, and state.
CREATE TABLE signature_count (
  kind   TEXT NOT NULL,
  listed INTEGER NOT NULL,
  state  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (kind, listed, state)
) STRICT;
-- Counted signatures by quarter of an hour of arrival: every time zone's days are made of these.
CREATE TABLE signature_quarter (
  quarter INTEGER NOT NULL,                -- quarters of an hour since 1970-01-01T00:00:00Z
  kind    TEXT NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (quarter, kind)
) STRICT;
CREATE TRIGGER signature_counts_new AFTER INSERT ON signature
BEGIN
  INSERT INTO signature_count VALUES (NEW.kind, NEW.listed, NEW.state, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO signature_quarter SELECT NEW.arrived / 900000, NEW.kind, 1 WHERE NEW.state = 'counted'
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER signature_counts_erased AFTER DELETE ON signature
BEGIN
  UPDATE signature_count SET n = n - 1
    WHERE kind = OLD.kind AND listed = OLD.listed AND state = OLD.state;
  UPDATE signature_quarter SET n = n - 1
    WHERE quarter = OLD.arrived / 900000 AND kind = OLD.kind AND OLD.state = 'counted';
END;
CREATE TRIGGER signature_counts_change AFTER UPDATE OF kind, listed, state, arrived ON signature
BEGIN
  UPDATE signature_count SET n = n - 1
    WHERE kind = OLD.kind AND listed = OLD.listed AND state = OLD.state;
  UPDATE signature_quarter SET n = n - 1
    WHERE quarter = OLD.arrived / 900000 AND kind = OLD.kind AND OLD.state = 'counted';
  INSERT INTO signature_count VALUES (NEW.kind, NEW.listed, NEW.state, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO signature_quarter SELECT NEW.arrived / 900000, NEW.kind, 1 WHERE NEW.state = 'counted'
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- Letters by state.
CREATE TABLE letter_count (
  state TEXT PRIMARY KEY,
  n     INTEGER NOT NULL
) STRICT;
CREATE TRIGGER letter_counts_new AFTER INSERT ON letter
BEGIN
  INSERT INTO letter_count VALUES (NEW.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER letter_counts_state AFTER UPDATE OF state ON letter WHEN OLD.state <> NEW.state
BEGIN
  UPDATE letter_count SET n = n - 1 WHERE state = OLD.state;
  INSERT INTO letter_count VALUES (NEW.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
