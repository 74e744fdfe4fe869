#!/usr/bin/python3
"""drain.py PROGRAM [MAILS]: a full mailbox, from the first mail fetched to the last confirmation
accepted, beside what others do with the same mails in the same run.

Real Dovecot over TLS, Postfix's smtp-sink, synchronous=FULL. The mails are those of tests/replies
that people wrote, each from a person of their own, filled up to a mean of 8 KB with a picture, as
signatures of companies have them. Peers: a straightforward Python program (imaplib, email, sqlite3,
smtplib), smtp-source for sending alone, mbsync for fetching alone where it is installed."""

import base64
import email
import email.policy
import email.utils
import imaplib
import json
import os
import random
import resource
import shutil
import smtplib
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE] + [os.path.join(TESTS, name) for name in ("rehearsal", "servers")]

import loopback  # noqa: E402
import stage as stages  # noqa: E402
import table  # noqa: E402
from sink import Sink  # noqa: E402

REPLIES = os.path.join(TESTS, "replies")
MEAN = 8000  # octets
PEER_SHARE = 10  # the Python peer gets one mail in so many


def people_mails():
    """The mails of tests/replies that somebody signs with, as (name, header, body)."""
    with open(os.path.join(REPLIES, "expected.jsonl"), encoding="utf-8") as rows:
        names = [row["file"] for row in map(json.loads, rows)
                 if row["kind"] == "sign" and row["certainty"] == "clear"
                 and len(row["signers"]) == 1 and row["signers"][0]["as"] == "individual"]
    for name in names:
        with open(os.path.join(REPLIES, name), "rb") as mail:
            octets = mail.read().replace(b"\r\n", b"\n")
        head, _, body = octets.partition(b"\n\n")
        fields = []
        for line in head.split(b"\n"):
            if line[:1] in b" \t" and fields:
                fields[-1] += b"\n" + line
            else:
                fields.append(line)
        name = str(email.message_from_bytes(head + b"\n\n", policy=email.policy.default)["From"].addresses[0].display_name)
        drop = (b"from:", b"message-id:", b"authentication-results:", b"received:", b"return-path:", b"delivered-to:")
        yield name, [f for f in fields if not f.lower().startswith(drop)], body


def mails(count):
    models = list(people_mails())
    dice = random.Random(8)
    filler = base64.encodebytes(dice.randbytes(MEAN))
    sizes = [sum(map(len, fields)) + len(body) for _, fields, body in models]
    # Short mails are filled up so far that the mean of all is MEAN.
    level = next((n for n in range(MEAN, 0, -50) if sum(max(n, size) for size in sizes) <= MEAN * len(sizes)), 0)
    for n in range(count):
        name, fields, body = models[n % len(models)]
        who = email.utils.formataddr((name, f"person{n}@host{n % 997}.example")).encode()
        top = [b"Authentication-Results: %s; dmarc=pass header.from=host%d.example" % (stages.MX.encode(), n % 997),
               b"From: " + who, b"Message-ID: <m%d@host.example>" % n]
        size = sum(map(len, fields)) + len(body)
        # X-fields are what most of a real mail is: ARC, DKIM, spam reports.
        room = max(0, level - size)
        for part in range(0, room, 900):
            top.append(b"X-Report-%d: " % part + filler[part:part + min(900, room - part)].replace(b"\n", b"\n "))
        yield b"\n".join(top + [f.rstrip() for f in fields]).replace(b"\n\n", b"\n") + b"\n\n" + body


def fill(stage, count):
    """Straight into the Maildir: what is measured is taking them out."""
    folder = stage.path("dovecot", "mail", stages.SIGNON, "Maildir")
    for name in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    size = 0
    now = int(time.time())
    for n, mail in enumerate(mails(count)):
        with open(os.path.join(folder, "new", f"{now}.M{n:06d}P1.bench"), "wb") as out:
            out.write(mail)
        size += len(mail)
    subprocess.run(["chown", "-R", "--reference", stage.path("dovecot", "mail"), folder], check=True)
    # Dovecot's index is made once by whoever comes first: not by any of those who are measured.
    connection = stage.dovecot.imap(stages.SIGNON)
    _, answer = connection.select("INBOX")
    connection.fetch("1:*", "(UID RFC822.SIZE)")
    connection.logout()
    assert int(answer[0]) == count, answer
    return size / count


def cpu(who=resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def ours(stage, sink, count):
    stage.submission_url, stage.submission_login = sink.url(), False
    stage.configure([("campaign", "deadline", "2035-12-17T17:00:00"), ("release", "at", "2035-12-18T06:00:00"),
                     ("mailbox", "move", "false"), ("submission", "connections", "4"), ("submission", "tls", '"none"')])
    before = cpu()
    began = time.monotonic()
    done = stage.run("run", "--once")
    seconds = time.monotonic() - began
    if done.returncode != 0:
        sys.exit(done.stderr[-3000:])
    status = json.loads(stage.answer("status", "--json"))
    return seconds, cpu() - before, status


def peer(stage, sink, count):
    """What a good evening's work in Python does: bulk fetch, one connection each, commit per mail."""
    context = ssl.create_default_context(cafile=stage.dovecot.ca_file)
    began = time.monotonic()
    used = cpu(resource.RUSAGE_SELF)
    box = imaplib.IMAP4_SSL(loopback.HOST, stage.dovecot.imaps_port, ssl_context=context)
    box.login(stages.SIGNON, stages.PASSWORD)
    box.select("INBOX", readonly=True)
    base = sqlite3.connect(stage.path("peer.db"), isolation_level=None)
    base.execute("pragma journal_mode=wal")
    base.execute("pragma synchronous=full")
    base.execute("create table signer(address text primary key, name text, words text, raw blob)")
    post = smtplib.SMTP(loopback.HOST, sink.port)
    done = 0
    for first in range(1, count + 1, 500):
        _, parts = box.fetch(f"{first}:{min(first + 499, count)}", "(UID BODY.PEEK[])")
        for part in parts:
            if not isinstance(part, tuple):
                continue
            mail = email.message_from_bytes(part[1], policy=email.policy.default)
            body = mail.get_body(("plain", "html"))
            words = body.get_content() if body else ""
            own = [line for line in words.splitlines() if line and not line.startswith(">")]
            sender = mail["From"].addresses[0]
            base.execute("insert or ignore into signer values(?,?,?,?)",
                         (sender.addr_spec, sender.display_name, "\n".join(own), part[1]))
            letter = email.message.EmailMessage()
            letter["From"], letter["To"] = stages.SIGNON, sender.addr_spec
            letter["Subject"] = "Thank you for signing"
            letter.set_content(f"Dear {sender.display_name}, you are on the list.\n")
            letter.add_alternative(f"<p>Dear {sender.display_name}, you are on the list.</p>\n", subtype="html")
            post.send_message(letter)
            done += 1
    post.quit()
    box.logout()
    assert done == count, (done, count)
    return time.monotonic() - began, cpu(resource.RUSAGE_SELF) - used


def fetch_alone(stage):
    """mbsync, all of the mailbox into a Maildir; None where it is not installed."""
    if not shutil.which("mbsync"):
        return None
    target = stage.path("mbsync")
    os.makedirs(os.path.join(target, "box"), exist_ok=True)
    with open(stage.path("mbsyncrc"), "w", encoding="ascii") as out:
        out.write(f"IMAPAccount a\nHost localhost\nPort {stage.dovecot.imaps_port}\nUser {stages.SIGNON}\n"
                  f"Pass \"{stages.PASSWORD}\"\nSSLType IMAPS\nCertificateFile {stage.dovecot.ca_file}\n\n"
                  f"IMAPStore far\nAccount a\n\nMaildirStore near\nInbox {target}/box\nSubFolders Verbatim\n\n"
                  f"Channel c\nFar :far:\nNear :near:\nPatterns INBOX\nSync Pull\nCreate Near\nSyncState {target}/\n")
    began = time.monotonic()
    done = subprocess.run(["mbsync", "-q", "-c", stage.path("mbsyncrc"), "c"], capture_output=True, text=True)
    if done.returncode != 0:
        print("mbsync failed:", done.stderr[-300:])
        return None
    return time.monotonic() - began


def send_alone(sink, count):
    began = time.monotonic()
    subprocess.run(["smtp-source", "-s", "4", "-m", str(count), "-l", "6000", "-d", f"{loopback.HOST}:{sink.port}"],
                   check=True, env=dict(os.environ, MAIL_CONFIG=os.path.join(sink.directory, "config")))
    return time.monotonic() - began


def stages_alone(stage, program):
    """Each stage of the drain by itself, over the same mails: [(name, mails a second)]."""
    bench = os.path.join(os.path.dirname(os.path.abspath(program)), "tests", "bench_command_stages")
    if not os.path.exists(bench):
        return []
    done = subprocess.run([bench, stage.config], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(done.stderr[-3000:])
    rows = []
    for line in done.stdout.splitlines():
        name, count, seconds, cpu = line.split()
        row(f"  {name} alone", int(count), float(seconds), float(cpu))
        rows.append((name, int(count) / float(seconds)))
    return rows


def row(name, count, seconds, used=None):
    spent = f"{used / count * 1e6:9.0f}" if used is not None else " " * 9
    print(f"{name:46} {count / seconds:9.0f} {spent}", flush=True)
    return count / seconds


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    with tempfile.TemporaryDirectory(prefix="undersigned-bench.") as folder, \
            stages.Stage(folder, program) as stage, Sink(os.path.join(folder, "sink")) as sink:
        mean = fill(stage, count)
        print(f"{count} mails of {mean:.0f} octets in the mailbox, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{'':46} {'mails/s':>9} {'µs CPU each':>9}")
        few = max(200, count // PEER_SHARE)
        theirs = row(f"Python: imaplib, email, sqlite3, smtplib ({few})", few, *peer(stage, sink, few))
        seconds, used, status = ours(stage, sink, count)
        mine = row("undersigned: fetch, read, record, confirm", count, seconds, used)
        table.row(f"drain of {count:,} mails of {mean / 1000:.1f} KB, load {os.getloadavg()[0]:.1f}",
                  f"{mine:.0f} mails/s, {used / count * 1e6:.0f} µs of the processor each", "8,000 mails/s")
        table.row("… ÷ a straightforward Python program (imaplib, email, sqlite3, smtplib)",
                  f"{mine / theirs:.1f} ({theirs:.0f} mails/s)", "≥ 10")
        alone = stages_alone(stage, program)
        if alone:
            table.bars(alone + [("all", mine)], "mails/s")
            slowest = min(rate for name, rate in alone if name in ("fetch", "keep", "read"))
            table.row("… ÷ the slowest of fetching, inserting and reading alone", f"{mine / slowest:.2f}", "≥ 0.5")
        fetching, sending = dict(alone).get("fetch"), dict(alone).get("submit")
        seconds = fetch_alone(stage)
        if seconds and fetching:
            theirs = row("mbsync, fetching alone", count, seconds)
            table.row("fetching alone ÷ mbsync", f"{fetching / theirs:.1f} ({fetching:.0f} mails/s)", "≥ 5")
        theirs = row("smtp-source, sending alone (4 connections)", count, send_alone(sink, count))
        if sending:
            table.row("sending alone ÷ smtp-source, 4 connections each", f"{sending / theirs:.1f} ({sending:.0f} letters/s)",
                      "≥ 1.5")
        if status["mails"]["received"] != count:
            sys.exit(f"{status}")


if __name__ == "__main__":
    main()
