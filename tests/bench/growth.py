#!/usr/bin/python3
"""growth.py PROGRAM [SIGNATURES…]: what a mail, a start and a digest cost when so many have signed.

The store is filled by SQL through the program's own schema, triggers and all; then the program
drains the same mails from a real Dovecot to smtp-sink, beside that store. Processor time, because
the wall clock is everybody's."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE] + [os.path.join(TESTS, name) for name in ("rehearsal", "servers")]

import drain  # noqa: E402
import stage as stages  # noqa: E402
import table  # noqa: E402
from sink import Sink  # noqa: E402

MAILS = 2000

# Hash-like keys, as people's addresses are: spread over the index.
FILL = """
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {count})
  SELECT i, printf('%08x.%d@example.org', (i * 2654435761) & 4294967295, i) AS who FROM c;
INSERT INTO mailbox (name, uidvalidity, last_uid) VALUES ('elsewhere/INBOX', 1, {count});
INSERT INTO mail (id, mailbox, arrived, fate, sha256)
  SELECT i, (SELECT id FROM mailbox WHERE name = 'elsewhere/INBOX'), {now} + i, 'sign', randomblob(32) FROM n;
INSERT INTO raw (mail, octets) SELECT i, CAST('From: ' || who || char(10) || char(10) || 'I sign' AS BLOB) FROM n;
INSERT INTO sighting (mailbox, uidvalidity, uid, mail, move)
  SELECT (SELECT id FROM mailbox WHERE name = 'elsewhere/INBOX'), 1, i, i, 'done' FROM n;
INSERT INTO fingerprint (hash, mail) SELECT randomblob(16), i FROM n;
INSERT INTO address (id, key) SELECT i, who FROM n;
INSERT INTO handled (mail, at, meant, sender, sender_name, folder, reply)
  SELECT i, {now} + i, 'sign', i, 'Maria', 'Signed', 'I sign' FROM n;
INSERT INTO signature (kind, name, listed, address, address_text, state, arrived, language, mail, changed, changed_by,
                       signer_key)
  SELECT 'individual', 'Maria Lopez ' || i, 1, i, who, 'counted', {now} + i, 'en', i, {now} + i, i, 'maria lopez ' || i
  FROM n;
INSERT INTO letter (kind, mass, answers, address, recipient, message_id, empty_sender, state, queued, done)
  SELECT 'confirmation', 0, 1, i, who, 'c' || who, 1, 'sent', {now} + i, {now} + i FROM n;
INSERT INTO words (letter, own, tail) SELECT id, CAST('Thank you' AS BLOB), NULL FROM letter;
"""


def fill(path, count):
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA cache_size = -500000")
    base.execute("BEGIN")
    for statement in FILL.format(count=count, now=int(time.time() * 1000) - 86400000).split(";\n"):
        base.execute(statement)
    base.execute("COMMIT")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()


def used_by(argv):
    """(seconds on the clock, seconds of the processor, most memory in MB) of one command."""
    began, memory = time.monotonic(), 0
    with tempfile.TemporaryFile() as words:
        child = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=words)
        while True:
            # Not ru_maxrss, which begins with what this script takes itself.
            memory = max(memory, most_memory(child.pid))
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(0.005)
        child.returncode = os.waitstatus_to_exitcode(status)
        words.seek(0)
        complaint = words.read()[-3000:].decode(errors="replace").strip()
        if child.returncode != 0:
            sys.exit(f"{argv}: exit {child.returncode}\n{complaint}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, memory


def most_memory(pid):
    """MB, until now."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read(), re.M)
    return int(found.group(1)) / 1024 if found else 0


def ready_after(stage):
    """Seconds until the service manager is told that the daemon runs, and its processor time until
    then; the best of five."""
    best = []
    for _ in range(5):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            path = stage.path("notify")
            if os.path.exists(path):
                os.unlink(path)
            notify.bind(path)
            notify.settimeout(30)
            began = time.monotonic()
            child = subprocess.Popen([stage.program, "--config", stage.config, "run"], stderr=subprocess.DEVNULL,
                                     env=dict(os.environ, NOTIFY_SOCKET=path))
            while b"READY=1" not in notify.recv(4096):
                pass
            best.append((time.monotonic() - began, cpu_of(child.pid)))
            child.terminate()
            child.wait()
    return min(best)[0], min(cpu for _, cpu in best)


def cpu_of(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def at_size(program, count):
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage, Sink(os.path.join(folder, "sink")) as sink:
        stage.submission_url, stage.submission_login = sink.url(), False
        stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                         ("mailbox", "move", "false"), ("submission", "connections", "4"),
                         ("submission", "tls", '"none"')])
        command = [stage.program, "--config", stage.config]
        used_by(command + ["run", "--once"])  # makes the store
        fill(stage.path("campaign", "campaign.db"), count)
        ready, ready_cpu = ready_after(stage)
        drain.fill(stage, MAILS)
        _, empty, _ = used_by(command + ["status"])
        wall, cpu, memory = used_by(command + ["run", "--once"])
        digest = used_by(command + ["preview", "digest", "--out", stage.path("preview")])
        print(f"{count:9} signatures: {(cpu - empty) / MAILS * 1e6:6.0f} µs CPU a mail ({MAILS / wall:.0f} mails/s), "
              f"{memory:.0f} MB; ready after {ready * 1e3:.0f} ms ({ready_cpu * 1e3:.0f} ms CPU)",
              flush=True)
        return (cpu - empty) / MAILS, memory, ready, ready_cpu, digest


def main():
    program = sys.argv[1]
    sizes = [int(size) for size in sys.argv[2:]] or [10_000, 1_000_000]
    all_sizes = [at_size(program, size) for size in sizes]
    first, last = all_sizes[0], all_sizes[-1]
    table.row(f"cost of a mail with {sizes[-1]:,} signatures stored ÷ with {sizes[0]:,}", f"{last[0] / first[0]:.2f}",
              "≤ 1.2")
    table.row(f"start-up with {sizes[-1]:,} signatures", f"{last[2] * 1e3:.0f} ms, {last[3] * 1e3:.0f} ms of the "
              f"processor; with {sizes[0]:,} {first[2] * 1e3:.0f} ms", "≤ 100 ms")
    table.row(f"most memory while draining, {sizes[-1]:,} signatures stored", f"{last[1]:.0f} MB", "≤ 100 MB")
    for size, each in zip(sizes, all_sizes):
        table.row(f"digest of {size:,} signatures", f"{each[4][1]:.1f} s of the processor, {each[4][2]:.0f} MB")


if __name__ == "__main__":
    main()
